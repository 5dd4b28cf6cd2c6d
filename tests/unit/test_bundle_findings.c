// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_bundle_findings - findings.json as triage reads it: what is not as it should be refuses it
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/read.h"
#include "tests/unit/unit.h"

static void expect_findings_refused(const char *findings, const char *why)
{
	struct igd_brief brief = { 0 };
	struct igd_error error = { 0 };
	int r = igd_brief_parse_findings(findings, strlen(findings), "r", &brief, &error);

	if (r != -EBADMSG || !strstr(error.message, why) ||
		!igd_starts_with(error.message, "r: member findings.json: "))
		fail_msg("%d, \"%s\", where \"%s\" was wanted", r, error.message, why);
	assert_null(brief.failed);
}

#define HEAD "{\"schema\": \"igd-doctor.check/1\", \"host\": {}, "
#define SUMMARY "\"summary\": {\"verdict\": \"ok\", \"start_with\": []}, "

static void findings_are_not_guessed(void **state)
{
	static const struct {
		const char *findings, *why;
	} cases[] = {
		{ "", "findings.json: at byte 0: not JSON" },
		{ "{\"schema\": ", "not JSON" },
		{ "[]", "at byte 0: not JSON" },
		{ "{}", "schema: is missing" },
		{ HEAD SUMMARY "\"findings\": []} x", "not JSON" },
		{ "{\"schema\": \"igd-doctor.check/2\"}",
			"schema: is igd-doctor.check/2; this igd-doctor reads igd-doctor.check/1" },
		{ "{\"schema\": 1}", "schema: is not igd-doctor.check/1" },
		{ HEAD "\"summary\": {}}", "summary.verdict: is missing" },
		{ HEAD "\"summary\": {\"verdict\": \"fine\"}}", "summary.verdict" },
		{ HEAD "\"summary\": {\"verdict\": \"ok\"}}", "summary.start_with: is not a list" },
		{ HEAD "\"summary\": {\"verdict\": \"ok\", \"start_with\": [\"a b\"]}}",
			"summary.start_with: holds what is no id" },
		{ HEAD "\"summary\": {\"verdict\": \"ok\", \"start_with\": [7]}}",
			"holds what is no id" },
		{ HEAD SUMMARY "\"findings\": {}}", "findings: is not a list" },
		{ HEAD SUMMARY "\"findings\": [7]}", "findings[0]: is not an object" },
		{ HEAD SUMMARY "\"findings\": [{\"id\": \"a.b\"}]}",
			"findings[0]: has no verdict" },
		{ HEAD SUMMARY "\"findings\": [{\"id\": \"\\u001b[2J\", \"verdict\": \"pass\"}]}",
			"findings[0]: has no id" },
		{ HEAD SUMMARY
			"\"findings\": [{\"id\": \"a.b\", \"verdict\": \"pass\"},"
			"{\"id\": \"a.c\", \"verdict\": \"fail\", \"severity\": \"grave\"}]}",
			"findings[1]: has no severity" },
		{ "{\"schema\": \"igd-doctor.check/1\", " SUMMARY "\"findings\": []}",
			"host: is missing" },
		{ "{\"schema\": \"igd-doctor.check/1\", \"host\": {\"kernel\": []}, " SUMMARY
		  "\"findings\": []}",
			"kernel: is not a string" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_findings_refused(cases[i].findings, cases[i].why);
}

static void absurd_json_is_refused(void **state)
{
	IGD_AUTOTEXT struct igd_text deep = { 0 };
	IGD_AUTOTEXT struct igd_text many = { 0 };
	size_t i;

	(void)state;
	igd_text_printf(&deep, HEAD SUMMARY "\"more\": ");
	for (i = 0; i < 200000; i++)
		igd_text_add(&deep, "[", 1);
	expect_findings_refused(deep.text, "nested too deep");
	igd_text_printf(&many, "{\"schema\": \"igd-doctor.check/1\", \"host\": [");
	for (i = 0; i < 300000; i++)
		igd_text_add(&many, "1,", 2);
	igd_text_printf(&many, "1]}");
	expect_findings_refused(many.text, "host: not JSON, or larger than is accepted");
	many.size = 0;
	igd_text_printf(&many, HEAD SUMMARY "\"findings\": [");
	for (i = 0; i < IGD_BRIEF_MAX_FINDINGS + 1; i++)
		igd_text_printf(&many, "%s{\"id\": \"a.b\", \"verdict\": \"pass\"}", i ? "," : "");
	igd_text_printf(&many, "]}");
	expect_findings_refused(many.text, "findings[4096]: is one more than is accepted");
}

/* Nothing of what is passed over may be taken for what is looked for. */
static void strings_end_where_they_end(void **state)
{
	static const char findings[] =
		"{\"a\": \"\\\\\", \"b\": \"\\\"}], \\\\\\\"summary\", \"c\": [[\"]\", {\"findings\": 1}], {}],\n"
		"\"schema\": \"igd-doctor.check/1\", \"host\": {}, "
		"\"summary\": {\"verdict\": \"degraded\", \"x\": {\"verdict\": \"ok\"}, \"start_with\": [ ]},"
		"\"findings\":[ {\"evidence\":[{\"id\":\"x.y\",\"verdict\":\"fail\"}],\"id\":\"a.b\","
		"\"verdict\":\"fail\",\"severity\":\"hint\"} , {\"id\":\"c.d\",\"verdict\":\"na\"}]}";
	struct igd_brief brief = { 0 };
	struct igd_error error = { 0 };

	(void)state;
	if (igd_brief_parse_findings(findings, strlen(findings), "r", &brief, &error) < 0)
		fail_msg("%s", error.message);
	assert_int_equal(brief.outcome, IGD_OUTCOME_DEGRADED);
	assert_int_equal(brief.failed_count, 1);
	assert_string_equal(brief.failed[0].id, "a.b");
	assert_int_equal(brief.start_count, 0);
	igd_brief_done(&brief);
}

static void strings_are_made_fit_to_show(void **state)
{
	static const char findings[] =
		"{\"schema\": \"igd-doctor.check/1\", \"host\": {\"kernel\": \"6\\u001b]0;x\", \"igpu\": null}, " SUMMARY
		"\"findings\": []}";
	struct igd_brief brief = { 0 };
	struct igd_error error;

	(void)state;
	assert_int_equal(
		igd_brief_parse_findings(findings, strlen(findings), "r", &brief, &error), 0);
	assert_string_equal(brief.kernel, "6\\x1b]0;x");
	assert_null(brief.igpu_id);
	assert_int_equal(brief.outcome, IGD_OUTCOME_OK);
	igd_brief_done(&brief);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(findings_are_not_guessed),
		cmocka_unit_test(absurd_json_is_refused),
		cmocka_unit_test(strings_end_where_they_end),
		cmocka_unit_test(strings_are_made_fit_to_show),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
