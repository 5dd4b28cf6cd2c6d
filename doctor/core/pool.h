// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pool - the workers of a run, as processes: started, listened to, written to, stopped
 *
 * Knows nothing of checks. A worker that dies, or says what is no message, is taken down and remembered with
 * the reason.
 */
#ifndef IGD_CORE_POOL_H
#define IGD_CORE_POOL_H

#include <sys/types.h>

#include "core/finding.h"
#include "core/loader.h"
#include "core/source.h"
#include "core/wire.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

struct igd_worker {
	const struct igd_plugin_file *file;
	pid_t pid; /* 0: gone */
	int fd;
	struct igd_text in, out;
	size_t taken;	   /* of in */
	size_t sent;	   /* of out */
	uint64_t deadline; /* CLOCK_MONOTONIC in ms; 0: may take its time */
	enum igd_reason
		end; /* why it is gone; NONE while it runs, and where it was stopped because all is done */
	char *end_text; /* the same for a person */
};

struct igd_pool {
	struct igd_worker *workers;
	size_t count;
};

uint64_t igd_now_ms(void);

/* Starts a worker for each file that was not refused, in the order of the set. */
void igd_pool_start(
	struct igd_pool *pool, const struct igd_plugin_set *plugins, struct igd_source *source);

/* Starts one that is gone again, as if for the first time. */
void igd_pool_restart(struct igd_pool *pool, size_t i, struct igd_source *source);

/* Queues what was written into worker->out since the last call. */
void igd_worker_flush(struct igd_worker *worker);

/*
 * Waits, at most timeout_ms, until something arrives, can be sent, or a deadline passes; reads what is there;
 * takes down whoever has died or is late. Never waits for a worker alone.
 */
void igd_pool_wait(struct igd_pool *pool, unsigned timeout_ms);

/* Moves all deadlines on by a time in which nobody was attended to. */
void igd_pool_postpone(struct igd_pool *pool, uint64_t ms);

/* Takes a worker down for this reason. */
IGD_FORMAT(3, 4)
void igd_worker_stop(struct igd_worker *worker, enum igd_reason reason, const char *format, ...);

/* The next message, as igd_wire_next(); igd_worker_taken() drops it. Nonsense takes the worker down. */
int igd_worker_next(struct igd_worker *worker, struct igd_wire *ret, size_t *ret_size);
void igd_worker_taken(struct igd_worker *worker, size_t size);

void igd_pool_done(struct igd_pool *pool);

#pragma GCC visibility pop

#endif
