// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bytes - little-endian numbers in foreign bytes, and what is wrong with such bytes
 *
 * The caller has seen to it that the bytes are there.
 */
#ifndef IGD_FACTS_FIRMWARE_BYTES_H
#define IGD_FACTS_FIRMWARE_BYTES_H

#include <stddef.h>
#include <stdint.h>

#include "core/attr.h"

/* Where bytes are wrong, and how: a sentence without the offset. */
struct igd_fault {
	size_t offset;
	char what[192];
};

/* Fills it, and returns -EBADMSG. */
IGD_EXPORT IGD_FORMAT(3, 4) int igd_fault_set(
	struct igd_fault *fault, size_t offset, const char *format, ...);

static inline uint16_t igd_little16(const uint8_t *bytes)
{
	return (uint16_t)(bytes[0] | bytes[1] << 8);
}

static inline uint32_t igd_little32(const uint8_t *bytes)
{
	return igd_little16(bytes) | (uint32_t)igd_little16(bytes + 2) << 16;
}

/* Whether [offset, offset + length) lies within size bytes; without overflow. */
static inline _Bool igd_within(size_t offset, size_t length, size_t size)
{
	return offset <= size && length <= size - offset;
}

#endif
