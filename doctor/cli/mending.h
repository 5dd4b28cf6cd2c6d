// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mending - what the verbs fix and undo share: asking, carrying out, and telling what came of it
 */
#ifndef IGD_CLI_MENDING_H
#define IGD_CLI_MENDING_H

#include <signal.h>

#include "cli/session.h"
#include "mend/apply.h"

/* One plan on its way from the question to the machine. */
struct igd_mending {
	const struct igd_options *options;
	struct igd_report_style style;
	struct igd_plan plan;
	char *journal; /* of what was carried out; NULL: nothing was */
	bool is_left; /* it could not be carried out, nor all of it be put back: the journal still can be undone */
	uint64_t began; /* when the running step began, in ms */
	bool is_talked; /* whether anything is to be said for people on stdout */
};

void igd_mending_init(struct igd_mending *mending, const struct igd_options *options);
void igd_mending_done(struct igd_mending *mending);

/* A paragraph for people; nothing with --json, and with --quiet. */
IGD_FORMAT(2, 3) void igd_mending_say(struct igd_mending *mending, const char *format, ...);

/* Whether there is a person to ask: a terminal at both ends. */
bool igd_can_ask(void);
/* Asks a question on the terminal; only "y" and "yes" are a yes. */
IGD_FORMAT(1, 2) bool igd_ask(const char *format, ...);

/*
 * Holds the signals back that end a program, but for those that are ignored; ret_before is the mask to go back to. One that has
 * come meanwhile is pending then. So is SIGPIPE, which are_pending() does not count: whoever stops only then looks at ferror().
 */
void igd_signals_hold(sigset_t *ret_before);
/* Whether one of them is pending. */
bool igd_signals_are_pending(void);

/* Names on stderr what went wrong and returns the exit status for it. */
int igd_mending_complain(const struct igd_error *error);

/* What the engine calls; mending is the context. */
struct igd_apply_ops igd_mending_ops(struct igd_mending *mending);

/* Carries mending->plan out. IGD_EXIT_OK, or the exit status after naming what went wrong; all is then put back but for is_left. */
int igd_mending_carry_out(struct igd_mending *mending);

/*
 * Examines again, and says (and notes in the journal) of each finding that the plan is for whether it has turned. word: what the outcome
 * is called in JSON. Returns IGD_EXIT_OK, or IGD_EXIT_DEGRADED where one did not turn or a fix declined.
 */
int igd_mending_tell(struct igd_mending *mending, const char *word);

/* Says what is to be done next, once a plan stands at its boot. */
void igd_mending_tell_boot(struct igd_mending *mending);

/* Prints the outcome without another examination, with --json. */
void igd_mending_print_outcome(struct igd_mending *mending, const char *word);

/* fix --resume */
int igd_verb_resume(const struct igd_options *options);
/* undo --list */
int igd_verb_diary(const struct igd_options *options);
/* A moment, as "2026-11-23 09:50" of this machine's time zone; the caller frees it. */
char *igd_moment(uint64_t seconds);

#endif
