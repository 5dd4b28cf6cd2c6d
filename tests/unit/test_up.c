// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_up - each stage and each way in which it can end: what is then put back, in which order, and the exit status
 *
 * What comes of every story stands in tests/reports/up-stages.txt; with UPDATE_GOLDEN in the environment it is written. What must
 * hold of all of them is looked at here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/up_stories.h"

#define GOLDEN IGD_SOURCE_DIR "/tests/reports/up-stages.txt"
#define STORIES (sizeof(stories) / sizeof(*stories))

static void play(struct world *world, size_t index)
{
	static const char rom[] = "/roms/a.rom";
	unsigned how = stories[index].story.how;

	*world = (struct world){ 0 };
	world->options.is_keeping = how & KEEPING;
	world->options.is_restoring = how & RESTORING;
	world->options.is_headless_ok = how & HEADLESS;
	world->options.is_agreed = how & AGREED;
	world->request.is_trial = how & TRYING;
	world->request.rom = how & WITH_ROM ? rom : NULL;
	up_scene_play(world, &stories[index].story,
		stories[index].story.last ? stories[index].story.last : IGD_UP_STREAM);
}

static void add(struct igd_text *out, const char *label, const char *text)
{
	const char *line;

	for (line = text; line && *line; line += strcspn(line, "\n"), line += *line == '\n')
		igd_text_printf(out, "  %-6s %.*s\n", label, (int)strcspn(line, "\n"), line);
}

static void write_story(struct igd_text *out, size_t index, const struct world *world)
{
	const struct igd_up_result *result = &world->result;

	igd_text_printf(out, "%s\n  status %d after %.1f s\n", stories[index].name, world->status,
		(double)(world->now - 1000) / 1000.0);
	add(out, "told", world->told.text);
	add(out, "did", world->did.text);
	add(out, "id", result->id);
	add(out, "what", result->what);
	add(out, "do", result->remedy);
	add(out, "back", result->given_back);
	add(out, "left", result->left);
	if (result->is_done)
		add(out, "says", result->texts[result->stage]);
}

static char *read_file(const char *path)
{
	struct igd_text text = { 0 };
	FILE *file = fopen(path, "re");
	char piece[4096];
	size_t got;

	assert_non_null(file);
	while ((got = fread(piece, 1, sizeof(piece), file)) > 0)
		igd_text_add(&text, piece, got);
	fclose(file);
	return text.text;
}

static void everything_comes_out_as_written_down(void **state)
{
	IGD_AUTOTEXT struct igd_text all = { 0 };
	IGD_AUTOFREE char *should = NULL;
	struct world world;
	FILE *file;
	size_t i;

	(void)state;
	for (i = 0; i < STORIES; i++) {
		play(&world, i);
		write_story(&all, i, &world);
		up_scene_done(&world);
	}
	if (getenv("UPDATE_GOLDEN")) {
		file = fopen(GOLDEN, "we");
		assert_non_null(file);
		assert_true(fputs(all.text, file) >= 0);
		fclose(file);
	}
	should = read_file(GOLDEN);
	assert_string_equal(all.text, should);
}

/* Whether the run has changed what it then neither put back nor told of. */
static void look_at_what_is_left(const struct world *world, unsigned how)
{
	const struct igd_up_result *result = &world->result;
	bool is_well = result->is_done && !(how & TRYING);
	/* One that ran before, or that somebody else has started, is none of the run's. */
	bool is_others = world->story->is_running || world->story->start.error == EINVAL;

	if (is_well || how & KEEPING)
		return;
	if (!result->is_left_changed) {
		assert_false(world->runs && !is_others);
		assert_false(world->is_bound);
	}
	assert_int_equal(result->is_left_changed, result->left != NULL);
	/* what does not last is undone last, and all journals in the reverse order */
	if (strstr(world->did.text, "undo J1") && strstr(world->did.text, "undo J2"))
		assert_true(
			strstr(world->did.text, "undo J2") < strstr(world->did.text, "undo J1"));
	if (strstr(world->did.text, "destroy") && strstr(world->did.text, "undo"))
		assert_true(strstr(world->did.text, "destroy") < strstr(world->did.text, "undo"));
}

static void nothing_is_left_that_is_not_told(void **state)
{
	struct world world;
	size_t i;

	(void)state;
	for (i = 0; i < STORIES; i++) {
		play(&world, i);
		look_at_what_is_left(&world, stories[i].story.how);
		up_scene_done(&world);
	}
}

static void the_exit_status_is_the_results(void **state)
{
	struct world world;
	size_t i;

	(void)state;
	for (i = 0; i < STORIES; i++) {
		play(&world, i);
		assert_true(world.result.is_over);
		assert_int_equal(world.result.is_interrupted, world.status == IGD_EXIT_INTERRUPTED);
		assert_int_equal(world.result.is_done,
			world.status == IGD_EXIT_OK || world.status == IGD_EXIT_DEGRADED);
		if (!world.result.is_done)
			assert_int_equal(world.result.states[world.result.stage], IGD_UP_FAILED);
		if (!world.result.is_done && !world.result.is_interrupted)
			assert_non_null(world.result.what);
		up_scene_done(&world);
	}
}

/* What is fatal ends the run within two seconds of its line, whatever is under way then. */
static void what_is_fatal_is_named_at_once(void **state)
{
	const struct happening *last;
	struct world world;
	uint64_t fell;
	size_t i;

	(void)state;
	for (i = 0; i < STORIES; i++) {
		const struct happening *happening = stories[i].story.happenings;

		for (last = NULL; happening && happening->text; happening++)
			if (happening->weight == IGD_SENTRY_FATAL)
				last = happening;
		if (!last)
			continue;
		play(&world, i);
		fell = world.started + last->after_ms;
		assert_true(world.fell >= fell && world.fell - fell <= 2000);
		up_scene_done(&world);
	}
}

/* A signal at any moment: whatever has been done by then is put back, and nothing is done twice. */
static void a_signal_at_any_moment_leaves_nothing(void **state)
{
	struct story story = { WELL, .is_unbound = true, .host = off_recipe,
		.host_mended = bound_well, .network = "default", .can_ask = true, .says_yes = true,
		.firmware_log = "/var/log/ovmf.log" };
	unsigned at;

	(void)state;
	for (at = 1000; at < 20000; at += 50) {
		struct world world = { 0 };
		const char *undo;

		story.signal_ms = at;
		world.options.is_restoring = true;
		up_scene_play(&world, &story, IGD_UP_STREAM);
		if (world.status != IGD_EXIT_OK) {
			assert_int_equal(world.status, IGD_EXIT_INTERRUPTED);
			assert_false(world.runs);
			assert_false(world.is_bound);
			assert_int_equal(strstr(world.did.text, "network-start") != NULL,
				strstr(world.did.text, "network-stop") != NULL);
			undo = strstr(world.did.text, "undo J1");
			assert_int_equal(undo != NULL, world.mended > 0);
			assert_null(undo ? strstr(undo + 1, "undo J1") : NULL);
			assert_null(world.result.left);
		}
		up_scene_done(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(everything_comes_out_as_written_down),
		cmocka_unit_test(nothing_is_left_that_is_not_told),
		cmocka_unit_test(the_exit_status_is_the_results),
		cmocka_unit_test(what_is_fatal_is_named_at_once),
		cmocka_unit_test(a_signal_at_any_moment_leaves_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
