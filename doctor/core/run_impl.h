// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * run_impl - the state of one run; for runner.c and conversation.c only
 */
#ifndef IGD_CORE_RUN_IMPL_H
#define IGD_CORE_RUN_IMPL_H

#include "core/pool.h"
#include "core/runner.h"
#include "core/schedule.h"

/* What is known of one worker beside the process: its place in the conversation. */
struct igd_member {
	bool has_introduced_itself;
	bool has_been_heard; /* it has introduced itself once; it may have been started again since */
	uint32_t place;	     /* in the chain of causes; 0: behind all others */
	struct igd_task *running;
	char *waits_for; /* the key of a derived answer that another worker is working out */
	struct igd_fix_known *fixes;
	size_t fix_count;
	struct igd_wanted *planning; /* the fix that it was asked for */
};

/* A fix whose changes are wanted; one for each of options->proposals, in their order. */
struct igd_wanted {
	size_t member;
	size_t fix; /* in the order of its plugin's table */
	bool is_done;
};

struct igd_derived {
	char *key;
	size_t member; /* who works it out */
	bool is_done;
};

struct igd_run_state {
	struct igd_host *host;
	const struct igd_run_options *options;
	struct igd_pool pool;
	struct igd_member
		*members; /* as many as pool.workers, in their order; so are schedule.lists */
	struct igd_schedule schedule;
	struct igd_derived *derived;
	size_t derived_count;
	struct igd_wanted *wanted;
};

/* The time a worker has for what it was told to do begins now. */
void igd_run_give_time(const struct igd_run_state *run, struct igd_worker *worker);

/* Waits for whatever comes, and attends to all workers. */
void igd_run_turn(struct igd_run_state *run);

/* Whether every fix that was asked for by name is one. -EINVAL with reterr. */
int igd_run_look_at_fixes(const struct igd_run_state *run, struct igd_error *reterr);
/* Fills options->proposals, once all findings are in exam. */
void igd_run_propose(struct igd_run_state *run, const struct igd_exam *exam);
/* The fix that a lost worker was asked for, if there is one, has failed. */
void igd_run_give_up_proposal(struct igd_run_state *run, size_t member);

/* Reads all whole messages of worker i and answers them; gives up its checks when it is gone. */
void igd_run_attend(struct igd_run_state *run, size_t i);

#endif
