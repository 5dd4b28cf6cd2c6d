// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * take_back - puts everything back as it was before a plan
 *
 * It looks at what stands at each path, not at how far the plan came, so it may be cut off and called again. One thing
 * that cannot be put back does not keep the others from it: the first is told. But a gate's opposite does (is_gate).
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "mend/work_private.h"

/* What goes on while things are put back. */
struct taking {
	struct igd_work *work;
	bool is_asked; /* by a person, who has said yes to what others changed; else the plan's own */
	bool is_finished;
	bool is_held; /* at a gate: nothing else is put back */
	bool is_stuck; /* the kernel did not come back from sysfs: what else is asked of it there waits behind that */
	struct igd_error first; /* of what went wrong */
	bool *again;		/* by step: a regenerator that is to be run again */
};

static void keep_error(struct taking *taking, int ret, const char *path)
{
	if (ret && !taking->first.code)
		igd_error_set(&taking->first, -ret, "%s: %s", path, igd_errno_text(-ret));
}

int igd_work_put_back(const struct igd_work *work, const struct igd_saved *saved)
{
	IGD_AUTOFREE char *copy = igd_printf("%s/saved/%zu", work->folder, saved->number);
	IGD_AUTOCLOSE int from = -1;
	struct igd_put put = { .type = saved->seen.type,
		.bytes = saved->seen.target,
		.like = &saved->seen,
		.has_time = true,
		.id = work->id };
	int ret;

	if (saved->seen.type == IGD_FILE_ABSENT)
		return igd_act_remove(work->act, saved->path);
	if (saved->seen.type == IGD_FILE_LINK)
		put.size = strlen(saved->seen.target);
	else
		from = igd_act_find(work->act, copy, O_RDONLY | O_NOFOLLOW);
	if (saved->seen.type == IGD_FILE_REGULAR && from < 0)
		return from;
	put.from = from;
	ret = igd_act_make_folders(work->act, saved->path);
	return ret ? ret : igd_act_put(work->act, saved->path, &put);
}

/* Whether what somebody else left there stays. */
static bool stays(const struct taking *taking, const char *path)
{
	if (igd_work_is_config(taking->work, path))
		return !taking->is_asked;
	return taking->is_finished && igd_work_is_regenerated(taking->work, path);
}

static void restore(struct taking *taking, const struct igd_saved *saved)
{
	enum igd_standing standing = IGD_STANDING_BEFORE;
	int ret = igd_work_judge(taking->work, saved, &standing);

	if (!ret && standing == IGD_STANDING_FOREIGN && stays(taking, saved->path)) {
		if (!igd_work_is_regenerated(taking->work, saved->path))
			keep_error(taking, -ESTALE, saved->path);
		return;
	}
	if (!ret && standing != IGD_STANDING_BEFORE)
		ret = igd_work_put_back(taking->work, saved);
	keep_error(taking, ret, saved->path);
}

/* A file that was not there before: ours if a command left it so, or was cut off while it made it. */
static bool is_new_of_ours(const struct taking *taking, size_t index, const char *path)
{
	char mark[IGD_MARK_SIZE];

	if (igd_saved_find(taking->work, path))
		return false;
	if (igd_work_is_half(taking->work, index) && !taking->is_finished)
		return true;
	return igd_act_mark(taking->work->act, path, mark) == 0 &&
	       igd_work_is_noted(taking->work, path, mark);
}

static void remove_new(struct taking *taking, size_t index)
{
	const struct igd_step *step = &taking->work->plan->steps[index];
	struct igd_paths paths = { 0 };
	size_t i;
	int ret = 0;

	for (i = 0; !ret && step->outputs && step->outputs[i]; i++)
		ret = igd_act_glob(taking->work->act, step->outputs[i], &paths);
	keep_error(taking, ret, step->words[0]);
	for (i = 0; i < paths.count; i++) {
		if (is_new_of_ours(taking, index, paths.items[i]))
			keep_error(taking, igd_act_remove(taking->work->act, paths.items[i]),
				paths.items[i]);
	}
	igd_paths_done(&paths);
}

/* "@" is where the first output was saved; NULL: it was not there, so there is nothing to go back to. */
static char **opposite_words(const struct igd_work *work, const struct igd_step *step)
{
	const char *path = step->result ? step->path : step->outputs ? step->outputs[0] : NULL;
	const struct igd_saved *saved = path ? igd_saved_find(work, path) : NULL;
	const char *place = strcmp(work->act->place, "/") == 0 ? "" : work->act->place;
	char **words;
	size_t i, count = 0;

	while (step->opposite[count])
		count++;
	words = igd_zalloc((count + 1) * sizeof(*words));
	for (i = 0; i < count; i++) {
		if (strcmp(step->opposite[i], "@") != 0)
			words[i] = igd_strdup(step->opposite[i]);
		else if (saved && saved->seen.type == IGD_FILE_REGULAR)
			words[i] = igd_printf("%s%s/saved/%zu", place, work->folder, saved->number);
		else
			return words;
	}
	return words;
}

static void run_opposite(struct taking *taking, size_t index)
{
	struct igd_work *work = taking->work;
	const struct igd_step *step = &work->plan->steps[index];
	char **words = opposite_words(work, step);
	struct igd_error error = { 0 };
	size_t i, count = 0;

	while (words[count])
		count++;
	if (step->opposite[count] == NULL)
		igd_work_run(work, words, step, &error);
	/* What counted for a boot that is over is gone with it. */
	if (error.code && !taking->first.code && !igd_work_is_half(work, index) &&
		(step->effect != IGD_EFFECT_NOW || igd_work_same_boot(work, index)))
		taking->first = error;
	taking->is_held = step->is_gate && error.code && !igd_work_is_half(work, index);
	for (i = 0; i < count; i++)
		free(words[i]);
	free(words);
}

static void undo_command(struct taking *taking, size_t index)
{
	const struct igd_work *work = taking->work;
	const struct igd_step *step = &work->plan->steps[index];
	size_t i;

	if (step->opposite && !igd_work_has(work, "undone", index))
		run_opposite(taking, index);
	if (taking->is_held)
		return;
	for (i = 0; i < work->saved_count; i++) {
		if (!work->saved[i].is_folder && igd_step_writes(step, work->saved[i].path))
			restore(taking, &work->saved[i]);
	}
	if (step->result)
		keep_error(taking, igd_act_remove(work->act, step->result), step->result);
	remove_new(taking, index);
}

static void undo_sysfs(struct taking *taking, size_t index)
{
	const struct igd_work *work = taking->work;
	const struct igd_step *step = &work->plan->steps[index];
	struct igd_error error = { 0 };
	int ret;

	if (!step->value_undo || !step->path_undo || igd_work_has(work, "undone", index) ||
		!igd_work_same_boot(work, index) || taking->is_stuck)
		return;
	ret = igd_step_sysfs(work, step->path_undo, step->value_undo, &error);
	taking->is_stuck = ret == -ETIMEDOUT;
	if ((taking->is_stuck || !igd_work_is_half(work, index)) && !taking->first.code)
		taking->first = error;
}

static void undo_step(struct taking *taking, size_t index)
{
	struct igd_work *work = taking->work;
	const struct igd_step *step = &work->plan->steps[index];
	const struct igd_saved *saved;

	if (!igd_work_began(work, index))
		return;
	if (step->kind == IGD_STEP_FILE) {
		IGD_AUTOFREE char *temporary = igd_act_temporary(step->path, work->id);

		saved = igd_saved_find(work, step->path);
		keep_error(taking, igd_act_remove(work->act, temporary), temporary);
		if (saved)
			restore(taking, saved);
	} else if (step->kind == IGD_STEP_COMMAND) {
		undo_command(taking, index);
	} else if (step->kind == IGD_STEP_SYSFS) {
		undo_sysfs(taking, index);
	}
	if (!taking->first.code) {
		keep_error(taking, igd_work_note(work, "undone %zu", index), work->folder);
		igd_work_progress(work, index, IGD_STEP_UNDONE);
	}
}

/* Whether a file that it makes is neither as before nor as the plan left it; or nobody knows what it makes. */
static bool is_stale(const struct taking *taking, size_t index)
{
	const struct igd_work *work = taking->work;
	const struct igd_step *step = &work->plan->steps[index];
	struct igd_paths paths = { 0 };
	bool is = !step->outputs || !step->outputs[0];
	size_t i;

	if (!taking->is_finished)
		return is;
	for (i = 0; i < work->saved_count && !is; i++) {
		enum igd_standing standing = IGD_STANDING_BEFORE;

		if (!work->saved[i].is_folder && igd_step_writes(step, work->saved[i].path) &&
			igd_work_judge(work, &work->saved[i], &standing) == 0)
			is = standing == IGD_STANDING_FOREIGN;
	}
	for (i = 0; step->outputs && step->outputs[i] && !is; i++)
		igd_act_glob(work->act, step->outputs[i], &paths);
	for (i = 0; i < paths.count && !is; i++)
		is = !igd_saved_find(work, paths.items[i]) &&
		     !is_new_of_ours(taking, index, paths.items[i]);
	igd_paths_done(&paths);
	return is;
}

static bool same_words(const struct igd_step *left, const struct igd_step *right)
{
	size_t i;

	if (left->kind != IGD_STEP_COMMAND || right->kind != IGD_STEP_COMMAND)
		return false;
	for (i = 0; left->words[i] && right->words[i]; i++) {
		if (strcmp(left->words[i], right->words[i]) != 0)
			return false;
	}
	return left->words[i] == right->words[i];
}

static void choose_regenerators(struct taking *taking)
{
	const struct igd_plan *plan = taking->work->plan;
	size_t i, j;

	for (i = 0; i < plan->step_count; i++) {
		if (!plan->steps[i].is_regenerator || !igd_work_began(taking->work, i) ||
			!is_stale(taking, i))
			continue;
		taking->again[i] = true;
		for (j = 0; j < i; j++) {
			if (taking->again[j] && same_words(&plan->steps[i], &plan->steps[j]))
				taking->again[i] = false;
		}
	}
}

static void run_again(struct taking *taking)
{
	size_t i;

	for (i = 0; i < taking->work->plan->step_count; i++) {
		struct igd_error error = { 0 };

		if (taking->again[i] && igd_work_run_regenerator(taking->work, i, &error) &&
			!taking->first.code)
			taking->first = error;
	}
}

static void remove_folders(struct taking *taking)
{
	const struct igd_work *work = taking->work;
	size_t i;

	for (i = work->saved_count; i-- > 0;) {
		if (work->saved[i].is_folder)
			keep_error(taking, igd_act_remove_folder(work->act, work->saved[i].path),
				work->saved[i].path);
	}
}

/* Temporary files of a put that was cut off, in whichever direction. */
static void remove_leftovers(struct taking *taking)
{
	const struct igd_work *work = taking->work;
	size_t i;

	for (i = 0; i < work->saved_count; i++) {
		IGD_AUTOFREE char *temporary = igd_act_temporary(work->saved[i].path, work->id);

		if (!work->saved[i].is_folder)
			keep_error(taking, igd_act_remove(work->act, temporary), temporary);
	}
}

int igd_work_take_back(struct igd_work *work, const char *why, struct igd_error *reterr)
{
	struct taking taking = { .work = work,
		.is_asked = strcmp(why, "asked") == 0,
		.is_finished = igd_work_has(work, "finished", IGD_NO_STEP) };
	size_t i;

	/* Where even that cannot be written, the files are put back all the same. */
	keep_error(&taking, igd_work_note(work, "undoing %s", why), work->folder);
	taking.again = igd_zalloc(work->plan->step_count * sizeof(*taking.again));
	remove_leftovers(&taking);
	choose_regenerators(&taking);
	for (i = work->plan->step_count; i-- > 0 && !taking.is_held;)
		undo_step(&taking, i);
	if (!taking.is_held) {
		run_again(&taking);
		remove_folders(&taking);
	} else if (taking.is_asked && taking.is_finished) {
		keep_error(&taking, igd_work_note(work, "held"), work->folder);
	}
	free(taking.again);
	if (!taking.first.code)
		keep_error(&taking, igd_work_note(work, "taken-back"), work->folder);
	if (taking.first.code)
		return igd_error_set(reterr, taking.first.code, "%s", taking.first.message);
	return 0;
}
