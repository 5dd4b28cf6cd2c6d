// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion_bytes - numbers and texts out of the little-endian bytes of firmware
 */
#ifndef IGD_FACTS_FIRMWARE_OPREGION_BYTES_H
#define IGD_FACTS_FIRMWARE_OPREGION_BYTES_H

#include "facts/firmware/bytes.h"

static inline uint64_t igd_little64(const uint8_t *bytes)
{
	return igd_little32(bytes) | (uint64_t)igd_little32(bytes + 4) << 32;
}

/* 0 for bytes whose checksum is right. */
static inline uint8_t igd_byte_sum(const uint8_t *bytes, size_t size)
{
	uint8_t sum = 0;

	while (size-- > 0)
		sum = (uint8_t)(sum + bytes[size]);
	return sum;
}

/* The printable ASCII at the beginning of a field, without blanks behind it. room counts the NUL. */
static inline void igd_copy_text(char *ret, size_t room, const uint8_t *field, size_t size)
{
	size_t i = 0;

	for (; i < size && i + 1 < room && field[i] >= 0x20 && field[i] < 0x7f; i++)
		ret[i] = (char)field[i];
	while (i && ret[i - 1] == ' ')
		i--;
	ret[i] = '\0';
}

#endif
