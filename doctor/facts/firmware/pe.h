// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pe - PE32 and PE32+ images as UEFI firmware loads them
 *
 * Held to what EDK2's loader demands, because what it refuses it refuses silently: a driver in an option ROM
 * is simply not there. The rules are those of MdePkg/Library/BasePeCoffLib/BasePeCoff.c
 * PeCoffLoaderGetPeHeader() and PeCoffLoaderLoadImage(). Layout: Microsoft PE Format.
 */
#ifndef IGD_FACTS_FIRMWARE_PE_H
#define IGD_FACTS_FIRMWARE_PE_H

#include <stdbool.h>

#include "facts/firmware/bytes.h"

/* MdePkg/Include/IndustryStandard/PeImage.h IMAGE_FILE_MACHINE_*, EFI_IMAGE_SUBSYSTEM_* */
enum igd_pe_machine {
	IGD_PE_IA32 = 0x014c,
	IGD_PE_EBC = 0x0ebc,
	IGD_PE_X64 = 0x8664,
	IGD_PE_AARCH64 = 0xaa64
};
enum igd_pe_subsystem {
	IGD_PE_APPLICATION = 10,
	IGD_PE_BOOT_DRIVER = 11,
	IGD_PE_RUNTIME_DRIVER = 12
};

struct igd_pe_section {
	char name[9];
	size_t header; /* offset of its header in the file */
	uint32_t address,
		virtual_size;	   /* where it stands when loaded, relative to the image's base */
	uint32_t offset, raw_size; /* where it stands in the file */
};

struct igd_pe {
	uint16_t machine, subsystem;
	bool is_64;	     /* PE32+ */
	size_t file_size;    /* bytes up to the end of the headers and of every section's data */
	uint32_t image_size; /* bytes when loaded */
	struct igd_pe_section *sections;
	size_t section_count;
	char *version; /* of its version resource, printable; NULL for none */
	/* Two sections share memory once loaded: the later one destroys the other; what is "" otherwise. */
	struct igd_fault overlap;
};

/*
 * Reads the headers. 0; or -EBADMSG with what a firmware would stumble over in *reterr, and nothing in *ret,
 * which else the caller gives to igd_pe_done(). Bytes behind the end of the image do no harm.
 */
IGD_EXPORT int igd_pe_parse(
	const uint8_t *bytes, size_t size, struct igd_pe *ret, struct igd_fault *reterr);
IGD_EXPORT void igd_pe_done(struct igd_pe *pe);

/* "x64"; NULL for a machine that has no name here. */
IGD_EXPORT const char *igd_pe_machine_name(uint16_t machine);

/*
 * The version in a resource directory (.rsrc) that stands at offset of the file and whose addresses count from
 * address: the string FileVersion, else the fixed number as "1.2.3.4". NULL for none. The caller frees it.
 */
IGD_EXPORT char *igd_pe_version(const uint8_t *resources, size_t size, uint32_t address);

#endif
