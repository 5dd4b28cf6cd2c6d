// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * survey - what stands at each path now: as it was, as the plan left it, or changed since by somebody else
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "mend/work_private.h"

/* of a file that is shown to a person */
#define SHOWN_MAX ((size_t)1 << 20)

static bool writes_begun(const struct igd_work *work, size_t index, const char *path)
{
	return igd_work_began(work, index) && igd_step_writes(&work->plan->steps[index], path);
}

bool igd_work_is_touched(const struct igd_work *work, const char *path)
{
	size_t i;

	for (i = 0; i < work->plan->step_count; i++) {
		if (writes_begun(work, i, path))
			return true;
	}
	return false;
}

bool igd_work_is_config(const struct igd_work *work, const char *path)
{
	size_t i;

	for (i = 0; i < work->plan->step_count; i++) {
		if (work->plan->steps[i].kind == IGD_STEP_FILE && writes_begun(work, i, path))
			return true;
	}
	return false;
}

bool igd_work_is_regenerated(const struct igd_work *work, const char *path)
{
	size_t i;

	for (i = 0; i < work->plan->step_count; i++) {
		if (work->plan->steps[i].is_regenerator && writes_begun(work, i, path))
			return true;
	}
	return false;
}

bool igd_work_is_noted(const struct igd_work *work, const char *path, const char *mark)
{
	IGD_AUTOFREE char *shown = igd_percent(path);
	size_t length = strlen(shown), i;

	for (i = 0; i < work->event_count; i++) {
		const struct igd_event *event = &work->events[i];

		if (strcmp(event->word, "output") == 0 && igd_starts_with(event->text, shown) &&
			event->text[length] == ' ' && strcmp(event->text + length + 1, mark) == 0)
			return true;
	}
	return false;
}

static bool same_dress(const struct igd_seen *left, const struct igd_seen *right)
{
	size_t i;

	if (left->mode != right->mode || left->uid != right->uid || left->gid != right->gid ||
		left->time.tv_sec != right->time.tv_sec ||
		left->time.tv_nsec != right->time.tv_nsec ||
		left->xattr_count != right->xattr_count)
		return false;
	for (i = 0; i < left->xattr_count; i++) {
		const struct igd_xattr *one = &left->xattrs[i], *other = &right->xattrs[i];

		if (strcmp(one->name, other->name) != 0 || one->size != other->size ||
			memcmp(one->value, other->value, one->size) != 0)
			return false;
	}
	return true;
}

/* Whether a step that was begun leaves that there, or may have left anything. */
static bool is_left(const struct igd_work *work, const struct igd_saved *saved,
	const struct igd_seen *now, const char *hash)
{
	size_t i;

	for (i = 0; i < work->plan->step_count; i++) {
		const struct igd_step *step = &work->plan->steps[i];

		if (!writes_begun(work, i, saved->path))
			continue;
		if (step->kind == IGD_STEP_COMMAND && igd_work_is_half(work, i))
			return true;
		if (step->kind == IGD_STEP_FILE && step->after.type == now->type &&
			strcmp(step->after.hash, hash) == 0)
			return true;
	}
	return false;
}

int igd_work_judge(
	const struct igd_work *work, const struct igd_saved *saved, enum igd_standing *ret)
{
	struct igd_seen now;
	char mark[IGD_MARK_SIZE] = "", hash[IGD_HASH_SIZE] = "";
	int error = igd_act_look(work->act, saved->path, &now);
	bool is_same;

	if (!error)
		error = igd_act_mark(work->act, saved->path, mark);
	is_same = strcmp(mark, saved->mark) == 0;
	if (!error && !is_same && igd_work_is_config(work, saved->path))
		error = igd_act_hash(work->act, saved->path, hash);
	if (is_same && (now.type == IGD_FILE_ABSENT || same_dress(&now, &saved->seen)))
		*ret = IGD_STANDING_BEFORE;
	else if (is_same || is_left(work, saved, &now, hash) ||
		 igd_work_is_noted(work, saved->path, mark))
		*ret = IGD_STANDING_OURS;
	else
		*ret = IGD_STANDING_FOREIGN;
	igd_seen_done(&now);
	return error;
}

/* What the plan left there, as far as it is known. */
static const struct igd_file_state *left_there(const struct igd_work *work, const char *path)
{
	static const struct igd_file_state unknown = { .type = IGD_FILE_REGULAR };
	const struct igd_file_state *left = &unknown;
	size_t i;

	for (i = 0; i < work->plan->step_count; i++) {
		if (work->plan->steps[i].kind == IGD_STEP_FILE && writes_begun(work, i, path))
			left = &work->plan->steps[i].after;
	}
	return left;
}

static int ask(const struct igd_work *work, const char *path, struct igd_error *reterr)
{
	struct igd_file_state now = { .type = IGD_FILE_REGULAR };
	bool may = false;
	int ret = igd_act_read(work->act, path, SHOWN_MAX, &now);

	if (ret == -EFBIG)
		now.type = IGD_FILE_REGULAR;
	else if (ret)
		return igd_error_set(reterr, -ret, "%s: %s", path, igd_errno_text(-ret));
	if (work->ops && work->ops->overwrite)
		may = work->ops->overwrite(work->ops->context, path, left_there(work, path), &now);
	igd_file_state_done(&now);
	if (may)
		return 0;
	return igd_error_set(
		reterr, ESTALE, "%s was changed by somebody else since; nothing is undone", path);
}

int igd_work_survey(struct igd_work *work, struct igd_error *reterr)
{
	bool is_finished = igd_work_has(work, "finished", IGD_NO_STEP);
	int ret = 0;
	size_t i;

	for (i = 0; !ret && i < work->saved_count; i++) {
		const struct igd_saved *saved = &work->saved[i];
		enum igd_standing standing;

		if (saved->is_folder || !igd_work_is_touched(work, saved->path))
			continue;
		ret = igd_work_judge(work, saved, &standing);
		if (ret)
			return igd_error_set(
				reterr, -ret, "%s: %s", saved->path, igd_errno_text(-ret));
		if (standing != IGD_STANDING_FOREIGN)
			continue;
		/* A boot loader changes what it reads; what is regenerated is made anew. */
		if (igd_work_is_config(work, saved->path) ||
			(is_finished && !igd_work_is_regenerated(work, saved->path)))
			ret = ask(work, saved->path, reterr);
	}
	return ret;
}
