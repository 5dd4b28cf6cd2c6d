// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pe - EFI files, for specimens
 */
#ifndef IGD_TESTS_PE_H
#define IGD_TESTS_PE_H

#include "specimens/specimen.h"

struct specimen_section {
	const char *name;
	struct specimen data;
};

#define SPECIMEN_SECTIONS 3

/* Zero is sensible for each: x64, a boot service driver, PE32+, no version. */
struct specimen_pe {
	uint16_t machine, subsystem;
	bool is_32;
	const char *version; /* as FileVersion "1.2.3.4" in a .rsrc section */
	bool has_fixed_only; /* the version only as numbers */
	struct specimen_section
		sections[SPECIMEN_SECTIONS]; /* the first without a name ends them */
};

/* Where the parts stand in such a file. */
enum {
	SPECIMEN_PE_HEADER = 0x40,
	SPECIMEN_PE_OPTIONAL = 0x40 + 24,
	SPECIMEN_PE_SECTIONS = 0x40 + 24 + 112 + 16 * 8 /* of a PE32+ */
};

/* Appends the file. */
void specimen_add_pe(struct specimen *specimen, const struct specimen_pe *pe);

#endif
