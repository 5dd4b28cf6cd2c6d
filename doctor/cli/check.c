// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * check - the verb: examines, and prints the findings
 */
#include <unistd.h>

#include "cli/session.h"
#include "reports/report.h"

static const int exits[] = {
	[IGD_OUTCOME_OK] = IGD_EXIT_OK,
	[IGD_OUTCOME_DEGRADED] = IGD_EXIT_DEGRADED,
	[IGD_OUTCOME_BLOCKED] = IGD_EXIT_BLOCKED,
	[IGD_OUTCOME_UNKNOWN] = IGD_EXIT_UNKNOWN,
};

int igd_verb_check(const struct igd_options *options)
{
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	struct igd_report_style style = igd_options_style(options);
	int status = igd_session_open(&session, options, false);

	if (status != IGD_EXIT_OK)
		return status;
	igd_report_format(options->format)->print(&session.exam, &style, stdout);
	return exits[igd_exam_outcome(&session.exam)];
}
