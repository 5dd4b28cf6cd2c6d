// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion - the memory through which firmware and Intel's graphics driver talk (IGD OpRegion)
 *
 * 8 KiB: a header and mailboxes of fixed places; the fourth holds the VBT, which from OpRegion 2.0 on may lie
 * elsewhere. Layout: Linux 7.1 drivers/gpu/drm/i915/display/intel_opregion.c. What vfio-pci shows of it is a copy
 * in which such a VBT always follows the 8 KiB (Linux 7.1 drivers/vfio/pci/vfio_pci_igd.c vfio_pci_igd_rw()).
 */
#ifndef IGD_FACTS_FIRMWARE_OPREGION_H
#define IGD_FACTS_FIRMWARE_OPREGION_H

#include "core/host.h"
#include "facts/firmware/vbt.h"

#define IGD_OPREGION_SIZE 0x2000u
/* How much is read of one: the 8 KiB, and a VBT of the largest kind behind them. */
#define IGD_OPREGION_MAX_SIZE ((size_t)1 << 20)

/* Bits of mailboxes, MBOX_* */
enum igd_mailbox {
	IGD_MAILBOX_ACPI = 1u << 0,
	IGD_MAILBOX_SWSCI = 1u << 1,
	IGD_MAILBOX_ASLE = 1u << 2,
	IGD_MAILBOX_ASLE_EXT = 1u << 4,
	IGD_MAILBOX_BACKLIGHT = 1u << 5
};

/* Where the VBT is, as i915 looks for it. */
enum igd_vbt_place {
	IGD_VBT_IN_MAILBOX, /* the fourth mailbox */
	IGD_VBT_BEHIND,	    /* where RVDA says, within the bytes that were parsed */
	IGD_VBT_ELSEWHERE   /* where RVDA says, in memory that is not among the bytes */
};

struct igd_opregion {
	size_t size; /* as the header says, in bytes */
	uint8_t major, minor, revision;
	uint32_t mailboxes;
	bool is_headless; /* PCON bit 13, PCON_HEADLESS_SKU: a machine without outputs */
	char bios_version[33], vbios_version[17], driver_version[17]; /* printable; may be empty */
	char gop_version
		[17];  /* DVER: the firmware's graphics driver, such as "17.0.1077"; may be empty */
	uint64_t rvda; /* of the VBT: absolute in 2.0, relative to the OpRegion from 2.1 on */
	uint32_t rvds; /* its size; both are 0 before 2.0 and where the mailbox holds it */
	enum igd_vbt_place vbt_place;
	size_t vbt_offset,
		vbt_size; /* in the bytes: the room that there is for it; 0 for ELSEWHERE */
};

/*
 * Takes an OpRegion apart. 0, or -EBADMSG with the offset and the reason in reterr and nothing in *ret: what the
 * kernel refuses (vfio_pci_igd_opregion_init(): the signature, a size of 0), and what is cut off.
 */
IGD_EXPORT int igd_opregion_parse(
	const void *bytes, size_t size, struct igd_opregion *ret, struct igd_error *reterr);

/* How far one got with an OpRegion or a VBT of the host. */
enum igd_opregion_state {
	IGD_OPREGION_UNSEEN, /* nobody could be asked; what stands in the way is not an error */
	IGD_OPREGION_FOUND,
	IGD_OPREGION_MALFORMED /* it is there; problem says what is wrong with it */
};

struct igd_opregion_found {
	enum igd_opregion_state state;
	const char *
		where; /* who showed it, or was the last to be asked: a path; NULL without an iGPU */
	const char *problem; /* of MALFORMED */
	int error;	     /* of UNSEEN: why it could not be read there; 0 for absence */
	const char *
		hidden; /* of UNSEEN: why memory does not show it, for a sentence; NULL for no reason */
	struct igd_opregion opregion;
};

struct igd_vbt_found {
	enum igd_opregion_state state;
	const char *where;
	const char *problem;
	int error;
	struct igd_vbt vbt;
};

/*
 * The host's OpRegion and VBT: out of memory, else of i915 or xe (debugfs), else of vfio-pci where that has the
 * iGPU, no VM uses it, and the person allowed that it be opened. The first that shows it counts. Never NULL. Nothing
 * sticks: what refuses to be asked leaves UNSEEN.
 */
IGD_EXPORT const struct igd_opregion_found *igd_opregion_get(struct igd_host *host);
IGD_EXPORT const struct igd_vbt_found *igd_vbt_get(struct igd_host *host);

#endif
