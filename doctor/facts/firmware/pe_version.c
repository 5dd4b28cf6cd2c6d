// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pe_version - the version resource of a PE image
 *
 * Three levels of directories (type, name, language), then a tree of blocks, each with its length, a name in
 * UTF-16 and a value. Layout: Microsoft PE Format, "The .rsrc Section"; winver.h VS_VERSIONINFO.
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/firmware/pe.h"

#define RESOURCE_VERSION 16 /* RT_VERSION */
#define IS_DIRECTORY 0x80000000u
#define DIRECTORY_HEADER 16
#define ENTRY_SIZE 8
#define FIXED_SIZE 52
#define FIXED_SIGNATURE 0xfeef04bdu
#define BLOCK_HEADER 6
#define VERSION_MAX 64 /* bytes of a version worth showing */

struct resources {
	const uint8_t *bytes;
	size_t size;
};

/* One block of a version resource. */
struct block {
	const uint8_t *bytes;
	size_t size;		    /* with its children */
	size_t name_size;	    /* bytes of UTF-16, without the final 0; behind the header */
	size_t value, value_length; /* offset of the value; its length as the block says */
};

/* What the directory's entry leads to: that with the id, or the first for an id of -1. 0 for none. */
static uint32_t find_entry(const struct resources *resources, size_t directory, int64_t id)
{
	const uint8_t *header, *entry;
	size_t count, i;

	if (!igd_within(directory, DIRECTORY_HEADER, resources->size))
		return 0;
	header = resources->bytes + directory;
	count = (size_t)igd_little16(header + 12) + igd_little16(header + 14);
	for (i = 0; i < count; i++) {
		if (!igd_within(directory + DIRECTORY_HEADER + i * ENTRY_SIZE, ENTRY_SIZE,
			    resources->size))
			return 0;
		entry = header + DIRECTORY_HEADER + i * ENTRY_SIZE;
		if (id < 0 || igd_little32(entry) == id)
			return igd_little32(entry + 4);
	}
	return 0;
}

/* The bytes of the version resource. */
static bool find_resource(
	const struct resources *resources, uint32_t address, struct resources *ret)
{
	uint32_t entry = find_entry(resources, 0, RESOURCE_VERSION);
	size_t start, size;
	int level;

	for (level = 0; level < 2 && (entry & IS_DIRECTORY); level++)
		entry = find_entry(resources, entry & ~IS_DIRECTORY, -1);
	if (entry == 0 || (entry & IS_DIRECTORY) || !igd_within(entry, 8, resources->size) ||
		igd_little32(resources->bytes + entry) < address)
		return false;
	start = igd_little32(resources->bytes + entry) - address;
	size = igd_little32(resources->bytes + entry + 4);
	if (!igd_within(start, size, resources->size))
		return false;
	*ret = (struct resources){ resources->bytes + start, size };
	return true;
}

static size_t align4(size_t offset)
{
	return (offset + 3) & ~(size_t)3;
}

static bool read_block(const uint8_t *bytes, size_t size, struct block *ret)
{
	size_t length = size >= BLOCK_HEADER ? igd_little16(bytes) : 0, end = BLOCK_HEADER;

	if (length < BLOCK_HEADER || length > size)
		return false;
	while (igd_within(end, 2, length) && igd_little16(bytes + end))
		end += 2;
	*ret = (struct block){ bytes, length, end - BLOCK_HEADER, align4(end + 2),
		igd_little16(bytes + 2) };
	return ret->value <= length;
}

static bool is_named(const struct block *block, const char *name)
{
	size_t length = strlen(name), i;

	if (block->name_size != 2 * length)
		return false;
	for (i = 0; i < length; i++)
		if (igd_little16(block->bytes + BLOCK_HEADER + 2 * i) != (unsigned char)name[i])
			return false;
	return true;
}

/* The block's child of that name; the first one for NULL. Children begin at offset. */
static bool find_child(
	const struct block *parent, size_t offset, const char *name, struct block *ret)
{
	for (; offset < parent->size; offset += align4(ret->size)) {
		if (!read_block(parent->bytes + offset, parent->size - offset, ret))
			return false;
		if (!name || is_named(ret, name))
			return true;
	}
	return false;
}

/* A string of UTF-16, as ASCII; NULL for one that is empty or holds anything else. */
static char *take_string(const struct block *block)
{
	char text[VERSION_MAX + 1] = { 0 };
	size_t length = 0, at;
	unsigned unit;

	for (at = block->value; igd_within(at, 2, block->size) && length < VERSION_MAX; at += 2) {
		unit = igd_little16(block->bytes + at);
		if (unit == 0)
			break;
		if (unit < ' ' || unit > '~')
			return NULL;
		text[length++] = (char)unit;
	}
	return length ? igd_strdup(text) : NULL;
}

static char *take_fixed(const struct block *root)
{
	const uint8_t *fixed = root->bytes + root->value;

	if (!igd_within(root->value, FIXED_SIZE, root->size) || root->value_length < FIXED_SIZE ||
		igd_little32(fixed) != FIXED_SIGNATURE)
		return NULL;
	return igd_printf("%u.%u.%u.%u", igd_little16(fixed + 10), igd_little16(fixed + 8),
		igd_little16(fixed + 14), igd_little16(fixed + 12));
}

char *igd_pe_version(const uint8_t *resources, size_t size, uint32_t address)
{
	const struct resources all = { resources, size };
	struct resources version;
	struct block root, info, table, string;
	char *text = NULL;

	if (!find_resource(&all, address, &version) ||
		!read_block(version.bytes, version.size, &root) ||
		!is_named(&root, "VS_VERSION_INFO"))
		return NULL;
	if (find_child(&root, align4(root.value + root.value_length), "StringFileInfo", &info) &&
		find_child(&info, info.value, NULL, &table) &&
		find_child(&table, table.value, "FileVersion", &string))
		text = take_string(&string);
	return text ? text : take_fixed(&root);
}
