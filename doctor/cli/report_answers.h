// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_answers - what helpers on a forum ask for first, answered from what was read of the host
 *
 * Each answer looks like what the command would have said, as far as the evidence goes; lines that are put together from
 * other files than the command reads are no different from it in what they say.
 */
#ifndef IGD_CLI_REPORT_ANSWERS_H
#define IGD_CLI_REPORT_ANSWERS_H

#include "core/host.h"
#include "reports/answers.h"

/*
 * Adds the answers, the most asked for first. The host may be a recording, and may be redacted; what it does not hold is
 * answered with why not.
 */
void igd_report_answers(struct igd_host *host, struct igd_answers *ret);

#endif
