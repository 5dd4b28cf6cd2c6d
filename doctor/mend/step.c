// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * step - one step of a plan is done: files and attributes; and the steps one after another
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mend/work_private.h"

bool igd_step_writes(const struct igd_step *step, const char *path)
{
	size_t i;

	if (step->kind == IGD_STEP_FILE)
		return strcmp(step->path, path) == 0;
	if (step->kind != IGD_STEP_COMMAND)
		return false;
	for (i = 0; step->outputs && step->outputs[i]; i++) {
		if (igd_act_matches(step->outputs[i], path))
			return true;
	}
	return step->result && step->path && strcmp(step->path, path) == 0;
}

static bool command_before(const struct igd_plan *plan, size_t index, const char *path)
{
	size_t i;

	for (i = 0; i < index; i++) {
		if (plan->steps[i].kind == IGD_STEP_COMMAND &&
			igd_step_writes(&plan->steps[i], path))
			return true;
	}
	return false;
}

bool igd_step_is_first(const struct igd_plan *plan, size_t index, const char *path)
{
	size_t i;

	for (i = 0; i < index; i++) {
		if (igd_step_writes(&plan->steps[i], path))
			return false;
	}
	return true;
}

/* Whether that is what stands there. Where the plan knows no hash, whatever stands there is. */
static int compare(const struct igd_work *work, const char *path,
	const struct igd_file_state *state, bool *ret)
{
	struct igd_seen seen;
	char hash[IGD_HASH_SIZE] = "";
	int error = igd_act_look(work->act, path, &seen);

	if (!error)
		error = igd_act_hash(work->act, path, hash);
	if (!error)
		*ret = (state->type == IGD_FILE_REGULAR && !state->hash[0]) ||
		       (seen.type == state->type && strcmp(hash, state->hash) == 0);
	igd_seen_done(&seen);
	return error;
}

int igd_step_ready(const struct igd_work *work, size_t index, struct igd_error *reterr)
{
	const struct igd_step *step = &work->plan->steps[index];
	bool is_before = false, is_after = false;
	int ret;

	if (step->kind != IGD_STEP_FILE || command_before(work->plan, index, step->path))
		return 0;
	ret = compare(work, step->path, &step->before, &is_before);
	if (!ret && !is_before && igd_work_is_half(work, index))
		ret = compare(work, step->path, &step->after, &is_after);
	if (ret)
		return igd_error_set(reterr, -ret, "%s: %s", step->path, igd_errno_text(-ret));
	if (is_before || is_after)
		return 0;
	return igd_error_set(reterr, ESTALE,
		"%s has been changed since the plan was made; make a new plan", step->path);
}

/* What a new file is like. */
static int new_like(const struct igd_act *act, const struct igd_step *step, struct igd_seen *ret)
{
	*ret = (struct igd_seen){
		.mode = step->mode ? step->mode : 0644, .uid = geteuid(), .gid = getegid()
	};
	return step->owner ? igd_act_owner(act, step->owner, &ret->uid, &ret->gid) : 0;
}

/* Whether the step makes the file what it was before the plan: then it gets its time again as well. */
static bool goes_back(const struct igd_step *step, const struct igd_saved *saved)
{
	const char *hash = saved ? strchr(saved->mark, ':') : NULL;

	return hash && saved->seen.type == step->after.type &&
	       strcmp(hash + 1, step->after.hash) == 0;
}

static int do_file(struct igd_work *work, const struct igd_step *step)
{
	const struct igd_saved *saved = igd_saved_find(work, step->path);
	struct igd_seen seen = { 0 }, fresh;
	struct igd_put put = { .type = step->after.type,
		.bytes = step->after.content,
		.size = step->after.size,
		.from = -1,
		.id = work->id };
	bool is_done = false;
	int ret = compare(work, step->path, &step->after, &is_done);

	if (ret || is_done)
		return ret;
	if (step->after.type == IGD_FILE_ABSENT)
		return igd_act_remove(work->act, step->path);
	if (goes_back(step, saved))
		return igd_work_put_back(work, saved);
	ret = igd_act_look(work->act, step->path, &seen);
	if (!ret)
		ret = new_like(work->act, step, &fresh);
	if (!ret)
		ret = igd_act_make_folders(work->act, step->path);
	put.like = seen.type == step->after.type ? &seen : &fresh;
	if (!ret)
		ret = igd_act_put(work->act, step->path, &put);
	igd_seen_done(&seen);
	return ret;
}

/*
 * A driver that has let go of the device already, or has it, is what was asked for: "bind" and "unbind" of a
 * driver are beside a link for each device that it has (Linux drivers/base/bus.c driver_sysfs_add()).
 */
static bool is_so_already(const struct igd_act *act, const char *path, const char *value)
{
	const char *name = igd_basename(path);
	IGD_AUTOFREE char *link = igd_printf("%.*s%s", (int)(name - path), path, value);
	IGD_AUTOCLOSE int fd = igd_act_find(act, link, O_PATH | O_NOFOLLOW);

	if (strcmp(name, "unbind") == 0)
		return fd < 0;
	return strcmp(name, "bind") == 0 && fd >= 0;
}

int igd_step_sysfs(
	const struct igd_work *work, const char *path, const char *value, struct igd_error *reterr)
{
	int ret = igd_act_sysfs(work->act, path, value);

	if (!ret || ((ret == -ENODEV || ret == -EBUSY || ret == -ENOENT) &&
			    is_so_already(work->act, path, value)))
		return 0;
	if (ret == -ETIMEDOUT)
		return igd_error_set(reterr, ETIMEDOUT,
			"%s: the kernel has not come back from this: somebody still uses the device, or its "
			"driver hangs. Only a reboot ends that for certain",
			path);
	return igd_error_set(reterr, -ret, "%s: %s", path, igd_errno_text(-ret));
}

int igd_step_do(struct igd_work *work, size_t index, struct igd_error *reterr)
{
	const struct igd_step *step = &work->plan->steps[index];
	int ret;

	if (step->kind == IGD_STEP_COMMAND)
		return igd_step_command(work, index, reterr);
	if (step->kind == IGD_STEP_SYSFS)
		return igd_step_sysfs(work, step->path, step->value, reterr);
	ret = do_file(work, step);
	return ret ? igd_error_set(reterr, -ret, "%s: %s", step->path, igd_errno_text(-ret)) : 0;
}

void igd_work_progress(const struct igd_work *work, size_t index, enum igd_step_state state)
{
	if (work->ops && work->ops->progress)
		work->ops->progress(work->ops->context, work->plan, index, state);
}

/* Every note costs an fsync(2), so that a step is done is noted with what comes next. done: IGD_NO_STEP where none is. */
static int note(struct igd_work *work, size_t done, const char *next, struct igd_error *reterr)
{
	int ret = done == IGD_NO_STEP ? igd_work_note(work, "%s", next)
				      : igd_work_note(work, "done %zu\n%s", done, next);

	return ret ? igd_error_set(reterr, -ret, "%s: %s", work->folder, igd_errno_text(-ret)) : 0;
}

static int do_one(struct igd_work *work, size_t index, size_t *done, struct igd_error *reterr)
{
	IGD_AUTOFREE char *next = igd_printf("doing %zu", index);
	int ret = igd_step_ready(work, index, reterr);

	if (ret)
		return ret;
	if (work->ops && work->ops->stop)
		ret = work->ops->stop(work->ops->context);
	if (ret)
		return igd_error_set(reterr, EINTR, "interrupted");
	ret = note(work, *done, next, reterr);
	if (ret)
		return ret;
	*done = IGD_NO_STEP;
	igd_work_progress(work, index, IGD_STEP_DOING);
	ret = igd_step_do(work, index, reterr);
	if (ret)
		return ret;
	*done = index;
	igd_work_progress(work, index, IGD_STEP_DONE);
	return 0;
}

static int fail(struct igd_work *work, size_t index, size_t done, const struct igd_error *why)
{
	IGD_AUTOFREE char *text =
		igd_printable(why->message, strlen(why->message), sizeof(why->message));
	IGD_AUTOFREE char *next = igd_printf("failed %zu %s", index, text);

	igd_work_progress(work, index, IGD_STEP_FAILED);
	note(work, done, next, NULL);
	return -why->code;
}

int igd_work_go_on(struct igd_work *work, size_t first, struct igd_error *reterr)
{
	struct igd_error own = { 0 }, *why = reterr ? reterr : &own;
	IGD_AUTOFREE char *barrier = NULL;
	char boot[IGD_BOOT_SIZE];
	size_t i, done = IGD_NO_STEP;

	igd_boot_id(work->act, boot);
	for (i = first; !barrier && i < work->plan->step_count; i++) {
		enum igd_step_kind kind = work->plan->steps[i].kind;

		if (kind == IGD_STEP_MANUAL || igd_work_has(work, "done", i))
			continue;
		if (kind == IGD_STEP_BARRIER)
			barrier = igd_printf("barrier %zu %s", i, boot);
		else if (do_one(work, i, &done, why))
			return fail(work, i, done, why);
	}
	return note(work, done, barrier ? barrier : "finished", reterr);
}
