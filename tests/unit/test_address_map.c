// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_address_map - where firmware puts what, against addresses that were seen
 *
 * Seen: QEMU docs/igd-assign.txt, gnif/LookingGlass#1184, bpg/terraform-provider-proxmox#1353, a thread on r/VFIO of
 * 2026-01-13, and this project's lab (tests/lab), each named where it is used.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/address_map.h"

/* igd-facts 2.7: 46 bits and 39 bits, the eighth and the quarter. */
static void ovmf_windows(void **state)
{
	struct igd_map_input wide = input_of(IGD_VM_OVMF, 46), narrow = input_of(IGD_VM_OVMF, 39);

	(void)state;
	COMPUTE(far, wide);
	COMPUTE(near, narrow);
	assert_int_equal(far.map_count, 2);
	assert_true(window_of(&far, IGD_PLACE_OVMF_EIGHTH) == 0x380000000000);
	assert_true(window_of(&far, IGD_PLACE_OVMF_QUARTER) == 0x300000000000);
	assert_true(span_of(&far.maps[0], "window for BARs")->end == END(46));
	assert_int_equal(far.verdict, IGD_MAP_FATAL);
	assert_true(window_of(&near, IGD_PLACE_OVMF_EIGHTH) == 0x7000000000);
	assert_true(window_of(&near, IGD_PLACE_OVMF_QUARTER) == 0x6000000000);
	assert_int_equal(near.verdict, IGD_MAP_FITS);
}

/*
 * QEMU docs/igd-assign.txt: BAR 0 at 0x380010000000, behind the 256 MiB of BAR 2. The lab: the shared memory is there
 * if BAR 0 is smaller than it.
 */
static void ovmf_places(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_OVMF, 46);
	const struct igd_map_span *shared;

	(void)state;
	input.item_count = 2;
	COMPUTE(alone, input);
	assert_true(
		start_of(&alone, IGD_PLACE_OVMF_EIGHTH, "0000:00:02.0 BAR 2") == 0x380000000000);
	assert_true(
		start_of(&alone, IGD_PLACE_OVMF_EIGHTH, "0000:00:02.0 BAR 0") == 0x380010000000);
	assert_int_equal(alone.verdict, IGD_MAP_WARNS);
	assert_false(map_of(&alone, IGD_PLACE_OVMF_EIGHTH)->is_fatal);
	assert_null(igd_address_map_lost(&alone.maps[0], false));
	assert_non_null(igd_address_map_lost(&alone.maps[0], true));
	input.item_count = 3;
	COMPUTE(both, input);
	shared = igd_address_map_lost(igd_address_maps_worst(&both), false);
	assert_string_equal(shared->name, "looking-glass");
	assert_true(shared->start == 0x380010000000 && shared->end == 0x380013ffffff);
	assert_true(shared->is_exact && !shared->is_reached);
	assert_int_equal(igd_bit_length(shared->end), 46);
}

/* LookingGlass#1184 (kvmfr at 0x382000000000, 256 MiB) and r/VFIO (a BAR of 16 GiB at 0x382800000000). */
static void behind_bridges(void **state)
{
	static const struct igd_map_item items[] = {
		{ IGD_MAP_SHARED, "shmmem-shmem0", 256 * MIB, true, true },
		{ IGD_MAP_DEVICE, "0000:01:00.0 BAR 1", 16 * GIB, true, true },
	};
	static const uint64_t seen[] = { 0x382000000000, 0x382800000000 };
	struct igd_map_input input = input_of(IGD_VM_OVMF, 46);
	size_t i;

	(void)state;
	input.items = items;
	input.item_count = 2;
	input.is_complete = false;
	COMPUTE(maps, input);
	assert_int_equal(maps.verdict, IGD_MAP_FATAL);
	for (i = 0; i < 2; i++) {
		const struct igd_map_span *span =
			span_of(map_of(&maps, IGD_PLACE_OVMF_EIGHTH), items[i].name);

		assert_false(span->is_exact);
		assert_false(span->is_reached);
		assert_true(span->start <= seen[i] && seen[i] + items[i].bytes - 1 <= span->end);
		assert_true(span->bytes == items[i].bytes);
	}
}

/* 40 bits is what nobody's Intel processor has: OVMF takes it for QEMU's default, unless GuestPhysBits vouch for it. */
static void forty_bits(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_OVMF, 40);

	(void)state;
	COMPUTE(bogus, input);
	assert_int_equal(bogus.map_count, 1);
	assert_true(window_of(&bogus, IGD_PLACE_OVMF_CLASSIC) == 0x800000000);
	assert_true(span_of(bogus.maps, "window for BARs")->end == 0xfffffffff);
	assert_int_equal(bogus.verdict, IGD_MAP_FITS);
	input.has_guest_bits = IGD_VM_UNKNOWN;
	COMPUTE(unsure, input);
	assert_int_equal(unsure.map_count, 3);
	assert_true(window_of(&unsure, IGD_PLACE_OVMF_EIGHTH) == 0xe000000000);
	assert_int_equal(unsure.verdict, IGD_MAP_MAY_BE_FATAL);
	input.has_guest_bits = IGD_VM_NO;
	input.is_intel = IGD_VM_NO;
	COMPUTE(amd, input);
	assert_int_equal(amd.verdict, IGD_MAP_FATAL);
	assert_true(window_of(&amd, IGD_PLACE_OVMF_EIGHTH) == 0xe000000000);
}

/* The lab: 39 bits on TCG's "max", which is AMD's: 39 is made up, and the window begins at 0x800000000. */
static void lab_ovmf(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_OVMF, 39);

	(void)state;
	input.is_intel = IGD_VM_NO;
	input.ram = 256 * MIB;
	COMPUTE(maps, input);
	assert_int_equal(maps.map_count, 1);
	assert_true(window_of(&maps, IGD_PLACE_OVMF_CLASSIC) == 0x800000000);
	assert_int_equal(maps.verdict, IGD_MAP_FITS);
}

/* Until edk2-stable202502 it is the least that OVMF takes, so it does not help there. */
static void override(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_OVMF, 46);

	(void)state;
	input.mmio64_mib = "65536";
	COMPUTE(maps, input);
	assert_int_equal(maps.map_count, 2);
	assert_true(window_of(&maps, IGD_PLACE_OVMF_EIGHTH) == 0x380000000000);
	assert_true(window_of(&maps, IGD_PLACE_OVMF_CLASSIC) == 0x1000000000);
	assert_true(span_of(map_of(&maps, IGD_PLACE_OVMF_CLASSIC), "window for BARs")->end ==
		    0x1fffffffff);
	assert_int_equal(maps.verdict, IGD_MAP_MAY_BE_FATAL);
	/* more than an eighth of the space: both do as they are told */
	input.mmio64_mib = "16777216";
	COMPUTE(large, input);
	assert_int_equal(large.map_count, 1);
	assert_true(window_of(&large, IGD_PLACE_OVMF_CLASSIC) == 0x100000000000);
	/* just an eighth: not larger, so not taken in its place */
	input.mmio64_mib = "8388608";
	COMPUTE(eighth, input);
	assert_int_equal(eighth.map_count, 1);
	assert_true(window_of(&eighth, IGD_PLACE_OVMF_CLASSIC) == 0x80000000000);
	/* no window */
	input.mmio64_mib = "0";
	COMPUTE(none, input);
	assert_true(has_map(&none, IGD_PLACE_LOW));
	assert_true(has_map(&none, IGD_PLACE_OVMF_EIGHTH));
	/* malformed, or more than 16 TiB: as if it were not there */
	input.mmio64_mib = "16777217";
	COMPUTE(wild, input);
	assert_true(window_of(&wild, IGD_PLACE_OVMF_QUARTER) == 0x300000000000);
	input.mmio64_mib = "64G";
	COMPUTE(words, input);
	assert_true(window_of(&words, IGD_PLACE_OVMF_QUARTER) == 0x300000000000);
}

static void clamps(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_OVMF, 52);

	(void)state;
	COMPUTE(wide, input);
	assert_int_equal(wide.maps[0].bits, 46);
	assert_true(window_of(&wide, IGD_PLACE_OVMF_EIGHTH) == 0x380000000000);
	input.has_1g_pages = IGD_VM_NO;
	COMPUTE(small, input);
	assert_int_equal(small.maps[0].bits, 40);
	assert_true(window_of(&small, IGD_PLACE_OVMF_EIGHTH) == 0xe000000000);
	input.has_1g_pages = IGD_VM_UNKNOWN;
	input.sure_end = input.best_end = END(42);
	COMPUTE(either, input);
	assert_int_equal(either.map_count, 4);
	assert_int_equal(either.verdict, IGD_MAP_MAY_BE_FATAL);
	/* before 202211 the width did not count */
	input = input_of(IGD_VM_OVMF, 46);
	input.is_recent = IGD_VM_UNKNOWN;
	COMPUTE(old, input);
	assert_true(window_of(&old, IGD_PLACE_OVMF_CLASSIC) == 0x800000000);
	assert_int_equal(old.verdict, IGD_MAP_MAY_BE_FATAL);
}

/* Naturally aligned above RAM, and above what can be plugged in. */
static void classic_above_ram(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_OVMF, 40);

	(void)state;
	input.ram = 48 * GIB;
	COMPUTE(large, input);
	assert_true(window_of(&large, IGD_PLACE_OVMF_CLASSIC) == 64 * GIB);
	input.ram = 8 * GIB;
	input.max_ram = 128 * GIB;
	COMPUTE(growing, input);
	assert_true(window_of(&growing, IGD_PLACE_OVMF_CLASSIC) == 160 * GIB);
	/* RAM itself beyond what the IOMMU maps */
	input.max_ram = 0;
	input.ram = 600 * GIB;
	COMPUTE(huge, input);
	assert_int_equal(huge.verdict, IGD_MAP_FATAL);
	assert_string_equal(igd_address_map_lost(huge.maps, false)->name, "RAM above 4 GiB");
}

static void low_memory(void **state)
{
	(void)state;
	assert_true(igd_low_memory(IGD_VM_Q35, 0xb0000000 - 1) == 0xb0000000 - 1);
	assert_true(igd_low_memory(IGD_VM_Q35, 0xb0000000) == 0x80000000);
	assert_true(igd_low_memory(IGD_VM_I440FX, 0xe0000000 - 1) == 0xe0000000 - 1);
	assert_true(igd_low_memory(IGD_VM_I440FX, 0xe0000000) == 0xc0000000);
}

/* First-stage tables may take a bit: then it is not certain. */
static void bit_in_doubt(void **state)
{
	struct igd_map_input input = input_of(IGD_VM_OVMF, 42);

	(void)state;
	input.sure_end = END(41);
	input.best_end = END(42);
	COMPUTE(maps, input);
	assert_int_equal(maps.verdict, IGD_MAP_MAY_BE_FATAL);
	input.best_end = END(41);
	COMPUTE(sure, input);
	assert_int_equal(sure.verdict, IGD_MAP_FATAL);
}

/* Equal ones: which comes first is not known. Too many: nothing is exact. None: nothing to say. */
static void edges(void **state)
{
	static const struct igd_map_item twins[] = {
		{ IGD_MAP_SHARED, "one", 64 * MIB, true, true },
		{ IGD_MAP_SHARED, "two", 64 * MIB, true, true },
		{ IGD_MAP_DEVICE, "small", MIB, true, false },
	};
	IGD_AUTOFREE struct igd_map_item *many = igd_zalloc(300 * sizeof(*many));
	struct igd_map_input input = input_of(IGD_VM_OVMF, 46);
	size_t i;

	(void)state;
	input.items = twins;
	COMPUTE(maps, input);
	assert_false(span_of(maps.maps, "one")->is_exact);
	assert_true(start_of(&maps, IGD_PLACE_OVMF_EIGHTH, "small") == 0x380008000000);
	for (i = 0; i < 300; i++)
		many[i] = twins[2];
	input.items = many;
	input.item_count = 300;
	COMPUTE(crowd, input);
	assert_int_equal(crowd.maps[0].span_count, 256 + 3);
	assert_false(span_of(crowd.maps, "small")->is_exact);
	input.firmware = IGD_VM_FIRMWARE_OTHER;
	COMPUTE(none, input);
	assert_int_equal(none.verdict, IGD_MAP_UNKNOWN);
	assert_null(igd_address_maps_worst(&none));
	assert_int_equal(igd_bit_length(0), 0);
	assert_int_equal(igd_bit_length(UINT64_MAX), 64);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ovmf_windows),
		cmocka_unit_test(ovmf_places),
		cmocka_unit_test(behind_bridges),
		cmocka_unit_test(forty_bits),
		cmocka_unit_test(lab_ovmf),
		cmocka_unit_test(override),
		cmocka_unit_test(clamps),
		cmocka_unit_test(classic_above_ram),
		cmocka_unit_test(low_memory),
		cmocka_unit_test(bit_in_doubt),
		cmocka_unit_test(edges),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
