// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_check - what is found out before anything is written: drift, a missing program, no room
 */
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <unistd.h>

#include "mend/stage.h"
#include "unit/unit.h"

static void assert_says(const struct igd_error *error, const char *text)
{
	if (!strstr(error->message, text))
		fail_msg("\"%s\" does not say \"%s\"", error->message, text);
}

static void refuses_what_changed(void **state)
{
	struct igd_error error = { 0 };
	struct stage stage;
	IGD_AUTOFREE char *before = NULL, *after = NULL, *difference = NULL;

	(void)state;
	stage_init(&stage);
	stage_write(&stage, "/etc/default/grub", "somebody else's\n", 0644);
	before = stage_picture(&stage, true);
	assert_int_equal(igd_apply(&stage.act, &stage.plan, NULL, NULL, &error), -ESTALE);
	assert_says(&error, "/etc/default/grub has been changed");
	after = stage_picture(&stage, true);
	difference = stage_difference(before, after);
	assert_null(difference);
	assert_int_equal(access(stage.place, F_OK), 0);
	assert_null(stage_read(&stage, IGD_STATE_DIR "/lock"));
	stage_done(&stage);
}

static void refuses_a_hard_link(void **state)
{
	struct igd_error error = { 0 };
	struct stage stage;
	char from[128], to[128];

	(void)state;
	stage_init(&stage);
	snprintf(from, sizeof(from), "%s/etc/default/grub", stage.place);
	snprintf(to, sizeof(to), "%s/etc/default/other", stage.place);
	assert_int_equal(link(from, to), 0);
	assert_int_equal(igd_apply_check(&stage.act, &stage.plan, &error), -EMLINK);
	assert_says(&error, "more than one hard link");
	stage_done(&stage);
}

static void refuses_a_missing_program(void **state)
{
	struct igd_error error = { 0 };
	struct stage stage;
	char path[128];

	(void)state;
	stage_init(&stage);
	snprintf(path, sizeof(path), "%s/usr/sbin/update-grub", stage.place);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(igd_apply_check(&stage.act, &stage.plan, &error), -ENOEXEC);
	assert_says(&error, "`update-grub` is not installed");
	stage_done(&stage);
}

/* Words that stand for a program which is missing; what is said of it. */
static void misses(const char *words, bool is_opposite, const char *said)
{
	struct igd_error error = { 0 };
	struct stage stage;
	struct igd_step *step;
	IGD_AUTOFREE char *copy = igd_strdup(words);
	char **list = igd_zalloc(8 * sizeof(*list)), *word, *rest;
	size_t count = 0;

	for (word = strtok_r(copy, " ", &rest); word; word = strtok_r(NULL, " ", &rest))
		list[count++] = igd_strdup(word);
	stage_init(&stage);
	stage_write(&stage, "/usr/bin/env", "#!/bin/sh\n", 0755);
	step = stage_command(&stage.plan, "update-grub", NULL, NULL);
	if (is_opposite) {
		step->opposite = list;
	} else {
		for (count = 0; step->words[count]; count++)
			free(step->words[count]);
		free(step->words);
		step->words = list;
	}
	assert_int_equal(igd_apply_check(&stage.act, &stage.plan, &error), said ? -ENOEXEC : 0);
	if (said)
		assert_says(&error, said);
	stage_done(&stage);
}

static void looks_behind_env(void **state)
{
	(void)state;
	misses("env A=b C=d update-grub -x", false, NULL);
	misses("env A=b grub-mkconfig -o /x", false, "`grub-mkconfig` is not installed");
	misses("env -i none", false, NULL);
	misses("env", false, NULL);
	misses("update-grub", true, NULL);
	misses("env A=b none", true, "`none` is not installed, and undo needs it");
}

/* On a file system of its own, if this process may have one: 0, or why not. */
static int on_its_own(
	struct stage *stage, const char *folder, const char *options, unsigned long flags)
{
	char path[128];

	stage_init(stage);
	snprintf(path, sizeof(path), "%s%s", stage->place, folder);
	if (unshare(CLONE_NEWNS) < 0 || mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) < 0 ||
		mount("stage", path, "tmpfs", flags, options) < 0)
		return errno;
	/* A descriptor of before sees what was mounted before. */
	igd_act_close(&stage->act);
	return igd_act_open(&stage->act, stage->place, NULL);
}

static void full_or_read_only(const char *options, unsigned long flags, int wanted)
{
	struct igd_error error = { 0 };
	struct stage stage;
	int why = on_its_own(&stage, "/boot/grub", options, flags);

	if (why) {
		print_message("no file system of its own: %s\n", strerror(why));
	} else {
		char path[128];

		assert_int_equal(igd_apply_check(&stage.act, &stage.plan, &error), wanted);
		assert_says(&error, "/boot/grub");
		snprintf(path, sizeof(path), "%s/boot/grub", stage.place);
		assert_int_equal(umount(path), 0);
	}
	stage_done(&stage);
}

static void is_full_or_read_only(void **state)
{
	(void)state;
	full_or_read_only("size=1m", 0, -ENOSPC);
	full_or_read_only("size=64m", MS_RDONLY, -EROFS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_what_changed),
		cmocka_unit_test(refuses_a_hard_link),
		cmocka_unit_test(refuses_a_missing_program),
		cmocka_unit_test(looks_behind_env),
		cmocka_unit_test(is_full_or_read_only),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
