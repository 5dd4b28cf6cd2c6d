// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * uki - the sections of a unified kernel image, which is a PE file
 */
#include "facts/boot/uki.h"

#include <errno.h>
#include <string.h>

#define PE_OFFSET 0x3c /* in the DOS header: where the PE header is */
#define PE_HEADER 24   /* signature and COFF header */
#define SECTION 40
#define MAX_SECTIONS 96 /* the loader's own limit */

static uint32_t le16(const unsigned char *at)
{
	return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static uint32_t le32(const unsigned char *at)
{
	return le16(at) | le16(at + 2) << 16;
}

bool igd_uki_is_pe(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	return size > PE_OFFSET + 4 && at[0] == 'M' && at[1] == 'Z';
}

/* A section's file holds padding behind its VirtualSize bytes; one made by objcopy may leave that at 0. */
static int read_section(const unsigned char *at, uint64_t file_size, struct igd_uki_section *ret)
{
	uint64_t virtual_size = le32(at + 8), raw_size = le32(at + 16), offset = le32(at + 20);
	uint64_t size = virtual_size && virtual_size < raw_size ? virtual_size : raw_size;

	if (offset > file_size || size > file_size - offset)
		return -EBADMSG;
	*ret = (struct igd_uki_section){ offset, size };
	return 0;
}

int igd_uki_find(const void *bytes, size_t size, uint64_t file_size, const char *name,
	struct igd_uki_section *ret)
{
	const unsigned char *at = bytes;
	char padded[8] = { 0 };
	size_t header, table, i, count;

	if (!igd_uki_is_pe(bytes, size) || strlen(name) > sizeof(padded))
		return -EBADMSG;
	memcpy(padded, name, strlen(name));
	header = le32(at + PE_OFFSET);
	if (size < PE_HEADER || header > size - PE_HEADER || memcmp(at + header, "PE\0\0", 4) != 0)
		return -EBADMSG;
	count = le16(at + header + 6);
	table = header + PE_HEADER + le16(at + header + 20);
	if (count > MAX_SECTIONS || table > size || count * SECTION > size - table)
		return -EBADMSG;
	for (i = 0; i < count; i++) {
		if (memcmp(at + table + i * SECTION, padded, sizeof(padded)) == 0)
			return read_section(at + table + i * SECTION, file_size, ret);
	}
	return -ENOENT;
}
