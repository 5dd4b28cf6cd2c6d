// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_pe - EFI files: what a sound one says, and what firmware would not load
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/firmware/pe.h"
#include "specimens/pe.h"
#include "unit.h"

#define OPTIONAL SPECIMEN_PE_OPTIONAL
#define SECTIONS SPECIMEN_PE_SECTIONS
#define SECOND (SECTIONS + 40)

/* Headers of 0x1a0 bytes, .text at 0x1a0 to 0x200, .data at 0x200 to 0x220. */
static void make_file(struct specimen *ret, struct specimen_pe *pe)
{
	static uint8_t code[0x60], data[0x20];

	pe->sections[0] = (struct specimen_section){ ".text", { code, sizeof(code) } };
	pe->sections[1] = (struct specimen_section){ ".data", { data, sizeof(data) } };
	specimen_add_pe(ret, pe);
}

/* From exactly so many bytes. */
static int parse(const struct specimen *file, struct igd_pe *ret, struct igd_fault *fault)
{
	uint8_t *bytes = igd_zalloc(file->size ? file->size : 1);
	int r;

	if (file->size)
		memcpy(bytes, file->bytes, file->size);
	r = igd_pe_parse(bytes, file->size, ret, fault);
	free(bytes);
	return r;
}

static void test_sound(void **state)
{
	struct specimen_pe make = { 0 };
	struct specimen file = { 0 };
	struct igd_fault fault;
	struct igd_pe pe;

	(void)state;
	make_file(&file, &make);
	specimen_add(&file, "behind the end", 14);
	assert_int_equal(parse(&file, &pe, &fault), 0);
	assert_true(pe.is_64);
	assert_int_equal(pe.machine, IGD_PE_X64);
	assert_int_equal(pe.subsystem, IGD_PE_BOOT_DRIVER);
	assert_int_equal(pe.file_size, file.size - 14);
	assert_int_equal(pe.image_size, 0x220);
	assert_int_equal(pe.section_count, 2);
	assert_string_equal(pe.sections[0].name, ".text");
	assert_int_equal(pe.sections[0].header, SECTIONS);
	assert_int_equal(pe.sections[1].address, 0x200);
	assert_int_equal(pe.sections[1].offset, 0x200);
	assert_int_equal(pe.sections[1].virtual_size, 0x20);
	assert_null(pe.version);
	assert_string_equal(pe.overlap.what, "");
	igd_pe_done(&pe);
	specimen_done(&file);
}

static void check_version(struct specimen_pe *make, const char *version)
{
	struct specimen file = { 0 };
	struct igd_fault fault;
	struct igd_pe pe;

	make_file(&file, make);
	assert_int_equal(parse(&file, &pe, &fault), 0);
	assert_int_equal(pe.is_64, !make->is_32);
	if (version)
		assert_string_equal(pe.version, version);
	else
		assert_null(pe.version);
	igd_pe_done(&pe);
	specimen_done(&file);
}

static void test_versions(void **state)
{
	struct specimen_pe make = { .version = "17.0.1066" };

	(void)state;
	check_version(&make, "17.0.1066");
	make.has_fixed_only = true;
	check_version(&make, "17.0.1066.0");
	make.is_32 = true;
	make.machine = IGD_PE_IA32;
	check_version(&make, "17.0.1066.0");
}

/* The resources' every byte changed: a version or none, and no harm. */
static void test_version_mutants(void **state)
{
	static const uint8_t values[] = { 0, 1, 0x7f, 0x80, 0xff };
	struct specimen_pe make = { .version = "1.2.3.4" };
	struct specimen file = { 0 };
	struct igd_fault fault;
	struct igd_pe pe;
	uint8_t old;
	size_t i, value;

	(void)state;
	make_file(&file, &make);
	for (i = 0x240; i < file.size; i++) {
		old = file.bytes[i];
		for (value = 0; value < sizeof(values); value++) {
			file.bytes[i] = values[value];
			assert_int_equal(parse(&file, &pe, &fault), 0);
			igd_pe_done(&pe);
		}
		file.bytes[i] = old;
	}
	specimen_done(&file);
}

static void refuse_file(const struct specimen *file, size_t offset, const char *what)
{
	struct igd_pe pe = { .machine = 77 };
	struct igd_fault fault = { 0 };

	assert_int_equal(parse(file, &pe, &fault), -EBADMSG);
	assert_string_equal(fault.what, what);
	assert_int_equal(fault.offset, offset);
	assert_int_equal(pe.machine, 77);
}

/* A sound file with four bytes changed. */
static void refuse(size_t at, uint32_t value, size_t offset, const char *what)
{
	struct specimen_pe make = { 0 };
	struct specimen file = { 0 };

	make_file(&file, &make);
	specimen_put32(&file, at, value);
	refuse_file(&file, offset, what);
	specimen_done(&file);
}

static void test_headers(void **state)
{
	struct specimen none = { 0 };

	(void)state;
	refuse_file(&none, 0, "0 bytes are too few for an EFI file");
	refuse(0x3c, 0x1d8, 0x3c,
		"the PE header is said to stand at 0x1d8, and the file ends at 0x220");
	refuse(0x3c, 0xffffffff, 0x3c,
		"the PE header is said to stand at 0xffffffff, and the file ends at 0x220");
	refuse(0x40, 0x4550 + 1, 0x40, "neither `MZ` nor `PE`: what stands here is no EFI file");
	refuse(0x00, 0, 0, "neither `MZ` nor `PE`: what stands here is no EFI file");
	refuse(OPTIONAL, 0x107, OPTIONAL,
		"the optional header is of type 0x107, neither PE32 nor PE32+");
	refuse(OPTIONAL, 0x10b, OPTIONAL + 92,
		"the optional header has 240 bytes, which does not go with 0 data directories");
	refuse(OPTIONAL + 108, 17, OPTIONAL + 108,
		"the optional header has 240 bytes, which does not go with 17 data directories");
	refuse(OPTIONAL + 108, 15, OPTIONAL + 108,
		"the optional header has 240 bytes, which does not go with 15 data directories");
	refuse(0x46, 12, OPTIONAL + 60,
		"the headers are said to end at 0x1a0, but those of 12 sections end at 0x328");
	refuse(OPTIONAL + 60, 0x221, OPTIONAL + 60,
		"the headers are said to end at 0x221, but the file ends at 0x220");
	refuse(OPTIONAL + 56, 0x1a0, OPTIONAL + 56,
		"the image is said to have 0x1a0 bytes, and its headers alone 0x1a0");
	refuse(OPTIONAL + 112 + 4 * 8 + 4, 0x1000, OPTIONAL + 112 + 4 * 8,
		"the signature is said to end at 0x1000, but the file ends at 0x220");
}

static void test_sections(void **state)
{
	(void)state;
	/* What GNU ld does with .comment, unless it is told: knowledge of the ROM that was never run. */
	refuse(SECTIONS + 12, 0, SECTIONS,
		"section `.text` is to be loaded to 0x0 from 0x1a0 of the file, onto the headers, which "
		"end at 0x1a0");
	refuse(SECTIONS + 20, 0x100, SECTIONS,
		"section `.text` is to be loaded to 0x1a0 from 0x100 of the file, onto the headers, which "
		"end at 0x1a0");
	refuse(SECOND + 16, 0x80, SECOND,
		"section `.data` is said to end at 0x280, but the file ends at 0x220");
	refuse(SECOND + 16, 0xfffffff0, SECOND,
		"section `.data` is said to end at 0x1000001f0, but the file ends at 0x220");
	refuse(SECOND + 8, 0x41, SECOND,
		"section `.data` is to be loaded up to 0x241, but the loaded image ends at 0x220");
	refuse(SECOND + 12, 0xffffffff, SECOND,
		"section `.data` is to be loaded up to 0x10000001f, but the loaded image ends at 0x220");
}

/* Where nothing of a section is in the file, it does not matter where it would be. */
static void test_empty_section(void **state)
{
	struct specimen_pe make = { 0 };
	struct specimen file = { 0 };
	struct igd_fault fault;
	struct igd_pe pe;

	(void)state;
	make_file(&file, &make);
	specimen_put32(&file, SECOND + 16, 0);
	specimen_put32(&file, SECOND + 20, 0x10000);
	assert_int_equal(igd_pe_parse(file.bytes, file.size, &pe, &fault), 0);
	igd_pe_done(&pe);
	specimen_done(&file);
}

static void test_overlap(void **state)
{
	struct specimen_pe make = { 0 };
	struct specimen file = { 0 };
	struct igd_fault fault;
	struct igd_pe pe;

	(void)state;
	make_file(&file, &make);
	specimen_put32(&file, SECOND + 12, 0x1c0);
	assert_int_equal(parse(&file, &pe, &fault), 0);
	assert_int_equal(pe.overlap.offset, SECOND);
	assert_string_equal(pe.overlap.what,
		"section `.data` is to be loaded to 0x1c0, into section `.text`, which fills 0x1a0 to "
		"0x200: one destroys the other");
	igd_pe_done(&pe);
	specimen_done(&file);
}

static void test_machine_names(void **state)
{
	(void)state;
	assert_string_equal(igd_pe_machine_name(IGD_PE_X64), "x64");
	assert_string_equal(igd_pe_machine_name(IGD_PE_EBC), "EFI byte code");
	assert_null(igd_pe_machine_name(0x1234));
}

/* Every length, and every byte of the headers changed. */
static void test_mutants(void **state)
{
	struct specimen_pe make = { .version = "1.2.3.4" };
	struct specimen file = { 0 }, cut;
	struct igd_fault fault = { 0 };
	struct igd_pe pe;
	size_t i;
	int flip;

	(void)state;
	make_file(&file, &make);
	for (i = 0; i < file.size; i++) {
		cut = (struct specimen){ file.bytes, i };
		assert_int_equal(parse(&cut, &pe, &fault), -EBADMSG);
	}
	for (i = 0; i < 0x240; i++) {
		for (flip = 1; flip < 256; flip = flip * 2 + 1) {
			file.bytes[i] ^= (uint8_t)flip;
			if (parse(&file, &pe, &fault) == 0)
				igd_pe_done(&pe);
			else
				assert_true(*fault.what && fault.offset < file.size);
			file.bytes[i] ^= (uint8_t)flip;
		}
	}
	specimen_done(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_version_mutants),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_empty_section),
		cmocka_unit_test(test_overlap),
		cmocka_unit_test(test_machine_names),
		cmocka_unit_test(test_mutants),
	};

	return cmocka_run_group_tests_name("pe", tests, NULL, NULL);
}
