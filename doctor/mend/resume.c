// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * resume - goes on with a plan that waits for a boot, or that was cut off
 *
 * A plan that was cut off is completed where every step that is left can still be done, so that the machine is not
 * left with half of it; else it is taken back. What hung the machine is not tried again: a step that counts at once and
 * was cut off by a boot is taken back, and so is a plan that was cut off some times.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mend/apply.h"
#include "mend/work_private.h"

/* how often a plan is gone on with that is cut off each time */
#define RESUMED_MAX 3u

static bool is_open(const struct igd_work *work)
{
	enum igd_journal_state state = igd_work_state(work);

	return state == IGD_JOURNAL_BEGUN || state == IGD_JOURNAL_WAITING ||
	       state == IGD_JOURNAL_UNDOING;
}

static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);
	const char *at = text;

	while ((at = strstr(at, word))) {
		if ((at == text || strchr(" \n", at[-1])) && strchr(" \n", at[length]))
			return true;
		at++;
	}
	return false;
}

static unsigned times_resumed(const struct igd_work *work)
{
	unsigned count = 0;
	size_t i;

	for (i = 0; i < work->event_count; i++)
		count += strcmp(work->events[i].word, "resumed") == 0;
	return count;
}

/* The step that was cut off can be done again. */
static bool can_repeat(const struct igd_work *work, size_t index)
{
	const struct igd_step *step = &work->plan->steps[index];
	bool is_now = step->kind == IGD_STEP_SYSFS ||
		      (step->kind == IGD_STEP_COMMAND && step->effect == IGD_EFFECT_NOW);

	if (is_now && !igd_work_same_boot(work, index))
		return false;
	if (step->kind == IGD_STEP_COMMAND && !step->is_regenerator && !step->result)
		return false;
	return igd_step_ready(work, index, NULL) == 0;
}

/* Whether an earlier step that is still to be done writes what this one begins from. */
static bool waits_for_another(const struct igd_work *work, size_t index)
{
	const struct igd_step *step = &work->plan->steps[index];
	size_t i;

	for (i = 0; i < index; i++) {
		if (!igd_work_has(work, "done", i) &&
			igd_step_writes(&work->plan->steps[i], step->path))
			return true;
	}
	return false;
}

static bool can_go_on(const struct igd_work *work)
{
	size_t i;

	if (!igd_work_has(work, "saved", IGD_NO_STEP) || times_resumed(work) >= RESUMED_MAX ||
		igd_work_has(work, "undoing", IGD_NO_STEP) || igd_work_last(work, "failed"))
		return false;
	for (i = 0; i < work->plan->step_count; i++) {
		const struct igd_step *step = &work->plan->steps[i];

		if (igd_work_has(work, "done", i))
			continue;
		if (igd_work_is_half(work, i) && !can_repeat(work, i))
			return false;
		if (step->kind == IGD_STEP_FILE && !waits_for_another(work, i) &&
			igd_step_ready(work, i, NULL))
			return false;
	}
	return true;
}

static int go_on(
	struct igd_work *work, size_t first, enum igd_resume_outcome *ret, struct igd_error *reterr)
{
	struct igd_error error = { 0 }, worse = { 0 };
	char boot[IGD_BOOT_SIZE];
	int code;

	igd_boot_id(work->act, boot);
	code = igd_work_note(work, "resumed %s", boot);
	if (code)
		return igd_error_set(reterr, -code, "%s: %s", work->folder, igd_errno_text(-code));
	code = igd_work_go_on(work, first, &error);
	*ret = igd_work_state(work) == IGD_JOURNAL_WAITING ? IGD_RESUME_WAITS : IGD_RESUME_FINISHED;
	if (!code)
		return 0;
	if (igd_work_take_back(work, "failed", &worse) == 0)
		return igd_error_set(reterr, error.code, "%s", error.message);
	return igd_error_set(reterr, EREMOTEIO,
		"%s; and not all could be put back (%s): run `igd-doctor undo`, or `sh %s/restore.sh` from a rescue system",
		error.message, worse.message, work->folder);
}

static int take_back(struct igd_work *work, const char *why, enum igd_resume_outcome outcome,
	enum igd_resume_outcome *ret, struct igd_error *reterr)
{
	int code = igd_work_take_back(work, why, reterr);

	if (!code)
		*ret = outcome;
	return code;
}

static int at_barrier(struct igd_work *work, const char *cmdline, enum igd_resume_outcome *ret,
	struct igd_error *reterr)
{
	const struct igd_event *barrier = igd_work_last(work, "barrier");
	const char *marker = work->plan->steps[barrier->step].marker;
	char boot[IGD_BOOT_SIZE];

	igd_boot_id(work->act, boot);
	if (strcmp(barrier->text, boot) == 0) {
		*ret = IGD_RESUME_WAITS;
		return 0;
	}
	if (marker && !has_word(cmdline, marker))
		return take_back(work, "trial", IGD_RESUME_TRIAL_FAILED, ret, reterr);
	return go_on(work, barrier->step + 1, ret, reterr);
}

/* Steps before a barrier that was passed are done, or were not for this boot. */
static size_t first_left(const struct igd_work *work)
{
	const struct igd_event *barrier = igd_work_last(work, "barrier");

	return barrier ? barrier->step + 1 : 0;
}

static int resume(struct igd_work *work, const char *cmdline, enum igd_resume_outcome *ret,
	struct igd_error *reterr)
{
	const struct igd_event *undoing = igd_work_last(work, "undoing");

	switch (igd_work_state(work)) {
	case IGD_JOURNAL_WAITING:
		return at_barrier(work, cmdline, ret, reterr);
	case IGD_JOURNAL_UNDOING:
		if (undoing && strcmp(undoing->text, "trial") == 0)
			return take_back(work, "trial", IGD_RESUME_TRIAL_FAILED, ret, reterr);
		return take_back(work, "cut-off", IGD_RESUME_TAKEN_BACK, ret, reterr);
	case IGD_JOURNAL_BEGUN:
		if (can_go_on(work))
			return go_on(work, first_left(work), ret, reterr);
		return take_back(work, "cut-off", IGD_RESUME_TAKEN_BACK, ret, reterr);
	case IGD_JOURNAL_FINISHED:
	case IGD_JOURNAL_FAILED:
	case IGD_JOURNAL_TRIAL_FAILED:
	case IGD_JOURNAL_UNDONE:
	default:
		*ret = IGD_RESUME_NOTHING;
		return 0;
	}
}

int igd_resume(const struct igd_act *act, const char *cmdline, const struct igd_apply_ops *ops,
	enum igd_resume_outcome *ret, struct igd_error *reterr)
{
	struct igd_work work = { .act = act, .ops = ops, .lock = -1, .status = -1, .log = -1 };
	IGD_AUTOFREE char *found = NULL;
	int code = igd_work_lock(&work, reterr);

	if (!code)
		found = igd_work_newest(act, is_open);
	if (!code && found) {
		code = igd_work_open(&work, found, true, reterr);
		if (!code)
			code = resume(&work, cmdline, ret, reterr);
	} else if (!code) {
		*ret = IGD_RESUME_NOTHING;
	}
	igd_work_done(&work);
	return code;
}
