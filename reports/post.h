// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * post - an examination in pieces, the most important of which are kept where not all have room
 *
 * A piece is whole or not there: nothing is cut in the middle of a line, a block of code or a letter. What was left out is
 * counted and said.
 */
#ifndef IGD_REPORTS_POST_H
#define IGD_REPORTS_POST_H

#include "reports/answers.h"
#include "reports/markup.h"

/* The most important first: the last goes first. */
enum igd_post_part {
	IGD_POST_VERDICT,
	IGD_POST_CAUSE, /* of what stands under START HERE: what was found */
	IGD_POST_MACHINE,
	IGD_POST_CAUSE_REMEDY,
	IGD_POST_CAUSE_EVIDENCE,
	IGD_POST_FIRST_ANSWER, /* what every helper asks for */
	IGD_POST_FAILED,
	IGD_POST_UNKNOWN,
	IGD_POST_REMEDY,
	IGD_POST_HINT,
	IGD_POST_WAITING,
	IGD_POST_MISSING, /* answers that there are none to */
	IGD_POST_ANSWER,
	IGD_POST_WHY,
	IGD_POST_EVIDENCE,
	IGD_POST_PART_COUNT
};

#define IGD_POST_NO_PARENT SIZE_MAX

struct igd_post_piece {
	enum igd_post_part part;
	const char *section; /* the heading above it; NULL for none */
	size_t parent;	     /* the piece without which it makes no sense */
	char *text;	     /* marked up */
	size_t size;
	bool is_kept;
};

struct igd_post {
	enum igd_markup_kind kind;
	const struct igd_report_style *style;
	struct igd_post_piece *pieces; /* in the order of reading */
	size_t count;
	struct igd_markup markup; /* of the piece that is being written */
	char *text;
	size_t size;
};

void igd_post_init(
	struct igd_post *post, enum igd_markup_kind kind, const struct igd_report_style *style);
void igd_post_done(struct igd_post *post);

/* Between the two post->markup is written to. igd_post_end() returns the piece's place, or the parent's if it is empty. */
void igd_post_begin(struct igd_post *post);
size_t igd_post_end(
	struct igd_post *post, enum igd_post_part part, const char *section, size_t parent);

/*
 * Writes what has room in so many bytes (which are never fewer than characters), and at the end what has none. SIZE_MAX:
 * all of it. The first piece is always written.
 */
void igd_post_print(struct igd_post *post, size_t limit, FILE *out);

/*
 * The pieces of an examination; is_whole: with all evidence and all references, as for a file; else with what helps a
 * reader to understand it.
 */
void igd_post_add_exam(struct igd_post *post, const struct igd_exam *exam, bool is_whole);
/* What a helper asks for first. */
void igd_post_add_answers(struct igd_post *post, const struct igd_answers *answers);

#endif
