// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * forum - the post itself: what a person who asks for help would have had to write
 */
#ifndef IGD_REPORTS_FORUM_H
#define IGD_REPORTS_FORUM_H

#include "reports/answers.h"
#include "reports/report.h"

/* A language that forums speak, and how long a post may be where nobody has said otherwise. */
struct igd_forum_kind {
	const char *name; /* "markdown" */
	const char *summary;
	size_t limit; /* characters */
};

/* NULL if there is none of this name. */
const struct igd_forum_kind *igd_forum_kind(const char *name);
/* The one at this place; NULL behind the last. */
const struct igd_forum_kind *igd_forum_kind_at(size_t place);

struct igd_forum {
	const struct igd_forum_kind *kind;
	size_t limit; /* characters; 0: the kind's */
};

/*
 * Writes the post: the verdict, the machine, the cause and what to do, what else was found, the evidence, and the answers
 * to what helpers ask for first, in no more characters than allowed, but always the verdict. What has no room is left out
 * in whole pieces, the least important first, and counted at the end. Of style only version, has_utf8, is_partial and
 * is_root matter. answers may be NULL.
 */
void igd_forum_print(const struct igd_exam *exam, const struct igd_answers *answers,
	const struct igd_report_style *style, const struct igd_forum *forum, FILE *out);

#endif
