// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * runner - examines a host: one worker process per plugin, checks in the order of their needs
 *
 * The program never runs a plugin's code itself: a plugin is loaded in its worker, which tells what checks it
 * has, is told which to run, and asks the program for everything it wants to know of the host. So a plugin
 * that crashes, hangs, eats memory or speaks nonsense costs its own verdicts and nothing else, every file is
 * read once, and what was read is known in one place.
 */
#ifndef IGD_CORE_RUNNER_H
#define IGD_CORE_RUNNER_H

#include "core/exam.h"
#include "core/host_private.h"
#include "core/loader.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

#define IGD_DEFAULT_TIMEOUT_MS 5000u
/* A worker's limit on private memory (RLIMIT_DATA). Not applied where a sanitizer needs the address space. */
#define IGD_WORKER_MEMORY ((size_t)256 << 20)

struct igd_run_options {
	const char *const *only; /* ids or areas; NULL at the end; NULL: all */
	const char *const *skip;
	unsigned timeout_ms; /* for each check, and for a plugin to introduce itself */
	bool list_only; /* do not run anything: findings are the checks themselves, verdict UNKNOWN */
	/* When a run takes longer than a second: called whenever a check has ended since; may be NULL. */
	void (*progress)(void *context, size_t done, size_t total);
	void *context;
	/*
	 * Filled, once all checks have ended, with what fixes want changed: those of these ids (NULL at the end); NULL: those that
	 * failed findings name, of which one that no plugin has is there as failed. NULL: no fix is asked.
	 */
	struct igd_proposals *proposals;
	const char *const *propose;
};

/* Examines; fills ret->findings and ret->start_with. 0, or -EINVAL with reterr for an id that is none. */
int igd_run(struct igd_host *host, const struct igd_plugin_set *plugins,
	const struct igd_run_options *options, struct igd_exam *ret, struct igd_error *reterr);

#pragma GCC visibility pop

#endif
