// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_symptom - the files of the symptom catalogue: what is taken, and how the rest is refused
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/log/symptom.h"
#include "unit.h"

/* A symptom with the fields that must be there; a test puts its own in place of, or behind them. */
#define HEAD                                                                                       \
	"{\n\"id\": \"S900\",\n\"title\": \"t\",\n\"where\": [\"qemu\"],\n\"literal\": \"some text\",\n"
#define TAIL "\"cause\": \"c\",\n\"remedy\": \"r\",\n\"source\": \"s\"\n}"
#define FATAL "\"verdict\": \"fatal\",\n"

static void expect_refused(const char *text, const char *message)
{
	struct igd_symptoms symptoms = { 0 };
	struct igd_error error = { 0 };

	assert_int_equal(
		igd_symptoms_add(&symptoms, "x.json", text, strlen(text), &error), -EBADMSG);
	assert_string_equal(error.message, message);
	assert_int_equal(symptoms.count, 0);
	igd_symptoms_done(&symptoms);
}

static void test_refused(void **state)
{
	(void)state;
	expect_refused("", "x.json:1: not a JSON object");
	expect_refused("{\n\"id\": \"S1\",\n]", "x.json:3: not a JSON object");
	expect_refused("[1]", "x.json:1: not a JSON object");
	expect_refused(HEAD TAIL, "x.json:1: \"verdict\" is missing");
	expect_refused(HEAD "\"verdict\": \"bad\",\n" TAIL,
		"x.json:6: \"verdict\" is to be fatal, harmless or depends");
	expect_refused(
		HEAD FATAL "\"colour\": 1,\n" TAIL, "x.json:7: \"colour\" means nothing here");
	expect_refused(HEAD FATAL "\"title\": \"u\",\n" TAIL, "x.json:3: \"title\" stands twice");
	expect_refused(HEAD "\"verdict\": \"depends\",\n" TAIL,
		"x.json:6: \"verdict\" is \"depends\": \"depends\" is to say on what");
	expect_refused(HEAD FATAL "\"harmless_up_to\": 3,\n" TAIL,
		"x.json:6: \"verdict\" is to be \"depends\" where \"depends\", \"fatal_with\" or "
		"\"harmless_up_to\" stands");
	expect_refused(HEAD FATAL "\"pattern\": \"a(b\",\n" TAIL,
		"x.json:7: \"pattern\" is no pattern: missing closing parenthesis at its character 3");
	expect_refused(HEAD FATAL "\"check\": \"\",\n" TAIL,
		"x.json:7: \"check\" is to be a text of 1 to 2000 printable ASCII characters");
	expect_refused("{\"id\": \"55\"}", "x.json:1: \"id\" is to be like \"S55\" or \"S55b\"");
	expect_refused(
		"{\"where\": [\"moon\"]}", "x.json:1: \"where\" names a log that is not known");
	expect_refused("{\"where\": []}", "x.json:1: \"where\" names no log");
	expect_refused("{\"literal\": \"abc\"}",
		"x.json:1: \"literal\" \"abc\" is too short: at least 4 characters");
	expect_refused("{\"literal\": [\"long enough\", 7]}",
		"x.json:1: \"literal\" is to hold texts of printable ASCII characters only");
	expect_refused("{\"source\": []}", "x.json:1: \"source\" is empty");
	expect_refused("{\"faults\": \"many\"}",
		"x.json:1: \"faults\" is to be at-boot, few, stream or left-out");
	expect_refused(HEAD FATAL
		"\"pattern\": \"(?<a>b)\", \"cause\": \"{a} {b}\",\n\"remedy\": \"r\",\n"
		"\"source\": \"s\"\n}",
		"x.json:7: \"cause\" has a name in braces that is no group of the pattern");
	expect_refused("{\"harmless_up_to\": -1}",
		"x.json:1: \"harmless_up_to\" is to be a number of lines from 1 to 1000000");
}

static void test_one_bad_file_takes_no_other_down(void **state)
{
	struct igd_symptoms symptoms = { 0 };
	struct igd_error error;
	const char *
		good = HEAD FATAL TAIL,
	       *other =
		       "{\"id\": \"S9\", \"title\": \"t\", \"where\": [\"shell\"],"
		       "\"literal\": [\"four\", \"fives\"], \"verdict\": \"depends\", \"depends\": \"on\", "
		       "\"fatal_with\": [\"S900\"], \"harmless_up_to\": 2, " TAIL;

	(void)state;
	assert_int_equal(igd_symptoms_add(&symptoms, "a.json", good, strlen(good), &error), 0);
	assert_int_equal(igd_symptoms_add(&symptoms, "b.json", "{", 1, &error), -EBADMSG);
	assert_int_equal(
		igd_symptoms_add(&symptoms, "c.json", good, strlen(good), &error), -EEXIST);
	assert_string_equal(error.message, "c.json:1: there is a symptom S900 already");
	assert_int_equal(igd_symptoms_add(&symptoms, "d.json", other, strlen(other), &error), 0);
	igd_symptoms_sort(&symptoms);
	assert_int_equal(symptoms.count, 2);
	assert_string_equal(symptoms.list[0].id, "S9");
	assert_int_equal(symptoms.list[0].harmless_up_to, 2);
	assert_string_equal(symptoms.list[0].literals[1], "fives");
	assert_int_equal(symptoms.list[0].where, 1u << IGD_LOG_OF_SHELL);
	assert_ptr_equal(igd_symptoms_find(&symptoms, "S900"), &symptoms.list[1]);
	assert_null(igd_symptoms_find(&symptoms, "S90"));
	igd_symptoms_done(&symptoms);
}

static void test_groups(void **state)
{
	static const char line[] = "map(0x1, 0xe0000000000, 0x108000)";
	struct igd_symptoms symptoms = { 0 };
	const char *text = HEAD FATAL
		"\"pattern\": \"map\\\\(0x1, (?<iova>0x[0-9a-f]+), (?<size>0x[0-9a-f]+)\",\n" TAIL;
	char *filled;

	(void)state;
	assert_int_equal(igd_symptoms_add(&symptoms, "a.json", text, strlen(text), NULL), 0);
	assert_true(igd_symptom_matches(&symptoms.list[0], line, strlen(line)));
	assert_false(igd_symptom_matches(&symptoms.list[0], "map(0x2, 0x", 11));
	filled = igd_symptom_fill(&symptoms.list[0],
		"at {iova}, {size} bytes, {not} {'json':1} {open", line, strlen(line));
	assert_string_equal(filled, "at 0xe0000000000, 0x108000 bytes, ? {'json':1} {open");
	free(filled);
	filled = igd_symptom_fill(&symptoms.list[0], "at {iova}", NULL, 0);
	assert_string_equal(filled, "at <iova>");
	free(filled);
	igd_symptoms_done(&symptoms);
}

/* A pattern that would take years on this line is given up instead. */
static void test_no_catastrophe(void **state)
{
	struct igd_symptoms symptoms = { 0 };
	const char *text = HEAD FATAL "\"pattern\": \"^(a+)+$\",\n" TAIL;
	char line[4096];

	(void)state;
	memset(line, 'a', sizeof(line));
	line[sizeof(line) - 1] = 'b';
	assert_int_equal(igd_symptoms_add(&symptoms, "a.json", text, strlen(text), NULL), 0);
	assert_false(igd_symptom_matches(&symptoms.list[0], line, sizeof(line)));
	igd_symptoms_done(&symptoms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_one_bad_file_takes_no_other_down),
		cmocka_unit_test(test_groups),
		cmocka_unit_test(test_no_catastrophe),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
