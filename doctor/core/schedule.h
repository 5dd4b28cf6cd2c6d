// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * schedule - which checks are run, in which order, and which are blocked
 *
 * Knows nothing of processes: it is told what checks there are and how each has ended, and says what may be
 * run next.
 */
#ifndef IGD_CORE_SCHEDULE_H
#define IGD_CORE_SCHEDULE_H

#include "core/finding.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

enum igd_task_state { IGD_TASK_IDLE, IGD_TASK_READY, IGD_TASK_RUNNING, IGD_TASK_DONE };

struct igd_task {
	struct igd_finding finding;
	struct igd_task **waits_for; /* the needs that are to be run too */
	size_t wait_count;
	enum igd_task_state state; /* IDLE: neither wanted nor needed */
	bool is_wanted;		   /* to be reported */
};

/* The tasks of one plugin, in the order of its table. */
struct igd_task_list {
	struct igd_task *tasks;
	size_t count;
};

struct igd_schedule {
	struct igd_task_list *lists;
	size_t count;
};

void igd_task_list_done(struct igd_task_list *list);

/*
 * Chooses what to run: the tasks that only (NULL: all) names and skip (may be NULL) does not, by id or area,
 * and what these need. -EINVAL with reterr for a name that names nothing.
 */
int igd_schedule_select(struct igd_schedule *schedule, const char *const *only,
	const char *const *skip, struct igd_error *reterr);

/* The first task of a list whose needs are all done, or NULL. Those whose needs have failed become BLOCKED. */
struct igd_task *igd_schedule_next(struct igd_task_list *list);

/* Whether any task is still to be run, or running. */
bool igd_schedule_is_open(const struct igd_schedule *schedule);
size_t igd_schedule_count(const struct igd_schedule *schedule, enum igd_task_state state);

/* Ends a task without a verdict. Does nothing to one that is done. */
IGD_FORMAT(4, 5)
void igd_task_give_up(
	struct igd_task *task, enum igd_reason reason, const char *where, const char *format, ...);

#pragma GCC visibility pop

#endif
