// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_cmdline - the kernel command line, as Linux lib/cmdline.c next_arg() takes it apart
 */
#include <string.h>

#include "facts/host/cmdline.h"
#include "tests/unit/unit.h"

static void expect(const char *text, const char *const *words)
{
	struct igd_cmdline cmdline;
	size_t i;

	igd_cmdline_parse(&cmdline, text, strlen(text));
	for (i = 0; i < cmdline.count && words[i]; i++)
		assert_string_equal(cmdline.arguments[i].text, words[i]);
	assert_int_equal(i, cmdline.count);
	assert_null(words[i]);
	igd_cmdline_done(&cmdline);
}

#define EXPECT(text, ...) expect(text, (const char *const[]){ __VA_ARGS__ __VA_OPT__(, ) NULL })

static void splits(void **state)
{
	(void)state;
	EXPECT("");
	EXPECT(" \t\n");
	EXPECT("ro", "ro");
	EXPECT("  ro quiet\n", "ro", "quiet");
	EXPECT("a\xa0z", "a", "z");
	EXPECT("a -- b", "a");
	EXPECT("--x a", "--x", "a");
	EXPECT("=a b=", "=a", "b=");
}

static void quotes(void **state)
{
	(void)state;
	EXPECT("a=\"b c\" d", "a=b c", "d");
	EXPECT("\"a=b c\" d", "a=b c", "d");
	EXPECT("\"a b\"", "a b");
	EXPECT("a\"b c\"d", "a\"b c\"d");
	EXPECT("a=\"b\"c", "a=b\"c");
	EXPECT("a=\"", "a=");
	EXPECT("\"", "");
	EXPECT("\"\"", "");
	EXPECT("\"a=\"b c\"", "a=b", "c\"");
	EXPECT("a=\"b c", "a=b c");
}

static void values(void **state)
{
	struct igd_cmdline cmdline;
	const struct igd_argument *found;
	static const char text[] = "intel_iommu=on,igfx_off vfio-pci.ids=a=b nomodeset x=\0 y";

	(void)state;
	igd_cmdline_parse(&cmdline, text, sizeof(text) - 1);
	assert_int_equal(cmdline.count, 4);
	found = igd_cmdline_find(&cmdline, "vfio_pci.ids");
	assert_non_null(found);
	assert_string_equal(found->name, "vfio-pci.ids");
	assert_string_equal(found->value, "a=b");
	assert_null(igd_cmdline_find(&cmdline, "nomodeset")->value);
	assert_string_equal(igd_cmdline_find(&cmdline, "x")->value, "");
	assert_null(igd_cmdline_find(&cmdline, "y"));
	igd_cmdline_done(&cmdline);
}

static void names(void **state)
{
	(void)state;
	assert_true(igd_cmdline_same_name("vfio-pci", "vfio_pci"));
	assert_false(igd_cmdline_same_name("vfio-pci", "vfio_pc"));
	assert_false(igd_cmdline_same_name("vfio", "vfio_pci"));
	assert_true(igd_cmdline_same_name("", ""));
}

static void elements(void **state)
{
	(void)state;
	assert_true(igd_value_has("on,igfx_off", "igfx_off"));
	assert_true(igd_value_has("on", "on"));
	assert_false(igd_value_has("on,igfx_off", "igfx"));
	assert_false(igd_value_has(NULL, "on"));
	assert_false(igd_value_has("", "on"));
	assert_true(igd_value_has("a,,b", ""));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits),
		cmocka_unit_test(quotes),
		cmocka_unit_test(values),
		cmocka_unit_test(names),
		cmocka_unit_test(elements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
