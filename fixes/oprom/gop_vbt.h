// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gop_vbt - the video BIOS table in an OpRegion
 */
#ifndef IGD_FIXES_OPROM_GOP_VBT_H
#define IGD_FIXES_OPROM_GOP_VBT_H

#include <stdbool.h>
#include <stdint.h>

/* QEMU's name for the OpRegion: QEMU 11.0 docs/igd-assign.rst, "Guest firmware" */
#define IGD_OPREGION_FILE "etc/igd-opregion"
/* Without a VBT of the extended kind: Linux 7.1 drivers/gpu/drm/i915/display/intel_opregion.c OPREGION_SIZE */
#define IGD_OPREGION_SIZE 0x2000u

struct igd_gop_vbt {
	uint64_t address;
	uint32_t size;	/* as its header says */
	bool is_mended; /* its checksum was wrong, and has been put right where it stands */
};

/* Whether it begins as one; 16 bytes are looked at. */
bool igd_is_opregion(const uint8_t *bytes);

/*
 * The VBT that Linux would take (intel_opregion.c, intel_bios.c intel_bios_is_valid_vbt()): the extended one, if it
 * is in these bytes and sound, else that in mailbox 4. Returns false if neither is.
 */
bool igd_gop_vbt_find(uint8_t *opregion, uint32_t size, struct igd_gop_vbt *ret);

#endif
