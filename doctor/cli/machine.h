// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine - which programs and which ROM a host runs its VM with, in words that can be counted
 */
#ifndef IGD_CLI_MACHINE_H
#define IGD_CLI_MACHINE_H

#include "core/host.h"

/* Printable; NULL where it is not known, or there is none. */
struct igd_machine {
	char *qemu;    /* "10.0.8" */
	char *libvirt; /* "11.3.0" */
	char *rom; /* what is in the VM's option ROM, as igd_rom_content_word() has it: "assignment+gop"; "none" */
};

/* Asks the host for what an examination has read of it already. */
void igd_machine_read(struct igd_host *host, struct igd_machine *ret);
void igd_machine_done(struct igd_machine *machine);

#endif
