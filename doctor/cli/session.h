// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * session - what the verbs share: the host, the plugins, an examination of the one by the other
 */
#ifndef IGD_CLI_SESSION_H
#define IGD_CLI_SESSION_H

#include "cli/options.h"
#include "core/runner.h"

struct igd_session {
	struct igd_host *host;
	struct igd_plugin_set plugins;
	struct igd_exam exam;
	bool wants_proposals; /* set before it is opened: fixes are asked for their changes */
	struct igd_proposals proposals;
	const char *const *propose; /* as in struct igd_run_options */
};

/*
 * Opens the host and the plugins, and examines; with list_only no check is run and no host is opened. Returns
 * IGD_EXIT_OK, or the exit status after naming what went wrong.
 */
int igd_session_open(
	struct igd_session *session, const struct igd_options *options, bool list_only);
void igd_session_done(struct igd_session *session);

/* Who the host is, for the head of a report. */
void igd_subject_read(struct igd_host *host, struct igd_subject *ret);

/* The verbs. */
int igd_verb_check(const struct igd_options *options);
int igd_verb_diff(const struct igd_options *options);
int igd_verb_explain(const struct igd_options *options);
int igd_verb_fix(const struct igd_options *options);
int igd_verb_list(const struct igd_options *options);
int igd_verb_log(const struct igd_options *options);
int igd_verb_record(const struct igd_options *options);
int igd_verb_report(const struct igd_options *options);
int igd_verb_rom(const struct igd_options *options);
int igd_verb_triage(const struct igd_options *options);
int igd_verb_undo(const struct igd_options *options);
int igd_verb_up(const struct igd_options *options);
int igd_verb_watch(const struct igd_options *options);

#endif
