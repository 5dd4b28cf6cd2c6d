// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gop_vbt - the video BIOS table in an OpRegion
 *
 * Offsets: Linux 7.1 drivers/gpu/drm/i915/display/intel_opregion.c (struct opregion_header, opregion_asle,
 * OPREGION_VBT_OFFSET, OPREGION_ASLE_EXT_OFFSET) and intel_vbt_defs.h (struct vbt_header, bdb_header).
 */
#include "fixes/oprom/gop_vbt.h"

enum {
	MINOR = 0x16, /* of the version */
	MAJOR = 0x17,
	MAILBOXES = 0x58,
	RVDA = 0x3ba,
	RVDS = 0x3c2,
	MAILBOX_4 = 0x400,
	MAILBOX_5 = 0x1c00,
	HAS_MAILBOX_3 = 1 << 2, /* MBOX_ASLE, where RVDA and RVDS are */
	HAS_MAILBOX_5 = 1 << 4, /* MBOX_ASLE_EXT */
};

enum {
	VBT_SIZE = 24,
	VBT_CHECKSUM = 26,
	VBT_BDB = 28,
	VBT_HEADER = 48,
	BDB_SIZE = 20,
	BDB_HEADER = 22,
};

static uint32_t little(const uint8_t *bytes, unsigned size)
{
	uint32_t ret = 0;

	while (size-- > 0)
		ret = ret << 8 | bytes[size];
	return ret;
}

static bool begins(const uint8_t *bytes, const char *text)
{
	while (*text)
		if (*bytes++ != (uint8_t)*text++)
			return false;
	return true;
}

bool igd_is_opregion(const uint8_t *bytes)
{
	return begins(bytes, "IntelGraphicsMem");
}

static bool is_vbt(const uint8_t *vbt, uint32_t room)
{
	uint32_t size, bdb;

	if (room < VBT_HEADER || !begins(vbt, "$VBT"))
		return false;
	size = little(vbt + VBT_SIZE, 2);
	bdb = little(vbt + VBT_BDB, 4);
	return size <= room && bdb >= VBT_HEADER && bdb <= size && size - bdb >= BDB_HEADER &&
	       begins(vbt + bdb, "BIOS_DATA_BLOCK") &&
	       little(vbt + bdb + BDB_SIZE, 2) <= size - bdb;
}

/* Whether there is one. Its bytes have to sum to 0. */
static bool take(uint8_t *vbt, uint32_t room, struct igd_gop_vbt *ret)
{
	uint8_t sum = 0;
	uint32_t i;

	if (!is_vbt(vbt, room))
		return false;
	ret->address = (uint64_t)(uintptr_t)vbt;
	ret->size = little(vbt + VBT_SIZE, 2);
	for (i = 0; i < ret->size; i++)
		sum = (uint8_t)(sum + vbt[i]);
	ret->is_mended = sum != 0;
	vbt[VBT_CHECKSUM] = (uint8_t)(vbt[VBT_CHECKSUM] - sum);
	return true;
}

/*
 * From 2.1 on RVDA counts from the OpRegion. In 2.0 it is an address of the host's, which says nothing in a guest; the
 * kernel shows QEMU such a table as that of a 2.1 (Linux 7.1 drivers/vfio/pci/vfio_pci_igd.c vfio_pci_igd_rw()).
 */
static bool take_extended(uint8_t *opregion, uint32_t size, struct igd_gop_vbt *ret)
{
	uint32_t low = little(opregion + RVDA, 4), high = little(opregion + RVDA + 4, 4);
	uint32_t length = little(opregion + RVDS, 4);

	if (!(little(opregion + MAILBOXES, 4) & HAS_MAILBOX_3) || opregion[MAJOR] < 2 ||
		(opregion[MAJOR] == 2 && opregion[MINOR] == 0))
		return false;
	return !high && low >= IGD_OPREGION_SIZE && low <= size && length <= size - low &&
	       take(opregion + low, length, ret);
}

bool igd_gop_vbt_find(uint8_t *opregion, uint32_t size, struct igd_gop_vbt *ret)
{
	uint32_t end = IGD_OPREGION_SIZE;

	if (size < IGD_OPREGION_SIZE || !igd_is_opregion(opregion))
		return false;
	if (take_extended(opregion, size, ret))
		return true;
	if (little(opregion + MAILBOXES, 4) & HAS_MAILBOX_5)
		end = MAILBOX_5;
	return take(opregion + MAILBOX_4, end - MAILBOX_4, ret);
}
