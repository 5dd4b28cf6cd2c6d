// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_schedule - what is run, in which order, and what is blocked by what
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/schedule.h"
#include "tests/unit/unit.h"

#define MAX_WORDS 6

/* A check and what it needs, as a line of a table: { "a.one", "b.two" }. Areas change lists. */
struct row {
	const char *words[MAX_WORDS];
};

static void add_task(struct igd_schedule *schedule, const struct row *row)
{
	struct igd_task_list *list = &schedule->lists[schedule->count - 1];
	struct igd_check check = { row->words[0], "title", "why", "remedy", IGD_BLOCKER,
		&row->words[1], NULL, NULL, NULL };

	list->tasks = igd_regrow(list->tasks, list->count + 1, sizeof(*list->tasks));
	list->tasks[list->count] = (struct igd_task){ 0 };
	igd_finding_init(&list->tasks[list->count++].finding, &check, "plugin");
}

static struct igd_schedule schedule_of(const struct row *rows)
{
	struct igd_schedule schedule = { 0 };
	char area = '\0';

	for (; rows->words[0]; rows++) {
		if (!schedule.lists || rows->words[0][0] != area) {
			schedule.lists = igd_regrow(
				schedule.lists, schedule.count + 1, sizeof(*schedule.lists));
			schedule.lists[schedule.count++] = (struct igd_task_list){ 0 };
		}
		area = rows->words[0][0];
		add_task(&schedule, rows);
	}
	return schedule;
}

static void schedule_done(struct igd_schedule *schedule)
{
	size_t i;

	for (i = 0; i < schedule->count; i++)
		igd_task_list_done(&schedule->lists[i]);
	free(schedule->lists);
}

static struct igd_task *task_of(const struct igd_schedule *schedule, const char *id)
{
	size_t i, j;

	for (i = 0; i < schedule->count; i++) {
		for (j = 0; j < schedule->lists[i].count; j++) {
			if (strcmp(schedule->lists[i].tasks[j].finding.id, id) == 0)
				return &schedule->lists[i].tasks[j];
		}
	}
	print_error("no task %s\n", id);
	abort();
}

/* How a check ends, by the case of the letter behind its id's point: F, P, N or U; P otherwise. */
static enum igd_verdict verdict_of(const char *id)
{
	switch (strchr(id, '.')[1]) {
	case 'F':
		return IGD_FAIL;
	case 'N':
		return IGD_NA;
	case 'U':
		return IGD_UNKNOWN;
	default:
		return IGD_PASS;
	}
}

static void run_list(struct igd_task_list *list, struct igd_text *ret)
{
	struct igd_task *task;

	while ((task = igd_schedule_next(list))) {
		assert_int_equal(task->state, IGD_TASK_READY);
		igd_text_printf(ret, "%s%s", ret->size ? " " : "", task->finding.id);
		task->finding.verdict = verdict_of(task->finding.id);
		task->state = IGD_TASK_DONE;
	}
}

/* Runs all that can be run; tells what was, in its order. */
static char *run(struct igd_schedule *schedule)
{
	struct igd_text text = { 0 };
	size_t i, size, done;

	igd_text_add(&text, "", 0);
	do {
		size = text.size;
		done = igd_schedule_count(schedule, IGD_TASK_DONE);
		for (i = 0; i < schedule->count; i++)
			run_list(&schedule->lists[i], &text);
	} while (text.size != size || igd_schedule_count(schedule, IGD_TASK_DONE) != done);
	return text.text;
}

static void expect_blocked(const struct igd_schedule *schedule, const char *id, const char *by)
{
	const struct igd_task *task = task_of(schedule, id);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	igd_text_add(&text, "", 0);
	for (i = 0; i < task->finding.blocked_by_count; i++)
		igd_text_printf(&text, "%s%s", i ? " " : "", task->finding.blocked_by[i]);
	assert_string_equal(text.text, by);
	assert_int_equal(task->state, IGD_TASK_DONE);
	assert_int_equal(task->finding.verdict == IGD_BLOCKED, *by != '\0');
}

static void expect_run(const struct row *rows, const char *const *only, const char *const *skip,
	const char *wanted)
{
	IGD_CLEANUP(schedule_done) struct igd_schedule schedule = schedule_of(rows);
	struct igd_error error = { 0 };
	IGD_AUTOFREE char *order = NULL;

	if (igd_schedule_select(&schedule, only, skip, &error) < 0)
		fail_msg("%s", error.message);
	order = run(&schedule);
	assert_string_equal(order, wanted);
	assert_false(igd_schedule_is_open(&schedule));
}

static void needs_come_first(void **state)
{
	static const struct row rows[] = { { { "a.one", "b.two" } }, { { "a.two" } },
		{ { "b.one", "a.one", "a.two" } }, { { "b.two", "c.one" } }, { { "c.one" } },
		{ { NULL } } };

	(void)state;
	expect_run(rows, NULL, NULL, "a.two c.one b.two a.one b.one");
}

static void a_need_that_nobody_offers_is_no_need(void **state)
{
	static const struct row rows[] = { { { "a.one", "z.none" } }, { { NULL } } };

	(void)state;
	expect_run(rows, NULL, NULL, "a.one");
}

static void only_what_failed_blocks(void **state)
{
	static const struct row rows[] = { { { "a.Na" } }, { { "a.Unknown" } }, { { "a.Pass" } },
		{ { "b.one", "a.Na", "a.Unknown", "a.Pass" } }, { { NULL } } };

	(void)state;
	expect_run(rows, NULL, NULL, "a.Na a.Unknown a.Pass b.one");
}

static void blocked_is_told_by_its_roots(void **state)
{
	static const struct row rows[] = { { { "a.F1" } }, { { "a.F2" } }, { { "b.one", "a.F1" } },
		{ { "b.two", "a.F1", "a.F2" } }, { { "c.one", "b.one", "b.two" } },
		{ { "c.two", "c.one", "a.F2" } }, { { "c.three" } }, { { NULL } } };
	IGD_CLEANUP(schedule_done) struct igd_schedule schedule = schedule_of(rows);
	IGD_AUTOFREE char *order = NULL;

	(void)state;
	assert_int_equal(igd_schedule_select(&schedule, NULL, NULL, NULL), 0);
	order = run(&schedule);
	assert_string_equal(order, "a.F1 a.F2 c.three");
	expect_blocked(&schedule, "b.one", "a.F1");
	expect_blocked(&schedule, "b.two", "a.F1 a.F2");
	expect_blocked(&schedule, "c.one", "a.F1 a.F2");
	expect_blocked(&schedule, "c.two", "a.F1 a.F2");
	expect_blocked(&schedule, "c.three", "");
	assert_false(igd_schedule_is_open(&schedule));
}

static const struct row choice[] = { { { "a.one" } }, { { "a.two", "a.one" } }, { { "ab.one" } },
	{ { "c.one", "a.two" } }, { { "c.two" } }, { { NULL } } };

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void chosen_by_id_and_by_area(void **state)
{
	(void)state;
	expect_run(choice, WORDS("c.two"), NULL, "c.two");
	expect_run(choice, WORDS("a"), NULL, "a.one a.two");
	expect_run(choice, WORDS("ab", "c.two"), NULL, "ab.one c.two");
	/* what it needs is run as well, and what that needs */
	expect_run(choice, WORDS("c.one"), NULL, "a.one a.two c.one");
	expect_run(choice, NULL, WORDS("a"), "ab.one c.one c.two");
	expect_run(choice, NULL, WORDS("c.one", "ab"), "a.one a.two c.two");
	expect_run(choice, WORDS("a"), WORDS("a.one"), "a.two");
	expect_run(choice, WORDS("a"), WORDS("a"), "");
	/* the need of a need that is skipped is not needed */
	expect_run(choice, WORDS("c.one"), WORDS("a.two"), "c.one");
	expect_run(choice, WORDS("c.one"), WORDS("a.one"), "a.two c.one");
}

static void what_is_only_needed_is_not_wanted(void **state)
{
	static const struct row rows[] = { { { "a.F" } }, { { "a.idle" } }, { { "b.one", "a.F" } },
		{ { NULL } } };
	IGD_CLEANUP(schedule_done) struct igd_schedule schedule = schedule_of(rows);
	IGD_AUTOFREE char *order = NULL;

	(void)state;
	assert_int_equal(igd_schedule_select(&schedule, WORDS("b"), NULL, NULL), 0);
	order = run(&schedule);
	assert_string_equal(order, "a.F");
	assert_false(task_of(&schedule, "a.F")->is_wanted);
	assert_true(task_of(&schedule, "b.one")->is_wanted);
	assert_int_equal(task_of(&schedule, "a.idle")->state, IGD_TASK_IDLE);
	expect_blocked(&schedule, "b.one", "a.F");
}

static void refuses(const char *const *only, const char *const *skip, const char *name)
{
	IGD_CLEANUP(schedule_done) struct igd_schedule schedule = schedule_of(choice);
	struct igd_error error = { 0 };

	assert_int_equal(igd_schedule_select(&schedule, only, skip, &error), -EINVAL);
	assert_int_equal(error.code, EINVAL);
	assert_non_null(strstr(error.message, name));
	assert_false(igd_schedule_is_open(&schedule));
}

static void unknown_names_are_refused(void **state)
{
	(void)state;
	refuses(WORDS("z"), NULL, " z;");
	refuses(WORDS("a.one", "a.on"), NULL, " a.on;");
	refuses(WORDS("a.one.more"), NULL, " a.one.more;");
	refuses(WORDS("one"), NULL, " one;");
	refuses(NULL, WORDS("A"), " A;");
	refuses(WORDS("a"), WORDS("c."), " c.;");
	refuses(WORDS(""), NULL, "");
}

static void circles_stay_open_until_they_are_given_up(void **state)
{
	static const struct row rows[] = { { { "a.one", "b.one" } }, { { "a.self", "a.self" } },
		{ { "b.one", "c.one" } }, { { "c.one", "a.one" } }, { { "c.two" } }, { { NULL } } };
	IGD_CLEANUP(schedule_done) struct igd_schedule schedule = schedule_of(rows);
	IGD_AUTOFREE char *order = NULL;
	IGD_AUTOFREE char *rest = NULL;
	const struct igd_finding *finding;

	(void)state;
	assert_int_equal(igd_schedule_select(&schedule, NULL, NULL, NULL), 0);
	order = run(&schedule);
	assert_string_equal(order, "c.two");
	assert_true(igd_schedule_is_open(&schedule));
	assert_int_equal(igd_schedule_count(&schedule, IGD_TASK_READY), 4);
	igd_task_give_up(task_of(&schedule, "a.one"), IGD_REASON_PROTOCOL, "/p.so", "%s!", "lost");
	finding = &task_of(&schedule, "a.one")->finding;
	assert_int_equal(finding->verdict, IGD_UNKNOWN);
	assert_int_equal(finding->reason, IGD_REASON_PROTOCOL);
	assert_string_equal(finding->where, "/p.so");
	assert_string_equal(finding->what, "lost!");
	/* what was waiting for it can go on: an unknown need does not block */
	rest = run(&schedule);
	assert_string_equal(rest, "c.one b.one");
}

static void what_is_done_is_not_given_up(void **state)
{
	IGD_CLEANUP(schedule_done) struct igd_schedule schedule = schedule_of(choice);
	const struct igd_task *task;

	(void)state;
	assert_int_equal(igd_schedule_select(&schedule, WORDS("c.two"), NULL, NULL), 0);
	free(run(&schedule));
	task = task_of(&schedule, "c.two");
	igd_task_give_up(task_of(&schedule, "c.two"), IGD_REASON_CRASHED, "/p.so", "lost");
	igd_task_give_up(task_of(&schedule, "a.one"), IGD_REASON_CRASHED, "/p.so", "lost");
	assert_int_equal(task->finding.verdict, IGD_PASS);
	assert_int_equal(task_of(&schedule, "a.one")->state, IGD_TASK_IDLE);
	assert_null(task_of(&schedule, "a.one")->finding.what);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(needs_come_first),
		cmocka_unit_test(a_need_that_nobody_offers_is_no_need),
		cmocka_unit_test(only_what_failed_blocks),
		cmocka_unit_test(blocked_is_told_by_its_roots),
		cmocka_unit_test(chosen_by_id_and_by_area),
		cmocka_unit_test(what_is_only_needed_is_not_wanted),
		cmocka_unit_test(unknown_names_are_refused),
		cmocka_unit_test(circles_stay_open_until_they_are_given_up),
		cmocka_unit_test(what_is_done_is_not_given_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
