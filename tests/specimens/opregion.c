// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion - OpRegions and VBTs, made from nothing
 */
#include "specimens/opregion.h"

#include <string.h>

#define VBT_HEADER 48u
#define BDB_HEADER 22u
#define OPREGION_SIZE 0x2000u

static void add_block(struct specimen *specimen, uint8_t id, size_t size)
{
	specimen_add(specimen, &id, 1);
	specimen_add16(specimen, (uint16_t)size);
}

static void add_definitions(struct specimen *specimen, const struct specimen_vbt *vbt)
{
	const uint8_t head[5] = { 0, 0, 0, 0, vbt->child_size };
	uint8_t child[255] = { 0 };
	size_t i;

	add_block(specimen, 2, sizeof(head) + vbt->child_count * vbt->child_size);
	specimen_add(specimen, head, sizeof(head));
	for (i = 0; i < vbt->child_count; i++) {
		child[0] = (uint8_t)vbt->children[i].handle;
		child[1] = (uint8_t)(vbt->children[i].handle >> 8);
		child[2] = (uint8_t)vbt->children[i].device_type;
		child[3] = (uint8_t)(vbt->children[i].device_type >> 8);
		child[16] = vbt->children[i].port;
		specimen_add(specimen, child, vbt->child_size);
	}
}

/* The 16 bits of the size are 0; version 3; 32 bits of size for what is behind the id and the 16 bits. */
static void add_mipi(struct specimen *specimen)
{
	static const uint8_t data[12] = { 3, 12 };

	add_block(specimen, 53, 0);
	specimen_add(specimen, data, sizeof(data));
}

void specimen_add_vbt(struct specimen *specimen, const struct specimen_vbt *vbt)
{
	static const uint8_t features[5] = { 0 };
	size_t start = specimen->size, i;
	char signature[20] = "$VBT ";
	uint8_t zeros[28] = { 0 }, sum = 0;

	memset(signature + 5, ' ', sizeof(signature) - 5);
	memcpy(signature + 5, vbt->product,
		strlen(vbt->product) < 15 ? strlen(vbt->product) : sizeof(signature) - 5);
	specimen_add(specimen, signature, sizeof(signature));
	specimen_add(specimen, zeros, VBT_HEADER - sizeof(signature));
	specimen_put16(specimen, start + 20, 100);
	specimen_put16(specimen, start + 22, VBT_HEADER);
	specimen_put32(specimen, start + 28, VBT_HEADER);
	specimen_add(specimen, "BIOS_DATA_BLOCK ", 16);
	specimen_add16(specimen, vbt->bdb_version);
	specimen_add16(specimen, BDB_HEADER);
	specimen_add16(specimen, 0);
	add_block(specimen, 1, sizeof(features));
	specimen_add(specimen, features, sizeof(features));
	add_definitions(specimen, vbt);
	if (vbt->has_mipi)
		add_mipi(specimen);
	specimen_put16(specimen, start + 24, (uint16_t)(specimen->size - start));
	specimen_put16(
		specimen, start + VBT_HEADER + 20, (uint16_t)(specimen->size - start - VBT_HEADER));
	for (i = start; i < specimen->size; i++)
		sum = (uint8_t)(sum + specimen->bytes[i]);
	specimen->bytes[start + 26] = (uint8_t)-sum;
}

void specimen_add_opregion(struct specimen *specimen, const struct specimen_opregion *opregion)
{
	const struct specimen *vbt = opregion->vbt;
	size_t start = specimen->size, i;
	uint8_t zero = 0;

	specimen_add(specimen, "IntelGraphicsMem", 16);
	for (i = 16; i < OPREGION_SIZE; i++)
		specimen_add(specimen, &zero, 1);
	specimen_put32(specimen, start + 0x10, OPREGION_SIZE >> 10);
	specimen->bytes[start + 0x16] = opregion->minor;
	specimen->bytes[start + 0x17] = opregion->major;
	memcpy(specimen->bytes + start + 0x18, "1.20", 4);
	specimen_put32(specimen, start + 0x58, opregion->mailboxes);
	for (i = 0; opregion->gop_version && opregion->gop_version[i] && i < 16; i++)
		specimen->bytes[start + 0x64 + 2 * i] = (uint8_t)opregion->gop_version[i];
	if (vbt && !opregion->is_behind)
		memcpy(specimen->bytes + start + 0x400, vbt->bytes, vbt->size);
	if (vbt && opregion->is_behind) {
		specimen_put32(specimen, start + 0x3ba, OPREGION_SIZE);
		specimen_put32(specimen, start + 0x3c2, (uint32_t)vbt->size);
		specimen_add(specimen, vbt->bytes, vbt->size);
	}
}
