// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * image - the bytes of an initramfs image: where its segments begin and end
 */
#include "facts/boot/image.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define PIECE ((size_t)1 << 15)
#define LZ4_BLOCK ((size_t)8 << 20) /* lz4 lib: the legacy frame's LEGACY_BLOCKSIZE */

static const struct {
	enum igd_format format;
	const char *name;
	size_t size;
	unsigned char magic[6];
} formats[] = {
	{ IGD_FORMAT_CPIO, "cpio", 6, "070701" },
	{ IGD_FORMAT_CPIO, "cpio", 6, "070702" },
	{ IGD_FORMAT_GZIP, "gzip", 2, { 0x1f, 0x8b } },
	{ IGD_FORMAT_GZIP, "gzip", 2, { 0x1f, 0x9e } },
	{ IGD_FORMAT_BZIP2, "bzip2", 2, { 0x42, 0x5a } },
	{ IGD_FORMAT_LZMA, "lzma", 3, { 0x5d, 0x00, 0x00 } },
	{ IGD_FORMAT_XZ, "xz", 6, { 0xfd, '7', 'z', 'X', 'Z', 0 } },
	{ IGD_FORMAT_LZO, "lzo", 2, { 0x89, 0x4c } },
	{ IGD_FORMAT_LZ4, "lz4", 4, { 0x02, 0x21, 0x4c, 0x18 } },
	{ IGD_FORMAT_ZSTD, "zstd", 4, { 0x28, 0xb5, 0x2f, 0xfd } },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

int igd_image_read(const struct igd_image *image, uint64_t offset, void *buffer, size_t size)
{
	ssize_t got;

	if (offset >= image->end)
		return 0;
	if (size > PIECE * 2)
		size = PIECE * 2;
	if (size > image->end - offset)
		size = (size_t)(image->end - offset);
	if (image->bytes) {
		memcpy(buffer, image->bytes + offset, size);
		return (int)size;
	}
	do
		got = pread(image->fd, buffer, size, (off_t)offset);
	while (got < 0 && errno == EINTR);
	return got < 0 ? -errno : (int)got;
}

uint64_t igd_image_skip_zeros(const struct igd_image *image, uint64_t offset)
{
	unsigned char piece[4096];
	int i, got;

	while ((got = igd_image_read(image, offset, piece, sizeof(piece))) > 0) {
		for (i = 0; i < got; i++) {
			if (piece[i])
				return offset + (uint64_t)i;
		}
		offset += (uint64_t)got;
	}
	return image->end;
}

enum igd_format igd_image_format(const struct igd_image *image, uint64_t offset)
{
	unsigned char magic[6] = { 0 };
	int got = igd_image_read(image, offset, magic, sizeof(magic));
	size_t i;

	for (i = 0; i < FORMATS; i++) {
		if (got >= (int)formats[i].size &&
			memcmp(magic, formats[i].magic, formats[i].size) == 0)
			return formats[i].format;
	}
	return IGD_FORMAT_UNKNOWN;
}

const char *igd_format_name(enum igd_format format)
{
	size_t i;

	for (i = 0; i < FORMATS; i++) {
		if (formats[i].format == format)
			return formats[i].name;
	}
	return "unknown";
}

static uint32_t le32(const unsigned char *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
	       (uint32_t)at[3] << 24;
}

/* Reads exactly size bytes; false at the end. */
static bool read_exactly(
	const struct igd_image *image, uint64_t offset, unsigned char *buffer, size_t size)
{
	return igd_image_read(image, offset, buffer, size) == (int)size;
}

/* RFC 8878 3.1.1: the frame header's size, then blocks of 3 bytes header each; an RLE block holds one byte. */
static uint64_t zstd_end(const struct igd_image *image, uint64_t offset)
{
	static const unsigned char id_sizes[] = { 0, 1, 2, 4 }, content_sizes[] = { 0, 2, 4, 8 };
	unsigned char at[5];
	uint32_t block;
	bool is_single;

	if (!read_exactly(image, offset, at, sizeof(at)))
		return image->end;
	is_single = at[4] & 0x20;
	offset += 5u + (is_single ? 0u : 1u) + id_sizes[at[4] & 3];
	offset += is_single && !(at[4] >> 6) ? 1u : content_sizes[at[4] >> 6];
	do {
		if (!read_exactly(image, offset, at + 1, 3))
			return image->end;
		block = le32(at + 1) & 0xffffff;
		offset += 3 + ((block >> 1 & 3) == 1 ? 1 : block >> 3);
	} while (!(block & 1));
	offset += at[4] & 0x04 ? 4 : 0;
	return offset;
}

/* lz4 doc/lz4_Frame_format.md "Legacy frame": blocks, each after its size, until a size that is none. */
static uint64_t lz4_end(const struct igd_image *image, uint64_t offset)
{
	unsigned char at[4];
	uint32_t block;

	for (offset += 4; read_exactly(image, offset, at, sizeof(at)); offset += 4 + block) {
		block = le32(at);
		if (!block || block > LZ4_BLOCK + LZ4_BLOCK / 255 + 16)
			return offset;
	}
	return image->end;
}

static uint32_t crc32(const unsigned char *at, size_t size)
{
	uint32_t crc = 0xffffffff;
	unsigned bit;

	for (; size; size--) {
		crc ^= *at++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
	}
	return ~crc;
}

/* "The .xz File Format" 2.1.2, Stream Footer: CRC32, backward size, flags, "YZ"; everything is aligned to 4. */
static bool is_xz_footer(const unsigned char *at)
{
	return at[10] == 'Y' && at[11] == 'Z' && !at[8] && le32(at) == crc32(at + 4, 6);
}

static uint64_t xz_end(const struct igd_image *image, uint64_t offset)
{
	unsigned char piece[PIECE];
	int i, got;

	for (offset += 12; (got = igd_image_read(image, offset, piece, sizeof(piece))) >= 12;
		offset += (uint64_t)i) {
		for (i = 0; i + 12 <= got; i += 4) {
			if (is_xz_footer(piece + i))
				return offset + (uint64_t)i + 12;
		}
	}
	return image->end;
}

uint64_t igd_image_segment_end(
	const struct igd_image *image, uint64_t offset, enum igd_format format)
{
	uint64_t end = image->end;

	if (format == IGD_FORMAT_ZSTD)
		end = zstd_end(image, offset);
	else if (format == IGD_FORMAT_LZ4)
		end = lz4_end(image, offset);
	else if (format == IGD_FORMAT_XZ)
		end = xz_end(image, offset);
	return end < image->end ? end : image->end;
}
