// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_given - the option ROM that the VM is to get: the one named with `--rom FILE`, else that of its definition
 */
#ifndef IGD_FACTS_QEMU_ROM_GIVEN_H
#define IGD_FACTS_QEMU_ROM_GIVEN_H

#include "core/host.h"
#include "facts/firmware/rom_fit.h"
#include "facts/vm/view.h"

enum igd_rom_state {
	IGD_ROM_NOT_GIVEN,
	IGD_ROM_ABSENT,	   /* there is no such file (any more) */
	IGD_ROM_EMPTY,	   /* QEMU: "romfile is empty" (hw/pci/pci.c pci_add_option_rom) */
	IGD_ROM_TOO_LARGE, /* larger than IGD_ROM_MAX_BYTES; what it holds was not looked at */
	IGD_ROM_NOT_A_ROM, /* rom.problems says what it is instead */
	IGD_ROM_READ
};

struct igd_rom_given {
	enum igd_rom_state state;
	const char *path; /* absolute; NULL for NOT_GIVEN */
	/* The VM in whose definition it stands; NULL: it was named with --rom, or not at all. */
	const struct igd_vm *vm;
	struct igd_rom rom; /* IGD_ROM_READ and IGD_ROM_NOT_A_ROM */
};

/* Never NULL. What cannot be read sticks to the key of what was derived; the state is then IGD_ROM_NOT_GIVEN. */
IGD_EXPORT const struct igd_rom_given *igd_rom_given_get(struct igd_host *host);

/* Its path alone, without reading it; NULL where there is none. */
IGD_EXPORT const char *igd_rom_given_path(struct igd_host *host);

/* Where there is none: for a finding, what was looked at and why there is nothing to judge. */
IGD_EXPORT const char *igd_rom_none_where(struct igd_host *host);
IGD_EXPORT const char *igd_rom_none_why(struct igd_host *host);

/*
 * Where QEMU looks for a romfile: an absolute path as it stands; a name without '/', and any other relative path, in
 * QEMU's data directories (system/datadir.c qemu_find_file(); Debian's --firmwarepath), in Proxmox VE's
 * /usr/share/kvm. Where none has it: the first of these places. The current directory, in which QEMU looks first, is not known. NULL for "".
 */
IGD_EXPORT const char *igd_rom_path(
	struct igd_host *host, const struct igd_vm *vm, const char *romfile);

/* Whether it fits this host's iGPU; NULL where there is no ROM that was read, or no iGPU. */
IGD_EXPORT const struct igd_rom_fit *igd_rom_given_fit(struct igd_host *host);

#endif
