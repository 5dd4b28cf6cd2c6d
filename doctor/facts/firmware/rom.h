// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - PCI expansion ROMs: the chain of images, what is in each, and for which iGPU it was made
 *
 * A ROM comes from a stranger. The reader takes bytes, needs no host, allocates within bounds that the bytes
 * set, and says of everything that is wrong at which offset.
 *
 * Layout: PCI Firmware Specification 3.3, chapter 5; UEFI Specification 2.10, 14.4.2 (PCI Option ROMs); EDK2
 * MdePkg/Include/IndustryStandard/Pci22.h, Pci23.h, Pci30.h.
 */
#ifndef IGD_FACTS_FIRMWARE_ROM_H
#define IGD_FACTS_FIRMWARE_ROM_H

#include "core/util.h"

/* No ROM is larger: the PCI expansion ROM BAR reaches 16 MiB (PCI Local Bus Specification 3.0, 6.2.5.2). */
#define IGD_ROM_MAX_BYTES ((size_t)16 << 20)
#define IGD_ROM_MAX_IMAGES 64

/* What can be recognised in an image. */
enum igd_rom_content {
	IGD_ROM_ASSIGNMENT, /* copies the OpRegion and reserves stolen memory (IgdAssignmentDxe and its like) */
	IGD_ROM_GOP_POLICY,  /* hands the VBT to Intel's GOP (PlatformGopPolicy) */
	IGD_ROM_INTEL_GOP,   /* Intel's graphics driver for UEFI */
	IGD_ROM_INTEL_VBIOS, /* Intel's legacy video BIOS */
	IGD_ROM_VBT,	     /* a video BIOS table */
	IGD_ROM_IPXE,
	IGD_ROM_AMD,
	IGD_ROM_NVIDIA,
	IGD_ROM_SEABIOS_VGA,
	IGD_ROM_CONTENT_COUNT
};

/* Why we say so. */
struct igd_rom_evidence {
	enum igd_rom_content content;
	size_t offset; /* in the file; or, if it was decompressed, in the decompressed EFI image */
	bool is_decompressed;
	char *what;   /* what stood there: the text, or the ids; printable ASCII */
	size_t image; /* its number in images; set by the reader */
};

enum igd_rom_code {
	IGD_ROM_LEGACY = 0,
	IGD_ROM_OPEN_FIRMWARE = 1,
	IGD_ROM_HP = 2,
	IGD_ROM_EFI = 3
};

/* The EFI side of an image of code type 3. */
struct igd_rom_efi {
	uint16_t subsystem, machine; /* as the ROM header says; 0x8664 is x64 */
	bool is_compressed;
	bool is_readable; /* the PE image was reached, decompressed where need be, and its headers hold */
	uint16_t pe_subsystem, pe_machine; /* as the PE header says; 0 if not readable */
	size_t pe_size;			   /* bytes of the (decompressed) PE file */
	char *version;			   /* of its version resource; NULL for none */
};

/*
 * BDSM is at 0x5c up to the 10th generation, at 0xc0 from the 11th on (QEMU 10.1 hw/vfio/igd.c IGD_BDSM,
 * IGD_BDSM_GEN11).
 */
enum igd_rom_bdsm { IGD_ROM_BDSM_32 = 1, IGD_ROM_BDSM_64 = 2 };

struct igd_rom_image {
	size_t offset, size; /* in the file; size is what the PCIR says, cut at the file's end */
	uint8_t code_type;   /* enum igd_rom_code, or another */
	uint16_t vendor, device;
	uint16_t *
		devices; /* the PCIR 3.0 device list (further ids), in the rom's memory; NULL for none */
	size_t device_count;
	uint16_t
		config_utility; /* offset in the image of the configuration utility's header; 0 for none */
	uint32_t class_code; /* 24 bits */
	uint8_t pcir_revision;
	bool is_last;	/* the indicator says so */
	bool is_broken; /* one of its problems is fatal */
	struct igd_rom_efi efi;
	uint32_t contains;     /* bit (1 << content) */
	uint16_t *gop_devices; /* ids that Intel's GOP drives, sorted, each once; NULL for none */
	size_t gop_device_count;
	/* Of an assignment driver: ids in a table of its own, sorted, each once; NULL: none was found. */
	uint16_t *assigned_devices;
	size_t assigned_device_count;
	unsigned
		bdsm; /* ... which registers of stolen memory it is seen to write: enum igd_rom_bdsm */
};

struct igd_rom_problem {
	size_t offset;
	bool is_fatal; /* firmware will not run the image, or not find it; otherwise a remark */
	char *what;    /* a sentence without offset and file name */
	size_t image;  /* the number in images of the one it befalls; SIZE_MAX if none */
};

struct igd_rom {
	size_t size; /* of the file */
	struct igd_rom_image *images;
	size_t image_count;
	struct igd_rom_problem *problems;
	size_t problem_count;
	struct igd_rom_evidence *evidence;
	size_t evidence_count;
	size_t trailing; /* bytes behind the last image that are neither 00 nor ff */
};

/*
 * Reads a ROM. Returns false where the bytes hold no option ROM at all (no 55 AA with a PCIR at the start; an
 * EFI file or a whole firmware image is recognised as such): then problems says what they are instead.
 * Either way ret is to be released.
 */
IGD_EXPORT bool igd_rom_parse(const uint8_t *bytes, size_t size, struct igd_rom *ret);
IGD_EXPORT void igd_rom_done(struct igd_rom *rom);

/* "Intel GOP driver"; a constant. */
IGD_EXPORT const char *igd_rom_content_name(enum igd_rom_content content);
/* "gop": for machines to read; a constant. */
IGD_EXPORT const char *igd_rom_content_word(enum igd_rom_content content);
/* What the whole chain holds: the images' contains, together. */
IGD_EXPORT uint32_t igd_rom_contains(const struct igd_rom *rom);

/* For readers of an image: adds a problem, or evidence. The text is taken. */
IGD_EXPORT void igd_rom_add_problem(struct igd_rom *rom, size_t offset, bool is_fatal, char *what);
IGD_EXPORT void igd_rom_add_evidence(
	struct igd_rom *rom, enum igd_rom_content content, size_t offset, char *what);

#endif
