// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * answers - what a helper on a forum asks for first, answered before it is asked
 *
 * Each is a command that the reader knows and what it would have said, put together from the evidence. What the
 * evidence does not hold says so in a word, instead of being left out in silence.
 */
#ifndef IGD_REPORTS_ANSWERS_H
#define IGD_REPORTS_ANSWERS_H

#include <stdio.h>

#include "core/util.h"

struct igd_answered {
	char *command; /* "cat /proc/cmdline" */
	char *text;    /* lines, printable, the last ended; NULL: not known */
	char *missing; /* why it is not known; NULL if it is */
};

struct igd_answers {
	struct igd_answered *items; /* the most asked for first */
	size_t count;
};

void igd_answers_add(
	struct igd_answers *answers, const char *command, const char *text, const char *missing);
void igd_answers_done(struct igd_answers *answers);

/* All of them under a heading, for report.md and for a text. Nothing if there are none. */
void igd_answers_markdown(const struct igd_answers *answers, FILE *out);
void igd_answers_text(const struct igd_answers *answers, FILE *out);

#endif
