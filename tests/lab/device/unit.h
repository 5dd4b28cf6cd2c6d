// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * unit - a VT-d unit that is played in a page of the machine's RAM
 */
#ifndef IGD_LAB_UNIT_H
#define IGD_LAB_UNIT_H

#include <stdbool.h>
#include <stdint.h>

#include "log.h"
#include "memory.h"

enum { IGD_UNIT_PAGE = 4096 };

struct igd_unit {
	const char *name;
	uint64_t address; /* of its register page; 0: there is no such unit */
	uint64_t cap, ecap;
	bool started; /* the registers are in the page */
	unsigned long waits;
};

/*
 * What 12th generation machines log: `DMAR: dmar0: reg_base_addr fed90000 ver 4:0 cap 1c0000c40660462 ecap
 * 29a00f0505e`, so 39 bits (MGAW) and 4 levels (SAGAW).
 */
#define IGD_UNIT_CAP 0x1c0000c40660462u
#define IGD_UNIT_ECAP 0x29a00f0505eu

/*
 * The other unit: the same machines' `dmar1: ... ver 5:0 cap d2008c40660462 ecap f050da`, but 46 bits instead of
 * 39, and without interrupt remapping (bit 3) and extended interrupts (bit 4), because interrupts go through
 * QEMU's own unit, which would not know of it.
 */
#define IGD_UNIT_REST_CAP 0xd2008c406d0462u
#define IGD_UNIT_REST_ECAP 0xf050c2u

/* Writes the registers as after a reset. False when the page is not in RAM. */
bool igd_unit_start(
	struct igd_unit *unit, const struct igd_memory *memory, const struct igd_log *log);

/* Does what the guest's kernel has asked for since last time. True when there was something. */
bool igd_unit_tick(
	struct igd_unit *unit, const struct igd_memory *memory, const struct igd_log *log);

#endif
