// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * image - the bytes of an initramfs image: where its segments begin and end
 *
 * An image is one or more segments with zeros between them, each a cpio archive, compressed or not; the early
 * microcode comes first and uncompressed (Linux Documentation/driver-api/early-userspace/buffer-format.rst,
 * Documentation/arch/x86/microcode.rst).
 */
#ifndef IGD_FACTS_BOOT_IMAGE_H
#define IGD_FACTS_BOOT_IMAGE_H

#include "core/util.h"

/* Bytes of a file or of memory, from start to end. Nothing is owned. */
struct igd_image {
	int fd;			    /* -1: in memory */
	const unsigned char *bytes; /* NULL: in the file */
	uint64_t start, end;
};

enum igd_format {
	IGD_FORMAT_UNKNOWN,
	IGD_FORMAT_CPIO,
	IGD_FORMAT_GZIP,
	IGD_FORMAT_BZIP2,
	IGD_FORMAT_LZMA,
	IGD_FORMAT_XZ,
	IGD_FORMAT_LZO,
	IGD_FORMAT_LZ4, /* the legacy frame, the only one the kernel knows */
	IGD_FORMAT_ZSTD,
	IGD_FORMAT_COUNT
};

/* Reads at most size bytes at an offset; returns how many, 0 at the end, or -errno. */
IGD_EXPORT int igd_image_read(
	const struct igd_image *image, uint64_t offset, void *buffer, size_t size);
/* The offset of the first byte that is not zero, or end. */
IGD_EXPORT uint64_t igd_image_skip_zeros(const struct igd_image *image, uint64_t offset);
/* What begins at the offset (Linux lib/decompress.c compressed_formats). */
IGD_EXPORT enum igd_format igd_image_format(const struct igd_image *image, uint64_t offset);
/* "zstd"; static storage. */
IGD_EXPORT const char *igd_format_name(enum igd_format format);
/*
 * Where the compressed segment that begins at the offset ends, as far as its format tells (xz, zstd, lz4);
 * else the image's end. libarchive has to be kept from reading on: it takes what follows for damage.
 */
IGD_EXPORT uint64_t igd_image_segment_end(
	const struct igd_image *image, uint64_t offset, enum igd_format format);

#endif
