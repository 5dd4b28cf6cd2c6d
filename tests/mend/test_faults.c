// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_faults - the fault matrix: at every operation of a plan that writes, the disk is full, broken or read-only, or the
 * process is killed; then undo, resume or restore.sh has to give the old tree back, or the new one
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mend/stage.h"

static unsigned faults;

static void complain(unsigned at, const char *how, const char *what)
{
	faults++;
	fprintf(stderr, "fault at operation %u, %s: %s\n", at, how, what);
}

static void compare(const struct stage *stage, const char *wanted, bool is_exact, const char *how)
{
	IGD_AUTOFREE char *got = stage_picture(stage, is_exact);
	IGD_AUTOFREE char *difference = stage_difference(wanted, got);

	if (difference)
		complain(stage->wanted, how, difference);
}

static void undo(struct stage *stage, const char *before, const char *how)
{
	struct igd_error error = { 0 };
	int ret;

	stage->act.fault = NULL;
	ret = igd_undo(&stage->act, NULL, NULL, &error);
	if (ret && !(ret == -ENOENT && strstr(error.message, "no plan")))
		complain(stage->wanted, how, error.message);
	compare(stage, before, true, how);
}

/* One errno at one operation; false: the plan has fewer operations. */
static bool fail_once(unsigned at, int error, const char *before, const char *after)
{
	struct igd_error said = { 0 };
	struct stage stage;
	IGD_AUTOFREE char *waiting = NULL;
	bool was_reached;
	int ret;

	stage_init(&stage);
	stage.wanted = at;
	stage.error = error;
	ret = stage_run(&stage, &said);
	was_reached = stage.at >= at;
	/* Where resume could not even begin, the plan still waits at its barrier. */
	waiting = igd_journal_newest(&stage.act, IGD_JOURNAL_WAITING);
	if (!ret)
		compare(&stage, after, false, "errno, done all the same");
	else if (ret != -EREMOTEIO && !waiting)
		compare(&stage, before, true, igd_errno_name(error));
	if (ret && !said.message[0])
		complain(at, igd_errno_name(error), "no message");
	undo(&stage, before, igd_errno_name(error));
	undo(&stage, before, "undone twice");
	stage_done(&stage);
	return was_reached;
}

/* Every file that the machine boots with is whole: as before, or as after. */
static void watch(const struct stage *stage, const char *before, const char *after)
{
	static const char *const watched[] = { "/etc/default/grub", "/boot/initrd.img-1",
		"/boot/grub/grub.cfg" };
	size_t i;

	for (i = 0; i < sizeof(watched) / sizeof(*watched); i++) {
		char hash[IGD_HASH_SIZE] = "";
		IGD_AUTOFREE char *line = NULL;

		igd_act_hash(&stage->act, watched[i], hash);
		line = igd_printf("%s 100000 %s", watched[i], hash);
		if (!strstr(before, line) && !strstr(after, line))
			complain(stage->wanted, "killed: half of a file", watched[i]);
	}
}

static bool kill_at(struct stage *stage, unsigned at)
{
	struct igd_error error = { 0 };
	int status = 0;
	pid_t pid;

	stage->wanted = at;
	stage->error = -1;
	fflush(NULL);
	pid = fork();
	if (!pid)
		_exit(stage_run(stage, &error) ? 1 : 0);
	waitpid(pid, &status, 0);
	stage->act.fault = NULL;
	return WIFEXITED(status) && WEXITSTATUS(status) == 9;
}

static bool kill_and_undo(unsigned at, const char *before, const char *after)
{
	struct stage stage;
	bool was_killed;

	stage_init(&stage);
	was_killed = kill_at(&stage, at);
	if (was_killed) {
		watch(&stage, before, after);
		undo(&stage, before, "killed, undone");
	}
	stage_done(&stage);
	return was_killed;
}

static void kill_and_resume(unsigned at, const char *before, const char *after)
{
	enum igd_resume_outcome outcome = IGD_RESUME_NOTHING;
	struct igd_error error = { 0 };
	struct stage stage;
	IGD_AUTOFREE char *finished = NULL;
	bool is_done = false;

	stage_init(&stage);
	kill_at(&stage, at);
	/* Killed behind its last word: nothing is left to resume. */
	finished = igd_journal_newest(&stage.act, IGD_JOURNAL_FINISHED);
	while (!is_done && !igd_resume(&stage.act, STAGE_MARKER, NULL, &outcome, &error)) {
		is_done = outcome != IGD_RESUME_WAITS;
		stage_boot(&stage, "third");
	}
	if (error.code)
		complain(at, "killed, resumed", error.message);
	if (finished && outcome != IGD_RESUME_NOTHING)
		complain(at, "killed", "a finished plan was resumed");
	if (outcome == IGD_RESUME_FINISHED || finished)
		compare(&stage, after, false, "killed, resumed");
	else
		compare(&stage, before, true, "killed, taken back by resume");
	stage_done(&stage);
}

static void compare_restored(struct stage *stage, const char *shell, const char *before)
{
	IGD_AUTOFREE char *wanted = igd_strdup(before), *got = NULL, *difference = NULL;

	if (strcmp(shell, "busybox") != 0) {
		undo(stage, before, "killed, restore.sh, undone");
		return;
	}
	got = stage_picture(stage, true);
	stage_leave_times_out(wanted);
	stage_leave_times_out(got);
	difference = stage_difference(wanted, got);
	if (difference)
		complain(stage->wanted, "killed, restore.sh in busybox", difference);
}

static void kill_and_restore(unsigned at, const char *shell, const char *before)
{
	struct stage stage;
	IGD_AUTOFREE char *said = NULL;
	int status;

	stage_init(&stage);
	kill_at(&stage, at);
	status = stage_restore(&stage, shell, "");
	said = stage_read(&stage, "/restored");
	if (status > 0)
		complain(at, shell, said ? said : "no word");
	igd_act_remove(&stage.act, "/restored");
	/* Without a script nothing was begun. Temporary files of a write that was cut off are no part of anything. */
	if (status == 0)
		compare_restored(&stage, shell, before);
	stage_done(&stage);
}

/* What the plan makes of the tree when nothing goes wrong. */
static char *finished(unsigned *ret_operations)
{
	struct igd_error error = { 0 };
	struct stage stage;
	char *picture;

	stage_init(&stage);
	if (stage_run(&stage, &error))
		complain(0, "no fault", error.message);
	picture = stage_picture(&stage, false);
	*ret_operations = stage.at;
	stage_done(&stage);
	return picture;
}

/* Each operation has one of the shells: at every fourth of the matrix they come round. */
static unsigned installed(const char **ret)
{
	unsigned count = 0, i;

	for (i = 0; stage_shells[i]; i++) {
		if (stage_has_shell(stage_shells[i]))
			ret[count++] = stage_shells[i];
	}
	return count;
}

/* usage: test_faults [FIRST STRIDE]: the operations FIRST, FIRST + STRIDE ...; all of them without. */
int main(int argc, char **argv)
{
	static const int errors[] = { ENOSPC, EIO, EROFS, EACCES };
	IGD_AUTOFREE char *before = NULL, *after = NULL;
	unsigned first = argc > 2 ? (unsigned)strtoul(argv[1], NULL, 10) : 1;
	unsigned stride = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1;
	const char *shells[8];
	unsigned operations = 0, at, shell_count = installed(shells);
	struct stage stage;
	size_t i;

	stage_init(&stage);
	before = stage_picture(&stage, true);
	stage_done(&stage);
	after = finished(&operations);
	for (at = first; at <= operations; at += stride) {
		for (i = 0; i < sizeof(errors) / sizeof(*errors); i++) {
			if (!fail_once(at, errors[i], before, after))
				complain(at, "errno", "the plan did not come so far");
		}
		if (!kill_and_undo(at, before, after))
			complain(at, "killed", "the plan did not come so far");
		kill_and_resume(at, before, after);
		kill_and_restore(at, shells[at % shell_count], before);
	}
	printf("%u operations, each with four errors and three deaths: %u faults\n", operations,
		faults);
	return operations < 50 || faults;
}
