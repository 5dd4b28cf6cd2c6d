// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * display_parts - what of a board's firmware is for the iGPU: Intel's GOP driver, and the VBTs
 *
 * Found by content: names and GUIDs of the files differ between vendors.
 */
#ifndef IGD_FACTS_FIRMWARE_DISPLAY_PARTS_H
#define IGD_FACTS_FIRMWARE_DISPLAY_PARTS_H

#include "facts/firmware/volume.h"

enum igd_display_kind { IGD_DISPLAY_GOP, IGD_DISPLAY_VBT };

struct igd_display_part {
	enum igd_display_kind kind;
	uint8_t *bytes;
	size_t size;
	/* Of a GOP: ids that it drives, sorted, each once. */
	uint16_t *devices;
	size_t device_count;
	char *product; /* of a VBT: "ALDERLAKE-S"; else NULL */
};

/* Each part once, in the order in which they were found. */
struct igd_display_parts {
	struct igd_display_part *parts;
	size_t count;
	struct igd_firmware_walk walk; /* what was gone through */
};

IGD_EXPORT void igd_display_parts_find(
	const uint8_t *bytes, size_t size, struct igd_display_parts *ret);
IGD_EXPORT void igd_display_parts_done(struct igd_display_parts *parts);

#endif
