// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pe - PE32 and PE32+ images as UEFI firmware loads them
 */
#include "facts/firmware/pe.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"

/* Offsets and sizes: Microsoft PE Format. Those of the optional header count from its start. */
enum layout {
	DOS_NEW_HEADER = 0x3c,
	DOS_SIZE = 0x40,
	FILE_HEADER = 4, /* behind "PE\0\0" */
	FILE_SECTIONS = FILE_HEADER + 2,
	FILE_OPTIONAL_SIZE = FILE_HEADER + 16,
	OPTIONAL = FILE_HEADER + 20,
	OPTIONAL_IMAGE_SIZE = 56,
	OPTIONAL_HEADERS_SIZE = 60,
	OPTIONAL_SUBSYSTEM = 68,
	SECTION_SIZE = 40,
	DIRECTORY_SIZE = 8,
	DIRECTORY_MAX = 16
};
enum directory { DIRECTORY_RESOURCE = 2, DIRECTORY_SECURITY = 4 };

#define MAGIC_32 0x10b
#define MAGIC_64 0x20b
#define OPTIONAL_FIXED_32 96 /* bytes before the data directories */
#define OPTIONAL_FIXED_64 112

struct reader {
	const uint8_t *bytes;
	size_t size;
	size_t optional; /* offset of the optional header */
	size_t directories;
	uint32_t directory_count;
	size_t sections; /* offset of the section headers */
	size_t section_count;
	uint32_t headers_size;
	struct igd_pe *pe;
	struct igd_fault *fault;
};

static const struct {
	uint16_t machine;
	const char *name;
} machines[] = {
	{ IGD_PE_IA32, "32-bit x86 (IA32)" },
	{ IGD_PE_EBC, "EFI byte code" },
	{ IGD_PE_X64, "x64" },
	{ IGD_PE_AARCH64, "64-bit ARM" },
	{ 0x01c2, "32-bit ARM" },
	{ 0x0200, "Itanium" },
	{ 0x5064, "64-bit RISC-V" },
	{ 0x6264, "64-bit LoongArch" },
};

const char *igd_pe_machine_name(uint16_t machine)
{
	size_t i;

	for (i = 0; i < sizeof(machines) / sizeof(*machines); i++)
		if (machines[i].machine == machine)
			return machines[i].name;
	return NULL;
}

/* The offset of "PE\0\0". A file without a DOS header begins with it, for EDK2 at least. */
static int find_header(struct reader *reader, size_t *ret)
{
	size_t offset = 0;

	if (reader->size < DOS_SIZE)
		return igd_fault_set(
			reader->fault, 0, "%zu bytes are too few for an EFI file", reader->size);
	if (memcmp(reader->bytes, "MZ", 2) == 0)
		offset = igd_little32(reader->bytes + DOS_NEW_HEADER);
	if (!igd_within(offset, OPTIONAL + OPTIONAL_FIXED_64, reader->size))
		return igd_fault_set(reader->fault, DOS_NEW_HEADER,
			"the PE header is said to stand at 0x%zx, and the file ends at 0x%zx",
			offset, reader->size);
	if (memcmp(reader->bytes + offset, "PE\0", 4) != 0)
		return igd_fault_set(reader->fault, offset,
			"neither `MZ` nor `PE`: what stands here is no EFI file");
	*ret = offset;
	return 0;
}

static int read_optional(struct reader *reader, size_t header)
{
	const uint8_t *optional = reader->bytes + header + OPTIONAL;
	unsigned magic = igd_little16(optional);
	size_t size = igd_little16(reader->bytes + header + FILE_OPTIONAL_SIZE);
	size_t fixed = magic == MAGIC_64 ? OPTIONAL_FIXED_64 : OPTIONAL_FIXED_32;

	reader->optional = header + OPTIONAL;
	if (magic != MAGIC_32 && magic != MAGIC_64)
		return igd_fault_set(reader->fault, reader->optional,
			"the optional header is of type 0x%x, neither PE32 nor PE32+", magic);
	reader->directories = reader->optional + fixed;
	reader->directory_count = igd_little32(optional + fixed - 4);
	if (reader->directory_count > DIRECTORY_MAX ||
		size != fixed + reader->directory_count * (size_t)DIRECTORY_SIZE ||
		!igd_within(reader->optional, size, reader->size))
		return igd_fault_set(reader->fault, reader->directories - 4,
			"the optional header has %zu bytes, which does not go with %u data "
			"directories",
			size, reader->directory_count);
	reader->sections = reader->optional + size;
	reader->section_count = igd_little16(reader->bytes + header + FILE_SECTIONS);
	*reader->pe =
		(struct igd_pe){ .machine = igd_little16(reader->bytes + header + FILE_HEADER),
			.subsystem = igd_little16(optional + OPTIONAL_SUBSYSTEM),
			.is_64 = magic == MAGIC_64,
			.image_size = igd_little32(optional + OPTIONAL_IMAGE_SIZE) };
	reader->headers_size = igd_little32(optional + OPTIONAL_HEADERS_SIZE);
	return 0;
}

static int check_sizes(struct reader *reader)
{
	size_t end = reader->sections + reader->section_count * SECTION_SIZE;

	if (reader->headers_size < end || reader->headers_size <= reader->sections)
		return igd_fault_set(reader->fault, reader->optional + OPTIONAL_HEADERS_SIZE,
			"the headers are said to end at 0x%x, but those of %zu sections end at 0x%zx",
			reader->headers_size, reader->section_count, end);
	if (reader->headers_size > reader->size)
		return igd_fault_set(reader->fault, reader->optional + OPTIONAL_HEADERS_SIZE,
			"the headers are said to end at 0x%x, but the file ends at 0x%zx",
			reader->headers_size, reader->size);
	if (reader->headers_size >= reader->pe->image_size)
		return igd_fault_set(reader->fault, reader->optional + OPTIONAL_IMAGE_SIZE,
			"the image is said to have 0x%x bytes, and its headers alone 0x%x",
			reader->pe->image_size, reader->headers_size);
	reader->pe->file_size = reader->headers_size;
	return 0;
}

/* A signature behind the image is part of the file. */
static int check_security(struct reader *reader)
{
	const uint8_t *entry;
	size_t start, length;

	if (reader->directory_count <= DIRECTORY_SECURITY)
		return 0;
	entry = reader->bytes + reader->directories + (size_t)DIRECTORY_SECURITY * DIRECTORY_SIZE;
	start = igd_little32(entry);
	length = igd_little32(entry + 4);
	if (length == 0)
		return 0;
	if (!igd_within(start, length, reader->size))
		return igd_fault_set(reader->fault, (size_t)(entry - reader->bytes),
			"the signature is said to end at 0x%zx, but the file ends at 0x%zx",
			start + length, reader->size);
	if (start + length > reader->pe->file_size)
		reader->pe->file_size = start + length;
	return 0;
}

/* Bytes that the section fills in memory; EDK2 takes a virtual size of 0 for the size in the file. */
static uint64_t filled(const struct igd_pe_section *section)
{
	return section->virtual_size ? section->virtual_size : section->raw_size;
}

static int check_section(struct reader *reader, const struct igd_pe_section *section)
{
	uint64_t end = section->address + filled(section);
	uint64_t file_end = (uint64_t)section->offset + section->raw_size;

	if (section->raw_size > 0 &&
		(section->address < reader->headers_size || section->offset < reader->headers_size))
		return igd_fault_set(reader->fault, section->header,
			"section `%s` is to be loaded to 0x%x from 0x%x of the file, onto the headers, "
			"which end at 0x%x",
			section->name, section->address, section->offset, reader->headers_size);
	if (section->raw_size > 0 && !igd_within(section->offset, section->raw_size, reader->size))
		return igd_fault_set(reader->fault, section->header,
			"section `%s` is said to end at 0x%" PRIx64 ", but the file ends at 0x%zx",
			section->name, file_end, reader->size);
	if (filled(section) > 0 && end > reader->pe->image_size)
		return igd_fault_set(reader->fault, section->header,
			"section `%s` is to be loaded up to 0x%" PRIx64
			", but the loaded image ends at 0x%x",
			section->name, end, reader->pe->image_size);
	return 0;
}

static int read_sections(struct reader *reader)
{
	struct igd_pe *pe = reader->pe;
	struct igd_pe_section *section;
	const uint8_t *header;
	char *name;
	size_t i;

	pe->sections = igd_zalloc((reader->section_count + 1) * sizeof(*pe->sections));
	for (i = 0; i < reader->section_count; i++) {
		section = &pe->sections[pe->section_count++];
		section->header = reader->sections + i * SECTION_SIZE;
		header = reader->bytes + section->header;
		name = igd_printable(header, strnlen((const char *)header, 8), 8);
		memcpy(section->name, name, strnlen(name, 8));
		free(name);
		section->virtual_size = igd_little32(header + 8);
		section->address = igd_little32(header + 12);
		section->raw_size = igd_little32(header + 16);
		section->offset = igd_little32(header + 20);
		if (check_section(reader, section))
			return -EBADMSG;
		if (section->raw_size && section->offset + section->raw_size > pe->file_size)
			pe->file_size = section->offset + section->raw_size;
	}
	return 0;
}

static int compare_addresses(const void *a, const void *b)
{
	const struct igd_pe_section *const *x = a, *const *y = b;

	if ((*x)->address != (*y)->address)
		return (*x)->address < (*y)->address ? -1 : 1;
	return (*x)->header < (*y)->header ? -1 : (*x)->header > (*y)->header;
}

static void say_overlap(
	struct igd_pe *pe, const struct igd_pe_section *first, const struct igd_pe_section *second)
{
	igd_fault_set(&pe->overlap, second->header,
		"section `%s` is to be loaded to 0x%x, into section `%s`, which fills 0x%x to 0x%" PRIx64
		": "
		"one destroys the other",
		second->name, second->address, first->name, first->address,
		first->address + filled(first));
}

static void find_overlap(struct igd_pe *pe)
{
	const struct igd_pe_section **order = igd_zalloc((pe->section_count + 1) * sizeof(*order));
	const struct igd_pe_section *last = NULL; /* of those that fill something */
	size_t i;

	for (i = 0; i < pe->section_count; i++)
		order[i] = &pe->sections[i];
	qsort(order, pe->section_count, sizeof(*order), compare_addresses);
	for (i = 0; i < pe->section_count && !pe->overlap.what[0]; i++) {
		if (filled(order[i]) == 0)
			continue;
		if (last && last->address + filled(last) > order[i]->address)
			say_overlap(pe, last, order[i]);
		last = order[i];
	}
	free(order);
}

/* The resources, as far as they stand in one section. */
static void find_version(struct reader *reader)
{
	const uint8_t *entry =
		reader->bytes + reader->directories + (size_t)DIRECTORY_RESOURCE * DIRECTORY_SIZE;
	const struct igd_pe_section *section;
	uint32_t address;
	size_t i;

	if (reader->directory_count <= DIRECTORY_RESOURCE || igd_little32(entry + 4) == 0)
		return;
	address = igd_little32(entry);
	for (i = 0; i < reader->pe->section_count; i++) {
		section = &reader->pe->sections[i];
		if (address < section->address || address - section->address >= section->raw_size)
			continue;
		reader->pe->version = igd_pe_version(
			reader->bytes + section->offset + (address - section->address),
			section->raw_size - (address - section->address), address);
		return;
	}
}

static int parse(struct reader *reader)
{
	size_t header = 0;

	if (find_header(reader, &header) || read_optional(reader, header) || check_sizes(reader) ||
		check_security(reader) || read_sections(reader))
		return -EBADMSG;
	find_overlap(reader->pe);
	find_version(reader);
	return 0;
}

int igd_pe_parse(const uint8_t *bytes, size_t size, struct igd_pe *ret, struct igd_fault *reterr)
{
	struct igd_pe pe = { 0 };
	struct reader reader = { .bytes = bytes, .size = size, .pe = &pe, .fault = reterr };
	int r = parse(&reader);

	if (r == 0)
		*ret = pe;
	else
		igd_pe_done(&pe);
	return r;
}

void igd_pe_done(struct igd_pe *pe)
{
	free(pe->sections);
	free(pe->version);
	*pe = (struct igd_pe){ 0 };
}
