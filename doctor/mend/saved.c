// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * saved - what stood at every path that a plan may write, kept before its first step
 *
 * The copies have mode, owner and times of the files themselves, for restore.sh, whose cp keeps those; undo takes all from
 * saved.tsv, since the journal's file system may not have had room for a label or an access list.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mend/work_private.h"

void igd_saved_done(struct igd_work *work)
{
	size_t i;

	for (i = 0; i < work->saved_count; i++) {
		igd_seen_done(&work->saved[i].seen);
		free(work->saved[i].path);
	}
	free(work->saved);
	work->saved = NULL;
	work->saved_count = 0;
}

const struct igd_saved *igd_saved_find(const struct igd_work *work, const char *path)
{
	size_t i;

	for (i = 0; i < work->saved_count; i++) {
		if (!work->saved[i].is_folder && strcmp(work->saved[i].path, path) == 0)
			return &work->saved[i];
	}
	return NULL;
}

static int add_outputs(
	const struct igd_act *act, const struct igd_step *step, struct igd_paths *ret)
{
	int error = 0;
	size_t i;

	for (i = 0; !error && step->outputs && step->outputs[i]; i++) {
		if (!step->outputs[i][strcspn(step->outputs[i], "*?[\\")])
			igd_paths_add(ret, step->outputs[i]);
		else
			error = igd_act_glob(act, step->outputs[i], ret);
	}
	if (!error && step->result && step->path)
		igd_paths_add(ret, step->path);
	return error;
}

int igd_work_paths(const struct igd_act *act, const struct igd_plan *plan, struct igd_paths *ret)
{
	int error = 0;
	size_t i;

	for (i = 0; !error && i < plan->step_count; i++) {
		if (plan->steps[i].kind == IGD_STEP_FILE)
			igd_paths_add(ret, plan->steps[i].path);
		if (plan->steps[i].kind == IGD_STEP_COMMAND)
			error = add_outputs(act, &plan->steps[i], ret);
	}
	return error;
}

int igd_missing_folders(const struct igd_act *act, const char *path, struct igd_paths *ret)
{
	const char *slash;

	for (slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		IGD_AUTOFREE char *folder = igd_strndup(path, (size_t)(slash - path));
		IGD_AUTOCLOSE int fd = igd_act_find(act, folder, O_PATH | O_DIRECTORY);

		if (fd == -ENOENT)
			igd_paths_add(ret, folder);
		else if (fd < 0)
			return fd;
	}
	return 0;
}

static struct igd_saved *add(struct igd_work *work, const char *path)
{
	struct igd_saved *added;

	work->saved = igd_regrow(work->saved, work->saved_count + 1, sizeof(*work->saved));
	added = &work->saved[work->saved_count];
	*added = (struct igd_saved){ .number = work->saved_count, .path = igd_strdup(path) };
	work->saved_count++;
	return added;
}

static int copy(struct igd_work *work, const struct igd_saved *saved)
{
	IGD_AUTOFREE char *path = igd_printf("%s/saved/%zu", work->folder, saved->number);
	IGD_AUTOCLOSE int from =
		saved->seen.type == IGD_FILE_REGULAR
			? igd_act_find(work->act, saved->path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
			: -1;
	struct igd_put put = { .type = saved->seen.type,
		.bytes = saved->seen.target,
		.from = from,
		.like = &saved->seen,
		.has_time = true };

	if (saved->seen.type == IGD_FILE_ABSENT)
		return 0;
	if (saved->seen.type == IGD_FILE_REGULAR && from < 0)
		return from;
	return igd_act_make(work->act, path, &put);
}

static int save_path(struct igd_work *work, const char *path)
{
	struct igd_saved *saved = add(work, path);
	int ret = igd_act_look(work->act, path, &saved->seen);

	if (!ret)
		ret = igd_act_mark(work->act, path, saved->mark);
	return ret ? ret : copy(work, saved);
}

static const char digits[] = "0123456789abcdef";

static void add_xattrs(struct igd_text *text, const struct igd_seen *seen)
{
	size_t i, at;

	for (i = 0; i < seen->xattr_count; i++) {
		const struct igd_xattr *one = &seen->xattrs[i];
		IGD_AUTOFREE char *name = igd_percent(one->name);

		igd_text_printf(text, "%s%s=", i ? "," : "", name);
		for (at = 0; at < one->size; at++) {
			unsigned byte = ((const unsigned char *)one->value)[at];
			const char pair[2] = { digits[byte >> 4], digits[byte & 15] };

			igd_text_add(text, pair, 2);
		}
	}
}

static void add_row(struct igd_text *text, const struct igd_saved *saved)
{
	const struct igd_seen *seen = &saved->seen;
	IGD_AUTOFREE char *path = igd_percent(saved->path);
	IGD_AUTOFREE char *target = igd_percent(seen->target ? seen->target : "");

	igd_text_printf(text, "%zu\t%s\t%04o\t%lu\t%lu\t%lld\t%ld\t%s\t%s\t%s\t", saved->number,
		saved->is_folder ? "folder" : igd_file_type_name(seen->type), seen->mode,
		(unsigned long)seen->uid, (unsigned long)seen->gid, (long long)seen->time.tv_sec,
		seen->time.tv_nsec, saved->mark, path, target);
	add_xattrs(text, seen);
	igd_text_add(text, "\n", 1);
}

static int make_text(struct igd_work *work, const char *name, const char *text, size_t size)
{
	IGD_AUTOFREE char *path = igd_work_path(work, name);
	struct igd_seen like = { .mode = 0600, .uid = geteuid(), .gid = getegid() };
	struct igd_put put = {
		.type = IGD_FILE_REGULAR, .bytes = text, .size = size, .from = -1, .like = &like
	};

	return igd_act_make(work->act, path, &put);
}

/* What each FILE step leaves, by which restore.sh knows it again. */
static int make_left(struct igd_work *work)
{
	struct igd_seen like = { .mode = 0600, .uid = geteuid(), .gid = getegid() };
	int ret = 0;
	size_t i;

	for (i = 0; !ret && i < work->plan->step_count; i++) {
		const struct igd_step *step = &work->plan->steps[i];
		struct igd_put put = { .type = step->after.type,
			.bytes = step->after.content,
			.size = step->after.size,
			.from = -1,
			.like = &like };
		const struct igd_saved *saved;
		IGD_AUTOFREE char *path = NULL;

		if (step->kind != IGD_STEP_FILE || step->after.type == IGD_FILE_ABSENT)
			continue;
		saved = igd_saved_find(work, step->path);
		if (!saved)
			return -ENOENT;
		path = igd_printf("%s/left/%zu.%zu", work->folder, saved->number, i);
		ret = igd_act_make(work->act, path, &put);
	}
	return ret;
}

static int make_lists(struct igd_work *work)
{
	IGD_AUTOTEXT struct igd_text rows = { 0 };
	IGD_AUTOFREE char *script = igd_restore_script(work);
	size_t i;
	int ret;

	igd_text_add(&rows, "", 0);
	for (i = 0; i < work->saved_count; i++)
		add_row(&rows, &work->saved[i]);
	ret = make_text(work, "saved.tsv", rows.text, rows.size);
	return ret ? ret : make_text(work, "restore.sh", script, strlen(script));
}

static int add_folders(struct igd_work *work, const struct igd_paths *paths)
{
	struct igd_paths folders = { 0 };
	int ret = 0;
	size_t i;

	for (i = 0; !ret && i < paths->count; i++)
		ret = igd_missing_folders(work->act, paths->items[i], &folders);
	for (i = 0; !ret && i < folders.count; i++)
		add(work, folders.items[i])->is_folder = true;
	igd_paths_done(&folders);
	return ret;
}

int igd_work_save(struct igd_work *work, struct igd_error *reterr)
{
	IGD_AUTOFREE char *saved = igd_work_path(work, "saved");
	IGD_AUTOFREE char *left = igd_work_path(work, "left");
	IGD_AUTOFREE char *inside = igd_work_path(work, "saved.tsv");
	struct igd_paths paths = { 0 };
	int ret = igd_act_make_folder(work->act, saved, 0700);
	size_t i;

	if (!ret)
		ret = igd_act_make_folder(work->act, left, 0700);
	if (!ret)
		ret = igd_work_paths(work->act, work->plan, &paths);
	for (i = 0; !ret && i < paths.count; i++)
		ret = save_path(work, paths.items[i]);
	if (!ret)
		ret = add_folders(work, &paths);
	igd_paths_done(&paths);
	if (!ret)
		ret = make_left(work);
	if (!ret)
		ret = make_lists(work);
	/* the names in saved/, in left/ and beside them */
	for (i = 0; !ret && i < 2; i++) {
		IGD_AUTOFREE char *name = igd_printf("%s/0", i ? left : saved);

		ret = igd_act_settle(work->act, name);
	}
	if (!ret)
		ret = igd_act_settle(work->act, inside);
	if (!ret)
		ret = igd_work_note(work, "saved");
	if (ret)
		igd_error_set(reterr, -ret, "%s: what is there could not be saved: %s",
			work->folder, igd_errno_text(-ret));
	return ret;
}
