// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * command - a step that runs a program, and what it has made
 *
 * What it writes is known before (the step's outputs), so it is looked at before and after; what differs is noted in the
 * journal, and is what undo takes for ours.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mend/work_private.h"

/* A dracut with many modules on an old disk takes some minutes. */
#define TIMEOUT_MS (15u * 60u * 1000u)
/* of what it said, for a person */
#define TAIL_MAX 300u

/* The outputs that are there, and by what they are known. */
struct made {
	struct igd_paths paths;
	char (*marks)[IGD_MARK_SIZE];
};

static void made_done(struct made *made)
{
	igd_paths_done(&made->paths);
	free(made->marks);
}

static int look(const struct igd_work *work, const struct igd_step *step, struct made *ret)
{
	int error = 0;
	size_t i;

	for (i = 0; !error && step->outputs && step->outputs[i]; i++)
		error = igd_act_glob(work->act, step->outputs[i], &ret->paths);
	if (!error && step->result && step->path)
		error = igd_act_glob(work->act, step->path, &ret->paths);
	ret->marks = igd_zalloc((ret->paths.count + 1) * sizeof(*ret->marks));
	for (i = 0; !error && i < ret->paths.count; i++)
		error = igd_act_mark(work->act, ret->paths.items[i], ret->marks[i]);
	return error;
}

static const char *mark_of(const struct made *made, const char *path)
{
	size_t i;

	for (i = 0; i < made->paths.count; i++) {
		if (strcmp(made->paths.items[i], path) == 0)
			return made->marks[i];
	}
	return "absent";
}

static void add_line(struct igd_text *text, size_t index, const char *path, const char *mark)
{
	IGD_AUTOFREE char *shown = igd_percent(path);

	igd_text_printf(text, "%soutput %zu %s %s", text->size ? "\n" : "", index, shown, mark);
}

static int note_changed(
	struct igd_work *work, size_t index, const struct made *before, const struct made *after)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < after->paths.count; i++) {
		if (strcmp(mark_of(before, after->paths.items[i]), after->marks[i]) != 0)
			add_line(&text, index, after->paths.items[i], after->marks[i]);
	}
	for (i = 0; i < before->paths.count; i++) {
		if (!igd_paths_has(&after->paths, before->paths.items[i]))
			add_line(&text, index, before->paths.items[i], "absent");
	}
	return text.size ? igd_work_note(work, "%s", text.text) : 0;
}

/* The last lines of what the program said, behind what is said of it. */
static void add_tail(const struct igd_work *work, off_t start, struct igd_error *error)
{
	char text[TAIL_MAX + 1];
	off_t end = lseek(work->log, 0, SEEK_END);
	off_t from = end - start > (off_t)TAIL_MAX ? end - (off_t)TAIL_MAX : start;
	ssize_t size = pread(work->log, text, TAIL_MAX, from);
	IGD_AUTOFREE char *shown = NULL;
	size_t used;

	if (!error || size <= 0)
		return;
	while (size && text[size - 1] == '\n')
		size--;
	shown = igd_printable(text, (size_t)size, TAIL_MAX);
	used = strlen(error->message);
	if (*shown && used + 8 < sizeof(error->message)) {
		IGD_AUTOFREE char *whole = igd_printf("%s: %s", error->message, shown);

		igd_error_set(error, error->code, "%s", whole);
	}
}

int igd_work_run(struct igd_work *work, char *const *words, const struct igd_step *step,
	struct igd_error *reterr)
{
	/* A generator that goes on when this process is killed still writes: nobody else may begin until it has ended. */
	struct igd_run run = { .words = words,
		.log = work->log,
		.keep = step->outputs && step->outputs[0] ? work->lock : -1,
		.timeout_ms = TIMEOUT_MS };
	off_t start = lseek(work->log, 0, SEEK_END);
	int ret = igd_act_run(work->act, &run, reterr);

	if (ret)
		add_tail(work, start, reterr);
	return ret;
}

static int verify(const struct igd_work *work, const struct igd_step *step, const char *path,
	struct igd_error *reterr)
{
	struct igd_seen seen;
	int ret = igd_act_look(work->act, path, &seen);
	bool is_empty = seen.type == IGD_FILE_REGULAR && !seen.size;
	bool is_there = seen.type != IGD_FILE_ABSENT;

	igd_seen_done(&seen);
	if (ret)
		return igd_error_set(reterr, -ret, "%s: %s", path, igd_errno_text(-ret));
	if (!is_there || is_empty)
		return igd_error_set(reterr, ENOEXEC, "`%s` ended well, but %s is %s",
			step->words[0], path, is_there ? "empty" : "missing");
	if (!step->verify || !work->ops || !work->ops->verify)
		return 0;
	return work->ops->verify(work->ops->context, step, path, reterr);
}

/* What it made under another name is looked at, gets the mode and owner of what it replaces, and its name. */
static int place_result(
	struct igd_work *work, const struct igd_step *step, struct igd_error *reterr)
{
	struct igd_seen seen = { 0 };
	struct igd_put put = { .like = &seen };
	IGD_AUTOCLOSE int fd = -1;
	int ret = verify(work, step, step->result, reterr);

	if (ret)
		return ret;
	ret = igd_act_look(work->act, step->path, &seen);
	fd = igd_act_find(work->act, step->result, O_RDONLY | O_NOFOLLOW);
	if (!ret && fd < 0)
		ret = fd;
	if (!ret && seen.type == IGD_FILE_REGULAR)
		ret = igd_act_dress(work->act, fd, step->result, &put);
	if (!ret)
		ret = igd_act_move(work->act, step->result, step->path);
	igd_seen_done(&seen);
	return ret ? igd_error_set(reterr, -ret, "%s: %s", step->path, igd_errno_text(-ret)) : 0;
}

/* What it has changed; where it changed nothing, what is there. */
static int verify_all(const struct igd_work *work, const struct igd_step *step,
	const struct made *before, const struct made *after, struct igd_error *reterr)
{
	size_t i, changed = 0;
	int ret = 0;

	for (i = 0; !ret && i < after->paths.count; i++) {
		const char *path = after->paths.items[i];

		if (strcmp(mark_of(before, path), after->marks[i]) == 0)
			continue;
		changed++;
		ret = verify(work, step, path, reterr);
	}
	if (!ret && !changed && step->verify && after->paths.count)
		ret = verify(work, step, after->paths.items[0], reterr);
	if (!ret && step->verify && !after->paths.count)
		ret = igd_error_set(
			reterr, ENOEXEC, "`%s` ended well, but made nothing", step->words[0]);
	return ret;
}

/* Its data is on the disk before the journal says that it is done. */
static int sync_changed(struct igd_work *work, const struct made *before, const struct made *after)
{
	int ret = 0;
	size_t i;

	for (i = 0; !ret && i < after->paths.count; i++) {
		const char *path = after->paths.items[i];
		IGD_AUTOCLOSE int fd = -1;

		if (strcmp(mark_of(before, path), after->marks[i]) == 0)
			continue;
		fd = igd_act_find(work->act, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
		ret = igd_act_ask(work->act, "fsync", path);
		if (!ret && fd >= 0 && fsync(fd) < 0)
			ret = -errno;
		if (!ret)
			ret = igd_act_settle(work->act, path);
	}
	return ret;
}

int igd_step_command(struct igd_work *work, size_t index, struct igd_error *reterr)
{
	const struct igd_step *step = &work->plan->steps[index];
	struct made before = { 0 }, after = { 0 };
	int ret = look(work, step, &before);

	if (ret)
		igd_error_set(reterr, -ret, "`%s`: what it will write cannot be looked at: %s",
			step->words[0], igd_errno_text(-ret));
	if (!ret)
		ret = igd_work_run(work, step->words, step, reterr);
	if (!ret && step->result)
		ret = place_result(work, step, reterr);
	if (!ret) {
		ret = look(work, step, &after);
		if (!ret)
			ret = sync_changed(work, &before, &after);
		if (!ret)
			ret = note_changed(work, index, &before, &after);
		if (ret)
			igd_error_set(reterr, -ret, "`%s`: what it has written: %s", step->words[0],
				igd_errno_text(-ret));
		else if (!step->result)
			ret = verify_all(work, step, &before, &after, reterr);
	}
	made_done(&before);
	made_done(&after);
	return ret;
}

int igd_work_run_regenerator(struct igd_work *work, size_t index, struct igd_error *reterr)
{
	const struct igd_step *step = &work->plan->steps[index];
	struct igd_step plain = *step;
	int ret = igd_work_run(work, step->words, step, reterr);

	/* What is looked for in it now is what the plan wanted, and that is taken back. */
	plain.verify = NULL;
	if (!ret && step->result)
		ret = place_result(work, &plain, reterr);
	return ret;
}
