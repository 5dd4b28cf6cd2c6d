// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * last_run - what a program wrote when it ran last, out of a file that holds all its runs
 */
#include "facts/log/last_run.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define START "starting up libvirt version"
/* With the path behind it. */
#define KEY "log/run"

static const char *const states[] = {
	[IGD_RUN_ABSENT] = "run absent\n",
	[IGD_RUN_EMPTY] = "run empty\n",
	[IGD_RUN_WHOLE] = "run whole\n",
	[IGD_RUN_CUT] = "run cut\n",
};

/* Bytes that are looked at, from at to end. */
struct span {
	const char *at, *end;
};

/* The line at the beginning, with its end; span is then what follows. */
static struct span take_line(struct span *span)
{
	const char *stop = memchr(span->at, '\n', (size_t)(span->end - span->at));
	struct span line = { span->at, stop ? stop + 1 : span->end };

	span->at = line.end;
	return line;
}

static bool is_start(const struct span *line)
{
	return memmem(line->at, (size_t)(line->end - line->at), START, sizeof(START) - 1) != NULL;
}

/* Whether the last line that begins a run is among them; then span begins there. */
static bool skip_to_start(struct span *span)
{
	struct span rest = *span, line;
	bool is_found = false;

	while (rest.at < rest.end) {
		line = take_line(&rest);
		if (!is_start(&line))
			continue;
		is_found = true;
		span->at = line.at;
	}
	return is_found;
}

static bool goes_on(const struct span *line)
{
	const char *at = line->end;

	while (at > line->at && (at[-1] == '\n' || at[-1] == '\r' || at[-1] == ' '))
		at--;
	return at > line->at && at[-1] == '\\';
}

static void add_line(struct igd_text *text, const struct span *line)
{
	size_t i = text->size;

	igd_text_add(text, line->at, (size_t)(line->end - line->at));
	for (; i < text->size; i++)
		text->text[i] = text->text[i] ? text->text[i] : ' ';
}

/*
 * The line that begins the run, up to the name of the host; then the command line, which goes on from line to line by a
 * backslash, or (up to libvirt 5) is one line that begins with LC_ALL; then the rest as it stands.
 */
static void add_run(struct igd_text *text, struct span *rest)
{
	struct span line = take_line(rest);
	const char *host = memmem(line.at, (size_t)(line.end - line.at), ", hostname:", 11);
	bool is_command = true;

	add_line(text, &(struct span){ line.at, host ? host : line.end });
	if (host)
		igd_text_add(text, "\n", 1);
	while (is_command && rest->at < rest->end) {
		struct span before = *rest;

		line = take_line(rest);
		is_command = goes_on(&line);
		if (!is_command && *line.at >= '0' && *line.at <= '9') {
			*rest = before;
			break;
		}
		igd_text_add(text, "\n", 1);
	}
}

void igd_run_extract(
	const char *bytes, size_t size, bool is_whole, enum igd_run_form form, struct igd_text *ret)
{
	struct span span = { bytes, bytes + size };
	bool has_start;

	if (!size) {
		igd_text_printf(ret, "%s", states[IGD_RUN_EMPTY]);
		return;
	}
	/* The first line of a file's end may be the rest of one. */
	if (!is_whole)
		take_line(&span);
	has_start = form == IGD_RUN_OF_LIBVIRT && skip_to_start(&span);
	igd_text_printf(ret, "%s", states[is_whole || has_start ? IGD_RUN_WHOLE : IGD_RUN_CUT]);
	if (has_start)
		add_run(ret, &span);
	add_line(ret, &span);
}

bool igd_run_parse(const char *text, struct igd_run *ret)
{
	size_t i, length;

	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		length = strlen(states[i]);
		if (strncmp(text, states[i], length) != 0)
			continue;
		*ret = (struct igd_run){ (enum igd_run_state)i, text + length,
			strlen(text + length) };
		return true;
	}
	return false;
}

/* The file's end. 0, or an errno. */
static int read_end(int fd, struct igd_text *ret, bool *ret_is_whole)
{
	char piece[1 << 14];
	struct stat status;
	ssize_t got = 1;

	if (fstat(fd, &status) < 0)
		return errno;
	*ret_is_whole = status.st_size <= (off_t)IGD_RUN_MAX_BYTES;
	if (!*ret_is_whole && lseek(fd, -(off_t)IGD_RUN_MAX_BYTES, SEEK_END) < 0)
		return errno;
	/* A file that grows meanwhile does not make it longer. */
	while (got > 0 && ret->size < IGD_RUN_MAX_BYTES) {
		got = read(fd, piece, sizeof(piece));
		if (got < 0 && errno == EINTR)
			got = 1;
		else if (got < 0)
			return errno;
		else
			igd_text_add(ret, piece, (size_t)got);
	}
	return 0;
}

struct job {
	const char *path;
	enum igd_run_form form;
};

static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	const struct job *job = context;
	IGD_AUTOTEXT struct igd_text bytes = { 0 };
	IGD_AUTOCLOSE int fd = igd_host_open(host, job->path);
	bool is_whole = true;
	int error = fd < 0 ? -fd : read_end(fd, &bytes, &is_whole);

	if (fd == -ENOTSUP) {
		const struct igd_bytes *whole = igd_host_bytes(host, job->path, IGD_RUN_MAX_BYTES);

		error = igd_host_error(host, job->path);
		error = whole || error ? error : ENOENT;
		if (whole)
			igd_text_add(&bytes, whole->data, whole->size);
	}
	if (error == ENOENT)
		igd_text_printf(ret, "%s", states[IGD_RUN_ABSENT]);
	else if (!error)
		igd_run_extract(bytes.text, bytes.size, is_whole, job->form, ret);
	return error == ENOENT ? 0 : error;
}

bool igd_run_get(
	struct igd_host *host, const char *path, enum igd_run_form form, struct igd_run *ret)
{
	const char *key = igd_host_print(host, KEY "%s", path);
	const char *text = igd_host_derive(host, key, work, &(struct job){ path, form });

	if (!text)
		return false;
	if (igd_run_parse(text, ret))
		return true;
	igd_host_stick(host, key, EBADMSG);
	return false;
}
