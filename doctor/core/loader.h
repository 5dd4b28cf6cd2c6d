// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader - finds plugins and decides which of them may be loaded
 *
 * A plugin is a regular file NAME.so, opened without following a link, that belongs to root, to the caller or
 * to the owner of this program, and that nobody else may write to, nor to its directory. The descriptor that
 * was checked is the one that is loaded, and it stays open as long as the process: the dynamic linker knows
 * an object by the name it was opened with, so a second "/proc/self/fd/N" of the same number would silently
 * be the first plugin again.
 */
#ifndef IGD_CORE_LOADER_H
#define IGD_CORE_LOADER_H

#include "core/plugin.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

struct igd_plugin_file {
	char *name;    /* "platform" */
	char *path;    /* as it was found */
	int fd;	       /* -1: refused */
	char *refusal; /* why; NULL if it may be loaded */
	size_t place;  /* so many were added before it */
};

struct igd_plugin_set {
	struct igd_plugin_file *files; /* sorted by name */
	size_t count;
};

/* Adds all "*.so" of a directory. A directory that does not exist: -ENOENT with reterr; one that may not be
 * trusted: all its files are refused. */
int igd_plugins_add(struct igd_plugin_set *set, const char *directory, struct igd_error *reterr);
/* Sorts by name; of two of one name the one added later is refused. */
void igd_plugins_sort(struct igd_plugin_set *set);
void igd_plugins_done(struct igd_plugin_set *set);

/* In a worker: loads the checked descriptor and looks at its table. NULL with reterr telling why it is refused. */
const struct igd_plugin *igd_plugin_load(
	const struct igd_plugin_file *file, struct igd_error *reterr);

#pragma GCC visibility pop

#endif
