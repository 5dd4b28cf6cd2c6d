// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_rom_own - the ROM that igd-doctor builds is recognised by its table of devices, and judged by it
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_fit.h"
#include "specimens/kinds.h"
#include "unit.h"

static void read_own(const struct specimen_options *options, struct igd_rom *ret)
{
	struct specimen file = { 0 };

	assert_true(specimen_add_kind(&file, "own", options));
	assert_true(igd_rom_parse(file.bytes, file.size, ret));
	specimen_done(&file);
}

static void expect_fit(const struct igd_rom *rom, uint16_t device, enum igd_fit wanted)
{
	struct igd_rom_fit fit;

	igd_rom_judge(rom, device, &fit);
	assert_int_equal(fit.fit, wanted);
	igd_rom_fit_done(&fit);
}

static void test_table(void **state)
{
	struct specimen_options options = { 0 };
	struct igd_rom rom;
	bool is_told = false;
	size_t i;

	(void)state;
	for (; options.compression <= 4; options.compression += 4) {
		read_own(&options, &rom);
		assert_int_equal(rom.images[0].contains, 1u << IGD_ROM_ASSIGNMENT);
		assert_int_equal(rom.images[0].assigned_device_count, 4);
		assert_int_equal(rom.images[0].assigned_devices[0], 0x4680);
		assert_int_equal(rom.images[0].assigned_devices[3], 0xa780);
		for (i = 0; i < rom.evidence_count; i++)
			is_told |= !strcmp(
				rom.evidence[i].what, "igd-doctor's own driver, version 0.1.0");
		assert_true(is_told);
		expect_fit(&rom, 0x4680, IGD_FIT_YES);
		expect_fit(&rom, 0x7d55, IGD_FIT_YES);
		expect_fit(&rom, 0x5912, IGD_FIT_NO);
		igd_rom_done(&rom);
	}
}

/* A table that is none is not believed; the driver is still one. */
static void expect_no_table(const uint8_t *bytes, size_t size)
{
	struct igd_rom rom;

	assert_true(igd_rom_parse(bytes, size, &rom));
	assert_int_equal(rom.images[0].assigned_device_count, 0);
	assert_true(rom.images[0].contains & 1u << IGD_ROM_ASSIGNMENT);
	igd_rom_done(&rom);
}

static void test_no_table(void **state)
{
	static const uint16_t unsorted[] = { 0x46a6, 0x4680, 0 }, twice[] = { 0x4680, 0x4680, 0 };
	static const uint16_t *const lists[] = { unsorted, twice };
	static const uint32_t counts[] = { 0, 0x0fff, 0x1001, UINT32_MAX };
	struct specimen_options options = { 0 };
	struct specimen file = { 0 };
	uint8_t *mark;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		options.devices = lists[i];
		assert_true(specimen_add_kind(&file, "own", &options));
		expect_no_table(file.bytes, file.size);
		specimen_done(&file);
	}
	options.devices = NULL;
	assert_true(specimen_add_kind(&file, "own", &options));
	mark = memmem(file.bytes, file.size, "igdrom devices 1", 16);
	assert_non_null(mark);
	for (i = 0; i < sizeof(counts) / sizeof(*counts); i++) {
		specimen_put32(&file, (size_t)(mark - file.bytes) + 32, counts[i]);
		expect_no_table(file.bytes, file.size);
	}
	specimen_done(&file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_no_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
