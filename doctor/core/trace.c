// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trace - what a check cited and what stuck to the host while it ran; facts
 *
 * Traces form a stack: a fact has one of its own while it is read, which is kept with it and added to the
 * trace of everybody who gets the fact.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_impl.h"

#define MAX_EXCERPT 240
#define MAX_CITATIONS 64

static struct igd_trace *running(struct igd_host *host)
{
	return &host->frames[host->frame_count - 1];
}

void igd_trace_done(struct igd_trace *trace)
{
	size_t i;

	for (i = 0; i < trace->citation_count; i++) {
		free(trace->citations[i].source);
		free(trace->citations[i].excerpt);
	}
	for (i = 0; i < trace->stuck_count; i++)
		free(trace->stuck[i].path);
	free(trace->citations);
	free(trace->stuck);
	*trace = (struct igd_trace){ 0 };
}

void igd_host_begin(struct igd_host *host)
{
	host->frames = igd_regrow(host->frames, host->frame_count + 1, sizeof(*host->frames));
	host->frames[host->frame_count++] = (struct igd_trace){ 0 };
}

struct igd_trace igd_host_end(struct igd_host *host)
{
	return host->frames[--host->frame_count];
}

const struct igd_stuck *igd_trace_first(const struct igd_trace *trace)
{
	size_t i;

	for (i = 0; i < trace->stuck_count; i++) {
		if (!trace->stuck[i].is_forgiven)
			return &trace->stuck[i];
	}
	return NULL;
}

static struct igd_stuck *find_stuck(struct igd_trace *trace, const char *path)
{
	size_t i;

	for (i = 0; i < trace->stuck_count; i++) {
		if (strcmp(trace->stuck[i].path, path) == 0)
			return &trace->stuck[i];
	}
	return NULL;
}

static void add_stuck(struct igd_trace *trace, const char *path, int error, bool is_forgiven)
{
	struct igd_stuck *known = find_stuck(trace, path);

	if (known) {
		known->is_forgiven = known->is_forgiven && is_forgiven;
		return;
	}
	trace->stuck = igd_regrow(trace->stuck, trace->stuck_count + 1, sizeof(*trace->stuck));
	trace->stuck[trace->stuck_count++] =
		(struct igd_stuck){ igd_strdup(path), error, is_forgiven };
}

void igd_host_stick(struct igd_host *host, const char *path, int error)
{
	add_stuck(running(host), path, error, false);
}

void igd_host_forgive(struct igd_host *host, const char *path)
{
	struct igd_stuck *known = find_stuck(running(host), path);

	if (known)
		known->is_forgiven = true;
}

int igd_host_error(struct igd_host *host, const char *path)
{
	struct igd_stuck *known = find_stuck(running(host), path);

	return known ? known->error : 0;
}

static void add_citation(struct igd_trace *trace, const char *source, const char *excerpt)
{
	size_t i;

	for (i = 0; i < trace->citation_count; i++) {
		if (strcmp(trace->citations[i].source, source) == 0 &&
			strcmp(trace->citations[i].excerpt, excerpt) == 0)
			return;
	}
	if (trace->citation_count == MAX_CITATIONS)
		return;
	trace->citations =
		igd_regrow(trace->citations, trace->citation_count + 1, sizeof(*trace->citations));
	trace->citations[trace->citation_count++] =
		(struct igd_citation){ igd_strdup(source), igd_strdup(excerpt) };
}

void igd_host_cite(struct igd_host *host, const char *source, const char *format, ...)
{
	IGD_AUTOFREE char *excerpt = NULL;
	IGD_AUTOFREE char *shown = NULL;
	va_list args;

	va_start(args, format);
	excerpt = igd_vprintf(format, args);
	va_end(args);
	shown = igd_printable(excerpt, strlen(excerpt), MAX_EXCERPT);
	add_citation(running(host), source, shown);
}

static void merge(struct igd_trace *into, const struct igd_trace *from)
{
	size_t i;

	for (i = 0; i < from->citation_count; i++)
		add_citation(into, from->citations[i].source, from->citations[i].excerpt);
	for (i = 0; i < from->stuck_count; i++)
		add_stuck(into, from->stuck[i].path, from->stuck[i].error,
			from->stuck[i].is_forgiven);
}

void igd_host_add_forgiven(struct igd_host *host, const struct igd_trace *from, bool all)
{
	size_t i;

	for (i = 0; i < from->stuck_count; i++) {
		if (all || from->stuck[i].is_forgiven)
			add_stuck(running(host), from->stuck[i].path, from->stuck[i].error, true);
	}
}

int igd_host_aside(
	struct igd_host *host, void (*look)(struct igd_host *host, void *context), void *context)
{
	const struct igd_stuck *first;
	struct igd_trace trace;
	int error;

	igd_host_begin(host);
	look(host, context);
	trace = igd_host_end(host);
	first = igd_trace_first(&trace);
	error = first ? first->error : 0;
	igd_host_add_forgiven(host, &trace, true);
	igd_trace_done(&trace);
	return error;
}

static size_t find_fact(const struct igd_host *host, const struct igd_fact *fact)
{
	size_t i;

	for (i = 0; i < host->fact_count; i++) {
		if (host->facts[i].fact == fact)
			break;
	}
	return i;
}

/* A fact must not ask for itself, directly or by way of another: that is a mistake in the code, not a state. */
const void *igd_host_fact(struct igd_host *host, const struct igd_fact *fact)
{
	size_t i = find_fact(host, fact);
	void *value;

	if (i == host->fact_count) {
		host->facts = igd_regrow(host->facts, host->fact_count + 1, sizeof(*host->facts));
		host->facts[host->fact_count++] = (struct igd_fact_kept){ .fact = fact };
		value = igd_zalloc(fact->size);
		igd_host_begin(host);
		fact->read(host, value);
		host->facts[i].trace = igd_host_end(host);
		host->facts[i].value = value;
	}
	if (!host->facts[i].value)
		abort();
	merge(running(host), &host->facts[i].trace);
	return host->facts[i].value;
}
