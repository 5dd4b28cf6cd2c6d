// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan - what `igd-doctor fix` would do, for the person who is asked whether it may
 *
 * What is done now, at the boot and behind it stand apart; each file as a diff, each command as it could be typed, with what
 * is saved before it. Then what it is for, what may go wrong, what a person has to do, and what is left out and why.
 */
#ifndef IGD_REPORTS_PLAN_H
#define IGD_REPORTS_PLAN_H

#include "mend/plan.h"
#include "reports/report.h"

void igd_plan_print(const struct igd_plan *plan, const struct igd_report_style *style, FILE *out);

/* A command's words as a person would type them to a shell; the caller frees it. */
char *igd_plan_command(char *const *words);

#endif
