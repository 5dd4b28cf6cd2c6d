// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_foreign - what a file is that is no option ROM
 *
 * People download the page instead of the file, dump a BAR that answers nothing, or take the whole BIOS: each
 * is told what they have and what to do with it.
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "facts/firmware/pe.h"
#include "facts/firmware/rom_private.h"

/* Something that begins with, or has at offset, these bytes. */
struct kind {
	size_t offset;
	size_t size;
	const char *bytes;
	const char *what;
};

#define TEXT_LOOK ((size_t)1024) /* bytes that tell text from other things */
#define UNPACK "; unpack it first"

/*
 * Sources: UEFI Specification 2.10 (FMP capsule GUID 6dcbd5ed-..., 23.1); PI Specification 1.8, volume 3, 3.2.1
 * (_FVH); Intel flash descriptor: coreboot util/ifdtool/ifdtool.c find_fd(); archives: as in file(1)'s magic.
 */
static const struct kind kinds[] = {
	{ 0, 4,
		"\x7f"
		"ELF",
		"this is an ELF program, not a ROM" },
	{ 0, 4, "PK\x03\x04", "this is a zip archive" UNPACK },
	{ 0, 6, "7z\xbc\xaf\x27\x1c", "this is a 7z archive" UNPACK },
	{ 0, 3, "\x1f\x8b\x08", "this is compressed with gzip" UNPACK },
	{ 0, 4, "Rar!", "this is a rar archive" UNPACK },
	{ 0, 6,
		"\xfd"
		"7zXZ\0",
		"this is compressed with xz" UNPACK },
	{ 0, 4, "\x28\xb5\x2f\xfd", "this is compressed with zstd" UNPACK },
	{ 0, 3, "BZh", "this is compressed with bzip2" UNPACK },
	{ 257, 5, "ustar", "this is a tar archive" UNPACK },
	{ 0, 5, "%PDF-", "this is a PDF document, not a ROM" },
	{ 0x28, 4, "_FVH",
		"this is a UEFI firmware volume, a part of a BIOS, not an option ROM; a driver must "
		"be taken out of it (UEFITool) and packed as a ROM (EfiRom)" },
	{ 16, 4, "\x5a\xa5\xf0\x0f",
		"this is a whole flash image (Intel flash descriptor at 0x10), not an option ROM; the "
		"BIOS region in it holds the drivers" },
	{ 0, 4, "\x5a\xa5\xf0\x0f",
		"this is a whole flash image (Intel flash descriptor at 0), not an option ROM; the "
		"BIOS region in it holds the drivers" },
	{ 0, 16, "\xed\xd5\xcb\x6d\x2d\xe8\x44\x4c\xbd\xa1\x71\x94\x19\x9a\xd9\x2a",
		"this is a UEFI capsule (a firmware update), not an option ROM" },
	{ 0, 16, "\xbd\x86\x66\x3b\x76\x0d\x30\x40\xb7\x0e\xb5\x51\x9e\x2f\xc5\xa0",
		"this is a UEFI capsule (a firmware update), not an option ROM" },
	{ 0, 16, "\x8b\xa6\x3c\x4a\x23\x77\xfb\x48\x80\x3d\x57\x8c\xc1\xfe\xc4\x4d",
		"this is an APTIO capsule (a BIOS update), not an option ROM" },
	{ 0, 16, "IntelGraphicsMem", "this is a dump of the iGPU's OpRegion, not an option ROM" },
	{ 0, 4, "$VBT", "this is a video BIOS table (VBT), not an option ROM" },
};

static bool is_kind(const struct igd_rom_reader *reader, const struct kind *kind)
{
	return igd_within(kind->offset, kind->size, reader->size) &&
	       memcmp(reader->bytes + kind->offset, kind->bytes, kind->size) == 0;
}

/* 00 or ff from the first byte to the last. */
static bool name_blank(const struct igd_rom_reader *reader)
{
	const uint8_t *bytes = reader->bytes;

	if (reader->size == 0) {
		igd_rom_say(reader->rom, 0, true,
			"the file is empty. Of a dump of `/sys/.../rom` that means that the ROM was not "
			"enabled (`echo 1`) before, or that the device has none");
		return true;
	}
	if ((bytes[0] != 0 && bytes[0] != 0xff) || memcmp(bytes, bytes + 1, reader->size - 1) != 0)
		return false;
	igd_rom_say(reader->rom, 0, true,
		"nothing but %02x. Of a dump of `/sys/.../rom` that means that the ROM was not decoded: "
		"the device has none, as iGPUs have, or something else owns the address",
		bytes[0]);
	return true;
}

static bool has_word(const uint8_t *text, size_t size, const char *word)
{
	size_t length = strlen(word), i;

	for (i = 0; i + length <= size; i++)
		if (strncasecmp((const char *)text + i, word, length) == 0)
			return true;
	return false;
}

static bool name_text(const struct igd_rom_reader *reader)
{
	size_t size = reader->size < TEXT_LOOK ? reader->size : TEXT_LOOK, i;
	const uint8_t *text = reader->bytes;
	const char *what = "this is text, not a ROM";

	for (i = 0; i < size; i++)
		if (text[i] < ' ' && !memchr("\t\n\r\f", text[i], 4))
			return false;
	if (has_word(text, size, "<!doctype") || has_word(text, size, "<html"))
		what = "this is a web page, not a ROM: the page about the file was downloaded instead of "
		       "the file";
	else if (has_word(text, size, "git-lfs"))
		what = "this is a Git LFS pointer, not a ROM: the file itself is still to be downloaded";
	igd_rom_say(reader->rom, 0, true, "%s", what);
	return true;
}

static bool name_kind(const struct igd_rom_reader *reader)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!is_kind(reader, &kinds[i]))
			continue;
		igd_rom_say(reader->rom, kinds[i].offset, true, "%s", kinds[i].what);
		return true;
	}
	return false;
}

static bool name_program(const struct igd_rom_reader *reader)
{
	struct igd_fault fault;
	struct igd_pe pe;
	const char *name;

	if (reader->size < 2 || memcmp(reader->bytes, "MZ", 2) != 0)
		return false;
	if (igd_pe_parse(reader->bytes, reader->size, &pe, &fault) < 0) {
		igd_rom_say(reader->rom, 0, true,
			"this is a program for DOS, Windows or UEFI (`MZ`), not a ROM");
		return true;
	}
	name = igd_pe_machine_name(pe.machine);
	if (pe.subsystem == IGD_PE_APPLICATION)
		igd_rom_say(reader->rom, 0, true,
			"this is an EFI application (a boot loader, or a program for the UEFI shell), not "
			"a driver, and no ROM can be made of it");
	else if (pe.subsystem == IGD_PE_BOOT_DRIVER || pe.subsystem == IGD_PE_RUNTIME_DRIVER)
		igd_rom_say(reader->rom, 0, true,
			"this is a bare EFI driver for %s, not yet a ROM: it is to be packed into one "
			"(`EfiRom -f 0x8086 -i 0xffff -e FILE`)",
			name ? name : "an unknown machine");
	else
		igd_rom_say(reader->rom, 0, true,
			"this is a program for Windows (subsystem %u), not a ROM", pe.subsystem);
	igd_pe_done(&pe);
	return true;
}

/* Where in the file a ROM begins after all; 0 for nowhere. */
static size_t find_rom(const struct igd_rom_reader *reader)
{
	size_t end = reader->size < IGD_ROM_MAX_BYTES ? reader->size : IGD_ROM_MAX_BYTES, pointer;
	const uint8_t *at = reader->bytes, *header;

	while ((header = memmem(at, end - (size_t)(at - reader->bytes), "\x55\xaa", 2)) != NULL) {
		at = header + 1;
		if (!igd_within((size_t)(header - reader->bytes), IGD_ROM_HEADER, end))
			return 0;
		pointer = igd_little16(header + IGD_ROM_PCIR);
		if (igd_within((size_t)(header - reader->bytes) + pointer, 4, end) &&
			memcmp(header + pointer, "PCIR", 4) == 0)
			return (size_t)(header - reader->bytes);
	}
	return 0;
}

static bool name_wrapped(const struct igd_rom_reader *reader)
{
	size_t start = find_rom(reader);

	if (start == 0)
		return false;
	igd_rom_say(reader->rom, start, true,
		"%s here, not at the start: cut off the %zu bytes before it "
		"(`dd bs=%zu skip=1 if=FILE of=NEW`)",
		memcmp(reader->bytes, "NVGI", 4) == 0
			? "this is a dump by NVIDIA's NVFlash (`NVGI`): the ROM begins"
			: "a ROM begins",
		start, start);
	return true;
}

static void name_unknown(const struct igd_rom_reader *reader)
{
	size_t size = reader->size < 4 ? reader->size : 4, i;
	char start[16] = "";

	for (i = 0; i < size; i++)
		snprintf(start + 3 * i, sizeof(start) - 3 * i, " %02x", reader->bytes[i]);
	igd_rom_say(reader->rom, 0, true,
		"an option ROM begins with 55 aa; this file begins with%s and is nothing that is known "
		"here",
		start);
}

void igd_rom_name_foreign(struct igd_rom_reader *reader)
{
	/* It begins like a ROM, and what is wrong was said. */
	if (reader->rom->problem_count > 0)
		return;
	if (!name_blank(reader) && !name_text(reader) && !name_kind(reader) &&
		!name_program(reader) && !name_wrapped(reader))
		name_unknown(reader);
}
