// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_hostile - ROMs that are large, cut off, or changed in every byte
 */
#include "rom_answer.h"

/* 64 MiB of zeros; the same behind an image; a hundred images; 64 bombs. All are linear. */
static void test_large(void **state)
{
	struct specimen file = { 0 }, pair = make_pair(0);
	struct igd_rom rom;
	size_t i;

	(void)state;
	file.size = (size_t)64 << 20;
	file.bytes = igd_zalloc(file.size);
	assert_false(igd_rom_parse(file.bytes, file.size, &rom));
	assert_int_equal(rom.problem_count, 1);
	igd_rom_done(&rom);
	memcpy(file.bytes, pair.bytes, pair.size);
	file.bytes[0x600 + INDICATOR] = 0;
	assert_true(igd_rom_parse(file.bytes, file.size, &rom));
	assert_int_equal(rom.problem_count, 1);
	assert_int_equal(rom.image_count, 2);
	igd_rom_done(&rom);
	for (i = 0; i < 100; i++)
		memcpy(file.bytes + i * 0x600, pair.bytes, 0x600);
	assert_true(igd_rom_parse(file.bytes, file.size, &rom));
	assert_int_equal(rom.image_count, IGD_ROM_MAX_IMAGES);
	expect(&rom, 0, (size_t)IGD_ROM_MAX_IMAGES * 0x600, false,
		"more than 64 images; the rest is not looked at");
	igd_rom_done(&rom);
	specimen_done(&file);
	specimen_done(&pair);
}

/* 14 bytes that become 16 MiB, in each of many images: the limit is for all of them together. */
static void test_bombs(void **state)
{
	static const uint8_t bomb[] = { 20, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0,
		0x20, 0x3f, 0x88, 0, 0, 0, 0, 0, 0 };
	struct specimen file = make_pair(4), chain = { 0 };
	struct igd_rom rom;
	size_t i, said = 0;

	(void)state;
	memcpy(file.bytes + SPECIMEN_CODE, bomb, sizeof(bomb));
	specimen_put32(&file, SPECIMEN_CODE, (uint32_t)sizeof(bomb) - 8);
	for (i = 0; i < 20; i++)
		specimen_add(&chain, file.bytes, (size_t)512 * file.bytes[LENGTH]);
	assert_true(parse(&chain, &rom));
	assert_int_equal(rom.image_count, 20);
	for (i = 0; i < rom.problem_count; i++)
		said += strstr(rom.problems[i].what, "; 0 are looked at") != NULL;
	assert_true(said >= 18);
	igd_rom_done(&rom);
	specimen_done(&file);
	specimen_done(&chain);
}

/* With some bits of a byte the other way round; they are turned back afterwards. */
static void expect_sane(struct specimen *file, size_t at, uint8_t flip)
{
	/* Whatever is done to these, firmware does not run the image, or not any. */
	static const uint8_t vital[] = { 0x00, 0x01, 0x04, 0x05, 0x06, 0x07, 0x09, 0x0a, 0x0b, 0x0d,
		0x17, 0x18, 0x19, 0x1c, 0x1d, 0x1e, 0x1f, SPECIMEN_CODE + 0x40,
		SPECIMEN_CODE + 0x41 };
	size_t i, fatal = 0;
	struct igd_rom rom;
	bool is_rom;

	file->bytes[at] ^= flip;
	is_rom = parse(file, &rom);
	check_answer(&rom, file, is_rom);
	for (i = 0; i < rom.problem_count; i++)
		fatal += rom.problems[i].is_fatal;
	if (at < 0x100 && memchr(vital, (int)at, sizeof(vital)) && fatal == 0)
		fail_msg("byte 0x%zx with %02x flipped goes unseen", at, flip);
	igd_rom_done(&rom);
	file->bytes[at] ^= flip;
}

/* Every byte of both headers with every bit flipped, alone and all of them. */
static void test_mutants(void **state)
{
	struct specimen file = make_pair(0);
	unsigned flip;
	size_t at;

	(void)state;
	for (at = 0; at < SPECIMEN_CODE + 0x1a0; at++) {
		for (flip = 1; flip < 0x100; flip <<= 1)
			expect_sane(&file, at, (uint8_t)flip);
		expect_sane(&file, at, 0xff);
	}
	specimen_done(&file);
}

/* Every length: a ROM that was cut off is never without a word about it, unless a whole image is missing. */
static void test_truncations(void **state)
{
	struct specimen file = make_pair(0), cut;
	struct igd_rom rom;
	size_t size;
	bool is_rom;

	(void)state;
	for (size = 0; size < file.size; size++) {
		cut = (struct specimen){ file.bytes, size };
		is_rom = parse(&cut, &rom);
		check_answer(&rom, &cut, is_rom);
		assert_true(rom.problem_count > 0);
		igd_rom_done(&rom);
	}
	specimen_done(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_mutants),
		cmocka_unit_test(test_truncations),
	};

	return cmocka_run_group_tests_name("rom_hostile", tests, NULL, NULL);
}
