// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * finding - a check's answer, as a value that owns its strings
 */
#ifndef IGD_CORE_FINDING_H
#define IGD_CORE_FINDING_H

#include "core/drawing.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* Why a verdict is UNKNOWN. */
enum igd_reason {
	IGD_REASON_NONE,
	IGD_REASON_NOT_PERMITTED, /* EACCES or EPERM: root would be told more */
	IGD_REASON_NOT_RECORDED,  /* the recording does not hold it */
	IGD_REASON_UNREADABLE,	  /* any other error */
	IGD_REASON_UNDECIDED,	  /* read, but it does not settle the question */
	IGD_REASON_CRASHED,
	IGD_REASON_TIMEOUT,
	IGD_REASON_MEMORY,
	IGD_REASON_PROTOCOL, /* the plugin spoke nonsense */
	IGD_REASON_REFUSED,  /* the plugin was not loaded */
	IGD_REASON_COUNT
};

struct igd_evidence {
	char *source;
	char *excerpt;
};

struct igd_finding {
	char *id, *plugin, *title, *why, *remedy;
	char *fix;	    /* NULL for none */
	char *where, *what; /* printable; NULL for a check that was not run */
	enum igd_verdict verdict;
	enum igd_severity severity;
	enum igd_reason reason; /* of an UNKNOWN */
	struct igd_evidence *evidence;
	size_t evidence_count;
	struct igd_drawing *drawing; /* NULL for none */
	char **references;
	size_t reference_count;
	char **needs; /* ids, as the check lists them */
	size_t need_count;
	char **blocked_by; /* ids */
	size_t blocked_by_count;
};

/* Copies what the check says of itself. */
void igd_finding_init(
	struct igd_finding *finding, const struct igd_check *check, const char *plugin);
void igd_finding_done(struct igd_finding *finding);
void igd_finding_add(char ***list, size_t *count, const char *text);

/* "pass", "fail", "na", "unknown", "blocked"; "blocker", "degraded", "hint"; "not-permitted" ... */
const char *igd_verdict_name(enum igd_verdict verdict);
const char *igd_severity_name(enum igd_severity severity);
const char *igd_reason_name(enum igd_reason reason);

/*
 * Runs one check here and now: its trace becomes the evidence, what stuck makes it UNKNOWN, and the remedy's
 * directives are filled in by expand (NULL: left as their arguments).
 */
void igd_check_examine(const struct igd_check *check, struct igd_host *host,
	const char *(*expand)(struct igd_host *host, const char *directive),
	struct igd_finding *ret);

/*
 * A remedy with its directives filled in, printable, and with a capital in front unless it begins with a mere
 * argument; the caller frees it. host may be NULL.
 */
char *igd_remedy_expand(const char *remedy, struct igd_host *host,
	const char *(*expand)(struct igd_host *host, const char *directive));

#pragma GCC visibility pop

#endif
