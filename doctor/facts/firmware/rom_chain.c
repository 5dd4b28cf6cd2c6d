// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_chain - the images of a ROM, one behind the other, as firmware finds them
 *
 * Followed as OVMF follows it, for there a fault is silent: EDK2
 * MdeModulePkg/Bus/Pci/PciBusDxe/PciOptionRomSupport.c LoadOpRomImage() and ProcessOpRomImage(). An image that
 * firmware would not find is not listed; that it is there is said.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_private.h"

/* The PCI data structure: PCI Firmware Specification 3.3, 5.1.2. */
enum pcir {
	PCIR_VENDOR = 4,
	PCIR_DEVICE = 6,
	PCIR_DEVICE_LIST = 8, /* revision 3 only */
	PCIR_LENGTH = 0xa,
	PCIR_REVISION = 0xc,
	PCIR_CLASS = 0xd,
	PCIR_IMAGE_LENGTH = 0x10,
	PCIR_CODE_TYPE = 0x14,
	PCIR_INDICATOR = 0x15,
	PCIR_SIZE = 0x18,
	PCIR_CONFIG_UTILITY = 0x18, /* revision 3 only */
	PCIR_SIZE_3 = 0x1c
};

#define INDICATOR_LAST 0x80
#define DEVICE_LIST_MAX 1024 /* ids; a list without an end is not followed for ever */

/* An image's place, while it is read. */
struct place {
	size_t offset;	     /* of the image in the file */
	const uint8_t *pcir; /* all of PCIR_SIZE bytes is there */
	size_t pcir_offset;  /* in the image */
	size_t length;	     /* as the PCIR says, in bytes */
};

static bool has_signature(const struct igd_rom_reader *reader, size_t offset)
{
	return igd_within(offset, IGD_ROM_HEADER, reader->size) && reader->bytes[offset] == 0x55 &&
	       reader->bytes[offset + 1] == 0xaa;
}

/* The image's PCIR; NULL with *what filled in where there is none. */
static const uint8_t *find_pcir(
	const struct igd_rom_reader *reader, size_t offset, struct igd_fault *reterr)
{
	size_t pointer = igd_little16(reader->bytes + offset + IGD_ROM_PCIR);

	if (pointer == 0)
		igd_fault_set(reterr, offset + IGD_ROM_PCIR,
			"the image has no PCI data structure (its pointer is 0), as ROMs for ISA "
			"cards had none");
	else if (!igd_within(offset + pointer, PCIR_SIZE, reader->size))
		igd_fault_set(reterr, offset + IGD_ROM_PCIR,
			"the pointer to the PCI data structure leads to 0x%zx, beyond the end of "
			"the file at 0x%zx",
			offset + pointer, reader->size);
	else if (memcmp(reader->bytes + offset + pointer, "PCIR", 4) != 0)
		igd_fault_set(reterr, offset + pointer,
			"the header points here for the PCI data structure, but `PCIR` does not "
			"stand here");
	else
		return reader->bytes + offset + pointer;
	return NULL;
}

static bool find_place(const struct igd_rom_reader *reader, size_t offset, struct place *ret,
	struct igd_fault *reterr)
{
	const uint8_t *pcir = find_pcir(reader, offset, reterr);

	if (!pcir)
		return false;
	*ret = (struct place){ offset, pcir, (size_t)(pcir - reader->bytes) - offset,
		igd_little16(pcir + PCIR_IMAGE_LENGTH) * IGD_ROM_UNIT };
	return true;
}

/* The size of the BAR that QEMU gives a file of that size (hw/pci/pci.c pci_add_option_rom(): pow2ceil). */
static size_t bar_size(size_t size)
{
	size_t bar =
		2048; /* the least that a ROM BAR can be: PCI Local Bus Specification 3.0, 6.2.5.2 */

	while (bar < size)
		bar *= 2;
	return bar;
}

static void check_length(struct igd_rom_reader *reader, const struct place *place)
{
	size_t at = place->offset + place->pcir_offset + PCIR_IMAGE_LENGTH;
	size_t end = place->offset + place->length;

	if (place->length == 0)
		igd_rom_say(reader->rom, at, true,
			"the image says that its length is 0, so the chain would lead back to the "
			"same image: firmware does not get past it");
	else if (end > bar_size(reader->size))
		igd_rom_say(reader->rom, at, true,
			"the image says that it ends at 0x%zx, but the file ends at 0x%zx: it is "
			"cut off, and firmware ignores it",
			end, reader->size);
	else if (end > reader->size)
		igd_rom_say(reader->rom, at, false,
			"the image says that it ends at 0x%zx, but the file ends at 0x%zx: %zu bytes "
			"are missing",
			end, reader->size, end - reader->size);
}

static void check_pcir(struct igd_rom_reader *reader, const struct place *place)
{
	size_t at = place->offset + place->pcir_offset;
	unsigned revision = place->pcir[PCIR_REVISION];
	unsigned length = igd_little16(place->pcir + PCIR_LENGTH);
	unsigned need = revision >= 3 ? PCIR_SIZE_3 : PCIR_SIZE;

	if (place->pcir_offset % 4 != 0)
		igd_rom_say(reader->rom, place->offset + IGD_ROM_PCIR, true,
			"the PCI data structure stands at 0x%zx of the image, which is not a "
			"multiple of 4: firmware ignores this image and all behind it",
			place->pcir_offset);
	if (revision != 0 && revision != 3)
		igd_rom_say(reader->rom, at + PCIR_REVISION, false,
			"the PCI data structure is of revision %u; known are 0 and 3", revision);
	if (length < need)
		igd_rom_say(reader->rom, at + PCIR_LENGTH, false,
			"the PCI data structure says that it has %u bytes; one of revision %u has %u",
			length, revision, need);
}

/* The further ids of a PCIR of revision 3, up to a 0. */
static void read_device_list(
	struct igd_rom_reader *reader, const struct place *place, struct igd_rom_image *image)
{
	size_t pointer = igd_little16(place->pcir + PCIR_DEVICE_LIST);
	size_t start = place->offset + place->pcir_offset + pointer;
	size_t end = image->offset + image->size, count = 0, i;

	if (pointer == 0)
		return;
	while (count < DEVICE_LIST_MAX && igd_within(start + 2 * count, 2, end) &&
		igd_little16(reader->bytes + start + 2 * count))
		count++;
	if (count == DEVICE_LIST_MAX || !igd_within(start + 2 * count, 2, end)) {
		igd_rom_say(reader->rom, place->offset + place->pcir_offset + PCIR_DEVICE_LIST,
			false,
			"the device list at 0x%zx has no end within the image, so it is not read",
			start);
		return;
	}
	image->devices = count ? igd_zalloc(count * sizeof(*image->devices)) : NULL;
	image->device_count = count;
	for (i = 0; i < count; i++)
		image->devices[i] = igd_little16(reader->bytes + start + 2 * i);
}

static void read_revision_3(
	struct igd_rom_reader *reader, const struct place *place, struct igd_rom_image *image)
{
	size_t at = place->offset + place->pcir_offset;

	if (image->pcir_revision < 3)
		return;
	read_device_list(reader, place, image);
	if (!igd_within(at, PCIR_SIZE_3, image->offset + image->size))
		return;
	image->config_utility = igd_little16(place->pcir + PCIR_CONFIG_UTILITY);
	if (image->config_utility >= image->size)
		igd_rom_say(reader->rom, at + PCIR_CONFIG_UTILITY, false,
			"the pointer to the configuration utility's header leads out of the image");
}

/* What of the file belongs to the image. */
static size_t size_in_file(const struct igd_rom_reader *reader, const struct place *place)
{
	size_t left = reader->size - place->offset, size = place->length;

	/* A length of 0 helps nobody; then it is what the image says of itself. */
	if (size == 0)
		size = reader->bytes[place->offset + IGD_ROM_INIT_SIZE] * IGD_ROM_UNIT;
	return size < left ? size : left;
}

static struct igd_rom_image *add_image(struct igd_rom_reader *reader, const struct place *place)
{
	struct igd_rom *rom = reader->rom;
	const uint8_t *pcir = place->pcir;
	struct igd_rom_image *image;

	rom->images = igd_regrow(rom->images, rom->image_count + 1, sizeof(*rom->images));
	image = &rom->images[rom->image_count++];
	*image = (struct igd_rom_image){ .offset = place->offset,
		.size = size_in_file(reader, place),
		.code_type = pcir[PCIR_CODE_TYPE],
		.vendor = igd_little16(pcir + PCIR_VENDOR),
		.device = igd_little16(pcir + PCIR_DEVICE),
		.class_code = igd_little16(pcir + PCIR_CLASS) | (uint32_t)pcir[PCIR_CLASS + 2]
									<< 16,
		.pcir_revision = pcir[PCIR_REVISION],
		.is_last = pcir[PCIR_INDICATOR] & INDICATOR_LAST };
	return image;
}

static void read_image(struct igd_rom_reader *reader, const struct place *place)
{
	struct igd_rom *rom = reader->rom;
	size_t problem = rom->problem_count;
	struct igd_rom_image *image = add_image(reader, place);

	check_pcir(reader, place);
	check_length(reader, place);
	read_revision_3(reader, place, image);
	if (image->code_type == IGD_ROM_EFI)
		igd_rom_read_efi(reader, image, place->length);
	else
		igd_rom_read_legacy(reader, image);
	for (; problem < rom->problem_count; problem++)
		rom->problems[problem].image = rom->image_count - 1;
}

/* From there on, where the next image begins: OVMF looks every 512 bytes. reader->size if nowhere. */
static size_t find_next(const struct igd_rom_reader *reader, size_t offset)
{
	while (offset < reader->size && !has_signature(reader, offset))
		offset += IGD_ROM_UNIT;
	return offset < reader->size ? offset : reader->size;
}

/* Bytes behind the last image, which nobody reads. */
static void read_rest(struct igd_rom_reader *reader, size_t end)
{
	struct igd_rom *rom = reader->rom;
	struct igd_fault fault;
	struct place place;
	size_t next;

	if (end >= reader->size)
		return;
	rom->trailing = igd_rom_count_data(reader->bytes + end, reader->size - end);
	if (rom->trailing == 0)
		return;
	next = find_next(reader, end);
	if (next < reader->size && find_place(reader, next, &place, &fault))
		igd_rom_say(rom, next, true,
			"another image (code type %u, for %04x:%04x) stands here, but the one before "
			"says that it is the last: firmware never looks here",
			place.pcir[PCIR_CODE_TYPE], igd_little16(place.pcir + PCIR_VENDOR),
			igd_little16(place.pcir + PCIR_DEVICE));
	else
		igd_rom_say(rom, end, false,
			"behind the last image are %zu bytes that belong to none; firmware does not "
			"read them",
			reader->size - end);
}

/* The offset of the image behind this one; reader->size for none. Says what is odd about the way there. */
static size_t follow(struct igd_rom_reader *reader, const struct place *place)
{
	size_t end = place->offset + place->length, next = find_next(reader, end);

	if (next == reader->size) {
		igd_rom_say(reader->rom, place->offset + place->pcir_offset + PCIR_INDICATOR, false,
			"the last image does not say that it is the last (bit 7 of the indicator); "
			"OVMF puts up with it");
		read_rest(reader, end);
	} else if (next > end) {
		igd_rom_say(reader->rom, end, false,
			"the image ends here, but the next one begins at 0x%zx: OVMF finds it, other "
			"firmware does not",
			next);
	}
	return next;
}

/* One image after the other, from place on. Every step goes forward by 512 bytes or more. */
static void follow_all(struct igd_rom_reader *reader, struct place *place)
{
	struct igd_rom *rom = reader->rom;
	struct igd_fault fault;
	size_t next;

	for (;;) {
		read_image(reader, place);
		reader->is_endless =
			place->length == 0 && !rom->images[rom->image_count - 1].is_last;
		if (place->length == 0 || place->pcir_offset % 4 != 0)
			return;
		if (rom->images[rom->image_count - 1].is_last) {
			read_rest(reader, place->offset + place->length);
			return;
		}
		next = follow(reader, place);
		if (next == reader->size)
			return;
		if (rom->image_count == IGD_ROM_MAX_IMAGES) {
			igd_rom_say(rom, next, false,
				"more than %d images; the rest is not looked at",
				IGD_ROM_MAX_IMAGES);
			return;
		}
		if (!find_place(reader, next, place, &fault)) {
			igd_rom_say(
				rom, fault.offset, true, "%s: the chain breaks off", fault.what);
			return;
		}
	}
}

bool igd_rom_read_chain(struct igd_rom_reader *reader)
{
	struct igd_fault fault;
	struct place place;

	if (!has_signature(reader, 0))
		return false;
	if (!find_place(reader, 0, &place, &fault)) {
		igd_rom_say(reader->rom, fault.offset, true, "%s", fault.what);
		return false;
	}
	follow_all(reader, &place);
	return true;
}

/* The byte sum that SeaBIOS demands of what it runs (src/optionroms.c is_valid_rom()). */
static void check_sum(struct igd_rom_reader *reader, const struct igd_rom_image *image, size_t size)
{
	uint8_t sum = 0;
	size_t i;

	for (i = 0; i < size; i++)
		sum = (uint8_t)(sum + reader->bytes[image->offset + i]);
	if (sum != 0)
		igd_rom_say(reader->rom, image->offset, true,
			"the bytes of this legacy image add up to 0x%02x instead of 0: SeaBIOS does "
			"not run it",
			sum);
}

void igd_rom_read_legacy(struct igd_rom_reader *reader, struct igd_rom_image *image)
{
	const uint8_t *header = reader->bytes + image->offset;
	size_t size = header[IGD_ROM_INIT_SIZE] * IGD_ROM_UNIT;
	const struct igd_rom_code_bytes code = { header, image->size, image->offset, false };

	if (image->code_type == IGD_ROM_LEGACY && size == 0)
		igd_rom_say(reader->rom, image->offset + IGD_ROM_INIT_SIZE, true,
			"the header of this legacy image says that its size is 0: no firmware runs "
			"it");
	else if (image->code_type == IGD_ROM_LEGACY && size > reader->size - image->offset)
		igd_rom_say(reader->rom, image->offset + IGD_ROM_INIT_SIZE, true,
			"the header of this legacy image says that it has %zu bytes, the file has "
			"%zu from here on",
			size, reader->size - image->offset);
	else if (image->code_type == IGD_ROM_LEGACY)
		check_sum(reader, image, size);
	igd_rom_look(reader, image, &code);
}
