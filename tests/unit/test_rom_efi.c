// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_efi - the EFI images of a ROM: which of them firmware runs, compressed or not
 */
#include "rom_answer.h"

/* The second of two drivers with two bytes changed. */
static void expect_efi(size_t at, uint16_t value, size_t offset, bool is_fatal, const char *what)
{
	struct specimen file = make_pair(0);

	specimen_put16(&file, 0x600 + at, value);
	expect_one(file, 2, 0x600 + offset, is_fatal, what);
}

static void test_efi_header(void **state)
{
	(void)state;
	expect_efi(0x04, 0xef2, 0x04, true,
		"the EFI signature is 0x00000ef2 instead of 0x00000ef1: firmware does not load the image");
	expect_efi(0x0a, 0x014c, 0x0a, true,
		"the header is for 32-bit x86 (IA32) firmware; that of an x86-64 guest does not run it");
	expect_efi(0x0a, 0x4242, 0x0a, true,
		"the header is for machine type 0x4242; an x86-64 guest's firmware does not run it");
	expect_efi(0x0a, 0x0ebc, 0x0a, false,
		"the header is for EFI byte code; OVMF runs it only when it has EbcDxe built in");
	expect_efi(0x08, 12, 0x08, false, "the header says subsystem 12, the EFI file 11");
	expect_efi(0x0c, 2, 0x0c, true,
		"the compression type is 2; firmware knows 0 (none) and 1 (UEFI)");
	expect_efi(0x02, 4, 0x02, true,
		"the initialization size is 2048 bytes, but the image has 1536: firmware does not load "
		"it");
	expect_efi(0x16, 0x600, 0x16, true,
		"the EFI file is said to begin at 0x600 of the image, but the initialization size ends at "
		"0x600: firmware does not load it");
	expect_efi(0x16, 0x60, 0x60, true,
		"the EFI file is not sound: neither `MZ` nor `PE`: what stands here is no EFI file");
	expect_efi(SPECIMEN_CODE + SPECIMEN_PE_SECTIONS + 12, 0,
		SPECIMEN_CODE + SPECIMEN_PE_SECTIONS, true,
		"the EFI file is not sound: section `.text` is to be loaded to 0x0 from 0x1a0 of the "
		"file, onto the headers, which end at 0x1a0");
	expect_efi(SPECIMEN_CODE + SPECIMEN_PE_HEADER + 4, 0xaa64, SPECIMEN_CODE, true,
		"the EFI file is for 64-bit ARM firmware; that of an x86-64 guest does not run it");
	expect_efi(SPECIMEN_CODE + SPECIMEN_PE_SECTIONS + 40 + 12, 0x300,
		SPECIMEN_CODE + SPECIMEN_PE_SECTIONS + 40, true,
		"section `.data` is to be loaded to 0x300, into section `.text`, which fills 0x1a0 to "
		"0x3f8: one destroys the other");
}

static void test_subsystem(void **state)
{
	struct specimen file = make_pair(0);
	struct igd_rom rom;

	(void)state;
	file.bytes[0x08] = 10;
	file.bytes[0x608] = 1;
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.problem_count, 4);
	expect(&rom, 0, 0x08, true,
		"the header says that this is an application (subsystem 10): firmware runs drivers only "
		"from a ROM");
	expect(&rom, 1, 0x08, false, "the header says subsystem 10, the EFI file 11");
	expect(&rom, 2, 0x608, true,
		"the subsystem in the header is 1; firmware runs drivers only (11, 12)");
	assert_true(rom.images[0].is_broken && rom.images[1].is_broken);
	igd_rom_done(&rom);
	file.bytes[0x608] = 13;
	file.bytes[0x600 + SPECIMEN_CODE + SPECIMEN_PE_OPTIONAL + 68] = 13;
	assert_true(parse(&file, &rom));
	expect(&rom, 3, 0x600 + SPECIMEN_CODE, true,
		"the EFI file is of subsystem 13, which firmware does not load (10 to 12)");
	igd_rom_done(&rom);
	specimen_done(&file);
}

static void test_compressed(void **state)
{
	struct specimen_options options = {
		.compression = 4, .version = "17.0.1066", .size_factor = 4
	};
	struct specimen file = { 0 };
	struct igd_rom rom;

	(void)state;
	specimen_add_kind(&file, "gop", &options);
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.problem_count, 0);
	assert_true(rom.images[0].efi.is_compressed && rom.images[0].efi.is_readable);
	assert_true(rom.images[0].efi.pe_size > file.size);
	assert_string_equal(rom.images[0].efi.version, "17.0.1066");
	assert_int_equal(rom.images[0].contains, 1u << IGD_ROM_INTEL_GOP);
	assert_int_equal(rom.images[0].gop_device_count, 15);
	assert_int_equal(rom.images[0].gop_devices[0], 0x4680);
	assert_true(rom.evidence_count > 0 && rom.evidence[0].is_decompressed);
	assert_true(rom.evidence[0].offset > rom.size);
	igd_rom_done(&rom);
	specimen_done(&file);

	options.compression = 5;
	specimen_add_kind(&file, "gop", &options);
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.images[0].gop_device_count, 15);
	igd_rom_done(&rom);
	expect_one(file, 1, SPECIMEN_CODE, true,
		"the EFI file is compressed in the Tiano variant; firmware decompresses only the UEFI one "
		"from a ROM");
}

static void test_badly_compressed(void **state)
{
	struct specimen file = make_pair(4);
	struct igd_rom rom;

	(void)state;
	/* The stream is cut, and says so. */
	specimen_put32(&file, SPECIMEN_CODE, 100);
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.problem_count, 1);
	expect(&rom, 0, SPECIMEN_CODE + 108, true,
		"the EFI file cannot be decompressed: the compressed bytes end too early");
	assert_true(rom.images[0].efi.is_compressed && !rom.images[0].efi.is_readable);
	igd_rom_done(&rom);
	specimen_put32(&file, SPECIMEN_CODE + 4, 0x10000000);
	expect_one(file, 2, SPECIMEN_CODE + 4, true,
		"the EFI file cannot be decompressed: its header says 268435456 bytes once decompressed; "
		"16777216 are looked at");
}

/* What is compressed is no EFI file; offsets in it are not the ROM's. */
static void test_compressed_nonsense(void **state)
{
	struct specimen file = { 0 }, code = { 0 };
	struct specimen_image image = { .revision = 3, .compression = 4, .code = &code };

	(void)state;
	specimen_pad(&code, 1, 0);
	specimen_add(&code, "MZ", 2);
	specimen_pad(&code, 0x100, 0x41);
	specimen_add_image(&file, &image);
	expect_one(file, 1, SPECIMEN_CODE, true,
		"the decompressed EFI file is not sound, at 0x3c of it: the PE header is said to stand at "
		"0x41414141, and the file ends at 0x100");
	specimen_done(&code);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_efi_header),
		cmocka_unit_test(test_subsystem),
		cmocka_unit_test(test_compressed),
		cmocka_unit_test(test_badly_compressed),
		cmocka_unit_test(test_compressed_nonsense),
	};

	return cmocka_run_group_tests_name("rom_efi", tests, NULL, NULL);
}
