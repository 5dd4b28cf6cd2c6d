// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kinds - the kinds of images that are to be told apart, as specimens
 */
#ifndef IGD_TESTS_KINDS_H
#define IGD_TESTS_KINDS_H

#include "specimens/rom.h"

/* What a specimen of a kind is made with. Zero is sensible for each. */
struct specimen_options {
	const uint16_t *devices; /* that a GOP, or an assignment driver, drives; ends with 0 */
	unsigned compression;	 /* of EFI files: 0, 4, 5 */
	const char *version;	 /* of the EFI file */
	bool is_more;		 /* another image follows */
	uint16_t vendor, device; /* as the PCIR says */
	uint8_t size_factor;	 /* GOPs are padded to that many times 16 KiB */
};

/*
 * Appends a ROM's image of that kind: driver, assignment, assignment-32 (of before the 11th generation),
 * policy, gop, own, own-policy, ipxe, amd, nvidia (EFI); vbios, ipxe-legacy, amd-legacy, nvidia-legacy, seabios
 * (legacy). Returns false for an unknown kind.
 */
bool specimen_add_kind(
	struct specimen *rom, const char *kind, const struct specimen_options *options);

/* The EFI file alone; false for an unknown kind, or a legacy one. */
bool specimen_add_efi_kind(
	struct specimen *efi, const char *kind, const struct specimen_options *options);

/* The name of each, from 0 on; NULL behind the last. */
const char *specimen_kind(size_t number);

/* The GOP's ids that options have by default: those of Alder Lake-S and Raptor Lake-S. */
extern const uint16_t specimen_devices[];

#endif
