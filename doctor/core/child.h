// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * child - a process that is forked to be heard out, for so long and no longer
 */
#ifndef IGD_CORE_CHILD_H
#define IGD_CORE_CHILD_H

#include <sys/types.h>

#include "core/util.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

struct igd_child {
	pid_t pid;    /* 0: none */
	int in;	      /* what it writes is read here */
	uint64_t end; /* when it must have ended, of igd_now_ms() */
};

/*
 * Forks. The child runs work(), whose result is its exit status, with a descriptor to write its answer to, above the
 * standard ones: those are /dev/null. It has a session of its own, no signal ignored or blocked, / for its directory,
 * cannot gain privileges, leaves no core, and dies with this program. 0, or an errno and no child.
 */
int igd_child_start(struct igd_child *child, int (*work)(void *context, int out), void *context,
	unsigned timeout_ms);

/* In the child: no descriptor above the standard ones but this one reaches whatever it runs (0), or is open (1). */
void igd_child_keep_only(int fd, bool is_to_run);

/*
 * Adds what it writes until it has ended; then nothing is left of it, nor of its session. 0, ETIMEDOUT (also for one that
 * an alarm of its own has ended), EFBIG for more than limit bytes, ENOEXEC for a status other than 0.
 */
int igd_child_hear(struct igd_child *child, size_t limit, struct igd_text *ret);

/* Ends one that nobody wants to hear any more. */
void igd_child_stop(struct igd_child *child);

#pragma GCC visibility pop

#endif
