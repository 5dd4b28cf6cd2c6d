// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_util - strings that are safe to show, numbers, names of errors
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "core/util.h"
#include "tests/unit/unit.h"

static void expect_shown(const char *bytes, size_t size, size_t limit, const char *wanted)
{
	IGD_AUTOFREE char *got = igd_printable(bytes, size, limit);

	assert_string_equal(got, wanted);
	assert_true(strlen(got) <= limit);
}

static void foreign_bytes_are_made_fit(void **state)
{
	static const struct {
		const char *bytes, *wanted;
	} cases[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "a\tb\nc\rd\ve\ff", "a b c d e f" },
		{ "\x1b[2J\x7f\x01", "\\x1b[2J\\x7f\\x01" },
		{ "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80", "\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80" },
		{ "\xc2\x9b"
		  "31m",
			"\\xc2\\x9b31m" }, /* C1: CSI */
		{ "\xc2\xa0", "\xc2\xa0" },
		{ "\xe2\x80\x93\xe2\x81\xaa", "\xe2\x80\x93\xe2\x81\xaa" },
		{ "\xc0\xaf", "\\xc0\\xaf" }, /* overlong */
		{ "\xe0\x80\xaf", "\\xe0\\x80\\xaf" },
		{ "\xf0\x80\x80\xaf", "\\xf0\\x80\\x80\\xaf" },
		{ "\xed\xa0\x80", "\\xed\\xa0\\x80" },		/* a surrogate */
		{ "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80" }, /* above U+10FFFF */
		{ "\xf8\x88\x80\x80\x80", "\\xf8\\x88\\x80\\x80\\x80" },
		{ "\x80\xff", "\\x80\\xff" },
		{ "\xe2\x82", "\\xe2\\x82" }, /* cut off */
		{ "\xc3(", "\\xc3(" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_shown(cases[i].bytes, strlen(cases[i].bytes), 100, cases[i].wanted);
	expect_shown("a\0b", 3, 100, "a\\x00b");
	expect_shown("\xe2\x82\xac", 2, 100, "\\xe2\\x82");
}

/* As numbers: they would turn this very text around. */
static void the_direction_of_writing_is_kept(void **state)
{
	static const char override[] = { (char)0xe2, (char)0x80, (char)0xae, 'c' };
	static const char isolate[] = { (char)0xe2, (char)0x81, (char)0xa6 };
	static const char separator[] = { (char)0xe2, (char)0x80, (char)0xa8 };

	(void)state;
	expect_shown(override, sizeof(override), 100, "\\xe2\\x80\\xaec");
	expect_shown(isolate, sizeof(isolate), 100, "\\xe2\\x81\\xa6");
	expect_shown(separator, sizeof(separator), 100, "\\xe2\\x80\\xa8");
}

static void what_is_shown_is_bounded(void **state)
{
	static const char text[] = "ab\xe2\x82\xac\x01xyz\xf0\x9f\x98\x80";
	size_t limit;

	(void)state;
	expect_shown("12345", 5, 5, "12345");
	expect_shown("123456", 6, 5, "12...");
	expect_shown("12\x01", 3, 6, "12\\x01");
	expect_shown("12\x01", 3, 5, "12...");
	expect_shown("\xe2\x82\xac\xe2\x82\xac", 6, 5, "...");
	expect_shown("123", 3, 2, "..");
	expect_shown("123", 3, 0, "");
	expect_shown("", 0, 0, "");
	for (limit = 0; limit < 30; limit++) {
		IGD_AUTOFREE char *got = igd_printable(text, sizeof(text) - 1, limit);
		size_t at = 0, length;

		assert_true(strlen(got) <= limit);
		for (; got[at]; at += length) {
			length = igd_utf8_length((unsigned char *)got + at, strlen(got + at));
			assert_int_not_equal(length, 0);
		}
	}
}

static void numbers_are_the_whole_text(void **state)
{
	static const struct {
		const char *text;
		int base, error;
		uint64_t value;
	} cases[] = {
		{ "0", 10, 0, 0 },
		{ "42", 10, 0, 42 },
		{ "0x8086", 16, 0, 0x8086 },
		{ "8086", 16, 0, 0x8086 },
		{ "0x10", 0, 0, 16 },
		{ "010", 0, 0, 8 },
		{ "18446744073709551615", 10, 0, UINT64_MAX },
		{ "18446744073709551616", 10, -ERANGE, 0 },
		{ "", 10, -EINVAL, 0 },
		{ "-1", 10, -EINVAL, 0 },
		{ "+1", 10, -EINVAL, 0 },
		{ " 1", 10, -EINVAL, 0 },
		{ "1 ", 10, -EINVAL, 0 },
		{ "1x", 10, -EINVAL, 0 },
		{ "0x", 16, -EINVAL, 0 },
		{ "x", 10, -EINVAL, 0 },
		{ "\xb2", 10, -EINVAL, 0 },
	};
	uint64_t value;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		value = 0;
		assert_int_equal(
			igd_parse_u64(cases[i].text, cases[i].base, &value), cases[i].error);
		assert_int_equal(value, cases[i].value);
	}
}

static void errors_have_names(void **state)
{
	int error;

	(void)state;
	for (error = 1; error < 140; error++) {
		int again = igd_errno_number(igd_errno_name(error));

		assert_true(again == error || (again == EIO && error != EIO));
		assert_true(strlen(igd_errno_text(error)) > 0);
	}
	assert_string_equal(igd_errno_name(EACCES), "EACCES");
	assert_string_equal(igd_errno_name(12345), "EIO");
	assert_int_equal(igd_errno_number("EFOO"), 0);
	assert_int_equal(igd_errno_number(""), 0);
	assert_string_equal(igd_errno_text(ENODATA), "not in the recording");
}

static void texts_grow(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	IGD_AUTOFREE char *copy = NULL;
	size_t i;

	(void)state;
	for (i = 0; i < 1000; i++)
		igd_text_printf(&text, "%zu,", i % 10);
	igd_text_add(&text, "\0x", 2);
	assert_int_equal(text.size, 2002);
	assert_int_equal(strlen(text.text), 2000);
	assert_int_equal(text.text[2002], 0);
	copy = IGD_TAKE_PTR(text.text);
	assert_null(text.text);
	assert_non_null(copy);
}

static void small_things(void **state)
{
	struct igd_error error = { 0 };
	char *wide = igd_zalloc(2000);
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), taken = igd_take_fd(&fd);

	(void)state;
	assert_true(taken >= 0 && fd == -1);
	igd_close_at(&fd);
	igd_close_at(&taken);
	assert_int_equal(close(taken), -1);
	assert_true(igd_starts_with("abc", "ab") && igd_starts_with("abc", ""));
	assert_false(igd_starts_with("a", "ab"));
	assert_true(igd_ends_with("abc", "bc") && igd_ends_with("abc", ""));
	assert_false(igd_ends_with("c", "bc"));
	assert_string_equal(igd_basename("/a/b"), "b");
	assert_string_equal(igd_basename("b"), "b");
	assert_string_equal(igd_basename("/a/"), "");
	memset(wide, 'x', 1999);
	assert_int_equal(igd_error_set(&error, EIO, "%s", wide), -EIO);
	assert_int_equal(strlen(error.message), sizeof(error.message) - 1);
	assert_int_equal(igd_error_set(NULL, EIO, "x"), -EIO);
	igd_free_at(&wide);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(foreign_bytes_are_made_fit),
		cmocka_unit_test(the_direction_of_writing_is_kept),
		cmocka_unit_test(what_is_shown_is_bounded),
		cmocka_unit_test(numbers_are_the_whole_text),
		cmocka_unit_test(errors_have_names),
		cmocka_unit_test(texts_grow),
		cmocka_unit_test(small_things),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
