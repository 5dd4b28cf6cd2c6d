// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_private - what the files of the ROM reader share
 */
#ifndef IGD_FACTS_FIRMWARE_ROM_PRIVATE_H
#define IGD_FACTS_FIRMWARE_ROM_PRIVATE_H

#include "facts/firmware/bytes.h"
#include "facts/firmware/rom.h"

/*
 * Looks through code for what is known, and fills image->contains and image->gop_devices, with evidence.
 * code is the image as it stands in the file, or its EFI file decompressed; base is what is added to an offset
 * in code for the evidence (the image's offset in the file, or 0 if decompressed).
 */
struct igd_rom_code_bytes {
	const uint8_t *bytes;
	size_t size, base;
	bool is_decompressed;
};
void igd_rom_recognise(
	struct igd_rom *rom, struct igd_rom_image *image, const struct igd_rom_code_bytes *code);

/* A ROM that is being read. */
struct igd_rom_reader {
	const uint8_t *bytes;
	size_t size;
	size_t budget;	 /* bytes that may still be decompressed */
	bool is_endless; /* the chain leads back to itself: OVMF hangs, and runs none of the images */
	struct igd_rom *rom;
};

/* Fields of an image's header: PCI Firmware Specification 3.3, 5.1.1; UEFI Specification 2.10, 14.4.2.1. */
enum {
	IGD_ROM_INIT_SIZE = 0x02,
	IGD_ROM_EFI_SIGNATURE = 0x04,
	IGD_ROM_SUBSYSTEM = 0x08,
	IGD_ROM_MACHINE = 0x0a,
	IGD_ROM_COMPRESSION = 0x0c,
	IGD_ROM_EFI_IMAGE = 0x16,
	IGD_ROM_PCIR = 0x18,
	IGD_ROM_HEADER = 0x1a
};

/* In this unit are all sizes of images. */
#define IGD_ROM_UNIT ((size_t)512)

/* The chain from the start; false if the start is no ROM. What follows the last image too. */
bool igd_rom_read_chain(struct igd_rom_reader *reader);
/* What only an image of that code type has, and its recognition; length is what the PCIR says, in bytes. */
void igd_rom_read_legacy(struct igd_rom_reader *reader, struct igd_rom_image *image);
void igd_rom_read_efi(struct igd_rom_reader *reader, struct igd_rom_image *image, size_t length);
/* Lets the recogniser look, and marks what it found as the image's. */
void igd_rom_look(struct igd_rom_reader *reader, struct igd_rom_image *image,
	const struct igd_rom_code_bytes *code);
/* Says what these bytes, which are no ROM, are instead. */
void igd_rom_name_foreign(struct igd_rom_reader *reader);

/* igd_rom_add_problem() with a format. */
IGD_FORMAT(4, 5)
void igd_rom_say(struct igd_rom *rom, size_t offset, bool is_fatal, const char *format, ...);

/* How many of these bytes are neither 00 nor ff. */
size_t igd_rom_count_data(const uint8_t *bytes, size_t size);

#endif
