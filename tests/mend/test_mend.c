// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_mend - plans that are carried out, taken back and gone on with, in a small root folder
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "mend/expect.h"

static void finishes_and_is_undone(void **state)
{
	struct igd_error error = { 0 };
	struct igd_journal *list;
	struct stage stage;
	size_t count;
	IGD_AUTOFREE char *before = NULL, *config = NULL;

	(void)state;
	stage_init(&stage);
	before = stage_picture(&stage, true);
	assert_int_equal(stage_run(&stage, &error), 0);
	config = stage_read(&stage, "/boot/grub/grub.cfg");
	assert_non_null(strstr(config, "intel_iommu=on"));
	assert_int_equal(igd_journal_list(&stage.act, &list, &count, &error), 0);
	assert_int_equal(count, 1);
	assert_int_equal(list[0].state, IGD_JOURNAL_FINISHED);
	assert_true(list[0].may_undo);
	assert_int_equal(igd_journal_note(&stage.act, list[0].id,
				 &(struct igd_journal_finding){ (char[]){ "iommu.enabled" },
					 (char[]){ "pass" }, (char[]){ "IOMMU group 0" } },
				 &error),
		0);
	igd_journals_done(list, count);
	assert_int_equal(igd_journal_list(&stage.act, &list, &count, &error), 0);
	assert_int_equal(list[0].finding_count, 1);
	assert_string_equal(list[0].findings[0].text, "IOMMU group 0");
	igd_journals_done(list, count);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), 0);
	assert_like(&stage, before);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), -ENOENT);
	stage_done(&stage);
}

static void waits_for_its_boot(void **state)
{
	enum igd_resume_outcome outcome = IGD_RESUME_NOTHING;
	struct igd_error error = { 0 };
	struct stage stage;
	IGD_AUTOFREE char *before = NULL;

	(void)state;
	stage_init(&stage);
	before = stage_picture(&stage, true);
	assert_int_equal(igd_resume(&stage.act, "quiet", NULL, &outcome, &error), 0);
	assert_int_equal(outcome, IGD_RESUME_NOTHING);
	assert_int_equal(igd_apply(&stage.act, &stage.plan, NULL, NULL, &error), 0);
	assert_int_equal(igd_resume(&stage.act, "quiet", NULL, &outcome, &error), 0);
	assert_int_equal(outcome, IGD_RESUME_WAITS);
	/* A marker that is part of another word is none. */
	stage_boot(&stage, "second");
	assert_int_equal(igd_resume(&stage.act, "quiet x" STAGE_MARKER, NULL, &outcome, &error), 0);
	assert_int_equal(outcome, IGD_RESUME_TRIAL_FAILED);
	assert_like(&stage, before);
	stage_done(&stage);
}

/* What the generator does wrong, and what is said of it. */
static void generator_fails(const char *script, const char *said)
{
	struct igd_error error = { 0 };
	struct igd_journal *list;
	struct stage stage;
	size_t count;
	IGD_AUTOFREE char *before = NULL;

	stage_init(&stage);
	stage_write(&stage, "/usr/sbin/update-grub", script, 0755);
	before = stage_picture(&stage, true);
	assert_int_equal(stage_run(&stage, &error), -ENOEXEC);
	assert_says(&error, said);
	assert_like(&stage, before);
	assert_int_equal(igd_journal_list(&stage.act, &list, &count, &error), 0);
	assert_int_equal(list[0].state, IGD_JOURNAL_FAILED);
	assert_non_null(strstr(list[0].failed, said));
	igd_journals_done(list, count);
	stage_done(&stage);
}

static void generators_fail(void **state)
{
	(void)state;
	generator_fails(
		"#!/bin/sh\necho half >\"$ROOT/boot/grub/grub.cfg\"\necho no such device >&2\nexit 3\n",
		"failed with status 3: no such device");
	generator_fails(
		"#!/bin/sh\n: >\"$ROOT/boot/grub/grub.cfg\"\n", "/boot/grub/grub.cfg is empty");
	generator_fails("#!/bin/sh\necho half >\"$ROOT/boot/grub/grub.cfg\"\nkill -9 $$\n",
		"was killed by signal 9");
}

static bool says_yes(void *context, const char *path, const struct igd_file_state *left,
	const struct igd_file_state *now)
{
	assert_string_equal(path, "/etc/default/grub");
	assert_non_null(strstr(left->content, "intel_iommu=on"));
	assert_string_equal(now->content, "mine\n");
	return *(const bool *)context;
}

static void asks_for_what_changed_since(void **state)
{
	bool answer = false;
	struct igd_apply_ops ops = { .context = &answer, .overwrite = says_yes };
	struct igd_error error = { 0 };
	struct stage stage;
	IGD_AUTOFREE char *before = NULL, *changed = NULL;

	(void)state;
	stage_init(&stage);
	before = stage_picture(&stage, true);
	assert_int_equal(stage_run(&stage, &error), 0);
	stage_write(&stage, "/etc/default/grub", "mine\n", 0644);
	changed = stage_picture(&stage, true);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), -ESTALE);
	assert_int_equal(igd_undo(&stage.act, NULL, &ops, &error), -ESTALE);
	assert_says(&error, "nothing is undone");
	assert_like(&stage, changed);
	answer = true;
	assert_int_equal(igd_undo(&stage.act, NULL, &ops, &error), 0);
	assert_like(&stage, before);
	stage_done(&stage);
}

/* A kernel was installed since: what a regenerator makes is made again, not put back. */
static void regenerates(void **state)
{
	struct igd_error error = { 0 };
	struct stage stage;
	IGD_AUTOFREE char *config = NULL;

	(void)state;
	stage_init(&stage);
	assert_int_equal(stage_run(&stage, &error), 0);
	stage_write(&stage, "/boot/grub/grub.cfg", "a newer kernel\n", 0600);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), 0);
	config = stage_read(&stage, "/boot/grub/grub.cfg");
	assert_string_equal(config, "cfg\nGRUB_CMDLINE_LINUX_DEFAULT=\"quiet\"\n");
	stage_done(&stage);
}

/* A VM that runs uses what was made before it: nothing of that is taken away until the gate's opposite goes through. */
static void stops_at_a_gate(void **state)
{
	struct igd_error error = { 0 };
	struct igd_journal *list;
	struct stage stage;
	struct igd_step *step;
	size_t count;
	IGD_AUTOFREE char *before = NULL, *after = NULL;

	(void)state;
	stage_init(&stage);
	stage_write(&stage, "/usr/sbin/hold", "#!/bin/sh\n", 0755);
	stage_write(&stage, "/usr/sbin/let-go",
		"#!/bin/sh\necho it runs >&2\n[ -e \"$ROOT/proc/shut-off\" ]\n", 0755);
	step = stage_command(&stage.plan, "hold", NULL, NULL);
	step->opposite = igd_zalloc(2 * sizeof(*step->opposite));
	step->opposite[0] = igd_strdup("let-go");
	step->is_gate = true;
	before = stage_picture(&stage, true);
	assert_int_equal(stage_run(&stage, &error), 0);
	after = stage_picture(&stage, true);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), -ENOEXEC);
	assert_says(&error, "it runs");
	assert_like(&stage, after);
	assert_int_equal(igd_journal_list(&stage.act, &list, &count, &error), 0);
	assert_int_equal(list[0].state, IGD_JOURNAL_FINISHED);
	igd_journals_done(list, count);
	stage_write(&stage, "/proc/shut-off", "", 0644);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), 0);
	assert_like(&stage, before);
	stage_done(&stage);
}

static void passes_over_a_torn_line(void **state)
{
	struct igd_error error = { 0 };
	struct igd_paths found = { 0 };
	struct stage stage;
	IGD_AUTOFREE char *before = NULL, *path = NULL;
	FILE *file;

	(void)state;
	stage_init(&stage);
	before = stage_picture(&stage, true);
	assert_int_equal(stage_run(&stage, &error), 0);
	assert_int_equal(igd_act_glob(&stage.act, IGD_JOURNAL_DIR "/*/status", &found), 0);
	path = igd_printf("%s%s", stage.place, found.items[0]);
	file = fopen(path, "a");
	assert_non_null(file);
	fputs("17954 taken-ba", file);
	fclose(file);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), 0);
	assert_like(&stage, before);
	igd_paths_done(&found);
	stage_done(&stage);
}

static void says_who(void *context, const char *who)
{
	snprintf(context, 128, "%s", who);
}

static void waits_for_the_lock(void **state)
{
	char who[128] = "";
	struct igd_apply_ops ops = { .context = who, .waiting = says_who };
	struct igd_error error = { 0 };
	struct stage stage;
	char path[128];
	int lock;

	(void)state;
	stage_init(&stage);
	stage_write(&stage, IGD_STATE_DIR "/lock", "process 1 (somebody)\n", 0600);
	snprintf(path, sizeof(path), "%s%s/lock", stage.place, IGD_STATE_DIR);
	lock = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(lock, LOCK_EX), 0);
	assert_int_equal(igd_apply(&stage.act, &stage.plan, &ops, NULL, &error), -EBUSY);
	assert_string_equal(who, "process 1 (somebody)");
	assert_says(&error, "process 1 (somebody)");
	close(lock);
	assert_int_equal(igd_apply(&stage.act, &stage.plan, &ops, NULL, &error), 0);
	stage_done(&stage);
}

static void restores(const char *shell)
{
	struct igd_error error = { 0 };
	struct stage stage;
	IGD_AUTOFREE char *before = NULL, *now = NULL;

	stage_init(&stage);
	before = stage_picture(&stage, true);
	assert_int_equal(stage_run(&stage, &error), 0);
	stage_write(&stage, "/etc/default/grub", "mine\n", 0644);
	assert_int_equal(stage_restore(&stage, shell, ""), 1);
	assert_int_equal(stage_restore(&stage, shell, "export FORCE=1;"), 0);
	igd_act_remove(&stage.act, "/restored");
	now = stage_picture(&stage, true);
	if (strcmp(shell, "busybox") == 0) {
		stage_leave_times_out(before);
		stage_leave_times_out(now);
	}
	compare(before, now);
	assert_int_equal(igd_undo(&stage.act, NULL, NULL, &error), -ENOENT);
	stage_done(&stage);
}

static void goes_by_script(void **state)
{
	const char *const *shell;

	(void)state;
	for (shell = stage_shells; *shell; shell++) {
		if (stage_has_shell(*shell))
			restores(*shell);
		else
			print_message("%s is not installed\n", *shell);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finishes_and_is_undone),
		cmocka_unit_test(waits_for_its_boot),
		cmocka_unit_test(generators_fail),
		cmocka_unit_test(asks_for_what_changed_since),
		cmocka_unit_test(regenerates),
		cmocka_unit_test(stops_at_a_gate),
		cmocka_unit_test(passes_over_a_torn_line),
		cmocka_unit_test(waits_for_the_lock),
		cmocka_unit_test(goes_by_script),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
