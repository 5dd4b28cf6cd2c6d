// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * conversation - what the program makes of each message of a worker
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/run_impl.h"

#define MAX_CHECKS 1000u
#define MAX_ASKED ((size_t)64 << 20)

void igd_run_give_time(const struct igd_run_state *run, struct igd_worker *worker)
{
	worker->deadline = igd_now_ms() + run->options->timeout_ms;
}

static void reply(struct igd_worker *worker, const struct igd_answer *answer)
{
	static const struct igd_answer too_large = { .error = EFBIG };
	size_t at;

	if (answer && answer->size > MAX_ASKED)
		answer = &too_large;
	igd_wire_begin(&worker->out, answer ? IGD_SAY_ANSWER : IGD_SAY_WORK, &at);
	if (answer)
		igd_wire_answer(&worker->out, answer);
	igd_wire_end(&worker->out, at);
	igd_worker_flush(worker);
}

static void hear_checks(struct igd_task_list *list, const char *plugin, struct igd_wire *in)
{
	uint32_t count = igd_wire_get_u32(in);
	struct igd_task *task;

	in->failed |= !count || count > MAX_CHECKS;
	while (count-- && !in->failed) {
		list->tasks = igd_regrow(list->tasks, list->count + 1, sizeof(*list->tasks));
		task = &list->tasks[list->count++];
		*task = (struct igd_task){ 0 };
		igd_wire_get_check(in, &task->finding);
		task->finding.plugin = igd_strdup(plugin);
	}
}

/* What a plugin's worker says of itself. */
struct hello {
	uint32_t place;
	struct igd_task_list checks;
	struct igd_fix_known *fixes;
	size_t fix_count;
};

static void hear_fixes(struct hello *hello, const char *plugin, struct igd_wire *in)
{
	uint32_t count = igd_wire_get_u32(in);
	struct igd_fix_known *fix;

	in->failed |= count > MAX_CHECKS;
	while (count-- && !in->failed) {
		hello->fixes =
			igd_regrow(hello->fixes, hello->fix_count + 1, sizeof(*hello->fixes));
		fix = &hello->fixes[hello->fix_count++];
		*fix = (struct igd_fix_known){ 0 };
		igd_wire_get_fix(in, fix);
		fix->plugin = igd_strdup(plugin);
	}
}

static void hello_done(struct hello *hello)
{
	igd_task_list_done(&hello->checks);
	while (hello->fix_count)
		igd_fix_known_done(&hello->fixes[--hello->fix_count]);
	free(hello->fixes);
}

/* One that was started again says the same again, and nothing is made of it. */
static void hear_hello(struct igd_run_state *run, size_t i, struct igd_wire *in)
{
	IGD_CLEANUP(hello_done) struct hello hello = { 0 };
	struct igd_member *member = &run->members[i];
	struct igd_task_list *list = &run->schedule.lists[i];
	const char *name = run->pool.workers[i].file->name;

	hello.place = igd_wire_get_u32(in);
	hear_checks(&hello.checks, name, in);
	hear_fixes(&hello, name, in);
	igd_wire_get_end(in);
	in->failed |= member->has_introduced_itself;
	if (in->failed)
		return;
	if (!member->has_been_heard) {
		member->place = hello.place;
		*list = hello.checks;
		hello.checks = (struct igd_task_list){ 0 };
		member->fixes = IGD_TAKE_PTR(hello.fixes);
		member->fix_count = hello.fix_count;
		hello.fix_count = 0;
	}
	member->has_introduced_itself = member->has_been_heard = true;
	run->pool.workers[i].deadline = 0;
}

static void hear_ask(struct igd_run_state *run, size_t i, struct igd_wire *in)
{
	struct igd_question question = { 0 };
	uint32_t ask = igd_wire_get_u32(in);
	const struct igd_answer *answer;
	uint64_t before;

	question.limit = igd_wire_get_u32(in);
	question.path = igd_wire_get_text(in);
	igd_wire_get_end(in);
	if (in->failed || ask >= IGD_ASK_COUNT || !question.path || *question.path != '/') {
		in->failed = true;
		return;
	}
	question.ask = (enum igd_ask)ask;
	question.limit = question.limit < MAX_ASKED ? question.limit : MAX_ASKED;
	before = igd_now_ms();
	answer = igd_host_ask(run->host, &question);
	/*
	 * A program that is asked may take seconds, and so may libvirt, a guest, a server, a device that VFIO resets, or a
	 * disk that was asleep; no worker is attended to meanwhile. The answer is kept, so the next one is at once.
	 */
	igd_pool_postpone(&run->pool, igd_now_ms() - before);
	reply(&run->pool.workers[i], answer);
}

static struct igd_derived *find_derived(struct igd_run_state *run, const char *key)
{
	size_t i;

	for (i = 0; i < run->derived_count; i++) {
		if (strcmp(run->derived[i].key, key) == 0)
			return &run->derived[i];
	}
	return NULL;
}

static void reply_derived(struct igd_run_state *run, size_t i, const char *key)
{
	IGD_AUTOFREE char *path = igd_derived_path(key);
	struct igd_question question = { IGD_ASK_READ, path, IGD_TREE_MAX_BYTES };

	reply(&run->pool.workers[i], igd_host_ask(run->host, &question));
}

static void hear_derive(struct igd_run_state *run, size_t i, struct igd_wire *in)
{
	const char *key = igd_wire_get_text(in);
	struct igd_derived *derived;

	igd_wire_get_end(in);
	if (in->failed || !key) {
		in->failed = true;
		return;
	}
	derived = find_derived(run, key);
	if (derived && derived->is_done) {
		reply_derived(run, i, key);
	} else if (derived && run->pool.workers[derived->member].pid) {
		free(run->members[i].waits_for);
		run->members[i].waits_for = igd_strdup(key);
		/* The time is the other's; were both to wait for each other, this ends it. */
		run->pool.workers[i].deadline = igd_now_ms() + 2ull * run->options->timeout_ms;
	} else if (derived) {
		derived->member = i;
		reply(&run->pool.workers[i], NULL);
	} else {
		run->derived =
			igd_regrow(run->derived, run->derived_count + 1, sizeof(*run->derived));
		run->derived[run->derived_count++] =
			(struct igd_derived){ igd_strdup(key), i, false };
		reply(&run->pool.workers[i], NULL);
	}
}

/* Those who wait for an answer get it; if there is none any more, the first of them is to work it out. */
static void serve_waiting(struct igd_run_state *run, struct igd_derived *derived)
{
	size_t i;

	for (i = 0; i < run->pool.count; i++) {
		struct igd_member *member = &run->members[i];

		if (!member->waits_for || strcmp(member->waits_for, derived->key) != 0 ||
			!run->pool.workers[i].pid)
			continue;
		free(IGD_TAKE_PTR(member->waits_for));
		igd_run_give_time(run, &run->pool.workers[i]);
		if (derived->is_done) {
			reply_derived(run, i, derived->key);
			continue;
		}
		derived->member = i;
		reply(&run->pool.workers[i], NULL);
		return;
	}
}

static void hear_derived(struct igd_run_state *run, size_t i, struct igd_wire *in)
{
	const char *key = igd_wire_get_text(in);
	IGD_AUTOANSWER struct igd_answer answer = { 0 };
	struct igd_derived *derived = key ? find_derived(run, key) : NULL;

	igd_wire_get_answer(in, &answer);
	igd_wire_get_end(in);
	if (in->failed || !derived || derived->is_done || derived->member != i) {
		in->failed = true;
		return;
	}
	igd_host_keep_derived(run->host, key, &answer);
	derived->is_done = true;
	serve_waiting(run, derived);
}

/* Whether it has begun to work something out, and has not told what came of it. */
static bool owes_an_answer(const struct igd_run_state *run, size_t i)
{
	size_t j;

	for (j = 0; j < run->derived_count; j++) {
		if (run->derived[j].member == i && !run->derived[j].is_done)
			return true;
	}
	return false;
}

static void hear_finding(struct igd_run_state *run, size_t i, struct igd_wire *in)
{
	struct igd_task *task = run->members[i].running;

	if (!task || owes_an_answer(run, i) ||
		igd_wire_get_u32(in) != (uint32_t)(task - run->schedule.lists[i].tasks)) {
		in->failed = true;
		return;
	}
	igd_wire_get_finding(in, &task->finding);
	if (in->failed)
		return;
	task->state = IGD_TASK_DONE;
	run->members[i].running = NULL;
	run->pool.workers[i].deadline = 0;
}

static void hear_changes(struct igd_run_state *run, size_t i, struct igd_wire *in)
{
	struct igd_wanted *wanted = run->members[i].planning;

	if (!wanted || owes_an_answer(run, i) || igd_wire_get_u32(in) != wanted->fix) {
		in->failed = true;
		return;
	}
	igd_wire_get_changes(in, &run->options->proposals->items[wanted - run->wanted]);
	if (in->failed)
		return;
	wanted->is_done = true;
	run->members[i].planning = NULL;
	run->pool.workers[i].deadline = 0;
}

static void hear_refused(struct igd_run_state *run, size_t i, struct igd_wire *in)
{
	const char *why = igd_wire_get_text(in);

	igd_wire_get_end(in);
	if (why && !in->failed)
		igd_worker_stop(&run->pool.workers[i], IGD_REASON_REFUSED, "%s", why);
	else
		in->failed = true;
}

static void hear(struct igd_run_state *run, size_t i, int type, struct igd_wire *in)
{
	switch (type) {
	case IGD_SAY_HELLO:
		hear_hello(run, i, in);
		break;
	case IGD_SAY_REFUSED:
		hear_refused(run, i, in);
		break;
	case IGD_SAY_ASK:
		hear_ask(run, i, in);
		break;
	case IGD_SAY_DERIVE:
		hear_derive(run, i, in);
		break;
	case IGD_SAY_DERIVED:
		hear_derived(run, i, in);
		break;
	case IGD_SAY_FINDING:
		hear_finding(run, i, in);
		break;
	case IGD_SAY_CHANGES:
		hear_changes(run, i, in);
		break;
	default:
		in->failed = true;
	}
}

static void give_up_all(struct igd_run_state *run, size_t i)
{
	const struct igd_worker *worker = &run->pool.workers[i];
	const struct igd_task *running = IGD_TAKE_PTR(run->members[i].running);
	struct igd_task_list *list = &run->schedule.lists[i];
	size_t j;

	for (j = 0; j < list->count; j++)
		igd_task_give_up(&list->tasks[j], worker->end, worker->file->path,
			&list->tasks[j] == running
				? "the plugin was lost while it ran this check: %s"
				: "the plugin was lost before it came to this check: %s",
			worker->end_text);
	igd_run_give_up_proposal(run, i);
	for (j = 0; j < run->derived_count; j++) {
		if (run->derived[j].member == i && !run->derived[j].is_done)
			serve_waiting(run, &run->derived[j]);
	}
}

/* Reads all whole messages of a worker, and sees to it when it is gone. */
void igd_run_attend(struct igd_run_state *run, size_t i)
{
	struct igd_worker *worker = &run->pool.workers[i];
	struct igd_wire in;
	size_t size;
	int type;

	while ((type = igd_worker_next(worker, &in, &size)) > 0) {
		hear(run, i, type, &in);
		if (in.failed)
			igd_worker_stop(worker, IGD_REASON_PROTOCOL,
				"it sent a message of type %d that does not fit", type);
		igd_worker_taken(worker, in.failed ? worker->in.size - worker->taken : size);
	}
	if (!worker->pid)
		give_up_all(run, i);
}
