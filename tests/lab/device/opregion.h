// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion - the blob that firmware copies into memory: OpRegion, extended VBT, the units' register pages
 */
#ifndef IGD_LAB_OPREGION_H
#define IGD_LAB_OPREGION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "identity.h"

enum { IGD_OPREGION_DVER = 15 };

struct igd_opregion {
	const struct igd_layout *layout;
	bool version_2_0; /* else 2.1 */
	bool extended;	  /* the VBT stands behind the OpRegion */
	unsigned units;	  /* pages of zeros at the end */
	const char *gop_version;
	bool bad_signature, no_size, no_vbt;
};

/* The blob, malloc()ed and of whole pages; NULL without memory. */
uint8_t *igd_opregion_make(const struct igd_opregion *opregion, size_t *ret_size);

#endif
