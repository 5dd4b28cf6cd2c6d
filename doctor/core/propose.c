// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * propose - asks fixes for their changes, once the checks have ended
 *
 * A fix runs where its plugin's checks ran. A worker that is lost over one is started again for the others: a
 * fix that crashes costs nothing but itself.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/run_impl.h"

static const struct igd_fix_known *find_fix(
	const struct igd_run_state *run, const char *id, struct igd_wanted *ret)
{
	size_t i, j;

	for (i = 0; i < run->pool.count; i++) {
		for (j = 0; j < run->members[i].fix_count; j++) {
			if (strcmp(run->members[i].fixes[j].id, id) != 0)
				continue;
			*ret = (struct igd_wanted){ .member = i, .fix = j };
			return &run->members[i].fixes[j];
		}
	}
	return NULL;
}

int igd_run_look_at_fixes(const struct igd_run_state *run, struct igd_error *reterr)
{
	const char *const *id = run->options->proposals ? run->options->propose : NULL;
	struct igd_wanted wanted;

	for (; id && *id; id++) {
		if (!find_fix(run, *id, &wanted))
			return igd_error_set(reterr, EINVAL,
				"no fix is called %s; igd-doctor list shows them", *id);
	}
	return 0;
}

static bool is_for(const struct igd_finding *finding, const char *id)
{
	return finding->verdict == IGD_FAIL && finding->fix && strcmp(finding->fix, id) == 0;
}

/* The ids of the findings that a fix is for, NULL at the end. */
static char **findings_for(const struct igd_exam *exam, const char *id)
{
	char **list = NULL;
	size_t i, count = 0;

	for (i = 0; i < exam->count; i++) {
		if (is_for(&exam->findings[i], id))
			igd_finding_add(&list, &count, exam->findings[i].id);
	}
	list = igd_regrow(list, count + 1, sizeof(*list));
	list[count] = NULL;
	return list;
}

static void want(struct igd_run_state *run, const struct igd_exam *exam, const char *id)
{
	struct igd_proposals *all = run->options->proposals;
	struct igd_wanted wanted = { .is_done = true };
	const struct igd_fix_known *fix = find_fix(run, id, &wanted);
	struct igd_proposal *proposal;
	size_t i;

	for (i = 0; i < all->count; i++) {
		if (strcmp(all->items[i].id, id) == 0)
			return;
	}
	all->items = igd_regrow(all->items, all->count + 1, sizeof(*all->items));
	run->wanted = igd_regrow(run->wanted, all->count + 1, sizeof(*run->wanted));
	run->wanted[all->count] = wanted;
	proposal = &all->items[all->count++];
	*proposal = (struct igd_proposal){ .id = igd_strdup(id),
		.risk = fix ? fix->risk : IGD_RISK_NONE,
		.findings = findings_for(exam, id) };
	proposal->title = igd_strdup(fix ? fix->title : id);
	proposal->risk_text = fix && fix->risk_text ? igd_strdup(fix->risk_text) : NULL;
	proposal->failed = fix ? NULL : igd_strdup("no plugin has a fix of this name");
}

static void want_all(struct igd_run_state *run, const struct igd_exam *exam)
{
	const char *const *id = run->options->propose;
	size_t i;

	for (; id && *id; id++)
		want(run, exam, *id);
	for (i = 0; !run->options->propose && i < exam->count; i++) {
		if (exam->findings[i].verdict == IGD_FAIL && exam->findings[i].fix)
			want(run, exam, exam->findings[i].fix);
	}
}

/* The first of a worker's fixes that is still to be asked; NULL. */
static struct igd_wanted *next_of(const struct igd_run_state *run, size_t member)
{
	size_t i;

	for (i = 0; i < run->options->proposals->count; i++) {
		if (run->wanted[i].member == member && !run->wanted[i].is_done)
			return &run->wanted[i];
	}
	return NULL;
}

void igd_run_give_up_proposal(struct igd_run_state *run, size_t member)
{
	const struct igd_worker *worker = &run->pool.workers[member];
	struct igd_wanted *wanted = IGD_TAKE_PTR(run->members[member].planning);

	if (!wanted)
		return;
	wanted->is_done = true;
	run->options->proposals->items[wanted - run->wanted].failed =
		igd_printf("%s: the plugin was lost while it ran this fix: %s", worker->file->path,
			worker->end_text ? worker->end_text : "it ended");
}

/* Others need not wait for what a lost worker was working out. */
static void forget_derived(struct igd_run_state *run, size_t member)
{
	size_t i = 0;

	while (i < run->derived_count) {
		if (run->derived[i].member != member || run->derived[i].is_done) {
			i++;
			continue;
		}
		free(run->derived[i].key);
		run->derived[i] = run->derived[--run->derived_count];
	}
}

static void start_again(struct igd_run_state *run, size_t i, struct igd_wanted *wanted)
{
	struct igd_member *member = &run->members[i];
	const struct igd_worker *worker = &run->pool.workers[i];

	if (!member->has_introduced_itself) {
		member->planning = wanted;
		igd_run_give_up_proposal(run, i);
		return;
	}
	member->has_introduced_itself = false;
	free(IGD_TAKE_PTR(member->waits_for));
	forget_derived(run, i);
	igd_pool_restart(&run->pool, i, igd_host_source(run->host));
	if (worker->pid)
		igd_run_give_time(run, &run->pool.workers[i]);
}

static void ask(struct igd_run_state *run, size_t i, struct igd_wanted *wanted)
{
	struct igd_worker *worker = &run->pool.workers[i];
	size_t at;

	run->members[i].planning = wanted;
	igd_run_give_time(run, worker);
	igd_wire_begin(&worker->out, IGD_SAY_PLAN, &at);
	igd_wire_u32(&worker->out, (uint32_t)wanted->fix);
	igd_wire_end(&worker->out, at);
	igd_worker_flush(worker);
}

/* Keeps every worker that has fixes to be asked busy; returns whether any has. */
static bool ask_all(struct igd_run_state *run)
{
	struct igd_wanted *wanted;
	bool is_open = false;
	size_t i;

	for (i = 0; i < run->pool.count; i++) {
		wanted = next_of(run, i);
		if (!wanted)
			continue;
		is_open = true;
		if (!run->pool.workers[i].pid)
			start_again(run, i, wanted);
		else if (run->members[i].has_introduced_itself && !run->members[i].planning)
			ask(run, i, wanted);
	}
	return is_open;
}

void igd_run_propose(struct igd_run_state *run, const struct igd_exam *exam)
{
	want_all(run, exam);
	while (ask_all(run))
		igd_run_turn(run);
}
