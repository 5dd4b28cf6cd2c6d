// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vbt - the VBT parser: what a sound table declares, and that no other one is believed
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h does not include what it needs
#include <cmocka.h>

#include "facts/firmware/vbt.h"
#include "specimens/opregion.h"

/* A desktop board, with an entry that is not used. */
static const struct specimen_child board[] = { { 4, 0x60d2, 1 }, { 0x10, 0x60d6, 8 },
	{ 0x20, 0x68c6, 9 }, { 0, 0, 0 }, { 8, 0x78c6, 10 } };

/* Offsets in what make() makes: the BDB, block 1, block 2, its first child. */
enum { BDB = 48, FEATURES = 70, DEFINITIONS = 78, CHILD_SIZE = 85, CHILDREN = 86 };

static struct specimen make(uint16_t version, uint8_t child_size)
{
	const struct specimen_vbt vbt = { .product = "ALDERLAKE-S",
		.bdb_version = version,
		.child_size = child_size,
		.children = board,
		.child_count = sizeof(board) / sizeof(*board),
		.has_mipi = true };
	struct specimen specimen = { 0 };

	specimen_add_vbt(&specimen, &vbt);
	return specimen;
}

static void test_sound(void **state)
{
	struct specimen specimen = make(237, 39);
	struct igd_vbt vbt;
	char *names;

	(void)state;
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_string_equal(vbt.product, "ALDERLAKE-S");
	assert_int_equal(vbt.version, 100);
	assert_int_equal(vbt.size, specimen.size);
	assert_true(vbt.is_checksum_right);
	assert_int_equal(vbt.bdb_version, 237);
	assert_int_equal(vbt.block_count, 3);
	assert_true(vbt.has_definitions);
	assert_int_equal(vbt.child_size, 39);
	assert_int_equal(vbt.output_count, 4);
	assert_int_equal(vbt.outputs[1].offset, CHILDREN + 39);
	assert_int_equal(vbt.outputs[1].handle, 0x10);
	assert_int_equal(vbt.outputs[1].device_type, 0x60d6);
	assert_int_equal(vbt.outputs[1].port, 8);
	names = igd_vbt_output_names(&vbt);
	assert_string_equal(names, "HDMI-B, DP++-C, DP-D, eDP-A");
	free(names);
	specimen_done(&specimen);
}

/* Bytes behind its size are not of it, as in a mailbox of 6 KiB. */
static void test_room_behind(void **state)
{
	struct specimen specimen = make(237, 39);
	size_t size = specimen.size;
	struct igd_vbt vbt;

	(void)state;
	specimen_pad(&specimen, 0x1800, 0xff);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_int_equal(vbt.size, size);
	assert_true(vbt.is_checksum_right);
	specimen_done(&specimen);
}

/* Linux 7.1 intel_bios.c child_device_expected_size() */
static void test_child_sizes(void **state)
{
	static const struct {
		uint16_t version;
		uint8_t size;
	} all[] = { { 111, 33 }, { 195, 37 }, { 196, 38 }, { 216, 39 }, { 256, 40 }, { 263, 44 },
		{ 300, 60 } };
	struct igd_vbt vbt;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct specimen specimen = make(all[i].version, all[i].size);

		assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
		assert_int_equal(vbt.output_count, 4);
		assert_int_equal(vbt.outputs[3].device_type, 0x78c6);
		specimen_done(&specimen);
	}
}

static void name_of(uint16_t version, uint16_t type, uint8_t port, const char *name)
{
	const struct specimen_child child = { 1, type, port };
	const struct specimen_vbt made = { "X", version, 39, &child, 1, false };
	struct specimen specimen = { 0 };
	struct igd_vbt vbt;

	specimen_add_vbt(&specimen, &made);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_int_equal(vbt.output_count, 1);
	assert_string_equal(vbt.outputs[0].name, name);
	specimen_done(&specimen);
}

static void test_names(void **state)
{
	static const char letters[] = "ABCDEFGHI";
	static const uint8_t hdmi[] = { 0, 1, 2, 3, 12, 14, 16, 18, 20 };
	static const uint8_t dp[] = { 10, 7, 8, 9, 11, 13, 15, 17, 19 };
	char name[16];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(hdmi); i++) {
		snprintf(name, sizeof(name), "HDMI-%c", letters[i]);
		name_of(237, 0x60d2, hdmi[i], name);
		snprintf(name, sizeof(name), "DP-%c", letters[i]);
		name_of(237, 0x68c6, dp[i], name);
	}
	name_of(237, 0x1400, 21, "DSI-A");
	name_of(237, 0x1400, 24, "DSI-D");
	name_of(237, 0x78c6, 10, "eDP-A");
	name_of(237, 0x68d2, 1, "DVI-B");
	name_of(237, 0x1022, 4, "LVDS");
	name_of(237, 0x0001, 6, "VGA");
	name_of(237, 0x0209, 5, "TV");
	name_of(237, 0x8002, 1, "type-8002");
	/* What is no port yet, and what was none before 155. */
	name_of(237, 0x60d2, 25, "HDMI");
	name_of(237, 0x60d2, 255, "HDMI");
	name_of(154, 0x60d2, 1, "HDMI");
}

/* The sound table with 16 bits changed. */
static void refuse(size_t offset, uint16_t value, const char *message)
{
	struct specimen specimen = make(237, 39);
	struct igd_vbt vbt = { .version = 77 };
	struct igd_error error = { 0 };

	specimen_put16(&specimen, offset, value);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, &error), -EBADMSG);
	assert_string_equal(error.message, message);
	assert_int_equal(vbt.version, 77);
	specimen_done(&specimen);
}

static void test_hostile(void **state)
{
	(void)state;
	refuse(0, 0x2424, "offset 0: the signature is not $VBT");
	refuse(24, 312, "offset 24: the VBT says it has 312 bytes, there are 296");
	refuse(24, 47, "offset 24: the VBT says it has 47 bytes, there are 296");
	refuse(28, 275, "offset 28: the BDB is said to be at 275, the VBT has 296 bytes");
	refuse(30, 0xffff, "offset 28: the BDB is said to be at 4294901808, the VBT has 296 bytes");
	refuse(28, 47, "offset 47: the signature is not BIOS_DATA_BLOCK");
	refuse(BDB + 18, 21,
		"offset 66: a BDB of 248 bytes with a header of 21, where 248 are left");
	refuse(BDB + 18, 249,
		"offset 66: a BDB of 248 bytes with a header of 249, where 248 are left");
	refuse(BDB + 20, 249,
		"offset 66: a BDB of 249 bytes with a header of 22, where 248 are left");
	refuse(FEATURES + 1, 224,
		"offset 70: block 1 of 224 bytes runs out of the BDB, 223 are left, "
		"and no outputs came before");
	refuse(DEFINITIONS + 1, 4, "offset 81: 4 bytes are too few for the general definitions");
	refuse(CHILD_SIZE, 0x0420, "offset 85: a child device of 32 bytes, but it has at least 33");
	refuse(CHILD_SIZE, 0x0400, "offset 85: a child device of 0 bytes, but it has at least 33");
}

/* What comes behind the outputs may be cut off, as it often is: here block 53, with its 32 bits of size. */
static void test_cut_off(void **state)
{
	struct specimen specimen = make(237, 39);
	struct igd_vbt vbt;

	(void)state;
	assert_int_equal(specimen.bytes[281], 53);
	specimen_put16(&specimen, 281 + 6, 0xffff);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_true(vbt.is_cut_off);
	assert_int_equal(vbt.block_count, 2);
	assert_int_equal(vbt.output_count, 4);
	specimen_put16(&specimen, 281 + 6, 0);
	specimen_put16(&specimen, 281 + 4, 13);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_true(vbt.is_cut_off);
	specimen_put16(&specimen, 281 + 4, 12);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_false(vbt.is_cut_off);
	specimen_done(&specimen);
}

/* An empty block 2 is none to take offence at; two of them count as the first. */
static void test_definitions(void **state)
{
	struct specimen specimen = { 0 };
	const struct specimen_vbt empty = { "X", 237, 0, NULL, 0, false };
	struct igd_vbt vbt;
	char *names;

	(void)state;
	specimen_add_vbt(&specimen, &empty);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_true(vbt.has_definitions);
	assert_int_equal(vbt.output_count, 0);
	names = igd_vbt_output_names(&vbt);
	assert_string_equal(names, "none");
	free(names);
	assert_false(igd_vbt_has_outputs(&vbt));
	specimen.bytes[FEATURES + 3 + 4] =
		1; /* a board with nothing but VGA, as of some H61 ones */
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_true(igd_vbt_has_outputs(&vbt));
	names = igd_vbt_output_names(&vbt);
	assert_string_equal(names, "VGA");
	free(names);
	specimen.bytes[FEATURES + 3 + 4] = 0;
	specimen_put16(&specimen, BDB + 16, 154);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_true(vbt.has_vga);
	specimen_put16(&specimen, BDB + 16, 237);
	specimen.bytes[DEFINITIONS] = 3;
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_false(vbt.has_definitions);
	assert_false(vbt.is_checksum_right);
	specimen_done(&specimen);
}

static void test_many(void **state)
{
	struct specimen_child children[IGD_VBT_MAX_OUTPUTS + 1];
	const struct specimen_vbt made = { "X", 237, 39, children, IGD_VBT_MAX_OUTPUTS + 1, false };
	struct specimen specimen = { 0 };
	struct igd_vbt vbt;
	char *names;
	size_t i;

	(void)state;
	for (i = 0; i < IGD_VBT_MAX_OUTPUTS + 1; i++)
		children[i] = (struct specimen_child){ 1, 0x60d2, 1 };
	specimen_add_vbt(&specimen, &made);
	assert_int_equal(igd_vbt_parse(specimen.bytes, specimen.size, &vbt, NULL), 0);
	assert_int_equal(vbt.output_count, IGD_VBT_MAX_OUTPUTS);
	names = igd_vbt_output_names(&vbt);
	assert_string_equal(names, "HDMI-B");
	free(names);
	specimen_done(&specimen);
}

static void test_every_truncation(void **state)
{
	struct specimen specimen = make(237, 39);
	struct igd_error error;
	struct igd_vbt vbt;
	size_t size;

	(void)state;
	for (size = 0; size < specimen.size; size++) {
		uint8_t *bytes = igd_zalloc(size + 1);

		memcpy(bytes, specimen.bytes, size);
		if (size > 25)
			bytes[24] = (uint8_t)size, bytes[25] = (uint8_t)(size >> 8);
		error = (struct igd_error){ 0 };
		if (igd_vbt_parse(bytes, size, &vbt, &error) < 0)
			assert_true(igd_starts_with(error.message, "offset "));
		free(bytes);
	}
	specimen_done(&specimen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sound),
		cmocka_unit_test(test_room_behind),
		cmocka_unit_test(test_child_sizes),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_definitions),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_every_truncation),
	};

	return cmocka_run_group_tests_name("vbt", tests, NULL, NULL);
}
