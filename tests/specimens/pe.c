// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pe - EFI files, for specimens
 *
 * As EDK2's GenFw leaves them: sections aligned to 32 bytes, and where they stand in the file is where they
 * are loaded.
 */
#include "specimens/pe.h"

#include <stdio.h>
#include <string.h>

#define ALIGNMENT 0x20
#define RESOURCE_ENTRY 16 /* offset of the third data directory */
#define SECTION_CODE 0x60000020u
#define SECTION_DATA 0x40000040u

/* A block of a version resource: its length is put in by end_block(). */
static size_t begin_block(
	struct specimen *out, const char *name, unsigned value_length, unsigned is_text)
{
	size_t start;

	specimen_pad(out, 4, 0);
	start = out->size;
	specimen_add16(out, 0);
	specimen_add16(out, (uint16_t)value_length);
	specimen_add16(out, (uint16_t)is_text);
	specimen_add_wide(out, name);
	specimen_add16(out, 0);
	specimen_pad(out, 4, 0);
	return start;
}

static void end_block(struct specimen *out, size_t start)
{
	specimen_put16(out, start, (uint16_t)(out->size - start));
}

static void add_string(struct specimen *out, const char *name, const char *text)
{
	size_t block = begin_block(out, name, (unsigned)strlen(text) + 1, 1);

	specimen_add_wide(out, text);
	specimen_add16(out, 0);
	end_block(out, block);
}

static void add_version(struct specimen *out, const struct specimen_pe *pe)
{
	unsigned parts[4] = { 0 };
	size_t root = begin_block(out, "VS_VERSION_INFO", 52, 0), info, table, fixed = out->size;

	sscanf(pe->version, "%u.%u.%u.%u", &parts[0], &parts[1], &parts[2], &parts[3]);
	specimen_add32(out, 0xfeef04bd);
	specimen_add32(out, 0x10000);
	specimen_add16(out, (uint16_t)parts[1]);
	specimen_add16(out, (uint16_t)parts[0]);
	specimen_add16(out, (uint16_t)parts[3]);
	specimen_add16(out, (uint16_t)parts[2]);
	while (out->size < fixed + 52)
		specimen_add32(out, 0);
	if (!pe->has_fixed_only) {
		info = begin_block(out, "StringFileInfo", 0, 1);
		table = begin_block(out, "040904b0", 0, 1);
		add_string(out, "CompanyName", "Specimen");
		add_string(out, "FileVersion", pe->version);
		end_block(out, table);
		end_block(out, info);
	}
	end_block(out, root);
}

static void add_directory(struct specimen *out, uint32_t id, uint32_t entry)
{
	specimen_add32(out, 0);
	specimen_add32(out, 0);
	specimen_add32(out, 0);
	specimen_add16(out, 0);
	specimen_add16(out, 1);
	specimen_add32(out, id);
	specimen_add32(out, entry);
}

/* Three directories of 24 bytes, the entry, the version. */
static void make_resources(struct specimen *out, const struct specimen_pe *pe, uint32_t address)
{
	size_t entry = 72, start = entry + 16;

	add_directory(out, 16, 0x80000000u | 24);
	add_directory(out, 1, 0x80000000u | 48);
	add_directory(out, 0x409, (uint32_t)entry);
	specimen_add32(out, address + (uint32_t)start);
	specimen_add32(out, 0);
	specimen_add32(out, 0);
	specimen_add32(out, 0);
	add_version(out, pe);
	specimen_put32(out, entry + 4, (uint32_t)(out->size - start));
}

/* File header and optional header; sizes are put in later. */
static void add_headers(struct specimen *out, const struct specimen_pe *pe, unsigned sections)
{
	size_t start = out->size;
	int i;

	specimen_add32(out, 0x00004550);
	specimen_add16(out, pe->machine ? pe->machine : 0x8664);
	specimen_add16(out, (uint16_t)sections);
	for (i = 0; i < 3; i++)
		specimen_add32(out, 0);
	specimen_add16(out, pe->is_32 ? 96 + 128 : 112 + 128);
	specimen_add16(out, 0x0206);
	specimen_add16(out, pe->is_32 ? 0x10b : 0x20b);
	while (out->size < start + 24 + (pe->is_32 ? 96 : 112) + 128)
		specimen_add16(out, 0);
	specimen_put32(out, start + 24 + 16, 0x400); /* entry point */
	specimen_put32(out, start + 24 + 32, ALIGNMENT);
	specimen_put32(out, start + 24 + 36, ALIGNMENT);
	specimen_put16(out, start + 24 + 68, pe->subsystem ? pe->subsystem : 11);
	specimen_put32(out, start + 24 + (pe->is_32 ? 92 : 108), 16);
}

static void add_section_header(
	struct specimen *out, const char *name, size_t address, size_t size, uint32_t flags)
{
	char padded[9] = "";

	snprintf(padded, sizeof(padded), "%s", name);
	specimen_add(out, padded, 8);
	specimen_add32(out, (uint32_t)size);
	specimen_add32(out, (uint32_t)address);
	specimen_add32(out, (uint32_t)((size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT));
	specimen_add32(out, (uint32_t)address);
	specimen_add32(out, 0);
	specimen_add32(out, 0);
	specimen_add32(out, 0);
	specimen_add32(out, flags);
}

static size_t align(size_t value)
{
	return (value + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static unsigned count_sections(const struct specimen_pe *pe)
{
	unsigned count = 0;

	while (count < SPECIMEN_SECTIONS && pe->sections[count].name)
		count++;
	return count;
}

static void add_sections(
	struct specimen *out, const struct specimen_pe *pe, const struct specimen *resources)
{
	unsigned count = count_sections(pe), i;

	for (i = 0; i < count; i++) {
		specimen_add(out, pe->sections[i].data.bytes, pe->sections[i].data.size);
		specimen_pad(out, ALIGNMENT, 0);
	}
	specimen_add(out, resources->bytes, resources->size);
	specimen_pad(out, ALIGNMENT, 0);
}

void specimen_add_pe(struct specimen *specimen, const struct specimen_pe *pe)
{
	struct specimen out = { 0 }, resources = { 0 };
	unsigned count = count_sections(pe), i;
	size_t optional = SPECIMEN_PE_OPTIONAL, directories = optional + (pe->is_32 ? 96 : 112);
	size_t headers = align(directories + 128 + (count + (pe->version ? 1u : 0)) * (size_t)40);
	size_t address = headers;

	specimen_add(&out, "MZ", 2);
	specimen_pad(&out, 0x40, 0);
	specimen_put32(&out, 0x3c, SPECIMEN_PE_HEADER);
	add_headers(&out, pe, count + (pe->version ? 1 : 0));
	for (i = 0; i < count; i++) {
		add_section_header(&out, pe->sections[i].name, address, pe->sections[i].data.size,
			i == 0 ? SECTION_CODE : SECTION_DATA);
		address += align(pe->sections[i].data.size);
	}
	if (pe->version) {
		make_resources(&resources, pe, (uint32_t)address);
		add_section_header(&out, ".rsrc", address, resources.size, SECTION_DATA);
		specimen_put32(&out, directories + RESOURCE_ENTRY, (uint32_t)address);
		specimen_put32(&out, directories + RESOURCE_ENTRY + 4, (uint32_t)resources.size);
		address += align(resources.size);
	}
	specimen_pad(&out, ALIGNMENT, 0);
	add_sections(&out, pe, &resources);
	specimen_put32(&out, optional + 56, (uint32_t)address);
	specimen_put32(&out, optional + 60, (uint32_t)headers);
	specimen_add(specimen, out.bytes, out.size);
	specimen_done(&resources);
	specimen_done(&out);
}
