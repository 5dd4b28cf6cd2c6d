// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_qemu_matrix - what each QEMU makes of each iGPU, against what its sources say
 *
 * The expectations are written down once more, apart from the table, from QEMU's igd_gen() of 7.2.0, 8.2.2,
 * 9.2.1, 10.0.13, 10.1.0, 10.2.2 and 11.0.3.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/igpu.h"
#include "facts/qemu/qemu_matrix.h"
#include "tests/unit/unit.h"

static struct igd_qemu_place place_of(unsigned major, unsigned minor, unsigned micro)
{
	struct igd_qemu_version version = { major, minor, micro, "", "" };

	return igd_qemu_place(&version);
}

static const struct igd_qemu_row *row_of(unsigned major, unsigned minor)
{
	struct igd_qemu_place place = place_of(major, minor, 0);

	assert_ptr_equal(place.older, place.newer);
	assert_non_null(place.older);
	return place.older;
}

static void test_rows_ascend(void **state)
{
	size_t i, count;
	const struct igd_qemu_row *rows = igd_qemu_rows(&count);

	(void)state;
	assert_int_equal(count, 7);
	for (i = 1; i < count; i++)
		assert_true(rows[i].major * 100 + rows[i].minor >
			    rows[i - 1].major * 100 + rows[i - 1].minor);
}

struct generations {
	uint16_t device;
	int in_7_2, in_9_2, in_10_0; /* 8.2 is as 7.2; 10.1, 10.2 and 11.0 are as 10.0 */
};

static void expect_generations(const struct generations *of)
{
	int expected[] = { of->in_7_2, of->in_7_2, of->in_9_2, of->in_10_0, of->in_10_0,
		of->in_10_0, of->in_10_0 };
	size_t i, count;
	const struct igd_qemu_row *rows = igd_qemu_rows(&count);

	assert_int_equal(count, sizeof(expected) / sizeof(*expected));
	for (i = 0; i < count; i++) {
		if (igd_qemu_generation(&rows[i], of->device) != expected[i])
			fail_msg("%04x in QEMU %u.%u", of->device, rows[i].major, rows[i].minor);
	}
}

static void test_generations(void **state)
{
	static const struct generations cases[] = {
		{ 0x0102, 6, 6, 6 }, /* Sandy Bridge */
		{ 0x0162, 6, 6, 6 }, /* Ivy Bridge */
		{ 0x0412, 6, 6, 7 }, /* Haswell */
		{ 0x0a16, 6, 6, 7 },
		{ 0x0d22, 6, 6, 7 },
		{ 0x0f31, 6, 6, 7 }, /* Bay Trail */
		{ 0x1616, 8, 8, 8 }, /* Broadwell */
		{ 0x22b0, 8, 8, 8 }, /* Cherryview */
		{ 0x1912, 8, 8, 9 }, /* Skylake */
		{ 0x0a84, 8, 8, 9 }, /* Broxton */
		{ 0x5a84, 8, 8, 9 }, /* Apollo Lake; 9.2 compares one bit more than 10.0 */
		{ 0x5a85, 8, -1, 9 },
		{ 0x3185, 8, -1, 9 },	/* Gemini Lake */
		{ 0x5912, 8, 8, 9 },	/* Kaby Lake */
		{ 0x3e92, 8, 9, 9 },	/* Coffee Lake */
		{ 0x9bc5, 8, -1, 9 },	/* Comet Lake */
		{ 0x8a52, 8, -1, 11 },	/* Ice Lake */
		{ 0x4571, 8, 11, 11 },	/* Elkhart Lake */
		{ 0x4e61, 8, -1, 11 },	/* Jasper Lake */
		{ 0x9a49, 8, 12, 12 },	/* Tiger Lake */
		{ 0x4c8a, 8, -1, 12 },	/* Rocket Lake */
		{ 0x4680, 8, -1, 12 },	/* Alder Lake-S */
		{ 0x46d1, 8, -1, 12 },	/* Alder Lake-N */
		{ 0xa780, 8, -1, 12 },	/* Raptor Lake-S */
		{ 0x7d55, 8, -1, -1 },	/* Meteor Lake */
		{ 0x64a0, 8, -1, -1 },	/* Lunar Lake */
		{ 0xb080, 8, -1, -1 },	/* Panther Lake */
		{ 0x5a52, 8, -1, -1 },	/* Cannon Lake */
		{ 0x87ca, 8, -1, -1 },	/* Amber Lake */
		{ 0x2a42, -1, -1, -1 }, /* older than all of it */
		{ 0xa001, -1, -1, -1 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_generations(&cases[i]);
}

/* The table of iGPUs has QEMU's newest generation of each; so has the newest row. */
static void test_agrees_with_the_models(void **state)
{
	const struct igd_qemu_row *row = row_of(11, 0);
	unsigned device, known = 0;

	(void)state;
	for (device = 0; device <= UINT16_MAX; device++) {
		const struct igd_igpu_model *model = igd_igpu_model((uint16_t)device);

		if (!model)
			continue;
		known++;
		assert_int_equal(igd_qemu_generation(row, (uint16_t)device), model->generation);
	}
	assert_true(known > 200);
}

static void test_behaviour(void **state)
{
	(void)state;
	assert_false(row_of(10, 0)->has_opregion_by_default);
	assert_true(row_of(10, 1)->has_opregion_by_default);
	assert_false(row_of(9, 2)->has_lpc);
	assert_true(row_of(10, 0)->has_lpc);
	assert_false(row_of(10, 0)->has_class_code);
	assert_true(row_of(10, 1)->has_class_code);
	assert_false(row_of(10, 1)->takes_any_display);
	assert_true(row_of(10, 2)->takes_any_display);
	assert_int_equal(row_of(8, 2)->gms, IGD_QEMU_GMS_ZERO);
	assert_int_equal(row_of(9, 2)->gms, IGD_QEMU_GMS_IGNORED);
	assert_int_equal(row_of(10, 0)->gms_max, 0x40);
	assert_int_equal(row_of(10, 1)->gms_max, 0xfe);
	assert_int_equal(row_of(10, 0)->legacy_last, 12);
	assert_int_equal(row_of(10, 1)->legacy_last, 9);
}

static void test_places(void **state)
{
	struct igd_qemu_place place;

	(void)state;
	place = place_of(10, 0, 13);
	assert_ptr_equal(place.older, place.newer);
	place = place_of(10, 0, 50);
	assert_int_equal(place.older->minor, 0);
	assert_int_equal(place.newer->minor, 1);
	place = place_of(8, 0, 0);
	assert_int_equal(place.older->major, 7);
	assert_int_equal(place.newer->major, 8);
	place = place_of(6, 2, 0);
	assert_null(place.older);
	assert_false(igd_qemu_is_unread(&place));
	place = place_of(11, 1, 0);
	assert_true(igd_qemu_is_unread(&place));
	assert_int_equal(place.older->major, 11);
	place = place_of(11, 0, 50);
	assert_true(igd_qemu_is_unread(&place));
	place = place_of(11, 0, 3);
	assert_false(igd_qemu_is_unread(&place));
}

static enum igd_qemu_treatment treat(unsigned major, unsigned minor, uint16_t device)
{
	struct igd_qemu_place place = place_of(major, minor, 0);
	int taken_for;

	return igd_qemu_treat(&place, device, igd_igpu_model(device)->generation, &taken_for);
}

static void test_treatment(void **state)
{
	(void)state;
	assert_int_equal(treat(7, 2, 0x4680), IGD_QEMU_WRONG);
	assert_int_equal(treat(8, 1, 0x4680), IGD_QEMU_WRONG);
	assert_int_equal(treat(9, 1, 0x4680), IGD_QEMU_UNDECIDED);
	assert_int_equal(treat(9, 2, 0x4680), IGD_QEMU_REFUSED);
	assert_int_equal(treat(10, 0, 0x4680), IGD_QEMU_KNOWN);
	assert_int_equal(treat(12, 3, 0x4680), IGD_QEMU_KNOWN);
	assert_int_equal(treat(7, 2, 0x1912), IGD_QEMU_ALIKE);
	assert_int_equal(treat(9, 0, 0x1912), IGD_QEMU_ALIKE);
	assert_int_equal(treat(7, 2, 0x0102), IGD_QEMU_KNOWN);
	assert_int_equal(treat(9, 2, 0x9a49), IGD_QEMU_KNOWN);
	assert_int_equal(treat(9, 2, 0x7d55), IGD_QEMU_REFUSED);
	assert_int_equal(treat(10, 0, 0x7d55), IGD_QEMU_ABANDONED);
	assert_int_equal(treat(10, 1, 0x7d55), IGD_QEMU_OPREGION_ONLY);
	assert_int_equal(treat(8, 2, 0x7d55), IGD_QEMU_WRONG);
	assert_int_equal(treat(8, 2, 0x87ca), IGD_QEMU_ALIKE);
	assert_int_equal(treat(11, 0, 0x87ca), IGD_QEMU_REFUSED);
	assert_int_equal(treat(6, 0, 0x4680), IGD_QEMU_UNDECIDED);
}

static void parse(const char *lines, struct igd_qemu_properties *ret)
{
	IGD_AUTOFREE char *text = igd_printf("vfio-pci options:\n%s", lines);

	assert_true(igd_qemu_parse_properties(text, ret));
}

#define OPREGION(value) "  x-igd-opregion=<bool> - on/off (default: " value ")\n"
#define LPC "  x-igd-lpc=<bool> - on/off (default: off)\n"
#define LEGACY "  x-igd-legacy-mode=<OnOffAuto> - on/off/auto (default: auto)\n"
#define CLASS "  x-pci-class-code=<uint32> -  (default: 4294967295)\n"

static void test_surprises(void **state)
{
	static const struct {
		unsigned major, minor, micro;
		const char *lines, *surprise;
	} cases[] = {
		{ 7, 2, 0, OPREGION("false"), NULL },
		{ 9, 2, 1, OPREGION("off"), NULL },
		{ 9, 2, 1, OPREGION("off") LPC, "x-igd-lpc" },
		{ 9, 2, 1, OPREGION("on"), "x-igd-opregion" },
		{ 10, 0, 2, OPREGION("off") LPC LEGACY, NULL },
		{ 10, 0, 2, OPREGION("off") LPC, "x-igd-legacy-mode" },
		{ 10, 0, 2, OPREGION("off") LPC LEGACY CLASS, "x-pci-class-code" },
		{ 10, 0, 50, OPREGION("on") LPC LEGACY CLASS, NULL },
		{ 10, 0, 50, OPREGION("off") LPC LEGACY, NULL },
		{ 10, 1, 0, OPREGION("on") LPC LEGACY CLASS, NULL },
		{ 12, 0, 0, OPREGION("on") LPC LEGACY CLASS, NULL },
		{ 12, 0, 0, OPREGION("on") LPC CLASS, "x-igd-legacy-mode" },
		{ 6, 0, 0, OPREGION("on"), NULL },
		{ 10, 1, 0, LPC, NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_qemu_place place =
			place_of(cases[i].major, cases[i].minor, cases[i].micro);
		struct igd_qemu_properties properties;
		const char *surprise;

		parse(cases[i].lines, &properties);
		surprise = igd_qemu_surprise(&place, &properties);
		if (strcmp(surprise ? surprise : "", cases[i].surprise ? cases[i].surprise : "") !=
			0)
			fail_msg("case %zu: %s", i, surprise ? surprise : "none");
		igd_qemu_properties_done(&properties);
	}
}

static const char *upt(unsigned major, unsigned minor, const char *lines, int generation)
{
	struct igd_qemu_place place = place_of(major, minor, 0);
	struct igd_qemu_properties properties;
	const char *options;

	parse(lines, &properties);
	options = igd_qemu_upt_options(&place, &properties, generation);
	igd_qemu_properties_done(&properties);
	return options;
}

static void test_upt_options(void **state)
{
	(void)state;
	assert_string_equal(upt(7, 2, OPREGION("false"), 12), "x-igd-opregion=on");
	assert_string_equal(upt(10, 0, OPREGION("off") LPC LEGACY, 12),
		"x-igd-legacy-mode=off,x-igd-opregion=on");
	assert_string_equal(upt(10, 1, OPREGION("on") LPC LEGACY CLASS, 12), "");
	assert_string_equal(
		upt(10, 1, OPREGION("on") LPC LEGACY CLASS, 9), "x-igd-legacy-mode=off");
	assert_string_equal(upt(10, 1, OPREGION("on") LPC LEGACY CLASS, -1), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rows_ascend),
		cmocka_unit_test(test_generations),
		cmocka_unit_test(test_agrees_with_the_models),
		cmocka_unit_test(test_behaviour),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_treatment),
		cmocka_unit_test(test_surprises),
		cmocka_unit_test(test_upt_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
