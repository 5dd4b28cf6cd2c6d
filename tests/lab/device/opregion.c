// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion - the blob that firmware copies into memory: OpRegion, extended VBT, the units' register pages
 *
 * Layout: Linux 7.1 drivers/gpu/drm/i915/display/intel_opregion.c (struct opregion_header, opregion_asle,
 * MBOX_*). RVDA is relative to the OpRegion from version 2.1 on and absolute in 2.0; the server makes it
 * absolute once firmware has told the address.
 */
#include "opregion.h"

#include <stdlib.h>

#include "bytes.h"
#include "vbt.h"

enum {
	OPREGION = 0x2000,
	PAGE = 0x1000,
	SIZE_KIB = 0x10,
	REVISION = 0x15, /* then minor, major */
	MAILBOXES = 0x58,
	DVER = 0x64,
	RVDA = 0x3ba,
	RVDS = 0x3c2,
	VBT = 0x400,
	MBOX_ACPI = 1 << 0,
	MBOX_ASLE = 1 << 2,
	MBOX_VBT = 1 << 3,
};

static void put_header(uint8_t *bytes, const struct igd_opregion *opregion)
{
	size_t i;

	memcpy(bytes, opregion->bad_signature ? "IntelGraphicsBad" : "IntelGraphicsMem", 16);
	igd_put32(bytes + SIZE_KIB, opregion->no_size ? 0 : OPREGION / 1024);
	bytes[REVISION] = 0;
	bytes[REVISION + 1] = opregion->version_2_0 ? 0 : 1;
	bytes[REVISION + 2] = 2;
	igd_put32(bytes + MAILBOXES, MBOX_ACPI | MBOX_ASLE | MBOX_VBT);
	for (i = 0; opregion->gop_version[i] && i < IGD_OPREGION_DVER; i++)
		igd_put16(bytes + DVER + 2 * i, (uint8_t)opregion->gop_version[i]);
}

uint8_t *igd_opregion_make(const struct igd_opregion *opregion, size_t *ret_size)
{
	uint8_t vbt[IGD_VBT_MAX];
	size_t vbt_size = igd_vbt_write(vbt, opregion->layout);
	bool extended = opregion->extended && !opregion->no_vbt;
	size_t size = OPREGION + ((extended ? 1u : 0u) + (size_t)opregion->units) * PAGE;
	uint8_t *bytes = calloc(1, size);

	if (!bytes)
		return NULL;
	put_header(bytes, opregion);
	if (extended) {
		igd_put64(bytes + RVDA, OPREGION);
		igd_put32(bytes + RVDS, PAGE);
		memcpy(bytes + OPREGION, vbt, vbt_size);
	} else if (!opregion->no_vbt) {
		memcpy(bytes + VBT, vbt, vbt_size);
	}
	*ret_size = size;
	return bytes;
}
