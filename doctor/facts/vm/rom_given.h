// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_given - the option ROM that was named with `--rom FILE`
 */
#ifndef IGD_FACTS_VM_ROM_GIVEN_H
#define IGD_FACTS_VM_ROM_GIVEN_H

#include "core/host.h"
#include "facts/firmware/rom_fit.h"

enum igd_rom_state {
	IGD_ROM_NOT_GIVEN,
	IGD_ROM_ABSENT,	   /* it was there when the program began, and is no more */
	IGD_ROM_EMPTY,	   /* QEMU: "romfile is empty" (hw/pci/pci.c pci_add_option_rom) */
	IGD_ROM_TOO_LARGE, /* larger than IGD_ROM_MAX_BYTES; what it holds was not looked at */
	IGD_ROM_NOT_A_ROM, /* rom.problems says what it is instead */
	IGD_ROM_READ
};

struct igd_rom_given {
	enum igd_rom_state state;
	const char *path;   /* absolute */
	struct igd_rom rom; /* IGD_ROM_READ and IGD_ROM_NOT_A_ROM */
};

/* Never NULL. What cannot be read sticks to "given/rom"; the state is then IGD_ROM_NOT_GIVEN. */
IGD_EXPORT const struct igd_rom_given *igd_rom_given_get(struct igd_host *host);

/* Whether it fits this host's iGPU; NULL where there is no ROM that was read, or no iGPU. */
IGD_EXPORT const struct igd_rom_fit *igd_rom_given_fit(struct igd_host *host);

#endif
