// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * triage_names - which files are to be looked at: named, found in folders, or listed on stdin
 *
 * Nothing is listed ahead: at any time there is one listing for each folder on the way down, and a line of stdin.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/triage.h"

#define MAX_DEPTH 64u
#define MAX_NAME ((size_t)4096)

struct folder {
	char *path;
	struct dirent **entries; /* sorted; NULL: it is not one of a disk */
	int count, at;
};

struct igd_triage_names {
	const struct igd_words *words;
	size_t at; /* of words */
	struct folder folders[MAX_DEPTH];
	size_t depth;
	bool is_listed; /* names come from stdin */
	bool has_ended; /* ... and no more will */
	struct igd_text in;
	size_t taken; /* of in */
	size_t passed_over;
};

struct igd_triage_names *igd_triage_names_new(const struct igd_words *words)
{
	struct igd_triage_names *names = igd_zalloc(sizeof(*names));

	names->words = words;
	return names;
}

static void leave(struct igd_triage_names *names)
{
	struct folder *folder = &names->folders[--names->depth];

	while (folder->at < folder->count)
		free(folder->entries[folder->at++]);
	free(folder->entries);
	free(folder->path);
	*folder = (struct folder){ 0 };
}

static bool fail(struct igd_triage_name *ret, const char *file, const char *why)
{
	*ret = (struct igd_triage_name){ igd_strdup(file), igd_strdup(why), false };
	return true;
}

static int is_member(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

/* True if there is something to tell of it at once. */
static bool enter(struct igd_triage_names *names, const char *path, bool may_be_link,
	struct igd_triage_name *ret)
{
	IGD_AUTOCLOSE int fd = open(path,
		O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (may_be_link ? 0 : O_NOFOLLOW));
	struct folder *folder = &names->folders[names->depth];

	if (fd < 0)
		return fail(ret, path, igd_errno_text(errno));
	if (names->depth == MAX_DEPTH)
		return fail(ret, path, "folders are nested deeper than is followed (64)");
	folder->count = igd_scan_directory(fd, &folder->entries, is_member);
	if (folder->count < 0) {
		folder->count = 0;
		return fail(ret, path, igd_errno_text(errno));
	}
	folder->path = igd_strdup(path);
	folder->at = 0;
	names->depth++;
	return false;
}

/* What a person or stdin named: a file, or a folder to look through. */
static bool take_named(
	struct igd_triage_names *names, const char *name, struct igd_triage_name *ret)
{
	struct stat status;

	if (strlen(name) >= MAX_NAME)
		return fail(ret, name, igd_errno_text(ENAMETOOLONG));
	if (stat(name, &status) == 0 && S_ISDIR(status.st_mode))
		return enter(names, name, true, ret);
	*ret = (struct igd_triage_name){ igd_strdup(name), NULL, true };
	return true;
}

static bool is_report_name(const char *name)
{
	static const char *const suffixes[] = { ".tar.zst", ".tar.gz", ".tgz", ".tar.xz",
		".tar.bz2", ".tar", ".zip" };
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		if (igd_ends_with(name, suffixes[i]))
			return true;
	}
	return false;
}

/* The type as the listing has it, or as asking for it has it where it does not. */
static mode_t type_of(const struct dirent *entry, const char *path)
{
	struct stat status;

	if (entry->d_type != DT_UNKNOWN)
		return (mode_t)DTTOIF(entry->d_type);
	return lstat(path, &status) == 0 ? status.st_mode & S_IFMT : 0;
}

static bool take_entry(struct igd_triage_names *names, struct igd_triage_name *ret)
{
	struct folder *folder = &names->folders[names->depth - 1];
	struct dirent *entry = folder->entries[folder->at++];
	IGD_AUTOFREE char *path = igd_printf(
		"%s%s%s", folder->path, igd_ends_with(folder->path, "/") ? "" : "/", entry->d_name);
	mode_t type = type_of(entry, path);

	free(entry);
	if (strlen(path) >= MAX_NAME)
		return fail(ret, path, igd_errno_text(ENAMETOOLONG));
	if (S_ISDIR(type))
		return enter(names, path, false, ret);
	if (!S_ISREG(type) || !is_report_name(path)) {
		names->passed_over++;
		return false;
	}
	*ret = (struct igd_triage_name){ IGD_TAKE_PTR(path), NULL, false };
	return true;
}

/* The next line of stdin without its end, in *ret, valid until the next call; NULL: it is not there (yet). */
static const char *next_line(struct igd_triage_names *names)
{
	struct igd_text *in = &names->in;
	char *line, *end;

	if (!in->text)
		return NULL;
	line = in->text + names->taken;
	end = in->size > names->taken ? memchr(line, '\n', in->size - names->taken) : NULL;
	if (!end && !(names->has_ended && in->size > names->taken))
		return NULL;
	names->taken = end ? (size_t)(end - in->text) + 1 : in->size;
	if (end)
		*end = '\0';
	return line;
}

/* Reads more of stdin, if that can be done without waiting. */
static bool can_fill(struct igd_triage_names *names)
{
	struct pollfd asked = { STDIN_FILENO, POLLIN, 0 };
	struct igd_text *in = &names->in;
	char piece[1 << 14];
	ssize_t got;

	if (names->has_ended || poll(&asked, 1, 0) == 0)
		return false;
	got = read(STDIN_FILENO, piece, sizeof(piece));
	if (got < 0 && errno == EINTR)
		return true;
	if (names->taken) {
		in->size -= names->taken;
		memmove(in->text, in->text + names->taken, in->size + 1); /* with its NUL */
		names->taken = 0;
	}
	/* A name without an end is no name; the piece that it begins with is told. */
	if (got > 0 && in->size < 2 * MAX_NAME)
		igd_text_add(in, piece, (size_t)got);
	names->has_ended = got <= 0;
	return true;
}

/* False: no line is there yet, or no more will come. */
static bool take_line(
	struct igd_triage_names *names, struct igd_triage_name *ret, bool *ret_is_done)
{
	const char *line = next_line(names);

	while (!line && can_fill(names))
		line = next_line(names);
	*ret_is_done = !line;
	return line && *line && take_named(names, line, ret);
}

/* Each of the three goes one step on, and is true if that gave a name. */

static bool step_in_folder(struct igd_triage_names *names, struct igd_triage_name *ret)
{
	const struct folder *folder = &names->folders[names->depth - 1];

	if (folder->at < folder->count)
		return take_entry(names, ret);
	leave(names);
	return false;
}

static bool step_in_list(
	struct igd_triage_names *names, struct igd_triage_name *ret, bool *ret_is_late)
{
	bool is_done, is_name = take_line(names, ret, &is_done);

	*ret_is_late = is_done && !names->has_ended;
	names->is_listed = !is_done || *ret_is_late;
	return is_name;
}

static bool step_in_words(struct igd_triage_names *names, struct igd_triage_name *ret)
{
	const char *word = names->words->words[names->at++];

	names->is_listed = strcmp(word, "-") == 0;
	return !names->is_listed && take_named(names, word, ret);
}

enum igd_triage_next igd_triage_names_next(
	struct igd_triage_names *names, struct igd_triage_name *ret)
{
	bool is_name = false, is_late = false;

	while (!is_name && !is_late) {
		if (names->depth)
			is_name = step_in_folder(names, ret);
		else if (names->is_listed)
			is_name = step_in_list(names, ret, &is_late);
		else if (names->at < names->words->count)
			is_name = step_in_words(names, ret);
		else
			return IGD_TRIAGE_END;
	}
	return is_name ? IGD_TRIAGE_NAME : IGD_TRIAGE_LATER;
}

size_t igd_triage_names_passed_over(const struct igd_triage_names *names)
{
	return names->passed_over;
}

void igd_triage_names_free(struct igd_triage_names *names)
{
	if (!names)
		return;
	while (names->depth)
		leave(names);
	igd_text_done(&names->in);
	free(names);
}
