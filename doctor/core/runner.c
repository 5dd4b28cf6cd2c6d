// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * runner - examines a host: one worker process per plugin, checks in the order of their needs
 */
#include "core/runner.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/run_impl.h"

#define TICK_MS 200u

static void forget_fixes(struct igd_member *member)
{
	while (member->fix_count)
		igd_fix_known_done(&member->fixes[--member->fix_count]);
	free(IGD_TAKE_PTR(member->fixes));
}

static void run_done(struct igd_run_state *run)
{
	size_t i;

	for (i = 0; i < run->pool.count; i++) {
		free(run->members[i].waits_for);
		forget_fixes(&run->members[i]);
		igd_task_list_done(&run->schedule.lists[i]);
	}
	for (i = 0; i < run->derived_count; i++)
		free(run->derived[i].key);
	free(run->members);
	free(run->schedule.lists);
	free(run->derived);
	free(run->wanted);
	igd_pool_done(&run->pool);
}

static void dispatch(struct igd_run_state *run)
{
	struct igd_worker *worker;
	struct igd_task *task;
	size_t i, at;

	for (i = 0; i < run->pool.count; i++) {
		worker = &run->pool.workers[i];
		if (!worker->pid || run->members[i].running)
			continue;
		task = igd_schedule_next(&run->schedule.lists[i]);
		if (!task)
			continue;
		task->state = IGD_TASK_RUNNING;
		run->members[i].running = task;
		igd_run_give_time(run, worker);
		igd_wire_begin(&worker->out, IGD_SAY_RUN, &at);
		igd_wire_u32(&worker->out, (uint32_t)(task - run->schedule.lists[i].tasks));
		igd_wire_end(&worker->out, at);
		igd_worker_flush(worker);
	}
}

void igd_run_turn(struct igd_run_state *run)
{
	size_t i;

	igd_pool_wait(&run->pool, TICK_MS);
	for (i = 0; i < run->pool.count; i++)
		igd_run_attend(run, i);
}

static bool are_all_introduced(const struct igd_run_state *run)
{
	size_t i;

	for (i = 0; i < run->pool.count; i++) {
		if (run->pool.workers[i].pid && !run->members[i].has_introduced_itself)
			return false;
	}
	return true;
}

/* Whose ids count: the program's own plugins are added first, whatever others are called. */
static bool is_before(const struct igd_run_state *run, size_t i, size_t other)
{
	return run->pool.workers[i].file->place < run->pool.workers[other].file->place;
}

static const char *owner_of(const struct igd_run_state *run, size_t other, const char *id)
{
	size_t i, j;

	for (i = 0; i < run->pool.count; i++) {
		for (j = 0; is_before(run, i, other) && j < run->schedule.lists[i].count; j++) {
			if (strcmp(run->schedule.lists[i].tasks[j].finding.id, id) == 0)
				return run->pool.workers[i].file->path;
		}
	}
	return NULL;
}

static const char *owner_of_fix(const struct igd_run_state *run, size_t other, const char *id)
{
	size_t i, j;

	for (i = 0; i < run->pool.count; i++) {
		for (j = 0; is_before(run, i, other) && j < run->members[i].fix_count; j++) {
			if (strcmp(run->members[i].fixes[j].id, id) == 0)
				return run->pool.workers[i].file->path;
		}
	}
	return NULL;
}

/* What a plugin has that one before it has as well; NULL for nothing. The caller frees it. */
static char *double_of(const struct igd_run_state *run, size_t i)
{
	const struct igd_task_list *list = &run->schedule.lists[i];
	const struct igd_member *member = &run->members[i];
	const char *owner = NULL;
	size_t j;

	for (j = 0; j < list->count; j++) {
		owner = owner_of(run, i, list->tasks[j].finding.id);
		if (owner)
			return igd_printf(
				"its check %s is one of %s", list->tasks[j].finding.id, owner);
	}
	for (j = 0; j < member->fix_count; j++) {
		owner = owner_of_fix(run, i, member->fixes[j].id);
		if (owner)
			return igd_printf("its fix %s is one of %s", member->fixes[j].id, owner);
	}
	return NULL;
}

static void refuse_double(struct igd_run_state *run, size_t i)
{
	IGD_AUTOFREE char *why = double_of(run, i);

	if (!why)
		return;
	igd_worker_stop(&run->pool.workers[i], IGD_REASON_REFUSED, "%s", why);
	igd_task_list_done(&run->schedule.lists[i]);
	forget_fixes(&run->members[i]);
}

/* Of two plugins with a check or a fix of one id the one added later is refused whole, and then has none of its own. */
static void refuse_doubles(struct igd_run_state *run)
{
	size_t last = 0, place, i;

	/* Not the pool's count: who was refused before has a place, and no worker. */
	for (i = 0; i < run->pool.count; i++) {
		if (run->pool.workers[i].file->place > last)
			last = run->pool.workers[i].file->place;
	}
	for (place = 0; place <= last; place++) {
		for (i = 0; i < run->pool.count; i++) {
			if (run->pool.workers[i].file->place == place)
				refuse_double(run, i);
		}
	}
}

static void introduce_all(struct igd_run_state *run)
{
	size_t i;

	for (i = 0; i < run->pool.count; i++) {
		if (run->pool.workers[i].pid)
			igd_run_give_time(run, &run->pool.workers[i]);
	}
	while (!are_all_introduced(run))
		igd_run_turn(run);
	refuse_doubles(run);
}

/* Nothing runs and nothing can be started: what is left waits for itself. */
static void break_circles(struct igd_run_state *run)
{
	size_t i, j;

	for (i = 0; i < run->schedule.count; i++) {
		for (j = 0; j < run->schedule.lists[i].count; j++)
			igd_task_give_up(&run->schedule.lists[i].tasks[j], IGD_REASON_PROTOCOL,
				run->pool.workers[i].file->path,
				"it and what it needs wait for each other");
	}
}

struct progress {
	uint64_t started;
	size_t shown; /* how many were done when it was last told */
};

static void report_progress(const struct igd_run_state *run, struct progress *progress)
{
	size_t open = igd_schedule_count(&run->schedule, IGD_TASK_READY) +
		      igd_schedule_count(&run->schedule, IGD_TASK_RUNNING);
	size_t done = igd_schedule_count(&run->schedule, IGD_TASK_DONE);

	if (!run->options->progress || igd_now_ms() - progress->started < 1000 ||
		progress->shown == done)
		return;
	progress->shown = done;
	run->options->progress(run->options->context, done, done + open);
}

static void run_all(struct igd_run_state *run)
{
	struct progress progress = { igd_now_ms(), 0 };
	size_t i, done;

	for (i = 0; i < run->pool.count; i++)
		igd_run_attend(run, i); /* a plugin may have been lost since it introduced itself */
	while (igd_schedule_is_open(&run->schedule)) {
		done = igd_schedule_count(&run->schedule, IGD_TASK_DONE);
		dispatch(run);
		if (igd_schedule_count(&run->schedule, IGD_TASK_RUNNING))
			igd_run_turn(run);
		else if (igd_schedule_count(&run->schedule, IGD_TASK_DONE) == done)
			break_circles(run);
		report_progress(run, &progress);
	}
}

static struct igd_finding *add_finding(struct igd_exam *exam)
{
	exam->findings = igd_regrow(exam->findings, exam->count + 1, sizeof(*exam->findings));
	return &exam->findings[exam->count++];
}

static void add_trouble(struct igd_exam *exam, const struct igd_plugin_file *file,
	enum igd_reason reason, const char *what)
{
	static const struct igd_check refused = {
		.id = "plugin.refused",
		.title = "Every plugin can be loaded",
		.why = "The checks of a plugin that is not loaded are not made.",
		.remedy =
			"Install the plugin again from where it came, owned by root and writable by "
			"nobody else, or take it out of the directory.",
		.severity = IGD_DEGRADED,
	};
	static const struct igd_check failed = {
		.id = "plugin.failed",
		.title = "Every plugin tells which checks it has",
		.why = "The checks of a plugin that does not say what they are are not made.",
		.remedy =
			"This is a fault of the plugin: report it to whoever made it, and take it out "
			"of the directory meanwhile.",
		.severity = IGD_DEGRADED,
	};
	struct igd_finding *finding = add_finding(exam);

	igd_finding_init(finding, reason == IGD_REASON_REFUSED ? &refused : &failed, file->name);
	igd_unknown(finding, file->path, "%s", what);
	finding->reason = reason;
}

static void collect_list(struct igd_run_state *run, size_t i, struct igd_exam *exam)
{
	struct igd_task_list *list = &run->schedule.lists[i];
	const struct igd_worker *worker = &run->pool.workers[i];
	size_t j;

	if (worker->end_text && !list->count)
		add_trouble(exam, worker->file, worker->end, worker->end_text);
	for (j = 0; j < list->count; j++) {
		if (!list->tasks[j].is_wanted)
			continue;
		*add_finding(exam) = list->tasks[j].finding;
		list->tasks[j].finding = (struct igd_finding){ 0 };
	}
	for (j = 0; j < run->members[i].fix_count; j++)
		igd_exam_add_fix(exam, &run->members[i].fixes[j]);
}

/* Adds what the plugins of one place have found, by their names; returns the next place, 0 for none. */
static uint32_t collect_place(struct igd_run_state *run, uint32_t place, struct igd_exam *exam)
{
	uint32_t next = 0, own;
	size_t i;

	for (i = 0; i < run->pool.count; i++) {
		own = run->members[i].place ? run->members[i].place : UINT32_MAX;
		if (own == place)
			collect_list(run, i, exam);
		else if (own > place && (!next || own < next))
			next = own;
	}
	return next;
}

static void collect(
	struct igd_run_state *run, const struct igd_plugin_set *plugins, struct igd_exam *exam)
{
	uint32_t place = 0;
	size_t i;

	do {
		place = collect_place(run, place, exam);
	} while (place);
	for (i = 0; i < plugins->count; i++) {
		if (plugins->files[i].refusal)
			add_trouble(exam, &plugins->files[i], IGD_REASON_REFUSED,
				plugins->files[i].refusal);
	}
}

int igd_run(struct igd_host *host, const struct igd_plugin_set *plugins,
	const struct igd_run_options *options, struct igd_exam *ret, struct igd_error *reterr)
{
	IGD_CLEANUP(run_done) struct igd_run_state run = { .host = host, .options = options };
	int r;

	igd_pool_start(&run.pool, plugins, igd_host_source(host));
	run.members = igd_zalloc(run.pool.count * sizeof(*run.members));
	run.schedule.lists = igd_zalloc(run.pool.count * sizeof(*run.schedule.lists));
	run.schedule.count = run.pool.count;
	introduce_all(&run);
	r = igd_schedule_select(&run.schedule, options->only, options->skip, reterr);
	if (r == 0)
		r = igd_run_look_at_fixes(&run, reterr);
	if (r < 0)
		return r;
	if (!options->list_only)
		run_all(&run);
	collect(&run, plugins, ret);
	igd_exam_rank(ret);
	if (options->proposals && !options->list_only)
		igd_run_propose(&run, ret);
	return 0;
}
