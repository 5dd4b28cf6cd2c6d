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
	uint32_t place; /* in the chain of causes; 0: behind all others */
	struct igd_task *running;
	char *waits_for; /* the key of a derived answer that another worker is working out */
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
};

/* The time a worker has for what it was told to do begins now. */
void igd_run_give_time(const struct igd_run_state *run, struct igd_worker *worker);

/* Reads all whole messages of worker i and answers them; gives up its checks when it is gone. */
void igd_run_attend(struct igd_run_state *run, size_t i);

#endif
