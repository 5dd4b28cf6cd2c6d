// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * proposal - what a fix wants changed, as the program is told of it by the fix's worker
 */
#ifndef IGD_CORE_PROPOSAL_H
#define IGD_CORE_PROPOSAL_H

#include "core/fix.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* What a fix says of itself. */
struct igd_fix_known {
	char *id, *plugin, *title;
	enum igd_risk risk;
	char *risk_text; /* NULL where there is none */
};

/* A fix that was asked for its changes. */
struct igd_proposal {
	char *id, *title;
	enum igd_risk risk;
	char *risk_text;
	char **findings; /* ids of those it is for, NULL at the end; an empty list where it was asked for by name */
	struct igd_changes changes;
	char *failed; /* why it could not say (a crash, what could not be read); NULL */
};

struct igd_proposals {
	struct igd_proposal *items;
	size_t count;
};

/*
 * Asks a fix for its changes here and now. What could not be read while it ran makes it fail: *ret_failed is then the path and the
 * reason, which the caller frees, and *ret is empty; else *ret_failed is NULL.
 */
void igd_fix_propose(const struct igd_fix *fix, struct igd_host *host, struct igd_changes *ret,
	char **ret_failed);

void igd_fix_known_done(struct igd_fix_known *fix);
void igd_proposal_done(struct igd_proposal *proposal);
void igd_proposals_done(struct igd_proposals *proposals);

/* "none", "boot", "display" */
const char *igd_fix_risk_name(enum igd_risk risk);

#pragma GCC visibility pop

#endif
