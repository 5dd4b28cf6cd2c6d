// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - option ROMs, for specimens
 */
#ifndef IGD_TESTS_ROM_H
#define IGD_TESTS_ROM_H

#include "specimens/specimen.h"

/* What one image is made with. Zero is sensible for each: an EFI driver for 8086:ffff. */
struct specimen_image {
	bool is_legacy;
	uint16_t vendor, device;
	uint32_t class_code;
	uint8_t revision;	 /* of the PCIR: 0 or 3 */
	const uint16_t *devices; /* the device list, with revision 3; ends with 0; NULL for none */
	unsigned compression;	 /* 0, or the bits of the variant: 4 (UEFI), 5 (Tiano) */
	bool is_more;		 /* another image follows */
	const struct specimen
		*code; /* the EFI file; or what stands behind the header of a legacy image */
};

/* Where the parts stand in every image. */
enum { SPECIMEN_PCIR = 0x1c, SPECIMEN_CODE = 0x40 };

/* Appends an image, padded to 512 bytes; a legacy one adds up to 0. */
void specimen_add_image(struct specimen *rom, const struct specimen_image *image);

/* A legacy image's byte sum again, after something in it was changed. */
void specimen_mend_sum(struct specimen *rom, size_t offset);

#endif
