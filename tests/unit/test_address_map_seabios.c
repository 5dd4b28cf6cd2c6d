// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_address_map_seabios - where SeaBIOS puts what, against addresses that this project's lab has seen
 */
#include "tests/unit/address_map.h"

/* The lab: pci64=1 with 46 bits: BAR 0 at 0xe0000000000, BAR 2 behind it, the shared memory at 0xe0050000000. */
static void seabios_high(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_SEABIOS, 46);
	const struct igd_map_span *shared;

	(void)state;
	input.ram = 256 * MIB;
	input.seabios_pci64 = "1";
	COMPUTE(maps, input);
	assert_true(start_of(&maps, IGD_PLACE_SEABIOS, "0000:00:02.0 BAR 0") == 0xe0000000000);
	shared = igd_address_map_lost(igd_address_maps_worst(&maps), false);
	assert_true(shared->is_exact && shared->start == 0xe0050000000);
	/* 1.16.3 does not read that, and has room below 4 GiB */
	assert_true(has_map(&maps, IGD_PLACE_LOW));
	assert_int_equal(maps.verdict, IGD_MAP_MAY_BE_FATAL);
	/* the same by RAM above 4 GiB, which both go by; 1.16.3 uses all 46 bits */
	input.seabios_pci64 = NULL;
	input.ram = 8 * GIB;
	COMPUTE(full, input);
	assert_int_equal(full.map_count, 2);
	assert_true(full.maps[0].spans[2].start == 0xe0000000000);
	assert_true(full.maps[1].spans[2].start == 0x380000000000);
	assert_int_equal(full.verdict, IGD_MAP_FATAL);
}

/* The lab: 39 bits on an AMD model, which SeaBIOS does not believe: right above RAM, 4 to 6 GiB. */
static void seabios_distrusts(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_SEABIOS, 39);

	(void)state;
	input.ram = 256 * MIB;
	input.is_intel = IGD_VM_NO;
	input.seabios_pci64 = "1";
	COMPUTE(maps, input);
	assert_true(window_of(&maps, IGD_PLACE_SEABIOS_OLD) == 4 * GIB);
	assert_true(start_of(&maps, IGD_PLACE_SEABIOS_OLD, "looking-glass") == 5 * GIB + 256 * MIB);
	assert_int_equal(maps.verdict, IGD_MAP_FITS);
	/* and 40, which is AMD's: -22 in the lab with host-phys-bits-limit=39, which TCG passes over */
	input.widths[0] = 40;
	COMPUTE(forty, input);
	assert_true(window_of(&forty, IGD_PLACE_SEABIOS) == 0xe000000000);
}

static void seabios_low(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_SEABIOS, 46);
	static const struct igd_map_item large[] = {
		{ IGD_MAP_DEVICE, "large", 4 * GIB, true, true },
	};

	(void)state;
	input.ram = 2 * GIB;
	input.is_complete = false;
	COMPUTE(low, input);
	assert_int_equal(low.verdict, IGD_MAP_FITS);
	assert_true(window_of(&low, IGD_PLACE_LOW) == 0xc0000000);
	/* does not fit below 4 GiB: at the top, or with an old SeaBIOS right above RAM */
	input.items = large;
	input.item_count = 1;
	input.is_recent = IGD_VM_UNKNOWN;
	COMPUTE(high, input);
	assert_false(has_map(&high, IGD_PLACE_LOW));
	assert_true(window_of(&high, IGD_PLACE_SEABIOS_OLD) == 4 * GIB);
	assert_true(span_of(map_of(&high, IGD_PLACE_SEABIOS), "window for BARs")->end == END(44));
	assert_int_equal(high.verdict, IGD_MAP_WARNS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seabios_high),
		cmocka_unit_test(seabios_distrusts),
		cmocka_unit_test(seabios_low),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
