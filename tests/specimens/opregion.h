// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion - OpRegions and VBTs, made from nothing
 *
 * Layout: see doctor/facts/firmware/opregion.h and vbt.h. Nothing of a real board's is in them.
 */
#ifndef IGD_TESTS_SPECIMENS_OPREGION_H
#define IGD_TESTS_SPECIMENS_OPREGION_H

#include "specimens/specimen.h"

struct specimen_child {
	uint16_t handle, device_type;
	uint8_t port;
};

struct specimen_vbt {
	const char *product; /* "ALDERLAKE-S" */
	uint16_t bdb_version;
	uint8_t child_size; /* bytes of a child device; at least 17 are written */
	const struct specimen_child *children; /* an empty list still makes a block 2 */
	size_t child_count;
	bool has_mipi; /* a block 53 of version 3, whose size is a field of its own */
};

/* Blocks 1 and 2, perhaps 53, and a right checksum. Appends. */
void specimen_add_vbt(struct specimen *specimen, const struct specimen_vbt *vbt);

struct specimen_opregion {
	uint8_t major, minor;
	uint32_t mailboxes;
	const char *gop_version;    /* DVER; NULL for none */
	const struct specimen *vbt; /* NULL for none */
	bool is_behind; /* the VBT follows the 8 KiB, and RVDA and RVDS say so; else it is in the mailbox */
};

/* Appends 8 KiB, or more if the VBT is behind them. */
void specimen_add_opregion(struct specimen *specimen, const struct specimen_opregion *opregion);

#endif
