// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_igpu_models - the device id table against the rules that it was made by
 */
#include <string.h>

#include "facts/host/igpu.h"
#include "tests/unit/unit.h"

/* QEMU 10.0 to 11.0 hw/vfio/igd.c igd_gen(), its two rules. */
static int generation_of(unsigned id)
{
	static const struct {
		uint8_t prefix;
		int8_t generation;
	} rows[] = {
		{ 0x01, 6 },
		{ 0x04, 7 },
		{ 0x0a, 7 },
		{ 0x0c, 7 },
		{ 0x0d, 7 },
		{ 0x0f, 7 },
		{ 0x16, 8 },
		{ 0x22, 8 },
		{ 0x19, 9 },
		{ 0x31, 9 },
		{ 0x59, 9 },
		{ 0x3e, 9 },
		{ 0x9b, 9 },
		{ 0x8a, 11 },
		{ 0x45, 11 },
		{ 0x4e, 11 },
		{ 0x9a, 12 },
		{ 0x4c, 12 },
		{ 0x46, 12 },
		{ 0xa7, 12 },
	};
	size_t i;

	if ((id & 0xffe) == 0xa84)
		return 9;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].prefix == id >> 8)
			return rows[i].generation;
	}
	return -1;
}

/* Looks every id up, so it also proves that the table is sorted: the search is a binary one. */
static void every_row_follows_the_rules(void **state)
{
	const struct igd_igpu_model *model;
	unsigned id, count = 0;

	(void)state;
	for (id = 0; id <= 0xffff; id++) {
		model = igd_igpu_model((uint16_t)id);
		if (!model)
			continue;
		count++;
		assert_int_equal(model->device, id);
		assert_int_equal(model->generation, generation_of(id));
		assert_non_null(model->platform);
		assert_true(!model->name || *model->name);
	}
	assert_int_equal(count, 346);
}

static void expect(uint16_t id, int generation, const char *platform, const char *name)
{
	const struct igd_igpu_model *model = igd_igpu_model(id);

	assert_non_null(model);
	assert_int_equal(model->generation, generation);
	assert_string_equal(model->platform, platform);
	if (name)
		assert_string_equal(model->name, name);
	else
		assert_null(model->name);
}

static void known_devices(void **state)
{
	(void)state;
	expect(0x4680, 12, "Alder Lake-S", "UHD Graphics 770");
	expect(0xA780, 12, "Raptor Lake-S", "UHD Graphics 770");
	expect(0x9BC5, 9, "Comet Lake", "UHD Graphics 630");
	expect(0x5912, 9, "Kaby Lake", "HD Graphics 630");
	expect(0x0412, 7, "Haswell",
		"Xeon E3-1200 v3/4th Gen Core Processor Integrated Graphics Controller");
	expect(0x46A2, 12, "Alder Lake-P", NULL);
}

/* The low bits of Apollo Lake's ids come before their upper bytes, which are Haswell's, nobody's, Cannon Lake's. */
static void apollo_lake_comes_first(void **state)
{
	(void)state;
	expect(0x0A84, 9, "Apollo Lake", NULL);
	expect(0x1A84, 9, "Apollo Lake", NULL);
	expect(0x1A85, 9, "Apollo Lake", NULL);
	expect(0x5A84, 9, "Apollo Lake", "HD Graphics 505");
	expect(0x5A85, 9, "Apollo Lake", "HD Graphics 500");
	expect(0x5A40, -1, "Cannon Lake", NULL);
	expect(0x0A2E, 7, "Haswell", "Haswell-ULT Integrated Graphics Controller");
}

static void newer_than_qemu_knows(void **state)
{
	(void)state;
	expect(0x7D55, -1, "Meteor Lake", "Intel Arc Graphics");
	expect(0x7D67, -1, "Arrow Lake", "Intel Graphics");
	expect(0xB640, -1, "Arrow Lake", "Intel Graphics");
	expect(0x64A0, -1, "Lunar Lake",
		"Core Ultra 200V Series Processors Arc Graphics 130V/140V GPU");
	expect(0x87C0, -1, "Amber Lake", "UHD Graphics 617");
}

static void not_integrated(void **state)
{
	(void)state;
	assert_null(igd_igpu_model(0x0000));
	assert_null(igd_igpu_model(0xffff));
	assert_null(igd_igpu_model(0x56a0)); /* Arc A770, a card */
	assert_null(igd_igpu_model(0x4681));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_follows_the_rules),
		cmocka_unit_test(known_devices),
		cmocka_unit_test(apollo_lake_comes_first),
		cmocka_unit_test(newer_than_qemu_knows),
		cmocka_unit_test(not_integrated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
