// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * volume - boards' firmware, for specimens: volumes, files, sections
 *
 * UEFI Platform Initialization Specification 1.8, volume 3.
 */
#include "specimens/volume.h"

#include <lzma.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "specimens/compress.h"

#define GUID_CRC32 "\xb0\xcd\x1b\xfc\x31\x7d\xaa\x49\x93\x6a\xa4\x60\x0d\x9d\xd0\x83"
#define GUID_TIANO "\xad\x80\x12\xa3\x1e\x48\xb6\x41\x95\xe8\x12\x7f\x4c\x98\x47\x79"
#define GUID_LZMA "\x98\x58\x4e\xee\x14\x39\x59\x42\x9d\x6e\xdc\x7b\xd7\x94\x03\xcf"
#define GUID_LZMA_X86 "\xbd\xe6\x2a\xd4\x52\x13\xfb\x4b\x90\x9a\xca\x72\xa6\xea\xe8\x89"
#define GUID_UNKNOWN "\1\2\3\4\5\6\7\10\11\12\13\14\15\16\17\20"

static void add24(struct specimen *out, size_t value)
{
	const uint8_t bytes[] = { (uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16) };

	specimen_add(out, bytes, sizeof(bytes));
}

void specimen_add_section(
	struct specimen *out, uint8_t type, const struct specimen *content, bool is_large)
{
	specimen_pad(out, 4, 0);
	add24(out, is_large ? 0xffffff : content->size + 4);
	specimen_add(out, &type, 1);
	if (is_large)
		specimen_add32(out, (uint32_t)content->size + 8);
	specimen_add(out, content->bytes, content->size);
}

static void add_lzma(struct specimen *out, const struct specimen *content, bool is_x86)
{
	size_t room = content->size + content->size / 2 + 1024, used = 0;
	uint8_t *packed = malloc(room), properties[5];
	lzma_options_lzma options;
	lzma_filter filters[] = { { LZMA_FILTER_X86, NULL }, { LZMA_FILTER_LZMA1, &options },
		{ LZMA_VLI_UNKNOWN, NULL } };

	if (!packed || lzma_lzma_preset(&options, 1) ||
		lzma_properties_encode(&filters[1], properties) != LZMA_OK ||
		lzma_raw_buffer_encode(is_x86 ? filters : filters + 1, NULL, content->bytes,
			content->size, packed, &used, room) != LZMA_OK)
		abort();
	specimen_add(out, properties, sizeof(properties));
	specimen_add32(out, (uint32_t)content->size);
	specimen_add32(out, 0);
	specimen_add(out, packed, used);
	free(packed);
}

/* The body of a GUID-defined section: the GUID, where the data begins, attributes. */
static void add_guided(
	struct specimen *body, enum specimen_packing how, const struct specimen *sections)
{
	static const char *const guids[SPECIMEN_PACKINGS] = { [SPECIMEN_TIANO] = GUID_TIANO,
		[SPECIMEN_LZMA] = GUID_LZMA,
		[SPECIMEN_LZMA_X86] = GUID_LZMA_X86,
		[SPECIMEN_CRC32] = GUID_CRC32,
		[SPECIMEN_UNKNOWN] = GUID_UNKNOWN };

	specimen_add(body, guids[how], 16);
	specimen_add16(body, how == SPECIMEN_CRC32 ? 28 : 24);
	specimen_add16(body, how == SPECIMEN_CRC32 ? 2 : 1);
	if (how == SPECIMEN_CRC32)
		specimen_add32(body, 0x12345678);
	if (how == SPECIMEN_TIANO)
		specimen_compress(body, sections->bytes, sections->size, 5);
	else if (how == SPECIMEN_LZMA || how == SPECIMEN_LZMA_X86)
		add_lzma(body, sections, how == SPECIMEN_LZMA_X86);
	else
		specimen_add(body, sections->bytes, sections->size);
}

void specimen_add_packed(
	struct specimen *out, enum specimen_packing how, const struct specimen *sections)
{
	struct specimen body = { 0 };
	uint8_t method = how == SPECIMEN_STANDARD;

	if (how == SPECIMEN_PLAIN || how == SPECIMEN_STANDARD) {
		specimen_add32(&body, (uint32_t)sections->size);
		specimen_add(&body, &method, 1);
		if (method)
			specimen_compress(&body, sections->bytes, sections->size, 4);
		else
			specimen_add(&body, sections->bytes, sections->size);
		specimen_add_section(out, 0x01, &body, false);
	} else {
		add_guided(&body, how, sections);
		specimen_add_section(out, 0x02, &body, false);
	}
	specimen_done(&body);
}

void specimen_add_file(
	struct specimen *out, uint8_t type, const struct specimen *content, bool is_large)
{
	static const uint8_t name[16] = "a specimen file";
	const uint8_t kind[] = { type, is_large ? 0x01 : 0x00 }, state = 0xf8;

	specimen_pad(out, 8, 0xff);
	specimen_add(out, name, sizeof(name));
	specimen_add16(out, 0xaa00);
	specimen_add(out, kind, sizeof(kind));
	add24(out, is_large ? 0 : content->size + 24);
	specimen_add(out, &state, 1);
	if (is_large) {
		specimen_add32(out, (uint32_t)content->size + 32);
		specimen_add32(out, 0);
	}
	specimen_add(out, content->bytes, content->size);
}

void specimen_add_volume(struct specimen *out, const struct specimen *files, bool has_extended)
{
	/* EFI_FIRMWARE_FILE_SYSTEM2_GUID */
	static const char guid[] =
		"\x78\xe5\x8c\x8c\x3d\x8a\x1c\x4f\x99\x35\x89\x61\x85\xc3\x2d\xd3";
	struct specimen volume = { 0 };
	static const uint8_t zeros[16];

	specimen_add(&volume, zeros, 16);
	specimen_add(&volume, guid, 16);
	specimen_add32(&volume, 0); /* the length, below */
	specimen_add32(&volume, 0);
	specimen_add(&volume, "_FVH", 4);
	specimen_add32(&volume, 0x0004feff);
	specimen_add16(&volume, 72);
	specimen_add16(&volume, 0);
	specimen_add16(&volume, has_extended ? 72 : 0);
	specimen_add16(&volume, 0x0200);
	specimen_add(&volume, zeros, 16); /* the block map */
	if (has_extended) {
		specimen_add(&volume, guid, 16);
		specimen_add32(&volume, 20);
	}
	specimen_pad(&volume, 8, 0xff);
	specimen_add(&volume, files->bytes, files->size);
	specimen_pad(&volume, 4096, 0xff);
	specimen_put32(&volume, 32, (uint32_t)volume.size);
	specimen_pad(out, 8, 0xff);
	specimen_add(out, volume.bytes, volume.size);
	specimen_done(&volume);
}

void specimen_add_bare_vbt(struct specimen *out, const char *product)
{
	char name[21];

	snprintf(name, sizeof(name), "$VBT %-15s", product);
	specimen_add(out, name, 20);
	specimen_add16(out, 100);
	specimen_add16(out, 48);
	specimen_add16(out, 48 + 22);
	specimen_add16(out, 0);
	specimen_add32(out, 48);
	specimen_add(out, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	specimen_add(out, "BIOS_DATA_BLOCK ", 16);
	specimen_add16(out, 228);
	specimen_add16(out, 22);
	specimen_add16(out, 22);
}
