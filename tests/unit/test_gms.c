// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_gms - the size of stolen memory: every code of every generation
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
// cmocka.h does not include what it needs
#include <cmocka.h>

#include "facts/firmware/gms.h"

static unsigned size_of(uint16_t device, uint16_t ggc)
{
	const struct igd_igpu_model *model = igd_igpu_model(device);
	unsigned mib = 9999;

	assert_non_null(model);
	return igd_gms_size(igd_gms_coding(model), ggc, &mib) ? mib : 9999;
}

/* Generations 6 and 7: bits 7:3, up to 512 MiB. */
static void test_gen6(void **state)
{
	static const uint16_t devices[] = { 0x0102, 0x0162, 0x0412, 0x0f31 };
	unsigned code;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(devices) / sizeof(*devices); i++) {
		for (code = 0; code < 32; code++)
			assert_int_equal(size_of(devices[i], (uint16_t)(code << 3 | 0xff07)),
				code <= 0x10 ? code * 32 : 9999);
		assert_int_equal(igd_bdsm_form(igd_igpu_model(devices[i])), IGD_BDSM_32);
	}
}

/* Bits 15:8; the small steps from generation 9 on. */
static void test_gen8_and_later(void **state)
{
	static const struct {
		uint16_t device;
		bool has_small_steps;
		enum igd_bdsm_form bdsm;
	} all[] = { { 0x1616, false, IGD_BDSM_32 }, { 0x1912, true, IGD_BDSM_32 },
		{ 0x0a84, true, IGD_BDSM_32 }, { 0x3e92, true, IGD_BDSM_32 },
		{ 0x5a40, true, IGD_BDSM_32 }, { 0x87c0, true, IGD_BDSM_32 },
		{ 0x8a52, true, IGD_BDSM_64 }, { 0x4680, true, IGD_BDSM_64 },
		{ 0xa780, true, IGD_BDSM_64 }, { 0x7d55, true, IGD_BDSM_NONE },
		{ 0x64a0, true, IGD_BDSM_NONE }, { 0xb080, true, IGD_BDSM_NONE } };
	unsigned code, expected;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert_int_equal(igd_bdsm_form(igd_igpu_model(all[i].device)), all[i].bdsm);
		for (code = 0; code < 256; code++) {
			expected = code <= (all[i].bdsm == IGD_BDSM_NONE ? 0x04 : 0x40) ? code * 32
											: 9999;
			if (all[i].has_small_steps && code >= 0xf0 && code <= 0xfe)
				expected = 4 + 4 * (code - 0xf0);
			assert_int_equal(
				size_of(all[i].device, (uint16_t)(code << 8 | 0xff)), expected);
		}
	}
}

static void test_cherry_trail(void **state)
{
	static const unsigned odd[] = { 8, 12, 16, 20, 24, 28, 36, 40, 44, 48, 52, 56, 60 };
	unsigned code;

	(void)state;
	for (code = 0; code <= 0x10; code++)
		assert_int_equal(size_of(0x22b0, (uint16_t)(code << 3)), code * 32);
	for (code = 0x11; code <= 0x1d; code++)
		assert_int_equal(size_of(0x22b0, (uint16_t)(code << 3)), odd[code - 0x11]);
	assert_int_equal(size_of(0x22b0, 0x1e << 3), 9999);
	assert_int_equal(size_of(0x22b0, 0x1f << 3), 9999);
}

static void test_unknown(void **state)
{
	unsigned mib = 77;

	(void)state;
	assert_int_equal(igd_gms_coding(NULL), IGD_GMS_UNKNOWN);
	assert_int_equal(igd_bdsm_form(NULL), IGD_BDSM_UNKNOWN);
	assert_false(igd_gms_size(IGD_GMS_UNKNOWN, 0x0200, &mib));
	assert_int_equal(mib, 77);
	assert_int_equal(igd_gms_code(IGD_GMS_UNKNOWN, 0xffff), 0);
}

static void test_log(void **state)
{
	(void)state;
	assert_true(igd_stolen_parse("Reserving Intel graphics memory at "
				     "[mem 0x7a000000-0x7dffffff]") == 64 << 20);
	assert_true(igd_stolen_parse("Reserving Intel graphics memory at [mem 0x2-0x1]") == 0);
	assert_true(igd_stolen_parse("Reserving Intel graphics memory at ") == 0);
	assert_true(igd_stolen_parse("something else [mem 0x0-0xfff]") == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_gen6),
		cmocka_unit_test(test_gen8_and_later),
		cmocka_unit_test(test_cherry_trail),
		cmocka_unit_test(test_unknown),
		cmocka_unit_test(test_log),
	};

	return cmocka_run_group_tests_name("gms", tests, NULL, NULL);
}
