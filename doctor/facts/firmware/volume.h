// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * volume - a board's firmware: its volumes, their files, and what those are made of
 *
 * A capsule or a dump of the flash chip is searched for firmware volumes; what is packed in them is unpacked, volumes
 * within volumes too. Wrappers in front (capsules, signatures) are passed over by the search.
 *
 * Layout: UEFI Platform Initialization Specification 1.8, volume 3, chapters 2 and 3 (volumes, files, sections); the
 * GUIDs of what is packed: EDK2 MdeModulePkg/Include/Guid/LzmaDecompress.h, MdePkg/Include/Guid/Crc32GuidedSection
 * Extraction.h, IntelFrameworkModulePkg/Include/Guid/TianoDecompress.h.
 *
 * Such a file is a stranger's. There is no recursion; what is unpacked, how deep, and how many pieces there are is
 * bounded, and what is beyond is counted as left out.
 */
#ifndef IGD_FACTS_FIRMWARE_VOLUME_H
#define IGD_FACTS_FIRMWARE_VOLUME_H

#include "core/util.h"

/* No board has a larger chip than 64 MiB today; capsules hold two images at most. */
#define IGD_FIRMWARE_MAX_BYTES ((size_t)256 << 20)

/* EFI_SECTION_*: those that are handed out. */
enum igd_firmware_section {
	IGD_FIRMWARE_PE32 = 0x10,
	IGD_FIRMWARE_TE = 0x12,
	IGD_FIRMWARE_FREEFORM = 0x18,
	IGD_FIRMWARE_RAW = 0x19
};

struct igd_firmware_walk {
	/*
	 * Is given every section that holds no others, and every raw file (as a raw section); the bytes are gone when
	 * the walk ends.
	 */
	void (*take)(void *context, uint8_t type, const uint8_t *bytes, size_t size);
	void *context;

	/* What there was. */
	size_t volumes, files, sections;
	size_t unpacked; /* bytes */
	size_t left_out; /* sections that could not be unpacked, or are beyond the bounds */
	char *why;	 /* of the first that was left out; NULL for none */
};

/* Walks through it. The caller frees walk->why. */
IGD_EXPORT void igd_firmware_walk(
	struct igd_firmware_walk *walk, const uint8_t *bytes, size_t size);

#endif
