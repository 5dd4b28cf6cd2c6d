// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom - the reader of option ROMs: what firmware finds in a chain, and why it does not find the rest
 */
#include "rom_answer.h"

static void test_chain(void **state)
{
	struct specimen file = make_pair(0);
	const struct igd_rom_image *image;
	struct igd_rom rom;

	(void)state;
	assert_true(parse(&file, &rom));
	check_answer(&rom, &file, true);
	assert_int_equal(rom.image_count, 2);
	assert_int_equal(rom.problem_count, 0);
	assert_int_equal(rom.trailing, 0);
	assert_false(rom.images[0].is_last);
	image = &rom.images[1];
	assert_int_equal(image->offset, 0x600);
	assert_int_equal(image->size, 0x600);
	assert_int_equal(image->code_type, IGD_ROM_EFI);
	assert_int_equal(image->vendor, 0x8086);
	assert_int_equal(image->device, 0xffff);
	assert_int_equal(image->class_code, 0x030000);
	assert_int_equal(image->pcir_revision, 3);
	assert_true(image->is_last);
	assert_false(image->is_broken);
	assert_int_equal(image->efi.subsystem, 11);
	assert_int_equal(image->efi.machine, 0x8664);
	assert_true(image->efi.is_readable);
	assert_int_equal(image->efi.pe_subsystem, 11);
	assert_int_equal(image->efi.pe_machine, 0x8664);
	assert_int_equal(image->contains, 1u << IGD_ROM_IPXE);
	assert_int_equal(igd_rom_contains(&rom), 1u << IGD_ROM_IPXE);
	assert_int_equal(rom.evidence_count, 1);
	assert_int_equal(rom.evidence[0].image, 1);
	igd_rom_done(&rom);
	assert_int_equal(rom.image_count, 0);
	specimen_done(&file);
}

/* A card of old firmware and new. Only the legacy image is to add up to 0. */
static void test_legacy(void **state)
{
	struct specimen_options options = { .is_more = true };
	struct specimen file = { 0 };
	struct igd_rom rom;

	(void)state;
	specimen_add_kind(&file, "vbios", &options);
	options.is_more = false;
	specimen_add_kind(&file, "driver", &options);
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.image_count, 2);
	assert_int_equal(rom.problem_count, 0);
	assert_int_equal(rom.images[0].code_type, IGD_ROM_LEGACY);
	assert_int_equal(rom.images[1].offset, 0x400);
	igd_rom_done(&rom);

	file.bytes[0x100]++;
	file.bytes[0x400 + 0x3f]++;
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.problem_count, 1);
	expect(&rom, 0, 0, true,
		"the bytes of this legacy image add up to 0x01 instead of 0: SeaBIOS does not run it");
	assert_true(rom.images[0].is_broken);
	assert_false(rom.images[1].is_broken);
	igd_rom_done(&rom);
	specimen_done(&file);
}

static void test_legacy_size(void **state)
{
	struct specimen_options options = { 0 };
	struct specimen file = { 0 }, other = { 0 };

	(void)state;
	specimen_add_kind(&file, "seabios", &options);
	file.bytes[INIT_SIZE] = 0;
	expect_one(file, 1, INIT_SIZE, true,
		"the header of this legacy image says that its size is 0: no firmware runs it");
	specimen_add_kind(&other, "seabios", &options);
	other.bytes[INIT_SIZE] = 3;
	expect_one(other, 1, INIT_SIZE, true,
		"the header of this legacy image says that it has 1536 bytes, the file has 1024 from "
		"here on");
}

static void test_last_rule(void **state)
{
	struct specimen file = make_pair(0);
	struct igd_rom rom;

	(void)state;
	file.bytes[0x600 + INDICATOR] = 0;
	expect_one(file, 2, 0x600 + INDICATOR, false,
		"the last image does not say that it is the last (bit 7 of the indicator); OVMF puts up "
		"with it");

	file = make_pair(0);
	file.bytes[INDICATOR] = 0x80;
	assert_true(parse(&file, &rom));
	assert_true(rom.trailing > 0);
	igd_rom_done(&rom);
	expect_one(file, 1, 0x600, true,
		"another image (code type 3, for 8086:ffff) stands here, but the one before says that it "
		"is the last: firmware never looks here");

	file = make_pair(0);
	specimen_pad(&file, 4096, 0xff);
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.problem_count, 0);
	igd_rom_done(&rom);
	file.bytes[4000] = 1;
	expect_one(file, 2, 0xc00, false,
		"behind the last image are 1024 bytes that belong to none; firmware does not read them");
}

static void test_gap(void **state)
{
	struct specimen first = { 0 }, pair = make_pair(0);

	(void)state;
	specimen_add(&first, pair.bytes, 0x600);
	specimen_pad(&first, 0x1000, 0x11);
	/* What stands between the places where OVMF looks is not found. */
	memcpy(first.bytes + 0x610, pair.bytes + 0x600, 0x100);
	specimen_add(&first, pair.bytes + 0x600, 0x600);
	expect_one(first, 2, 0x600, false,
		"the image ends here, but the next one begins at 0x1000: OVMF finds it, other firmware "
		"does not");

	pair.bytes[0x600 + SPECIMEN_PCIR] = 'X';
	expect_one(pair, 1, 0x600 + SPECIMEN_PCIR, true,
		"the header points here for the PCI data structure, but `PCIR` does not stand here: the "
		"chain breaks off");
}

static void test_length(void **state)
{
	struct specimen file = make_pair(0);

	(void)state;
	specimen_put16(&file, LENGTH, 0);
	expect_one(file, 1, LENGTH, true,
		"the image says that its length is 0, so the chain would lead back to the same image: "
		"firmware does not get past it");

	/* QEMU's BAR for 3072 bytes has 4096. */
	file = make_pair(0);
	specimen_put16(&file, 0x600 + LENGTH, 5);
	expect_one(file, 2, 0x600 + LENGTH, false,
		"the image says that it ends at 0x1000, but the file ends at 0xc00: 1024 bytes are "
		"missing");
	file = make_pair(0);
	specimen_put16(&file, 0x600 + LENGTH, 6);
	expect_one(file, 2, 0x600 + LENGTH, true,
		"the image says that it ends at 0x1200, but the file ends at 0xc00: it is cut off, and "
		"firmware ignores it");
}

static void test_pcir(void **state)
{
	struct specimen file = make_pair(0);

	(void)state;
	specimen_put16(&file, PCIR_POINTER, 0);
	expect_one(file, 0, PCIR_POINTER, true,
		"the image has no PCI data structure (its pointer is 0), as ROMs for ISA cards had none");
	file = make_pair(0);
	specimen_put16(&file, PCIR_POINTER, 0xfff0);
	expect_one(file, 0, PCIR_POINTER, true,
		"the pointer to the PCI data structure leads to 0xfff0, beyond the end of the file at "
		"0xc00");
	file = make_pair(0);
	specimen_put16(&file, PCIR_POINTER, 0xbec);
	expect_one(file, 0, PCIR_POINTER, true,
		"the pointer to the PCI data structure leads to 0xbec, beyond the end of the file at "
		"0xc00");
	file = make_pair(0);
	memmove(file.bytes + SPECIMEN_PCIR + 2, file.bytes + SPECIMEN_PCIR, 0x1c);
	specimen_put16(&file, PCIR_POINTER, SPECIMEN_PCIR + 2);
	expect_one(file, 1, PCIR_POINTER, true,
		"the PCI data structure stands at 0x1e of the image, which is not a multiple of 4: "
		"firmware ignores this image and all behind it");
	file = make_pair(0);
	file.bytes[SPECIMEN_PCIR + 0xc] = 4;
	expect_one(file, 2, SPECIMEN_PCIR + 0xc, false,
		"the PCI data structure is of revision 4; known are 0 and 3");
	file = make_pair(0);
	file.bytes[SPECIMEN_PCIR + 0xa] = 0x18;
	expect_one(file, 2, SPECIMEN_PCIR + 0xa, false,
		"the PCI data structure says that it has 24 bytes; one of revision 3 has 28");
	file = make_pair(0);
	specimen_put16(&file, SPECIMEN_PCIR + 0x18, 0x600);
	expect_one(file, 2, SPECIMEN_PCIR + 0x18, false,
		"the pointer to the configuration utility's header leads out of the image");
}

static void test_device_list(void **state)
{
	static const uint16_t devices[] = { 0x4680, 0x4690, 0xa780, 0 };
	struct specimen file = { 0 }, code = { 0 };
	struct specimen_image image = { .revision = 3, .devices = devices, .code = &code };
	struct specimen_options options = { 0 };
	struct igd_rom rom;

	(void)state;
	specimen_add_efi_kind(&code, "driver", &options);
	specimen_add_image(&file, &image);
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.problem_count, 0);
	assert_int_equal(rom.images[0].device_count, 3);
	assert_int_equal(rom.images[0].devices[2], 0xa780);
	igd_rom_done(&rom);
	/* Revision 0 has something else there. */
	file.bytes[SPECIMEN_PCIR + 0xc] = 0;
	assert_true(parse(&file, &rom));
	assert_int_equal(rom.images[0].device_count, 0);
	igd_rom_done(&rom);
	file.bytes[SPECIMEN_PCIR + 0xc] = 3;
	specimen_put16(&file, SPECIMEN_PCIR + 8, 0x5ff - SPECIMEN_PCIR);
	expect_one(file, 1, SPECIMEN_PCIR + 8, false,
		"the device list at 0x5ff has no end within the image, so it is not read");
	specimen_done(&code);
}

static void test_names(void **state)
{
	unsigned content;

	(void)state;
	for (content = 0; content < IGD_ROM_CONTENT_COUNT; content++) {
		assert_string_not_equal(igd_rom_content_name(content), "unknown");
		assert_string_not_equal(igd_rom_content_word(content), "unknown");
	}
	assert_string_equal(igd_rom_content_word(IGD_ROM_CONTENT_COUNT), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_chain),
		cmocka_unit_test(test_legacy),
		cmocka_unit_test(test_legacy_size),
		cmocka_unit_test(test_last_rule),
		cmocka_unit_test(test_gap),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_pcir),
		cmocka_unit_test(test_device_list),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests_name("rom", tests, NULL, NULL);
}
