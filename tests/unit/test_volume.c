// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_volume - a board's firmware: Intel's GOP driver and the VBTs are found, however they are packed
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/display_parts.h"
#include "specimens/kinds.h"
#include "specimens/volume.h"
#include "unit.h"

enum { PE32 = 0x10, USER_INTERFACE = 0x15, VOLUME = 0x17, RAW = 0x19 };
enum { FILE_RAW = 0x01, FILE_DRIVER = 0x07, FILE_VOLUME = 0x0b, FILE_PAD = 0xf0 };

/* The GOP driver's file, for comparison, and as sections with a name behind it. */
static void make_gop(struct specimen *efi, struct specimen *sections)
{
	struct specimen_options options = { 0 };
	struct specimen name = { 0 };

	assert_true(specimen_add_efi_kind(efi, "gop", &options));
	specimen_add_section(sections, PE32, efi, false);
	specimen_add_wide(&name, "IntelGopDriver");
	specimen_add16(&name, 0);
	specimen_add_section(sections, USER_INTERFACE, &name, false);
	specimen_done(&name);
}

/* A volume with one driver, in a compressed volume, in a volume: as boards have it. */
static void make_board(struct specimen *out, enum specimen_packing how, bool is_large)
{
	struct specimen efi = { 0 }, sections = { 0 }, files = { 0 }, inner = { 0 };
	struct specimen packed = { 0 }, outer = { 0 }, vbt = { 0 };

	make_gop(&efi, &sections);
	specimen_add_file(&files, FILE_PAD, &efi, false);
	specimen_add_file(&files, FILE_DRIVER, &sections, is_large);
	specimen_add_bare_vbt(&vbt, "ALDERLAKE-S");
	specimen_add_file(&files, FILE_RAW, &vbt, false);
	specimen_add_volume(&inner, &files, is_large);
	specimen_done(&sections);
	specimen_add_section(&sections, VOLUME, &inner, is_large);
	specimen_add_packed(&packed, how, &sections);
	specimen_add_file(&outer, FILE_VOLUME, &packed, is_large);
	specimen_add_volume(out, &outer, !is_large);
	specimen_done(&efi);
	specimen_done(&sections);
	specimen_done(&files);
	specimen_done(&inner);
	specimen_done(&packed);
	specimen_done(&outer);
	specimen_done(&vbt);
}

static const struct igd_display_part *find(
	const struct igd_display_parts *parts, enum igd_display_kind kind)
{
	size_t i;

	for (i = 0; i < parts->count; i++)
		if (parts->parts[i].kind == kind)
			return &parts->parts[i];
	fail_msg("there is no part of kind %d", (int)kind);
	return &parts->parts[0];
}

static void expect_both(const struct specimen *board)
{
	struct specimen efi = { 0 }, sections = { 0 };
	const struct igd_display_part *part;
	struct igd_display_parts parts;

	make_gop(&efi, &sections);
	igd_display_parts_find(board->bytes, board->size, &parts);
	assert_int_equal(parts.count, 2);
	part = find(&parts, IGD_DISPLAY_GOP);
	assert_int_equal(part->size, efi.size);
	assert_memory_equal(part->bytes, efi.bytes, efi.size);
	assert_int_equal(part->device_count, 15);
	assert_int_equal(part->devices[0], 0x4680);
	part = find(&parts, IGD_DISPLAY_VBT);
	assert_string_equal(part->product, "ALDERLAKE-S");
	assert_int_equal(part->size, 70);
	assert_int_equal(parts.walk.left_out, 0);
	igd_display_parts_done(&parts);
	specimen_done(&efi);
	specimen_done(&sections);
}

static void test_packings(void **state)
{
	int how, is_large;

	(void)state;
	for (how = 0; how < SPECIMEN_UNKNOWN; how++)
		for (is_large = 0; is_large < 2; is_large++) {
			struct specimen board = { 0 };

			make_board(&board, (enum specimen_packing)how, is_large);
			expect_both(&board);
			specimen_done(&board);
		}
}

/* A capsule's header in front, something that is no volume between, and the same once more behind. */
static void test_capsule(void **state)
{
	static const uint8_t header[2048] = "a capsule", bytes[1016] = "_FVH";
	struct specimen capsule = { 0 }, board = { 0 };

	(void)state;
	make_board(&board, SPECIMEN_LZMA, false);
	specimen_add(&capsule, header, sizeof(header));
	specimen_add(&capsule, bytes, sizeof(bytes));
	specimen_add(&capsule, board.bytes, board.size);
	specimen_add(&capsule, board.bytes, board.size);
	expect_both(&capsule);
	specimen_done(&capsule);
	specimen_done(&board);
}

static void expect_left_out(const struct specimen *board, const char *why)
{
	struct igd_display_parts parts;

	igd_display_parts_find(board->bytes, board->size, &parts);
	assert_int_equal(parts.count, 0);
	assert_int_equal(parts.walk.left_out, 1);
	if (!strstr(parts.walk.why, why))
		fail_msg("\"%s\" is not in: %s", why, parts.walk.why);
	igd_display_parts_done(&parts);
}

/* Where the LZMA header begins in a board that is packed so. */
static size_t find_lzma(const struct specimen *board)
{
	const uint8_t *guid = memmem(board->bytes, board->size, "\x98\x58\x4e\xee", 4);

	assert_non_null(guid);
	return (size_t)(guid - board->bytes) + 20;
}

static void test_left_out(void **state)
{
	struct specimen board = { 0 };
	size_t lzma;

	(void)state;
	make_board(&board, SPECIMEN_UNKNOWN, false);
	expect_left_out(&board, "packed in a way that is not known");
	specimen_done(&board);

	make_board(&board, SPECIMEN_LZMA, false);
	lzma = find_lzma(&board);
	specimen_put32(&board, lzma + 9, 1); /* 4 GiB and more of result */
	expect_left_out(&board, "to another size than is taken");
	specimen_put32(&board, lzma + 9, 0);
	specimen_put32(&board, lzma + 5, (256u << 20) + 1);
	expect_left_out(&board, "to another size than is taken");
	specimen_put32(&board, lzma + 5, 0);
	expect_left_out(&board, "to another size than is taken");
	specimen_put32(&board, lzma + 5, 64u << 20); /* more than is there */
	expect_left_out(&board, "damaged");
	board.bytes[lzma] = 0xff;
	expect_left_out(&board, "damaged");
	specimen_done(&board);
}

/* A dictionary of 4 GiB is not allocated. */
static void test_large_dictionary(void **state)
{
	struct specimen board = { 0 };

	(void)state;
	make_board(&board, SPECIMEN_LZMA, false);
	specimen_put32(&board, find_lzma(&board) + 1, UINT32_MAX);
	expect_left_out(&board, "damaged");
	specimen_done(&board);
}

/* Sections within sections without end: the bound is met, and said. */
static void test_deep(void **state)
{
	struct specimen sections = { 0 }, files = { 0 }, board = { 0 };
	int level;

	(void)state;
	specimen_add_bare_vbt(&files, "DEEP");
	specimen_add_section(&sections, RAW, &files, false);
	specimen_done(&files);
	for (level = 0; level < 40; level++) {
		struct specimen packed = { 0 };

		specimen_add_packed(&packed, SPECIMEN_PLAIN, &sections);
		specimen_done(&sections);
		sections = packed;
	}
	specimen_add_file(&files, FILE_DRIVER, &sections, false);
	specimen_add_volume(&board, &files, false);
	expect_left_out(&board, "more pieces within each other");
	specimen_done(&sections);
	specimen_done(&files);
	specimen_done(&board);
}

/* Cut off anywhere, and with each byte of the headers changed: an answer, and nothing read outside. */
static void test_hostile(void **state)
{
	struct specimen board = { 0 };
	struct igd_display_parts parts;
	size_t i;

	(void)state;
	make_board(&board, SPECIMEN_CRC32, false);
	for (i = 0; i < board.size; i += i < 512 ? 1 : 997) {
		struct specimen cut = { 0 };

		specimen_add(&cut, board.bytes, i);
		igd_display_parts_find(cut.bytes, cut.size, &parts);
		igd_display_parts_done(&parts);
		specimen_done(&cut);
	}
	for (i = 0; i < 256; i++) {
		board.bytes[i] ^= 0xff;
		igd_display_parts_find(board.bytes, board.size, &parts);
		igd_display_parts_done(&parts);
		board.bytes[i] ^= 0xff;
	}
	specimen_done(&board);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packings),
		cmocka_unit_test(test_capsule),
		cmocka_unit_test(test_left_out),
		cmocka_unit_test(test_large_dictionary),
		cmocka_unit_test(test_deep),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
