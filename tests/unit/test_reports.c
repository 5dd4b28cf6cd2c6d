// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_reports - what is printed of an examination, against tests/reports/CASE*.{txt,json,svg}
 *
 * Besides, of every text: no line is wider than asked for unless a single word is, and nothing but what can
 * be shown comes out, whatever the examination holds.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include "reports/report.h"
#include "tests/unit/report_hosts.h"

static const struct variant {
	const char *suffix, *format;
	struct igd_report_style style;
	bool is_for_all;
} variants[] = {
	{ ".txt", "text", { .width = 80, .has_utf8 = true }, true },
	{ "-40.txt", "text", { .width = 40 }, true },
	{ "-120.txt", "text", { .width = 120, .has_utf8 = true, .is_root = true }, false },
	{ "-color.txt", "text", { .width = 80, .has_utf8 = true, .has_color = true }, false },
	{ "-verbose.txt", "text", { .width = 80, .has_utf8 = true, .is_verbose = true }, false },
	{ "-quiet.txt", "text", { .is_quiet = true }, true },
	{ "-partial.txt", "text", { .is_partial = true }, false },
	{ ".json", "json", { .width = 0 }, true },
	{ ".svg", "svg", { .width = 0 }, false },
};

static char *print(const struct igd_exam *exam, const struct variant *variant)
{
	struct igd_report_style style = variant->style;
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	style.version = "0.1.0";
	assert_non_null(out);
	igd_report_format(variant->format)->print(exam, &style, out);
	fclose(out);
	assert_int_equal(strlen(text), size);
	return text;
}

static size_t columns(const char *text, size_t size)
{
	IGD_AUTOFREE char *line = igd_strndup(text, size);
	wchar_t wide[2048];
	size_t count = mbstowcs(wide, line, 2048);
	int own;

	assert_true(count < 2048);
	own = wcswidth(wide, count);
	assert_true(own >= 0); /* else there is something in it that cannot be shown */
	return (size_t)own;
}

/* A line that is too wide ends in a word that could not have stood anywhere: the widest margin is 20. */
static void expect_fits(const char *path, const char *text, size_t width)
{
	size_t length, word;

	for (; *text; text += length + 1) {
		length = strcspn(text, "\n");
		for (word = length; word && text[word - 1] != ' ';)
			word--;
		assert_true(!length || text[length - 1] != ' ');
		if (columns(text, length) > width &&
			columns(text + word, length - word) + 20 <= width)
			fail_msg("%s: too wide: %.*s", path, (int)length, text);
	}
}

static void expect_ascii(const char *text)
{
	for (; *text; text++)
		assert_true(*text == '\n' || (*text >= 0x20 && *text < 0x7f));
}

static void run_variant(const struct report_host *host, const struct variant *variant)
{
	IGD_AUTOFREE char *path = igd_printf(GOLDEN "%s%s", host->name, variant->suffix);
	struct igd_exam exam = report_exam(host);
	IGD_AUTOFREE char *text = print(&exam, variant);

	if (strcmp(variant->format, "json") == 0)
		expect_json(&exam, text);
	else if (strcmp(variant->format, "svg") == 0)
		expect_svg(text);
	else if (!variant->style.has_color && !variant->style.is_quiet)
		expect_fits(path, text, variant->style.width ? variant->style.width : 80);
	if (strcmp(variant->format, "text") == 0 && !variant->style.has_utf8)
		expect_ascii(text);
	report_compare(path, text);
	igd_exam_done(&exam);
}

/* The blocked host in every way, the others in those that are for all. */
static void test_golden(void **state)
{
	size_t i, j;

	(void)state;
	for (i = 0; i < sizeof(report_hosts) / sizeof(*report_hosts); i++) {
		for (j = 0; j < sizeof(variants) / sizeof(*variants); j++) {
			if (i == 0 || variants[j].is_for_all ||
				igd_starts_with(report_hosts[i].name, "map") ||
				igd_starts_with(report_hosts[i].name, "lanes"))
				run_variant(&report_hosts[i], &variants[j]);
		}
	}
}

/* Every width, with and without everything: nothing overflows, and it ends. */
static void test_widths(void **state)
{
	struct variant variant = variants[0];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(report_hosts) / sizeof(*report_hosts); i++) {
		struct igd_exam exam = report_exam(&report_hosts[i]);

		variant.style.is_verbose = true;
		for (variant.style.width = 40; variant.style.width <= 130;
			variant.style.width += 3) {
			IGD_AUTOFREE char *text = print(&exam, &variant);

			expect_fits(report_hosts[i].name, text, variant.style.width);
			variant.style.has_utf8 = !variant.style.has_utf8;
		}
		igd_exam_done(&exam);
	}
}

static void test_formats(void **state)
{
	(void)state;
	assert_string_equal(igd_report_format_at(0)->name, "text");
	assert_string_equal(igd_report_format("json")->name, "json");
	assert_string_equal(igd_report_format("svg")->name, "svg");
	assert_null(igd_report_format("yaml"));
	assert_null(igd_report_format(""));
	assert_null(igd_report_format_at(1000));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_formats),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
