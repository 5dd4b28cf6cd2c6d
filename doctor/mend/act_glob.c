// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * act_glob - which files a shell pattern shows, below root
 *
 * glob(3) follows links out of a root that is not "/", and would take a root's own name for a pattern.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mend/act.h"

#define FLAGS (FNM_PATHNAME | FNM_PERIOD)

void igd_paths_done(struct igd_paths *paths)
{
	size_t i;

	for (i = 0; i < paths->count; i++)
		free(paths->items[i]);
	free(paths->items);
	*paths = (struct igd_paths){ 0 };
}

void igd_paths_add(struct igd_paths *paths, const char *path)
{
	if (igd_paths_has(paths, path))
		return;
	paths->items = igd_regrow(paths->items, paths->count + 1, sizeof(*paths->items));
	paths->items[paths->count++] = igd_strdup(path);
}

bool igd_paths_has(const struct igd_paths *paths, const char *path)
{
	size_t i;

	for (i = 0; i < paths->count; i++) {
		if (strcmp(paths->items[i], path) == 0)
			return true;
	}
	return false;
}

bool igd_act_matches(const char *pattern, const char *path)
{
	return fnmatch(pattern, path, FLAGS) == 0;
}

/* Adds what a folder holds of that name. */
static int scan(
	const struct igd_act *act, const char *folder, const char *wanted, struct igd_paths *ret)
{
	IGD_AUTOCLOSE int fd = igd_act_find(act, *folder ? folder : "/", O_RDONLY | O_DIRECTORY);
	struct dirent **names = NULL;
	int i, count;

	if (fd < 0)
		return fd == -ENOENT || fd == -ENOTDIR ? 0 : fd;
	count = igd_scan_directory(fd, &names, NULL);
	if (count < 0)
		return -errno;
	for (i = 0; i < count; i++) {
		const char *name = names[i]->d_name;
		IGD_AUTOFREE char *path = igd_printf("%s/%s", folder, name);

		if (fnmatch(wanted, name, FLAGS) == 0 && !igd_starts_with(name, ".igd-doctor.") &&
			strcmp(name, ".") != 0 && strcmp(name, "..") != 0)
			igd_paths_add(ret, path);
		free(names[i]);
	}
	free(names);
	return 0;
}

/* One name of the pattern further. */
static int advance(const struct igd_act *act, const struct igd_paths *folders, const char *wanted,
	struct igd_paths *ret)
{
	bool is_pattern = wanted[strcspn(wanted, "*?[\\")];
	int error = 0;
	size_t i;

	for (i = 0; !error && i < folders->count; i++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", folders->items[i], wanted);

		if (is_pattern)
			error = scan(act, folders->items[i], wanted, ret);
		else
			igd_paths_add(ret, path);
	}
	return error;
}

/* Of the paths that the names gave, those that are there and are files or links. */
static int choose(const struct igd_act *act, const struct igd_paths *found, struct igd_paths *ret)
{
	int error = 0;
	size_t i;

	for (i = 0; !error && i < found->count; i++) {
		struct igd_seen seen;

		error = igd_act_look(act, found->items[i], &seen);
		if (!error && seen.type != IGD_FILE_ABSENT)
			igd_paths_add(ret, found->items[i]);
		if (error == -EISDIR || error == -ENOTSUP)
			error = 0;
		igd_seen_done(&seen);
	}
	return error;
}

int igd_act_glob(const struct igd_act *act, const char *pattern, struct igd_paths *ret)
{
	struct igd_paths found = { 0 };
	const char *at = pattern;
	int error = 0;

	igd_paths_add(&found, "");
	while (!error && at[strspn(at, "/")]) {
		size_t start = strspn(at, "/"), length = strcspn(at + start, "/");
		IGD_AUTOFREE char *wanted = igd_strndup(at + start, length);
		struct igd_paths next = { 0 };

		error = advance(act, &found, wanted, &next);
		igd_paths_done(&found);
		found = next;
		at += start + length;
	}
	if (!error)
		error = choose(act, &found, ret);
	igd_paths_done(&found);
	return error;
}
