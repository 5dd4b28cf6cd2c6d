// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - PCI expansion ROMs: what the reader's parts share, and what is asked of a ROM that was read
 */
#include "facts/firmware/rom.h"

#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_private.h"

#define PIECE ((size_t)4096)

/* The names of what can be recognised: for people, and for machines. */
static const struct {
	const char *name, *word;
} contents[IGD_ROM_CONTENT_COUNT] = {
	[IGD_ROM_ASSIGNMENT] = { "IGD assignment driver", "assignment" },
	[IGD_ROM_GOP_POLICY] = { "platform GOP policy", "gop-policy" },
	[IGD_ROM_INTEL_GOP] = { "Intel GOP driver", "gop" },
	[IGD_ROM_INTEL_VBIOS] = { "Intel legacy video BIOS", "vbios" },
	[IGD_ROM_VBT] = { "video BIOS table", "vbt" },
	[IGD_ROM_IPXE] = { "iPXE network boot", "ipxe" },
	[IGD_ROM_AMD] = { "AMD graphics", "amd" },
	[IGD_ROM_NVIDIA] = { "NVIDIA graphics", "nvidia" },
	[IGD_ROM_SEABIOS_VGA] = { "SeaBIOS VGA BIOS", "seabios-vga" },
};

const char *igd_rom_content_name(enum igd_rom_content content)
{
	return (unsigned)content < IGD_ROM_CONTENT_COUNT ? contents[content].name : "unknown";
}

const char *igd_rom_content_word(enum igd_rom_content content)
{
	return (unsigned)content < IGD_ROM_CONTENT_COUNT ? contents[content].word : "unknown";
}

uint32_t igd_rom_contains(const struct igd_rom *rom)
{
	uint32_t contains = 0;
	size_t i;

	for (i = 0; i < rom->image_count; i++)
		contains |= rom->images[i].contains;
	return contains;
}

void igd_rom_add_problem(struct igd_rom *rom, size_t offset, bool is_fatal, char *what)
{
	rom->problems = igd_regrow(rom->problems, rom->problem_count + 1, sizeof(*rom->problems));
	rom->problems[rom->problem_count++] =
		(struct igd_rom_problem){ offset, is_fatal, what, SIZE_MAX };
}

void igd_rom_say(struct igd_rom *rom, size_t offset, bool is_fatal, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	igd_rom_add_problem(rom, offset, is_fatal, igd_vprintf(format, args));
	va_end(args);
}

void igd_rom_add_evidence(
	struct igd_rom *rom, enum igd_rom_content content, size_t offset, char *what)
{
	rom->evidence = igd_regrow(rom->evidence, rom->evidence_count + 1, sizeof(*rom->evidence));
	rom->evidence[rom->evidence_count++] = (struct igd_rom_evidence){ content, offset, false,
		what, rom->image_count ? rom->image_count - 1 : 0 };
}

void igd_rom_look(struct igd_rom_reader *reader, struct igd_rom_image *image,
	const struct igd_rom_code_bytes *code)
{
	size_t i = reader->rom->evidence_count;

	igd_rom_recognise(reader->rom, image, code);
	for (; i < reader->rom->evidence_count; i++)
		reader->rom->evidence[i].is_decompressed = code->is_decompressed;
}

static bool is_padding(uint8_t byte)
{
	return byte == 0 || byte == 0xff;
}

static size_t count_piece(const uint8_t *bytes, size_t size)
{
	size_t count = 0, i;

	/* Most is padding, and 64 MiB of it are not to take long. */
	if (is_padding(bytes[0]) && memcmp(bytes, bytes + 1, size - 1) == 0)
		return 0;
	for (i = 0; i < size; i++)
		count += !is_padding(bytes[i]);
	return count;
}

size_t igd_rom_count_data(const uint8_t *bytes, size_t size)
{
	size_t count = 0, at;

	for (at = 0; at < size; at += PIECE)
		count += count_piece(bytes + at, size - at < PIECE ? size - at : PIECE);
	return count;
}

bool igd_rom_parse(const uint8_t *bytes, size_t size, struct igd_rom *ret)
{
	struct igd_rom_reader reader = {
		.bytes = bytes, .size = size, .budget = IGD_ROM_MAX_BYTES, .rom = ret
	};
	size_t i;

	*ret = (struct igd_rom){ .size = size };
	if (!igd_rom_read_chain(&reader)) {
		igd_rom_name_foreign(&reader);
		return false;
	}
	for (i = 0; i < ret->problem_count; i++)
		if (ret->problems[i].is_fatal && ret->problems[i].image < ret->image_count)
			ret->images[ret->problems[i].image].is_broken = true;
	for (i = 0; reader.is_endless && i < ret->image_count; i++)
		ret->images[i].is_broken = true;
	return true;
}

static void done_image(struct igd_rom_image *image)
{
	free(image->devices);
	free(image->efi.version);
	free(image->gop_devices);
	free(image->assigned_devices);
}

void igd_rom_done(struct igd_rom *rom)
{
	size_t i;

	for (i = 0; i < rom->image_count; i++)
		done_image(&rom->images[i]);
	for (i = 0; i < rom->problem_count; i++)
		free(rom->problems[i].what);
	for (i = 0; i < rom->evidence_count; i++)
		free(rom->evidence[i].what);
	free(rom->images);
	free(rom->problems);
	free(rom->evidence);
	*rom = (struct igd_rom){ 0 };
}
