// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_prepare - the stages PREPARE and BIND: the VM's definition and the iGPU's driver are as they have to be
 */
#include <stdlib.h>
#include <string.h>

#include "cli/up_private.h"

#define MOST 64u

/* What is to be mended: the checks that have failed, and their fixes, each once. It outlives the examination that it is of. */
struct wish {
	char *fixes[MOST + 2], *findings[MOST + 2]; /* NULL at the end */
	size_t fix_count, finding_count;
};

static void wish_done(struct wish *wish)
{
	while (wish->fix_count)
		free(wish->fixes[--wish->fix_count]);
	while (wish->finding_count)
		free(wish->findings[--wish->finding_count]);
}

static const char *const *words(char *const *list)
{
	return (const char *const *)list;
}

static void add(char **list, size_t *count, const char *word)
{
	size_t i;

	for (i = 0; i < *count; i++) {
		if (strcmp(list[i], word) == 0)
			return;
	}
	if (*count <= MOST)
		list[(*count)++] = igd_strdup(word);
}

/* Fills the wish; the first blocker that no fix mends, or NULL. */
static const struct igd_finding *collect(const struct igd_up_runner *runner, struct wish *wish)
{
	const struct igd_finding *hopeless = NULL;
	size_t i;

	for (i = 0; i < runner->exam->count; i++) {
		const struct igd_finding *finding = &runner->exam->findings[i];

		if (finding->verdict != IGD_FAIL || !igd_up_is_prepared(finding))
			continue;
		if (finding->fix) {
			add(wish->fixes, &wish->fix_count, finding->fix);
			add(wish->findings, &wish->finding_count, finding->id);
		} else if (igd_up_is_blocker(finding) && !hopeless) {
			hopeless = finding;
		}
	}
	if (runner->scene.lacks_rom) {
		add(wish->fixes, &wish->fix_count, "rom.install");
		add(wish->findings, &wish->finding_count, "rom.present");
	}
	return hopeless;
}

/* The first of them that stands in the way; NULL: none does. */
static const struct igd_finding *first_blocker(
	const struct igd_up_runner *runner, const char *const *ids)
{
	for (; *ids; ids++) {
		const struct igd_finding *finding = igd_exam_find(runner->exam, *ids);

		if (finding && igd_up_is_blocker(finding))
			return finding;
	}
	return NULL;
}

/* What stands there, and why it was not mended. */
static enum igd_up_state fail_undone(struct igd_up_runner *runner,
	const struct igd_finding *blocker, const char *between, const char *why)
{
	IGD_AUTOFREE char *what = NULL;

	if (!blocker)
		return igd_up_fail(runner, NULL, runner->scene.vm, why, NULL);
	what = igd_printf(
		"%s%s%s", blocker->what ? blocker->what : "", why ? between : "", why ? why : "");
	return igd_up_fail(runner, blocker->id, blocker->where, what, blocker->remedy);
}

static enum igd_up_state conclude_undone(
	struct igd_up_runner *runner, const struct wish *wish, const struct igd_up_mended *mended)
{
	const struct igd_finding *blocker = first_blocker(runner, words(wish->findings));

	runner->status = mended->status;
	if (mended->outcome == IGD_UP_MEND_LEFT)
		return fail_undone(runner, blocker, "; not mended: ",
			"the plan could not be carried out, nor all of it be taken back at once");
	if (mended->outcome != IGD_UP_MEND_NOTHING)
		return fail_undone(runner, blocker, "; not mended: ",
			mended->why
				? mended->why
				: "the plan could not be carried out, and everything is as it was");
	if (blocker)
		return fail_undone(runner, blocker, "; no fix mends it: ", mended->why);
	igd_up_say(runner, "nothing that a plan could change%s%s", mended->why ? ": " : "",
		mended->why ? mended->why : "");
	return IGD_UP_SKIPPED;
}

static void say_done(struct igd_up_runner *runner, const struct wish *wish, const char *journal)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < wish->fix_count; i++)
		igd_text_printf(&text, "%s%s", i ? ", " : "", wish->fixes[i]);
	igd_up_say(runner, "%s; `igd-doctor undo %s` takes it back", text.text, journal);
}

/* What is given must be what the VM starts with: another ROM in its place would be judged for it. */
static enum igd_up_state fail_without_rom(struct igd_up_runner *runner, const char *why)
{
	return igd_up_fail(runner, "rom.install", runner->scene.vm,
		why ? why : "the VM's definition does not name the ROM that is given",
		"`igd-doctor fix rom.install --dry-run --rom FILE` says what is left for you to do.");
}

/* Has it done, and looks again. */
static enum igd_up_state carry_out(struct igd_up_runner *runner, const struct wish *wish)
{
	struct igd_up_mended mended = { 0 };
	const struct igd_finding *blocker;
	enum igd_up_state state = IGD_UP_OK;

	runner->ops->mend(runner->ops->context, words(wish->fixes), words(wish->findings), &mended);
	if (mended.outcome == IGD_UP_MEND_LEFT)
		igd_up_keep_journal(
			runner, IGD_TAKE_PTR(mended.journal), runner->result->stage, true);
	if (mended.outcome != IGD_UP_MEND_DONE) {
		state = mended.outcome == IGD_UP_MEND_NOTHING && runner->scene.lacks_rom
				? fail_without_rom(runner, mended.why)
				: conclude_undone(runner, wish, &mended);
		igd_up_mended_done(&mended);
		return state;
	}
	say_done(runner, wish, mended.journal);
	igd_up_keep_journal(runner, IGD_TAKE_PTR(mended.journal), runner->result->stage, false);
	igd_up_mended_done(&mended);
	if (!igd_up_examine(runner, words(wish->findings)))
		return IGD_UP_FAILED;
	if (runner->scene.lacks_rom)
		return fail_without_rom(runner, NULL);
	blocker = first_blocker(runner, words(wish->findings));
	return blocker ? igd_up_fail_by(runner, blocker) : state;
}

enum igd_up_state igd_up_prepare(struct igd_up_runner *runner)
{
	struct igd_up_scene *scene = &runner->scene;
	const struct igd_finding *hopeless;
	IGD_CLEANUP(wish_done) struct wish wish = { 0 };

	if (scene->unlike)
		return igd_up_fail(
			runner, "vm.recipe", scene->vm, scene->unlike, scene->unlike_remedy);
	if (scene->is_running && scene->lacks_rom)
		return igd_up_fail(runner, NULL, scene->vm,
			"it runs already, so that it cannot be given another ROM",
			"Shut it down, and run the same command again.");
	if (scene->is_running) {
		igd_up_say(runner, "the VM runs already; its definition is left alone");
		return IGD_UP_SKIPPED;
	}
	hopeless = collect(runner, &wish);
	if (hopeless)
		return igd_up_fail_by(runner, hopeless);
	if (!wish.fix_count) {
		igd_up_say(runner, "there is nothing to change");
		return IGD_UP_SKIPPED;
	}
	return carry_out(runner, &wish);
}

static enum igd_up_state bind_now(struct igd_up_runner *runner)
{
	IGD_CLEANUP(wish_done) struct wish wish = { 0 };
	enum igd_up_state state;

	add(wish.fixes, &wish.fix_count, "driver.bind-now");
	add(wish.findings, &wish.finding_count, "driver.bound");
	state = carry_out(runner, &wish);
	if (state == IGD_UP_SKIPPED)
		return igd_up_fail(
			runner, "driver.bound", NULL, runner->result->texts[IGD_UP_BIND], NULL);
	return state;
}

enum igd_up_state igd_up_bind(struct igd_up_runner *runner)
{
	static const char *const only[] = { "driver.bound", "driver.free", NULL };
	const struct igd_finding *in_use;

	if (runner->scene.is_running) {
		igd_up_say(runner, "the VM runs already, and has it");
		return IGD_UP_SKIPPED;
	}
	if (runner->scene.is_kept_by_vfio) {
		igd_up_say(runner, "vfio-pci has the iGPU already");
		return IGD_UP_SKIPPED;
	}
	if (!igd_up_examine(runner, only))
		return IGD_UP_FAILED;
	in_use = igd_exam_find(runner->exam, "driver.free");
	if (in_use && in_use->verdict == IGD_FAIL)
		return igd_up_fail_by(runner, in_use);
	if (runner->scene.guard && !runner->options->is_headless_ok)
		return igd_up_fail(runner, "platform.way-in", NULL, runner->scene.guard,
			"If that is well for you, say `--headless-ok`.");
	if (!runner->scene.is_managed)
		return bind_now(runner);
	igd_up_say(runner,
		"libvirt takes the iGPU at the start, and gives it back at the end (managed='yes')");
	return IGD_UP_SKIPPED;
}
