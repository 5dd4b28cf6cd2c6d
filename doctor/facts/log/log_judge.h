// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_judge - what the known symptoms in a log of this host amount to
 *
 * The verb `log` tells of every symptom, as the log may be anybody's. Here it is this host's, so what another check
 * judges by the host itself is left to that check, and what only ends a VM together with another line is known not to
 * have done so where that line is missing.
 */
#ifndef IGD_FACTS_LOG_LOG_JUDGE_H
#define IGD_FACTS_LOG_LOG_JUDGE_H

#include "core/check.h"
#include "facts/log/symptom.h"

/* The gravest first. */
enum igd_log_weight {
	IGD_LOG_IS_FATAL,
	IGD_LOG_IS_OPEN,      /* it depends on what is not known here */
	IGD_LOG_IS_ELSEWHERE, /* it depends on what another check looks at */
	IGD_LOG_IS_HARMLESS
};

/* One symptom. Texts are printable, hold no braces, and are the host's. */
struct igd_log_case {
	enum igd_log_weight weight;
	size_t line, count; /* of the log, from 1; how many lines show it */
	const char *id, *title, *cause, *remedy, *excerpt;
	const char *depends, *check; /* may be NULL */
};

/* So many symptoms are told of. */
#define IGD_LOG_CASES 16

struct igd_log_judgement {
	struct igd_log_case cases[IGD_LOG_CASES]; /* the gravest first, then by line */
	size_t count;
	size_t fatal, open; /* how many of either */
};

/* A log that is complete to its end. */
struct igd_log_text {
	const char *text;
	size_t size;
};

/*
 * Judges what the logs of these places (bits, 1 << enum igd_log_place) show. DMA faults are left out: iommu.faults
 * counts and rates them. The iGPU's IOMMU is looked at only if an address could not be mapped.
 */
IGD_EXPORT void igd_log_judge(struct igd_host *host, const struct igd_log_text *log,
	unsigned places, struct igd_log_judgement *ret);

/*
 * What a check of that log concludes, with the gravest symptom's cause and remedy; the others are cited. FAIL for what is
 * fatal whatever else the log shows. What depends on something that nobody here looks at is UNKNOWN; what depends on
 * what another check looks at is that check's business, and is cited only. nothing: what is said of a log without a fault.
 */
IGD_EXPORT enum igd_verdict igd_log_conclude(struct igd_host *host, const char *where,
	const struct igd_log_judgement *judgement, const char *nothing, struct igd_finding *ret);

#endif
