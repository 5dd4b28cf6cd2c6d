// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * proposal - what a fix wants changed
 */
#include "core/proposal.h"

#include <stdlib.h>

#include "core/host_private.h"

const char *igd_fix_risk_name(enum igd_risk risk)
{
	static const char *const names[] = { "none", "boot", "display" };

	return names[risk];
}

void igd_fix_propose(const struct igd_fix *fix, struct igd_host *host, struct igd_changes *ret,
	char **ret_failed)
{
	const struct igd_stuck *stuck;
	struct igd_trace trace;

	*ret = (struct igd_changes){ 0 };
	*ret_failed = NULL;
	igd_host_begin(host);
	fix->plan(host, ret);
	trace = igd_host_end(host);
	stuck = igd_trace_first(&trace);
	if (stuck) {
		*ret_failed = igd_printf(
			"%s: could not be read: %s", stuck->path, igd_errno_text(stuck->error));
		igd_changes_done(ret);
	}
	igd_trace_done(&trace);
}

void igd_fix_known_done(struct igd_fix_known *fix)
{
	free(fix->id);
	free(fix->plugin);
	free(fix->title);
	free(fix->risk_text);
	*fix = (struct igd_fix_known){ 0 };
}

void igd_proposal_done(struct igd_proposal *proposal)
{
	char **id;

	for (id = proposal->findings; id && *id; id++)
		free(*id);
	free(proposal->findings);
	free(proposal->id);
	free(proposal->title);
	free(proposal->risk_text);
	free(proposal->failed);
	igd_changes_done(&proposal->changes);
	*proposal = (struct igd_proposal){ 0 };
}

void igd_proposals_done(struct igd_proposals *proposals)
{
	while (proposals->count)
		igd_proposal_done(&proposals->items[--proposals->count]);
	free(proposals->items);
	*proposals = (struct igd_proposals){ 0 };
}
