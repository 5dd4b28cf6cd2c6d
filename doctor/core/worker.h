// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * worker - the process in which a plugin is loaded and its checks are run
 */
#ifndef IGD_CORE_WORKER_H
#define IGD_CORE_WORKER_H

#include "core/loader.h"
#include "core/source.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/*
 * Runs in the forked child and never returns: confines itself, loads the plugin, introduces it through fd and
 * does what it is told until fd is closed. null is /dev/null, for what plugins print. source is the parent's; the worker only opens large files of it.
 */
IGD_NORETURN void igd_worker_run(
	int fd, int null, const struct igd_plugin_file *file, struct igd_source *source);

/*
 * Takes from this process, for good, what a check has no use for: writing to files, starting programs,
 * sockets, signals to others, memory beyond a limit. Landlock where the kernel has it, seccomp, rlimits.
 */
void igd_sandbox_enter(void);

#pragma GCC visibility pop

#endif
