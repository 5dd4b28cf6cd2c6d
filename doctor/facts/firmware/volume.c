// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * volume - a board's firmware: its volumes, their files, and what those are made of
 *
 * What is still to be looked at stands on a list: bytes that may hold volumes, and bytes that are sections.
 */
#include "facts/firmware/volume.h"

#include <stdlib.h>
#include <string.h>

#include "facts/firmware/volume_private.h"

/* Bounds. Boards' firmware was seen with 6 levels, and some thousands of sections. */
#define MOST_LEVELS 16
#define MOST_PIECES ((size_t)1 << 17)
/* Drivers are packed to a third; what is empty to much less. */
#define MOST_UNPACKED ((size_t)256 << 20)
#define MOST_RATIO 64
#define ALWAYS_UNPACKED ((size_t)16 << 20)

/* EFI_FIRMWARE_VOLUME_HEADER */
enum {
	VOLUME_LENGTH = 32,
	VOLUME_SIGNATURE = 40,
	VOLUME_HEADER_LENGTH = 48,
	VOLUME_EXTENDED = 52,
	VOLUME_HEADER = 56,
	EXTENDED_SIZE = 16,
	EXTENDED_HEADER = 20
};
/* EFI_FFS_FILE_HEADER, EFI_FFS_FILE_HEADER2 */
enum { FILE_TYPE = 18, FILE_ATTRIBUTES = 19, FILE_SIZE = 20, FILE_HEADER = 24, FILE_HEADER_2 = 32 };
enum { FILE_LARGE = 0x01, FILE_RAW = 0x01, FILE_PAD = 0xf0 };
/* EFI_COMMON_SECTION_HEADER, ..._HEADER2 */
enum { SECTION_TYPE = 3, SECTION_HEADER = 4, SECTION_HEADER_2 = 8, SECTION_VOLUME = 0x17 };
#define LARGE 0xffffffu

struct piece {
	const uint8_t *bytes;
	size_t size;
	unsigned level;
	bool is_sections; /* otherwise volumes are looked for */
};

struct walker {
	struct igd_firmware_walk *walk;
	struct piece *pieces; /* still to be looked at */
	size_t count, taken;
	size_t budget; /* bytes that may still be unpacked, or tried to */
	uint8_t **owned;
	size_t owned_count;
};

static void leave_out(struct walker *walker, const char *why)
{
	walker->walk->left_out++;
	if (!walker->walk->why)
		walker->walk->why = igd_strdup(why);
}

static void add_piece(struct walker *walker, struct piece piece)
{
	if (piece.size == 0)
		return;
	if (piece.level > MOST_LEVELS || walker->taken == MOST_PIECES) {
		leave_out(walker, "more pieces within each other than any firmware has");
		return;
	}
	walker->pieces = igd_regrow(walker->pieces, walker->count + 1, sizeof(*walker->pieces));
	walker->pieces[walker->count++] = piece;
	walker->taken++;
}

static uint32_t little24(const uint8_t *bytes)
{
	return igd_little16(bytes) | (uint32_t)bytes[2] << 16;
}

static uint64_t little64(const uint8_t *bytes)
{
	return igd_little32(bytes) | (uint64_t)igd_little32(bytes + 4) << 32;
}

static size_t align(size_t offset, size_t unit)
{
	return (offset + unit - 1) & ~(unit - 1);
}

/* Unpacks it, and puts what is in it on the list. */
static void open_section(
	struct walker *walker, const struct piece *parent, struct igd_unpacked section, size_t body)
{
	struct igd_firmware_walk *walk = walker->walk;
	struct igd_unpacked unpacked;
	struct igd_fault fault;

	if (igd_firmware_unpack(&section, body, MOST_UNPACKED - walk->unpacked, &unpacked, &fault) <
		0) {
		leave_out(walker, fault.what);
		return;
	}
	if (unpacked.owned) {
		walk->unpacked += unpacked.size;
		walker->owned =
			igd_regrow(walker->owned, walker->owned_count + 1, sizeof(*walker->owned));
		walker->owned[walker->owned_count++] = unpacked.owned;
	}
	add_piece(walker, (struct piece){ unpacked.bytes, unpacked.size, parent->level + 1, true });
}

static void look_at_section(struct walker *walker, const struct piece *parent,
	const struct igd_unpacked *section, size_t body)
{
	uint8_t type = section->bytes[SECTION_TYPE];

	walker->walk->sections++;
	if (type == IGD_SECTION_COMPRESSED || type == IGD_SECTION_GUIDED)
		open_section(walker, parent, *section, body);
	else if (type == SECTION_VOLUME)
		add_piece(walker, (struct piece){ section->bytes + body, section->size - body,
					  parent->level + 1, false });
	else
		walker->walk->take(
			walker->walk->context, type, section->bytes + body, section->size - body);
}

/* One behind the other, each at a multiple of 4; the first that cannot be one ends them. */
static void look_at_sections(struct walker *walker, const struct piece *piece)
{
	struct igd_unpacked section = { 0 };
	size_t at = 0, body;

	while (igd_within(at, SECTION_HEADER, piece->size)) {
		section.bytes = piece->bytes + at;
		section.size = little24(section.bytes);
		body = SECTION_HEADER;
		if (section.size == LARGE) {
			body = SECTION_HEADER_2;
			if (!igd_within(at, body, piece->size))
				return;
			section.size = igd_little32(section.bytes + SECTION_HEADER);
		}
		if (section.size < body || !igd_within(at, section.size, piece->size))
			return;
		look_at_section(walker, piece, &section, body);
		at = align(at + section.size, 4);
	}
}

/* Its header's length in *ret_header, its own returned; 0 for what is no file. */
static size_t file_size(const uint8_t *file, size_t room, size_t *ret_header)
{
	uint64_t size;

	*ret_header = FILE_HEADER;
	if (room < FILE_HEADER)
		return 0;
	size = little24(file + FILE_SIZE);
	if (file[FILE_ATTRIBUTES] & FILE_LARGE) {
		*ret_header = FILE_HEADER_2;
		size = room < FILE_HEADER_2 ? 0 : little64(file + FILE_HEADER);
	}
	return size < *ret_header || size > room ? 0 : (size_t)size;
}

static void look_at_files(struct walker *walker, const struct piece *volume, size_t at)
{
	size_t size, header;

	for (; at < volume->size; at = align(at + size, 8)) {
		const uint8_t *file = volume->bytes + at;

		size = file_size(file, volume->size - at, &header);
		if (!size)
			return;
		if (file[FILE_TYPE] == FILE_PAD)
			continue;
		walker->walk->files++;
		if (file[FILE_TYPE] == FILE_RAW)
			walker->walk->take(walker->walk->context, IGD_FIRMWARE_RAW, file + header,
				size - header);
		else
			add_piece(walker, (struct piece){ file + header, size - header,
						  volume->level + 1, true });
	}
}

/* Where the first file begins; 0 if that is outside. */
static size_t first_file(const uint8_t *bytes, size_t size)
{
	size_t header = igd_little16(bytes + VOLUME_HEADER_LENGTH);
	size_t extended = igd_little16(bytes + VOLUME_EXTENDED);

	if (header < VOLUME_HEADER)
		return 0;
	if (extended) {
		if (!igd_within(extended, EXTENDED_HEADER, size))
			return 0;
		header = extended;
		header += igd_little32(bytes + extended + EXTENDED_SIZE) & UINT32_MAX;
	}
	return header < size ? align(header, 8) : 0;
}

/* The volume's length if one begins here, else 0. */
static size_t volume_at(const uint8_t *bytes, size_t room)
{
	uint64_t length;

	if (room < VOLUME_HEADER || memcmp(bytes + VOLUME_SIGNATURE, "_FVH", 4) != 0)
		return 0;
	length = little64(bytes + VOLUME_LENGTH);
	return length < VOLUME_HEADER || length > room ? 0 : (size_t)length;
}

static void look_for_volumes(struct walker *walker, const struct piece *piece)
{
	size_t at = 0, size, file;

	while (igd_within(at, VOLUME_HEADER, piece->size)) {
		size = volume_at(piece->bytes + at, piece->size - at);
		if (size) {
			struct piece volume = { piece->bytes + at, size, piece->level, false };

			walker->walk->volumes++;
			file = first_file(volume.bytes, size);
			if (file)
				look_at_files(walker, &volume, file);
			at = align(at + size, 8);
		} else {
			at += 8;
		}
	}
}

void igd_firmware_walk(struct igd_firmware_walk *walk, const uint8_t *bytes, size_t size)
{
	struct walker walker = { .walk = walk, .budget = MOST_UNPACKED };
	struct piece piece;

	if (size < (MOST_UNPACKED - ALWAYS_UNPACKED) / MOST_RATIO)
		walker.budget = ALWAYS_UNPACKED + MOST_RATIO * size;
	add_piece(&walker, (struct piece){ bytes, size, 0, false });
	while (walker.count) {
		piece = walker.pieces[--walker.count];
		if (piece.is_sections)
			look_at_sections(&walker, &piece);
		else
			look_for_volumes(&walker, &piece);
	}
	while (walker.owned_count)
		free(walker.owned[--walker.owned_count]);
	free(walker.owned);
	free(walker.pieces);
}
