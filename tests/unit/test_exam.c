// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_exam - an examination in one word, and what to mend first
 */
#include <string.h>

#include "core/exam.h"
#include "tests/unit/unit.h"

/* A finding; blocked_by is one id or NULL. */
struct row {
	const char *id;
	enum igd_verdict verdict;
	enum igd_severity severity;
	const char *blocked_by;
};

static struct igd_exam exam_of(const struct row *rows, size_t count)
{
	struct igd_exam exam = { 0 };
	struct igd_check check = { .title = "t", .why = "w", .remedy = "r" };
	size_t i;

	exam.findings = igd_zalloc(count * sizeof(*exam.findings));
	exam.count = count;
	for (i = 0; i < count; i++) {
		check.id = rows[i].id;
		check.severity = rows[i].severity;
		igd_finding_init(&exam.findings[i], &check, "plugin");
		exam.findings[i].verdict = rows[i].verdict;
		if (rows[i].blocked_by)
			igd_finding_add(&exam.findings[i].blocked_by,
				&exam.findings[i].blocked_by_count, rows[i].blocked_by);
	}
	return exam;
}

static void expect_outcome(const struct row *rows, size_t count, const char *wanted)
{
	struct igd_exam exam = exam_of(rows, count);

	assert_string_equal(igd_outcome_name(igd_exam_outcome(&exam)), wanted);
	igd_exam_done(&exam);
}

static void the_outcome_is_the_gravest(void **state)
{
	static const struct row rows[] = {
		{ "a.pass", IGD_PASS, IGD_BLOCKER, NULL },
		{ "a.na", IGD_NA, IGD_BLOCKER, NULL },
		{ "a.unknown-hint", IGD_UNKNOWN, IGD_HINT, NULL },
		{ "a.hint", IGD_FAIL, IGD_HINT, NULL },
		{ "a.degraded", IGD_FAIL, IGD_DEGRADED, NULL },
		{ "a.unknown", IGD_UNKNOWN, IGD_DEGRADED, NULL },
		{ "a.blocker", IGD_FAIL, IGD_BLOCKER, NULL },
	};

	(void)state;
	expect_outcome(rows, 0, "ok");
	expect_outcome(rows, 2, "ok");
	expect_outcome(rows, 3, "ok");
	expect_outcome(rows, 4, "degraded");
	expect_outcome(rows, 5, "degraded");
	expect_outcome(rows, 6, "unknown");
	expect_outcome(rows, 7, "blocked");
}

static void what_to_mend_first(void **state)
{
	static const struct row rows[] = {
		{ "a.hint", IGD_FAIL, IGD_HINT, NULL },
		{ "a.second", IGD_FAIL, IGD_BLOCKER, NULL },
		{ "a.third", IGD_FAIL, IGD_BLOCKER, NULL },
		{ "a.first", IGD_FAIL, IGD_BLOCKER, NULL },
		{ "a.degraded", IGD_FAIL, IGD_DEGRADED, NULL },
		{ "a.fine", IGD_PASS, IGD_BLOCKER, NULL },
		{ "a.waits", IGD_BLOCKED, IGD_BLOCKER, "a.first" },
		{ "a.waits-too", IGD_BLOCKED, IGD_BLOCKER, "a.first" },
		{ "a.waits-alone", IGD_BLOCKED, IGD_BLOCKER, "a.second" },
		{ "a.waits-for-hint", IGD_BLOCKED, IGD_HINT, "a.hint" },
	};
	static const char *const wanted[] = { "a.first", "a.second", "a.third", "a.degraded",
		"a.hint" };
	struct igd_exam exam = exam_of(rows, sizeof(rows) / sizeof(rows[0]));
	size_t i;

	(void)state;
	igd_exam_rank(&exam);
	assert_int_equal(exam.start_count, 5);
	for (i = 0; i < 5; i++)
		assert_string_equal(exam.start_with[i], wanted[i]);
	assert_int_equal(igd_exam_waiting(&exam, "a.first"), 2);
	assert_int_equal(igd_exam_waiting(&exam, "a.fine"), 0);
	assert_int_equal(igd_exam_count(&exam, IGD_FAIL), 5);
	assert_int_equal(igd_exam_count(&exam, IGD_BLOCKED), 4);
	assert_ptr_equal(igd_exam_find(&exam, "a.hint"), &exam.findings[0]);
	assert_null(igd_exam_find(&exam, "a"));
	igd_exam_done(&exam);
}

static void it_says_whether_root_would_see_more(void **state)
{
	static const struct row rows[] = {
		{ "a.x", IGD_UNKNOWN, IGD_HINT, NULL },
		{ "a.y", IGD_FAIL, IGD_HINT, NULL },
	};
	struct igd_exam exam = exam_of(rows, 2);

	(void)state;
	assert_false(igd_exam_is_restricted(&exam));
	exam.findings[0].reason = IGD_REASON_UNREADABLE;
	exam.findings[1].reason = IGD_REASON_NOT_PERMITTED;
	assert_false(igd_exam_is_restricted(&exam));
	exam.findings[0].reason = IGD_REASON_NOT_PERMITTED;
	assert_true(igd_exam_is_restricted(&exam));
	igd_exam_done(&exam);
	igd_exam_rank(&exam);
	assert_int_equal(exam.start_count, 0);
	igd_exam_done(&exam);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_outcome_is_the_gravest),
		cmocka_unit_test(what_to_mend_first),
		cmocka_unit_test(it_says_whether_root_would_see_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
