// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_try_roms - the tournament of option ROMs: how it goes on, how it ends, and what is said of it
 */
#include "tests/unit/try_scene.h"

static void expect_json(const struct igd_tries *tries, const char *name)
{
	char *text = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&text, &size);

	igd_tries_json_begin(tries, "win11", out);
	igd_tries_json_stage(tries, IGD_UP_AGENT, IGD_UP_BEGUN, out);
	igd_tries_json_one(tries, &tries->items[0], out);
	igd_tries_json_end(tries, out);
	fclose(out);
	compare(name, text);
	free(text);
}

static void the_third_works(void **state)
{
	static const struct fate fates[] = { CODE_43, CODE_43, WELL };
	struct field field = { .fates = fates };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	add(&tries, "d.rom", "assignment,gop", "4");
	assert_int_equal(play(&tries, &field), IGD_EXIT_OK);
	assert_string_equal(field.tried, "a.rom b.rom c.rom ");
	assert_int_equal(tries.end, IGD_TRIES_WON);
	assert_ptr_equal(tries.winner, find(&tries, "c.rom"));
	assert_int_equal(field.kept, 1);
	assert_int_equal(find(&tries, "a.rom")->code, 43);
	assert_int_equal(find(&tries, "d.rom")->outcome, IGD_TRY_WAITING);
	expect_text(&tries, "third.txt");
	expect_json(&tries, "third.jsonl");
	igd_tries_done(&tries);
}

static void none_works(void **state)
{
	static const struct fate fates[] = { CODE_43, CRASH, CODE_43 };
	struct field field = { .fates = fates };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_BLOCKED);
	assert_int_equal(tries.end, IGD_TRIES_LOST);
	assert_int_equal(tries.tried, 3);
	assert_int_equal(field.kept, 0);
	assert_null(tries.winner);
	assert_int_equal(find(&tries, "b.rom")->stage, IGD_UP_FIRMWARE);
	assert_string_equal(find(&tries, "b.rom")->id, "S55");
	expect_text(&tries, "none.txt");
	igd_tries_done(&tries);
}

/* A driver without a problem that is not the right one (Windows' own) is no success. */
static void wants_the_stage_as_well(void **state)
{
	static const struct fate fates[] = { { .stage = IGD_UP_DRIVER,
						     .state = IGD_UP_FAILED,
						     .code = 0,
						     .what = "Microsoft's basic driver" },
		WELL };
	struct field field = { .fates = fates };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_OK);
	assert_int_equal(tries.items[0].outcome, IGD_TRY_FAILED);
	assert_ptr_equal(tries.winner, &tries.items[1]);
	igd_tries_done(&tries);
}

static void interrupted_in_a_run(void **state)
{
	static const struct fate fates[] = { CODE_43, { .stage = IGD_UP_AGENT,
							      .state = IGD_UP_FAILED,
							      .code = -1,
							      .is_interrupted = true } };
	struct field field = { .fates = fates };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_INTERRUPTED);
	assert_int_equal(tries.tried, 2);
	assert_int_equal(tries.items[0].outcome, IGD_TRY_FAILED);
	assert_int_equal(tries.items[1].outcome, IGD_TRY_INTERRUPTED);
	assert_int_equal(tries.items[2].outcome, IGD_TRY_WAITING);
	expect_text(&tries, "interrupted.txt");
	igd_tries_done(&tries);
}

static void interrupted_between_runs(void **state)
{
	static const struct fate fates[] = { CODE_43 };
	struct field field = { .fates = fates, .signal_after = 1 };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_INTERRUPTED);
	assert_int_equal(field.attempts, 1);
	igd_tries_done(&tries);
}

/* The silence of one guest may be its ROM's doing; of two it is nobody's who listens. */
static void stops_where_nobody_answers(void **state)
{
	static const struct fate silent[] = { MUTE, MUTE };
	static const struct fate later[] = { MUTE, CODE_43, MUTE };
	struct field field = { .fates = silent };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_UNKNOWN);
	assert_int_equal(tries.end, IGD_TRIES_CANNOT_TELL);
	assert_int_equal(tries.tried, 2);
	expect_text(&tries, "silent.txt");
	igd_tries_done(&tries);
	field = (struct field){ .fates = later };
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_BLOCKED);
	assert_int_equal(tries.end, IGD_TRIES_LOST);
	assert_int_equal(tries.tried, 3);
	igd_tries_done(&tries);
}

/* The agent answers, and guest-exec is forbidden: no ROM changes that. */
static void stops_where_nothing_is_told(void **state)
{
	static const struct fate fates[] = { { .stage = IGD_UP_DRIVER,
		.state = IGD_UP_UNSURE,
		.code = -1,
		.id = "guest.display-driver",
		.what = "the agent forbids guest-exec",
		.remedy = "Allow it." } };
	struct field field = { .fates = fates };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_UNKNOWN);
	assert_int_equal(tries.tried, 1);
	assert_int_equal(tries.items[0].outcome, IGD_TRY_UNTOLD);
	assert_string_equal(tries.why, "the agent forbids guest-exec");
	assert_string_equal(tries.remedy, "Allow it.");
	igd_tries_done(&tries);
}

static void stops_where_the_host_is_not_fit(void **state)
{
	static const struct fate fates[] = { { .stage = IGD_UP_PREFLIGHT,
		.state = IGD_UP_FAILED,
		.code = -1,
		.id = "iommu.enabled",
		.what = "absent: VT-d is off in firmware setup" } };
	struct field field = { .fates = fates };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_BLOCKED);
	assert_int_equal(tries.end, IGD_TRIES_HOST);
	assert_int_equal(tries.tried, 1);
	expect_text(&tries, "host.txt");
	igd_tries_done(&tries);
}

/* What a check of ROMs says is that ROM's own; a start that fails twice by the same is not. */
static void tells_roms_from_hosts(void **state)
{
	static const struct fate fates[] = { { .stage = IGD_UP_PREFLIGHT,
						     .state = IGD_UP_FAILED,
						     .code = -1,
						     .id = "rom.fits",
						     .what = "does not fit" },
		{ .stage = IGD_UP_START, .state = IGD_UP_FAILED, .code = -1, .what = "memlock" },
		{ .stage = IGD_UP_START, .state = IGD_UP_FAILED, .code = -1, .what = "memlock" } };
	struct field field = { .fates = fates };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	add(&tries, "d.rom", "assignment", "4");
	assert_int_equal(play(&tries, &field), IGD_EXIT_BLOCKED);
	assert_int_equal(tries.end, IGD_TRIES_HOST);
	assert_int_equal(tries.tried, 3);
	assert_string_equal(tries.why, "memlock");
	igd_tries_done(&tries);
}

static void stops_where_something_is_left(void **state)
{
	static const struct fate fates[] = { { .stage = IGD_UP_FIRMWARE,
		.state = IGD_UP_FAILED,
		.code = -1,
		.what = "crashed",
		.left = "the VM's definition: `igd-doctor undo`" } };
	struct field field = { .fates = fates };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_FAILED);
	assert_int_equal(tries.end, IGD_TRIES_STUCK);
	assert_string_equal(tries.why, "the VM's definition: `igd-doctor undo`");
	igd_tries_done(&tries);
}

static void tells_of_a_winner_that_is_not_kept(void **state)
{
	static const struct fate fates[] = { WELL };
	static const struct fate keeping = { .stage = IGD_UP_PREPARE,
		.state = IGD_UP_FAILED,
		.code = -1,
		.what = "the disk is full" };
	struct field field = { .fates = fates, .keeping = &keeping };
	struct igd_tries tries = { 0 };

	(void)state;
	add_three(&tries);
	assert_int_equal(play(&tries, &field), IGD_EXIT_FAILED);
	assert_int_equal(tries.end, IGD_TRIES_NOT_KEPT);
	assert_string_equal(tries.why, "the disk is full");
	igd_tries_done(&tries);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_third_works),
		cmocka_unit_test(none_works),
		cmocka_unit_test(wants_the_stage_as_well),
		cmocka_unit_test(interrupted_in_a_run),
		cmocka_unit_test(interrupted_between_runs),
		cmocka_unit_test(stops_where_nobody_answers),
		cmocka_unit_test(stops_where_nothing_is_told),
		cmocka_unit_test(stops_where_the_host_is_not_fit),
		cmocka_unit_test(tells_roms_from_hosts),
		cmocka_unit_test(stops_where_something_is_left),
		cmocka_unit_test(tells_of_a_winner_that_is_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
