// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_efi - the EFI images of a ROM: whether firmware runs them, and what they are once decompressed
 *
 * What OVMF does not like it skips without a word, so each of its conditions is a sentence here: EDK2
 * MdeModulePkg/Bus/Pci/PciBusDxe/PciOptionRomSupport.c ProcessOpRomImage() and LocalLoadFile2(),
 * MdeModulePkg/Core/Dxe/Image/Image.c CoreLoadPeImage().
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/pe.h"
#include "facts/firmware/rom_private.h"
#include "facts/firmware/tiano.h"

#define EFI_SIGNATURE 0x00000ef1
#define COMPRESSION_NONE 0
#define COMPRESSION_UEFI 1

/* The bytes of the EFI file within a ROM. */
struct payload {
	size_t offset, size; /* in the ROM's file */
};

static void check_signature(struct igd_rom_reader *reader, const struct igd_rom_image *image)
{
	uint32_t signature = igd_little32(reader->bytes + image->offset + IGD_ROM_EFI_SIGNATURE);

	if (signature != EFI_SIGNATURE)
		igd_rom_say(reader->rom, image->offset + IGD_ROM_EFI_SIGNATURE, true,
			"the EFI signature is 0x%08x instead of 0x00000ef1: firmware does not load "
			"the image",
			signature);
}

static void check_subsystem(struct igd_rom_reader *reader, const struct igd_rom_image *image)
{
	size_t at = image->offset + IGD_ROM_SUBSYSTEM;

	if (image->efi.subsystem == IGD_PE_APPLICATION)
		igd_rom_say(reader->rom, at, true,
			"the header says that this is an application (subsystem 10): firmware runs "
			"drivers only from a ROM");
	else if (image->efi.subsystem != IGD_PE_BOOT_DRIVER &&
		 image->efi.subsystem != IGD_PE_RUNTIME_DRIVER)
		igd_rom_say(reader->rom, at, true,
			"the subsystem in the header is %u; firmware runs drivers only (11, 12)",
			image->efi.subsystem);
}

/* Guests of x86-64 is what iGPUs are handed to. */
static void check_machine(
	struct igd_rom_reader *reader, size_t offset, uint16_t machine, const char *where)
{
	const char *name = igd_pe_machine_name(machine);

	if (machine == IGD_PE_X64)
		return;
	if (machine == IGD_PE_EBC)
		igd_rom_say(reader->rom, offset, false,
			"%s is for EFI byte code; OVMF runs it only when it has EbcDxe built in",
			where);
	else if (name)
		igd_rom_say(reader->rom, offset, true,
			"%s is for %s firmware; that of an x86-64 guest does not run it", where,
			name);
	else
		igd_rom_say(reader->rom, offset, true,
			"%s is for machine type 0x%04x; an x86-64 guest's firmware does not run it",
			where, machine);
}

/* Where the EFI file stands; false if nowhere. It ends where firmware believes that the image ends. */
static bool find_payload(struct igd_rom_reader *reader, const struct igd_rom_image *image,
	size_t length, struct payload *ret)
{
	const uint8_t *header = reader->bytes + image->offset;
	size_t init = igd_little16(header + IGD_ROM_INIT_SIZE) * IGD_ROM_UNIT;
	size_t start = igd_little16(header + IGD_ROM_EFI_IMAGE);
	size_t end = init;

	if (init > length && length > 0)
		igd_rom_say(reader->rom, image->offset + IGD_ROM_INIT_SIZE, true,
			"the initialization size is %zu bytes, but the image has %zu: firmware does "
			"not load it",
			init, length);
	if (start >= init)
		igd_rom_say(reader->rom, image->offset + IGD_ROM_EFI_IMAGE, true,
			"the EFI file is said to begin at 0x%zx of the image, but the initialization "
			"size ends at 0x%zx: firmware does not load it",
			start, init);
	if (start >= init || end > reader->size - image->offset)
		end = reader->size - image->offset;
	if (start >= end)
		return false;
	*ret = (struct payload){ image->offset + start, end - start };
	return true;
}

static bool is_pe(const uint8_t *bytes, size_t size)
{
	struct igd_fault fault;
	struct igd_pe pe;

	if (igd_pe_parse(bytes, size, &pe, &fault) < 0)
		return false;
	igd_pe_done(&pe);
	return true;
}

/* What is spent on an image that turns out not to be sound is spent, so that many of them cost no more. */
static uint8_t *decompress_as(struct igd_rom_reader *reader, const struct payload *payload,
	enum igd_tiano variant, struct igd_fault *reterr)
{
	const uint8_t *bytes = reader->bytes + payload->offset;
	size_t original = igd_tiano_original_size(bytes, payload->size);
	uint8_t *result =
		igd_tiano_decompress(bytes, payload->size, variant, reader->budget, reterr);

	if (original <= reader->budget)
		reader->budget -= original;
	return result;
}

/* Only to be able to say so: firmware does not try it. NULL if it does not help. */
static uint8_t *try_other_variant(
	struct igd_rom_reader *reader, const struct payload *payload, size_t original)
{
	struct igd_fault fault;
	uint8_t *bytes = decompress_as(reader, payload, IGD_TIANO_TIANO, &fault);

	if (!bytes || !is_pe(bytes, original)) {
		free(bytes);
		return NULL;
	}
	igd_rom_say(reader->rom, payload->offset, true,
		"the EFI file is compressed in the Tiano variant; firmware decompresses only the UEFI "
		"one from a ROM");
	return bytes;
}

/* The decompressed file, of the size that its header says; NULL with the reason said. */
static uint8_t *decompress(
	struct igd_rom_reader *reader, const struct payload *payload, size_t original)
{
	struct igd_fault fault = { 0 };
	uint8_t *bytes = decompress_as(reader, payload, IGD_TIANO_UEFI, &fault), *other;

	if (bytes && is_pe(bytes, original))
		return bytes;
	other = try_other_variant(reader, payload, original);
	if (other) {
		free(bytes);
		return other;
	}
	if (!bytes)
		igd_rom_say(reader->rom, payload->offset + fault.offset, true,
			"the EFI file cannot be decompressed: %s", fault.what);
	return bytes;
}

static void check_pe(struct igd_rom_reader *reader, const struct igd_rom_image *image,
	const struct igd_pe *pe, const struct payload *payload)
{
	const char *inside =
		image->efi.is_compressed ? " (offsets are of the decompressed file)" : "";
	size_t base = image->efi.is_compressed ? 0 : payload->offset;

	check_machine(reader, payload->offset, pe->machine, "the EFI file");
	if (pe->subsystem < IGD_PE_APPLICATION || pe->subsystem > IGD_PE_RUNTIME_DRIVER)
		igd_rom_say(reader->rom, payload->offset, true,
			"the EFI file is of subsystem %u, which firmware does not load (10 to 12)",
			pe->subsystem);
	else if (pe->subsystem != image->efi.subsystem)
		igd_rom_say(reader->rom, image->offset + IGD_ROM_SUBSYSTEM, false,
			"the header says subsystem %u, the EFI file %u", image->efi.subsystem,
			pe->subsystem);
	if (pe->overlap.what[0])
		igd_rom_say(reader->rom, base ? base + pe->overlap.offset : payload->offset, true,
			"%s%s", pe->overlap.what, inside);
}

/* The EFI file itself. */
static void read_file(struct igd_rom_reader *reader, struct igd_rom_image *image,
	const struct payload *payload, const uint8_t *bytes, size_t size)
{
	struct igd_fault fault;
	struct igd_pe pe;

	if (igd_pe_parse(bytes, size, &pe, &fault) < 0) {
		if (image->efi.is_compressed)
			igd_rom_say(reader->rom, payload->offset, true,
				"the decompressed EFI file is not sound, at 0x%zx of it: %s",
				fault.offset, fault.what);
		else
			igd_rom_say(reader->rom, payload->offset + fault.offset, true,
				"the EFI file is not sound: %s", fault.what);
		return;
	}
	image->efi.is_readable = true;
	image->efi.pe_machine = pe.machine;
	image->efi.pe_subsystem = pe.subsystem;
	image->efi.pe_size = pe.file_size;
	image->efi.version = IGD_TAKE_PTR(pe.version);
	check_pe(reader, image, &pe, payload);
	igd_pe_done(&pe);
}

static void read_compressed(
	struct igd_rom_reader *reader, struct igd_rom_image *image, const struct payload *payload)
{
	const uint8_t *start = reader->bytes + payload->offset;
	size_t original = igd_tiano_original_size(start, payload->size);
	uint8_t *bytes = decompress(reader, payload, original);
	const struct igd_rom_code_bytes code = { bytes, original, 0, true };

	if (!bytes)
		return;
	read_file(reader, image, payload, bytes, original);
	igd_rom_look(reader, image, &code);
	free(bytes);
}

static void read_plain(
	struct igd_rom_reader *reader, struct igd_rom_image *image, const struct payload *payload)
{
	const struct igd_rom_code_bytes code = { reader->bytes + image->offset, image->size,
		image->offset, false };

	if (payload->size > 0)
		read_file(reader, image, payload, reader->bytes + payload->offset, payload->size);
	igd_rom_look(reader, image, &code);
}

void igd_rom_read_efi(struct igd_rom_reader *reader, struct igd_rom_image *image, size_t length)
{
	const uint8_t *header = reader->bytes + image->offset;
	unsigned compression = igd_little16(header + IGD_ROM_COMPRESSION);
	struct payload payload = { 0 };
	bool is_found;

	image->efi.subsystem = igd_little16(header + IGD_ROM_SUBSYSTEM);
	image->efi.machine = igd_little16(header + IGD_ROM_MACHINE);
	image->efi.is_compressed = compression == COMPRESSION_UEFI;
	check_signature(reader, image);
	check_subsystem(reader, image);
	check_machine(reader, image->offset + IGD_ROM_MACHINE, image->efi.machine, "the header");
	is_found = find_payload(reader, image, length, &payload);
	if (compression > COMPRESSION_UEFI)
		igd_rom_say(reader->rom, image->offset + IGD_ROM_COMPRESSION, true,
			"the compression type is %u; firmware knows 0 (none) and 1 (UEFI)",
			compression);
	if (is_found && image->efi.is_compressed)
		read_compressed(reader, image, &payload);
	else if (compression == COMPRESSION_NONE || !is_found)
		read_plain(reader, image, &payload);
}
