// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * scan - what an initramfs image holds, as the text that initramfs.h describes
 */
#include "facts/boot/scan.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <string.h>

#include "facts/boot/cpio.h"
#include "facts/boot/scan_member.h"
#include "facts/boot/uki.h"

#define PIECE ((size_t)1 << 16)
#define MAX_SEGMENTS 64u
/* A bomb is small. No image that boots unpacks to more than this times its size and a little. */
#define MAX_RATIO 64u
#define SPARE ((uint64_t)64 << 20)

struct scan {
	struct igd_image image;
	struct igd_scan_members members;
	struct igd_cpio cpio;
	struct igd_text *text;
	uint64_t unpacked, limit;
	const char *unread; /* why the rest was not read; NULL: all was */
	int error;
};

/* What libarchive reads of: one segment. */
struct segment {
	const struct igd_image *image;
	uint64_t offset, end;
	int error;
	unsigned char piece[PIECE];
};

static la_ssize_t read_segment(struct archive *archive, void *context, const void **ret)
{
	struct segment *segment = context;
	uint64_t left = segment->end - segment->offset;
	int got = igd_image_read(segment->image, segment->offset, segment->piece,
		left < PIECE ? (size_t)left : PIECE);

	(void)archive;
	if (got < 0)
		segment->error = -got;
	else
		segment->offset += (uint64_t)got;
	*ret = segment->piece;
	return got < 0 ? ARCHIVE_FATAL : got;
}

/* Only what libarchive can do itself: for the rest it would start a program. */
static bool add_filter(struct archive *archive, enum igd_format format)
{
	switch (format) {
	case IGD_FORMAT_GZIP:
		return archive_read_support_filter_gzip(archive) == ARCHIVE_OK;
	case IGD_FORMAT_BZIP2:
		return archive_read_support_filter_bzip2(archive) == ARCHIVE_OK;
	case IGD_FORMAT_LZMA:
		return archive_read_support_filter_lzma(archive) == ARCHIVE_OK;
	case IGD_FORMAT_XZ:
		return archive_read_support_filter_xz(archive) == ARCHIVE_OK;
	case IGD_FORMAT_LZ4:
		return archive_read_support_filter_lz4(archive) == ARCHIVE_OK;
	case IGD_FORMAT_ZSTD:
		return archive_read_support_filter_zstd(archive) == ARCHIVE_OK;
	case IGD_FORMAT_UNKNOWN:
	case IGD_FORMAT_CPIO:
	case IGD_FORMAT_LZO:
	case IGD_FORMAT_COUNT:
		break;
	}
	return false;
}

static bool feed(struct scan *scan, const void *bytes, size_t size)
{
	scan->unpacked += size;
	if (scan->unpacked > scan->limit)
		scan->unread = "it unpacks to more than is accepted";
	else if (igd_cpio_feed(&scan->cpio, bytes, size, false) < size)
		scan->unread = "it is not a cpio archive";
	return !scan->unread;
}

static void unpack(struct scan *scan, struct archive *archive, struct segment *segment)
{
	struct archive_entry *entry;
	la_int64_t offset;
	const void *bytes;
	size_t size;
	int r = archive_read_open(archive, segment, NULL, read_segment, NULL);

	/* What libarchive finds too damaged to be compressed data it would hand through as it is. */
	if (r == ARCHIVE_OK && archive_filter_code(archive, 0) == ARCHIVE_FILTER_NONE)
		r = ARCHIVE_FATAL;
	if (r == ARCHIVE_OK)
		r = archive_read_next_header(archive, &entry);
	while (r == ARCHIVE_OK) {
		r = archive_read_data_block(archive, &bytes, &size, &offset);
		if (r == ARCHIVE_OK && !feed(scan, bytes, size))
			return;
	}
	scan->error = segment->error;
	if (r != ARCHIVE_EOF)
		scan->unread = "it is damaged or cut off";
}

static void free_archive(struct archive **archive)
{
	archive_read_free(*archive);
}

/* Returns the offset behind the segment. */
static uint64_t scan_compressed(struct scan *scan, uint64_t offset, enum igd_format format)
{
	IGD_CLEANUP(free_archive) struct archive *archive = archive_read_new();
	IGD_AUTOFREE struct segment *segment = igd_zalloc(sizeof(*segment));
	la_int64_t taken;

	segment->image = &scan->image;
	segment->offset = offset;
	segment->end = igd_image_segment_end(&scan->image, offset, format);
	if (!archive || !add_filter(archive, format) ||
		archive_read_support_format_raw(archive) != ARCHIVE_OK) {
		scan->unread = "it is compressed in a way that is not understood here";
		return offset;
	}
	unpack(scan, archive, segment);
	taken = archive_filter_bytes(archive, -1);
	if (segment->end < scan->image.end || taken <= 0)
		return segment->end;
	return offset + (uint64_t)taken;
}

static uint64_t scan_cpio(struct scan *scan, uint64_t offset)
{
	IGD_AUTOFREE unsigned char *piece = igd_zalloc(PIECE);
	size_t taken = 1;
	int got;

	scan->cpio.has_ended = false;
	while (!scan->cpio.has_ended && taken) {
		offset += igd_cpio_skippable(&scan->cpio);
		igd_cpio_skip(&scan->cpio, igd_cpio_skippable(&scan->cpio));
		got = igd_image_read(&scan->image, offset, piece, PIECE);
		if (got <= 0) {
			scan->error = -got;
			break;
		}
		taken = igd_cpio_feed(&scan->cpio, piece, (size_t)got, true);
		offset += taken;
		if (scan->cpio.state == IGD_CPIO_BAD)
			scan->unread = "it is not a cpio archive";
		if (scan->unread)
			break;
	}
	return offset;
}

static uint64_t scan_segment(struct scan *scan, uint64_t offset)
{
	enum igd_format format = igd_image_format(&scan->image, offset);

	igd_text_printf(scan->text, "segment %llu %s\n",
		(unsigned long long)(offset - scan->image.start), igd_format_name(format));
	if (format == IGD_FORMAT_CPIO)
		return scan_cpio(scan, offset);
	if (format != IGD_FORMAT_UNKNOWN)
		return scan_compressed(scan, offset, format);
	scan->unread = "it is nothing that the kernel unpacks";
	return offset;
}

static void scan_segments(struct scan *scan)
{
	uint64_t before, offset = scan->image.start;
	unsigned count = 0;

	for (;;) {
		before = igd_image_skip_zeros(&scan->image, offset);
		if (before >= scan->image.end)
			break;
		if (count++ == MAX_SEGMENTS)
			scan->unread = "it has more segments than are accepted";
		if (!scan->unread)
			offset = scan_segment(scan, before);
		if (scan->unread || scan->error || offset <= before)
			break;
	}
	if (!count)
		scan->unread = "it is empty";
	else if (!scan->unread && (offset > scan->image.end || !igd_cpio_is_whole(&scan->cpio)))
		scan->unread = "it ends in the middle of a file";
	if (scan->unread)
		igd_text_printf(scan->text, "unread %llu %s\n",
			(unsigned long long)(before - scan->image.start), scan->unread);
}

/* Narrows the image down to what the kernel is given of a unified kernel image. */
static int enter_uki(struct scan *scan)
{
	IGD_AUTOFREE unsigned char *head = igd_zalloc(IGD_UKI_HEADERS);
	struct igd_uki_section section;
	int r, got = igd_image_read(&scan->image, scan->image.start, head, IGD_UKI_HEADERS);

	if (got < 0)
		return got;
	if (!igd_uki_is_pe(head, (size_t)got))
		return 0;
	r = igd_uki_find(
		head, (size_t)got, scan->image.end - scan->image.start, ".initrd", &section);
	if (r < 0) {
		igd_text_printf(scan->text, "unread 0 %s\n",
			r == -ENOENT ? "it is an EFI program without an initramfs"
				     : "its EFI header is damaged");
		return 1;
	}
	scan->image.start += section.offset;
	scan->image.end = scan->image.start + section.size;
	return 0;
}

int igd_scan_image(const struct igd_image *image, const char *path, struct igd_text *ret)
{
	static const struct igd_cpio_reader reader = { igd_scan_want, igd_scan_file, NULL };
	IGD_AUTOFREE struct scan *scan = igd_zalloc(sizeof(*scan));
	struct igd_cpio_reader members = reader;
	uint64_t size = image->end - image->start;
	int r;

	igd_text_printf(ret, "image ");
	igd_scan_escape(ret, path, strlen(path), true);
	igd_text_printf(ret, "\nsize %llu\n", (unsigned long long)size);
	if (size > IGD_SCAN_MAX_IMAGE) {
		igd_text_printf(ret, "unread 0 it is larger than is accepted\n");
		return 0;
	}
	scan->image = *image;
	scan->text = ret;
	scan->limit = size * MAX_RATIO + SPARE;
	if (scan->limit > IGD_SCAN_MAX_CONTENT)
		scan->limit = IGD_SCAN_MAX_CONTENT;
	r = enter_uki(scan);
	if (r)
		return r < 0 ? -r : 0;
	members.context = &scan->members;
	scan->cpio.reader = &members;
	scan_segments(scan);
	igd_cpio_done(&scan->cpio);
	igd_scan_members_write(&scan->members, ret);
	igd_scan_members_done(&scan->members);
	return scan->error;
}
