// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * volume - boards' firmware, for specimens: volumes, files, sections
 */
#ifndef IGD_TESTS_VOLUME_H
#define IGD_TESTS_VOLUME_H

#include "specimens/specimen.h"

enum specimen_packing {
	SPECIMEN_PLAIN,	   /* EFI_SECTION_COMPRESSION, not compressed */
	SPECIMEN_STANDARD, /* EFI_SECTION_COMPRESSION, UEFI's */
	SPECIMEN_TIANO,	   /* GUID-defined */
	SPECIMEN_LZMA,	   /* GUID-defined */
	SPECIMEN_LZMA_X86, /* GUID-defined, behind the filter for x86 code */
	SPECIMEN_CRC32,	   /* GUID-defined, in the clear */
	SPECIMEN_UNKNOWN,  /* GUID-defined, a GUID that nobody knows */
	SPECIMEN_PACKINGS
};

/* Appends a section, at a multiple of 4. is_large: with the longer header. */
void specimen_add_section(
	struct specimen *out, uint8_t type, const struct specimen *content, bool is_large);
/* The sections packed, as a section. */
void specimen_add_packed(
	struct specimen *out, enum specimen_packing how, const struct specimen *sections);
/* Appends a file of that type, at a multiple of 8. */
void specimen_add_file(
	struct specimen *out, uint8_t type, const struct specimen *content, bool is_large);
/* Appends a volume of these files; has_extended: with an extended header. */
void specimen_add_volume(struct specimen *out, const struct specimen *files, bool has_extended);

/* A VBT of this product, with nothing but its headers. */
void specimen_add_bare_vbt(struct specimen *out, const char *product);

#endif
