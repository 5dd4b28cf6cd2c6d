// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_up_tell - what `up` prints of a run: tests/reports/up-*.txt and *.json
 *
 * With UPDATE_GOLDEN in the environment they are written.
 */
#include <fcntl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/up_stories.h"

/* The story of this name; its row. */
static size_t find(const char *name)
{
	size_t i = 0;

	while (strcmp(stories[i].name, name) != 0)
		assert_true(++i < sizeof(stories) / sizeof(*stories));
	return i;
}

/* Runs it with what is printed going to a file. The caller frees what came. */
static char *print(const char *name, const char *format, bool is_quiet)
{
	size_t index = find(name), got;
	struct world world = { .options = { .format = format,
				       .color = IGD_COLOR_NEVER,
				       .is_quiet = is_quiet,
				       .is_restoring = stories[index].story.how & RESTORING } };
	FILE *file = tmpfile();
	char *text = igd_zalloc(1 << 16);
	int out;

	assert_non_null(file);
	fflush(NULL);
	out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	dup2(fileno(file), STDOUT_FILENO);
	world.request.tell = igd_up_tell;
	world.request.context = &world.options;
	up_scene_play(&world, &stories[index].story, IGD_UP_STREAM);
	fflush(stdout);
	dup2(out, STDOUT_FILENO);
	close(out);
	rewind(file);
	got = fread(text, 1, (1 << 16) - 1, file);
	text[got] = '\0';
	fclose(file);
	up_scene_done(&world);
	return text;
}

static void compare(const char *story, const char *name, bool is_quiet)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_SOURCE_DIR "/tests/reports/up-%s", name);
	IGD_AUTOFREE char *is =
		print(story, igd_ends_with(name, ".json") ? "json" : "text", is_quiet);
	IGD_AUTOFREE char *should = igd_zalloc(1 << 16);
	FILE *file = fopen(path, getenv("UPDATE_GOLDEN") ? "we" : "re");

	assert_non_null(file);
	if (getenv("UPDATE_GOLDEN")) {
		assert_true(fputs(is, file) >= 0);
	} else {
		should[fread(should, 1, (1 << 16) - 1, file)] = '\0';
		assert_string_equal(is, should);
	}
	fclose(file);
}

static void a_run_that_ends_well(void **state)
{
	(void)state;
	compare("the definition is mended", "done.txt", false);
	compare("the definition is mended", "done.json", false);
	compare("firmware: the ROM has done its work", "heard.txt", false);
	compare("firmware: the ROM has done its work", "heard.json", false);
	compare("agent: no channel", "unsure.txt", false);
	compare("agent: no channel", "unsure.json", false);
}

static void a_run_that_fails(void **state)
{
	(void)state;
	compare("start: dies, with all to give back", "failed.txt", false);
	compare("start: dies, with all to give back", "failed.json", false);
	compare("preflight: no fix", "untouched.txt", false);
	compare("driver: Code 43, and it cannot be ended", "left.txt", false);
	compare("driver: Code 43, and it cannot be ended", "left.json", false);
	compare("start: interrupted, with the driver", "interrupted.txt", false);
	compare("start: interrupted, with the driver", "interrupted.json", false);
}

static void quiet_is_a_line(void **state)
{
	IGD_AUTOFREE char *well = print("all is well", "text", true);
	IGD_AUTOFREE char *bad = print("driver: Code 43", "text", true);
	IGD_AUTOFREE char *broken = print("driver: Code 43, and it cannot be ended", "text", true);

	(void)state;
	assert_string_equal(well, "up 192.168.122.57\n");
	assert_string_equal(bad, "FAIL driver guest.display-driver: Code 43\n");
	assert_non_null(strstr(broken, "\nNOT PUT BACK: the VM may still run"));
}

/* What a guest or a log says cannot move the cursor, nor end a line of JSON. */
static void hostile_words_are_harmless(void **state)
{
	static const struct row rows[] = { { "opregion.host", IGD_FAIL, IGD_BLOCKER,
						   "\033[2J\nFAIL \"}{\r\xff", NULL },
		{ NULL, IGD_PASS, IGD_HINT, NULL, NULL } };
	static const struct story story = { .host = rows };
	struct world world = { 0 };

	(void)state;
	up_scene_play(&world, &story, IGD_UP_STREAM);
	assert_string_equal(world.result.what, "\\x1b[2J FAIL \"}{ \\xff");
	up_scene_done(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_that_ends_well),
		cmocka_unit_test(a_run_that_fails),
		cmocka_unit_test(quiet_is_a_line),
		cmocka_unit_test(hostile_words_are_harmless),
	};

	setlocale(LC_ALL, "C.UTF-8");
	setenv("COLUMNS", "80", 1);
	unsetenv("NO_COLOR");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
