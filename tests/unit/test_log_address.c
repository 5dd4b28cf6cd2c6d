// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_log_address - how wide an address is, and what that means for a width of an IOMMU
 */
#include <stdlib.h>
#include <string.h>

#include "facts/log/log_address.h"
#include "unit.h"

static void test_bits(void **state)
{
	(void)state;
	assert_int_equal(igd_log_address_bits(0, 1), 0);
	assert_int_equal(igd_log_address_bits(0, 2), 1);
	assert_int_equal(igd_log_address_bits(0x7ffffff000, 0x1000), 39);
	assert_int_equal(igd_log_address_bits(0x7ffffff000, 0x1001), 40);
	assert_int_equal(igd_log_address_bits(0x380010000000, 0x108000), 46);
	assert_int_equal(igd_log_address_bits(UINT64_MAX, 1), 64);
	assert_int_equal(igd_log_address_bits(UINT64_MAX, 2), 65);
}

static void expect(const char *line, unsigned width, const char *part)
{
	struct igd_symptoms symptoms = { 0 };
	char *text;

	igd_symptoms_own(&symptoms);
	text = igd_log_address_text(igd_symptoms_find(&symptoms, "S55"), line, strlen(line), width);
	if (part)
		assert_non_null(strstr(text, part));
	else
		assert_null(text);
	free(text);
	igd_symptoms_done(&symptoms);
}

static void test_words(void **state)
{
	static const char high[] = "vfio_dma_map(0x1, 0x380010000000, 0x108000, 0x7f) = -22";
	static const char low[] = "vfio_dma_map(0x1, 0xfee00000, 0x1000, 0x7f) = -22";

	(void)state;
	expect(high, 39, "here has 39: it is out of reach");
	expect(high, 48, "on this host the width would not be the matter");
	expect(high, 0,
		"is not known here; for the iGPU of 6th to 14th gen desktop processors it is 39");
	expect(low, 0, "32 address bits, which every VT-d unit has");
	expect("vfio_dma_map(0x1, 0x380010000000, 0x0, 0x7f) = -22", 39, NULL);
	expect("something else", 39, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_bits),
		cmocka_unit_test(test_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
