// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * host_private - what the runner and the recorder do with a host; not part of the SDK
 */
#ifndef IGD_CORE_HOST_PRIVATE_H
#define IGD_CORE_HOST_PRIVATE_H

#include "core/host.h"
#include "core/source_private.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

struct igd_citation {
	char *source;
	char *excerpt;
};

struct igd_stuck {
	char *path;
	int error;
	bool is_forgiven;
};

/* What happened while a check, or a fact it asked for, was read. */
struct igd_trace {
	struct igd_citation *citations;
	size_t citation_count;
	struct igd_stuck *stuck;
	size_t stuck_count;
};

void igd_trace_done(struct igd_trace *trace);

/* Takes the source over. */
struct igd_host *igd_host_new(struct igd_source *source);
struct igd_source *igd_host_source(const struct igd_host *host);
void igd_host_free(struct igd_host *host);

/* Runs the reads of one check between begin and end; end hands the trace over. They nest. */
void igd_host_begin(struct igd_host *host);
struct igd_trace igd_host_end(struct igd_host *host);
/* Adds to the running trace, as forgiven, what another met and forgave; or all that it met. */
void igd_host_add_forgiven(struct igd_host *host, const struct igd_trace *from, bool all);
/* The first error of a trace that was not forgiven; NULL. */
const struct igd_stuck *igd_trace_first(const struct igd_trace *trace);

/* The kept answer to a question, asked of the source the first time. Valid as long as the host. */
const struct igd_answer *igd_host_ask(struct igd_host *host, const struct igd_question *question);

/* Walks all kept answers in the order they were asked. */
struct igd_kept {
	struct igd_question question;
	struct igd_answer answer;
};
const struct igd_kept *const *igd_host_kept(const struct igd_host *host, size_t *ret_count);

/*
 * How derived answers are shared between the workers of a run. begin answers 0 and fills ret if the answer
 * is known (ret->error may say that there is none), or -EINPROGRESS if this caller has to work it out and
 * hand it to end.
 */
struct igd_derive_ops {
	int (*begin)(void *context, const char *key, struct igd_answer *ret);
	void (*end)(void *context, const char *key, const struct igd_answer *answer);
};
void igd_host_set_derive(struct igd_host *host, const struct igd_derive_ops *ops, void *context);

/* Keeps a derived answer as if it had been read from the recording. */
void igd_host_keep_derived(struct igd_host *host, const char *key, const struct igd_answer *answer);
/* The path at which a recording keeps it; the caller frees it. */
char *igd_derived_path(const char *key);

/* Makes every question about this exact path fail so from now on: fault injection for tests. */
void igd_host_inject(struct igd_host *host, const char *path, int error);

/* Everything that was read, as a recording of the host: sorted, each path and type once. The caller ends it. */
void igd_host_tree(const struct igd_host *host, struct igd_tree *ret);
/* Writes that in the .tree form. 0 or -errno. */
int igd_host_record(const struct igd_host *host, FILE *file);

#pragma GCC visibility pop

#endif
