// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * volume_private - what the files of the firmware reader share
 */
#ifndef IGD_FACTS_FIRMWARE_VOLUME_PRIVATE_H
#define IGD_FACTS_FIRMWARE_VOLUME_PRIVATE_H

#include "facts/firmware/bytes.h"
#include "facts/firmware/volume.h"

/* What a section of compressed or guided bytes holds. */
struct igd_unpacked {
	const uint8_t *bytes; /* in the section itself, or owned */
	size_t size;
	uint8_t *owned; /* the caller frees it; NULL if the bytes are the section's */
};

enum { IGD_SECTION_COMPRESSED = 0x01, IGD_SECTION_GUIDED = 0x02 };

/*
 * Unpacks a section of one of those two types; body is where what follows its common header begins. At most budget
 * bytes of result. -EBADMSG, with the reason; ret->size is then how many bytes of result were worked on.
 */
int igd_firmware_unpack(const struct igd_unpacked *section, size_t body, size_t budget,
	struct igd_unpacked *ret, struct igd_fault *reterr);

#endif
