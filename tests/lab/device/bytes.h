// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bytes - little-endian numbers at any place
 */
#ifndef IGD_LAB_BYTES_H
#define IGD_LAB_BYTES_H

#include <endian.h>
#include <stdint.h>
#include <string.h>

static inline void igd_put16(void *at, uint16_t value)
{
	value = htole16(value);
	memcpy(at, &value, sizeof(value));
}

static inline void igd_put32(void *at, uint32_t value)
{
	value = htole32(value);
	memcpy(at, &value, sizeof(value));
}

static inline void igd_put64(void *at, uint64_t value)
{
	value = htole64(value);
	memcpy(at, &value, sizeof(value));
}

static inline uint16_t igd_get16(const void *at)
{
	uint16_t value;

	memcpy(&value, at, sizeof(value));
	return le16toh(value);
}

static inline uint32_t igd_get32(const void *at)
{
	uint32_t value;

	memcpy(&value, at, sizeof(value));
	return le32toh(value);
}

static inline uint64_t igd_get64(const void *at)
{
	uint64_t value;

	memcpy(&value, at, sizeof(value));
	return le64toh(value);
}

/* The number that makes the bytes add up to 0 modulo 256, while the checksum's own byte is 0. */
static inline uint8_t igd_checksum(const uint8_t *bytes, size_t size)
{
	unsigned sum = 0;
	size_t i;

	for (i = 0; i < size; i++)
		sum += bytes[i];
	return (uint8_t)(0x100u - (sum & 0xffu));
}

#endif
