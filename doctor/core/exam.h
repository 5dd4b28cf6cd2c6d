// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * exam - a finished examination, as a value: what every printer of it is given
 */
#ifndef IGD_CORE_EXAM_H
#define IGD_CORE_EXAM_H

#include "core/finding.h"
#include "core/proposal.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* Who was examined. Strings are printable; NULL where it could not be told. */
struct igd_subject {
	bool is_live;	     /* "live" or "recorded" */
	char *kernel;	     /* "6.12.107+deb13-amd64" */
	char *distribution;  /* "Artix Linux" */
	char *machine;	     /* "Micro-Star International MS-7D25" */
	char *igpu_address;  /* "0000:00:02.0"; NULL: no iGPU, and so for the rest */
	char *igpu_id;	     /* "8086:4680" */
	char *igpu_name;     /* "UHD Graphics 770"; NULL if it has no name in the table */
	char *igpu_platform; /* "Alder Lake-S"; NULL if it is not in the table */
	int igpu_generation; /* QEMU's; -1: one without quirks; 0: not in the table */
	char *igpu_driver;   /* "i915"; NULL for none */
};

struct igd_exam {
	struct igd_subject subject;
	/*
	 * In the order to be shown: plugins by their place in the chain of causes, then by name; checks in the
	 * order of their plugin's table; at the end what went wrong with plugins, as findings of the ids
	 * "plugin.refused" and "plugin.failed".
	 */
	struct igd_finding *findings;
	size_t count;
	char **start_with; /* ids of failed checks, what to mend first; the first is "start here" */
	size_t start_count;
	struct igd_fix_known *fixes; /* that there are, in the same order */
	size_t fix_count;
};

enum igd_outcome { IGD_OUTCOME_OK, IGD_OUTCOME_DEGRADED, IGD_OUTCOME_BLOCKED, IGD_OUTCOME_UNKNOWN };

/*
 * The examination in one word: BLOCKED if a blocker has failed or is blocked by what has; else UNKNOWN if a blocker's or degraded
 * check's verdict is unknown; else DEGRADED if anything failed; else OK.
 */
enum igd_outcome igd_exam_outcome(const struct igd_exam *exam);
/* "ok", "degraded", "blocked", "unknown" */
const char *igd_outcome_name(enum igd_outcome outcome);
size_t igd_exam_count(const struct igd_exam *exam, enum igd_verdict verdict);
/* How many checks are BLOCKED, directly or not, by the one of this id. */
size_t igd_exam_waiting(const struct igd_exam *exam, const char *id);
const struct igd_finding *igd_exam_find(const struct igd_exam *exam, const char *id);
/* The fix that a failed finding names, if there is one of this name; NULL. */
const struct igd_fix_known *igd_exam_fix(
	const struct igd_exam *exam, const struct igd_finding *finding);
const struct igd_fix_known *igd_exam_find_fix(const struct igd_exam *exam, const char *id);
/* Copies it. */
void igd_exam_add_fix(struct igd_exam *exam, const struct igd_fix_known *fix);
/* Whether a verdict is UNKNOWN because the caller was not permitted to read. */
bool igd_exam_is_restricted(const struct igd_exam *exam);
/* Fills start_with from the findings: failed checks that nothing failed stands before, graver ones and those
 * on which more wait first. */
void igd_exam_rank(struct igd_exam *exam);
void igd_exam_done(struct igd_exam *exam);

#pragma GCC visibility pop

#endif
