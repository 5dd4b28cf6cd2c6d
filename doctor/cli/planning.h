// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * planning - from what fixes propose to a plan that can be shown and carried out
 */
#ifndef IGD_CLI_PLANNING_H
#define IGD_CLI_PLANNING_H

#include "cli/mending.h"

/*
 * Makes mending->plan anew of all that the session's fixes propose, and has the guard look at it. named: ids that a person gave,
 * NULL at the end; NULL for none (fixes/apply/spare.h).
 */
void igd_planning_make(
	struct igd_mending *mending, struct igd_session *session, const char *const *named);

/* Prints it on stdout: for people, or with --json as JSON. */
void igd_planning_show(const struct igd_mending *mending);

/* Whether it can be carried out, as igd_apply_check(). 0 or -errno. */
int igd_planning_check(const struct igd_mending *mending, struct igd_error *reterr);

#endif
