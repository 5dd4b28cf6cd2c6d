// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * schedule - which checks are run, in which order, and which are blocked
 */
#include "core/schedule.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

void igd_task_list_done(struct igd_task_list *list)
{
	size_t i;

	for (i = 0; i < list->count; i++) {
		igd_finding_done(&list->tasks[i].finding);
		free(list->tasks[i].waits_for);
	}
	free(list->tasks);
	*list = (struct igd_task_list){ 0 };
}

/* "iommu.enabled" by its id or by its area. */
static bool is_named(const char *id, const char *name)
{
	size_t length = strlen(name);

	return strncmp(id, name, length) == 0 && (!id[length] || id[length] == '.');
}

static bool is_in(const char *id, const char *const *names)
{
	for (; *names; names++) {
		if (is_named(id, *names))
			return true;
	}
	return false;
}

static struct igd_task *find(const struct igd_schedule *schedule, const char *id)
{
	size_t i, j;

	for (i = 0; i < schedule->count; i++) {
		for (j = 0; j < schedule->lists[i].count; j++) {
			if (strcmp(schedule->lists[i].tasks[j].finding.id, id) == 0)
				return &schedule->lists[i].tasks[j];
		}
	}
	return NULL;
}

static bool names_anything(const struct igd_schedule *schedule, const char *name)
{
	size_t i, j;

	for (i = 0; i < schedule->count; i++) {
		for (j = 0; j < schedule->lists[i].count; j++) {
			if (is_named(schedule->lists[i].tasks[j].finding.id, name))
				return true;
		}
	}
	return false;
}

static int look_at_names(
	const struct igd_schedule *schedule, const char *const *names, struct igd_error *reterr)
{
	for (; names && *names; names++) {
		if (!names_anything(schedule, *names))
			return igd_error_set(reterr, EINVAL,
				"no check and no area is called %s; igd-doctor list shows them",
				*names);
	}
	return 0;
}

static void add_wait(struct igd_task *task, struct igd_task *need)
{
	task->waits_for =
		igd_regrow(task->waits_for, task->wait_count + 1, sizeof(*task->waits_for));
	task->waits_for[task->wait_count++] = need;
}

/* Makes what a task needs ready as well; returns whether that made anything ready that was not. */
static bool pull_needs(
	const struct igd_schedule *schedule, struct igd_task *task, const char *const *skip)
{
	bool has_pulled = false;
	struct igd_task *need;
	size_t i;

	for (i = 0; i < task->finding.need_count && !task->wait_count; i++)
		if ((need = find(schedule, task->finding.needs[i])) &&
			!(skip && is_in(need->finding.id, skip))) {
			has_pulled |= need->state == IGD_TASK_IDLE;
			need->state = IGD_TASK_READY;
		}
	return has_pulled;
}

static bool pull_all(const struct igd_schedule *schedule, const char *const *skip)
{
	bool has_pulled = false;
	size_t i, j;

	for (i = 0; i < schedule->count; i++) {
		for (j = 0; j < schedule->lists[i].count; j++) {
			if (schedule->lists[i].tasks[j].state == IGD_TASK_READY)
				has_pulled |=
					pull_needs(schedule, &schedule->lists[i].tasks[j], skip);
		}
	}
	return has_pulled;
}

static void link_needs(const struct igd_schedule *schedule, struct igd_task *task)
{
	struct igd_task *need;
	size_t i;

	for (i = 0; i < task->finding.need_count; i++) {
		need = find(schedule, task->finding.needs[i]);
		if (need && need->state == IGD_TASK_READY)
			add_wait(task, need);
	}
}

int igd_schedule_select(struct igd_schedule *schedule, const char *const *only,
	const char *const *skip, struct igd_error *reterr)
{
	struct igd_task *task;
	size_t i, j;

	if (look_at_names(schedule, only, reterr) < 0 || look_at_names(schedule, skip, reterr) < 0)
		return -EINVAL;
	for (i = 0; i < schedule->count; i++) {
		for (j = 0; j < schedule->lists[i].count; j++) {
			task = &schedule->lists[i].tasks[j];
			task->is_wanted = (!only || is_in(task->finding.id, only)) &&
					  !(skip && is_in(task->finding.id, skip));
			task->state = task->is_wanted ? IGD_TASK_READY : IGD_TASK_IDLE;
		}
	}
	while (pull_all(schedule, skip))
		continue;
	for (i = 0; i < schedule->count; i++) {
		for (j = 0; j < schedule->lists[i].count; j++)
			link_needs(schedule, &schedule->lists[i].tasks[j]);
	}
	return 0;
}

static void add_blocker(struct igd_finding *finding, const char *id)
{
	size_t i;

	for (i = 0; i < finding->blocked_by_count; i++) {
		if (strcmp(finding->blocked_by[i], id) == 0)
			return;
	}
	igd_finding_add(&finding->blocked_by, &finding->blocked_by_count, id);
}

/* A check is blocked by what failed, not by what is itself blocked. */
static void look_at_need(struct igd_task *task, const struct igd_finding *need)
{
	size_t i;

	if (need->verdict == IGD_FAIL)
		add_blocker(&task->finding, need->id);
	for (i = 0; i < need->blocked_by_count; i++)
		add_blocker(&task->finding, need->blocked_by[i]);
}

static bool needs_are_done(const struct igd_task *task)
{
	size_t i;

	for (i = 0; i < task->wait_count; i++) {
		if (task->waits_for[i]->state != IGD_TASK_DONE)
			return false;
	}
	return true;
}

struct igd_task *igd_schedule_next(struct igd_task_list *list)
{
	struct igd_task *task;
	size_t i, j;

	for (i = 0; i < list->count; i++) {
		task = &list->tasks[i];
		if (task->state != IGD_TASK_READY || !needs_are_done(task))
			continue;
		for (j = 0; j < task->wait_count; j++)
			look_at_need(task, &task->waits_for[j]->finding);
		if (!task->finding.blocked_by_count)
			return task;
		task->finding.verdict = IGD_BLOCKED;
		task->state = IGD_TASK_DONE;
	}
	return NULL;
}

size_t igd_schedule_count(const struct igd_schedule *schedule, enum igd_task_state state)
{
	size_t i, j, count = 0;

	for (i = 0; i < schedule->count; i++) {
		for (j = 0; j < schedule->lists[i].count; j++)
			count += schedule->lists[i].tasks[j].state == state;
	}
	return count;
}

bool igd_schedule_is_open(const struct igd_schedule *schedule)
{
	return igd_schedule_count(schedule, IGD_TASK_READY) ||
	       igd_schedule_count(schedule, IGD_TASK_RUNNING);
}

void igd_task_give_up(
	struct igd_task *task, enum igd_reason reason, const char *where, const char *format, ...)
{
	IGD_AUTOFREE char *what = NULL;
	va_list args;

	if (task->state == IGD_TASK_DONE || task->state == IGD_TASK_IDLE)
		return;
	va_start(args, format);
	what = igd_vprintf(format, args);
	va_end(args);
	igd_unknown(&task->finding, where, "%s", what);
	task->finding.reason = reason;
	task->state = IGD_TASK_DONE;
}
