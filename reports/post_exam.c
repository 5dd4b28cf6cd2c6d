// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * post_exam - the pieces of an examination
 */
#include <stdint.h>
#include <string.h>

#include "reports/drawing_text.h"
#include "reports/evidence.h"
#include "reports/order.h"
#include "reports/page.h"
#include "reports/post.h"
#include "reports/tally.h"
#include "reports/words.h"

/* Of one finding in a post; a file has all. */
#define KEY_EVIDENCE 8
/* What a finding says is longer only where it quotes something, whose evidence then has it whole. */
#define MAX_FOUND 300
/* Columns of a drawing: what a forum's block of code shows without scrolling. */
#define MAP_WIDTH 78

#define START_HERE "Start here"
#define THEN "Then, in this order"
#define WORTH_KNOWING "Worth knowing"
#define COULD_NOT_TELL "Could not tell"
#define NOT_LOOKED_AT "Not looked at yet"

/* What is told of a finding, as parts of the post. */
struct telling {
	const char *section;
	enum igd_post_part found, remedy, why, evidence;
};

static void add_verdict(struct igd_post *post, const struct igd_exam *exam)
{
	IGD_AUTOFREE char *sentence = igd_words_headline(exam, post->style);

	igd_post_begin(post);
	igd_markup_strong(&post->markup, sentence);
	/* Whoever reads it is not whoever could do something about it, as igd_words_permission() advises. */
	if (igd_exam_is_restricted(exam))
		igd_markup_paragraph(&post->markup, NULL,
			"It was not permitted to read everything, as root is.");
	igd_post_end(post, IGD_POST_VERDICT, NULL, IGD_POST_NO_PARENT);
}

/* By what it was examined, and what came of it: a post is copied without the rest. */
static char *examiner(const struct igd_post *post, const struct igd_exam *exam)
{
	struct igd_tally tally = igd_tally(exam, NULL);
	IGD_AUTOFREE char *counts = igd_tally_words(&tally, true);

	return igd_printf("igd-doctor %s, %zu check%s: %s",
		post->style->version ? post->style->version : "", tally.total,
		tally.total == 1 ? "" : "s", counts);
}

static void add_machine(struct igd_post *post, const struct igd_exam *exam)
{
	IGD_AUTOFREE char *host = igd_words_host(exam);
	IGD_AUTOFREE char *igpu = igd_words_igpu(exam);
	IGD_AUTOFREE char *by = examiner(post, exam);

	igd_post_begin(post);
	igd_markup_paragraph(&post->markup, "Host", host);
	igd_markup_paragraph(&post->markup, "iGPU", igpu);
	igd_markup_paragraph(&post->markup, "Examined by", by);
	igd_post_end(post, IGD_POST_MACHINE, NULL, IGD_POST_NO_PARENT);
}

static char *found_words(const struct igd_finding *finding, bool is_whole)
{
	IGD_AUTOFREE char *found = igd_words_found(finding);

	return igd_printable(found, strlen(found), is_whole ? SIZE_MAX - 8 : MAX_FOUND);
}

static size_t add_found(struct igd_post *post, const struct igd_exam *exam,
	const struct igd_finding *finding, const struct telling *telling, bool is_whole)
{
	size_t waiting = igd_exam_waiting(exam, finding->id);
	IGD_AUTOFREE char *found = found_words(finding, is_whole);
	IGD_AUTOFREE char *head =
		igd_printf("`%s` (%s)", finding->id, igd_severity_name(finding->severity));
	IGD_AUTOFREE char *waits = waiting ? igd_printf("%zu other check%s for it.", waiting,
						     waiting == 1 ? " waits" : "s wait")
					   : NULL;

	igd_post_begin(post);
	igd_markup_heading(&post->markup, 3, head);
	if (is_whole)
		igd_markup_paragraph(&post->markup, "Should be", finding->title);
	igd_markup_paragraph(&post->markup, "Found", found);
	igd_markup_paragraph(&post->markup, NULL, waits);
	return igd_post_end(post, telling->found, telling->section, IGD_POST_NO_PARENT);
}

static void add_remedy(struct igd_post *post, const struct igd_fix_known *fix,
	const struct igd_finding *finding, const struct telling *telling, size_t parent)
{
	IGD_AUTOFREE char *command = fix ? igd_printf("`igd-doctor fix %s`", fix->id) : NULL;

	igd_post_begin(post);
	igd_markup_paragraph(&post->markup, "Do", finding->remedy);
	igd_markup_paragraph(&post->markup, "Or let it be done", command);
	igd_post_end(post, telling->remedy, telling->section, parent);
}

static char *drawing_lines(const struct igd_post *post, const struct igd_finding *finding)
{
	struct igd_report_style style = { .width = MAP_WIDTH, .has_utf8 = post->style->has_utf8 };
	struct igd_page page;
	char *text = NULL;
	size_t size = 0;
	FILE *out = igd_markup_open(&text, &size);

	igd_page_init(&page, &style, out);
	page.margin = 0;
	igd_drawing_text(&page, finding);
	fclose(out);
	return text;
}

static void add_drawing(struct igd_post *post, const struct igd_finding *finding,
	const struct telling *telling, size_t parent)
{
	IGD_AUTOFREE char *lines = finding->drawing ? drawing_lines(post, finding) : NULL;

	if (!lines)
		return;
	igd_post_begin(post);
	igd_markup_block(&post->markup, "Drawn", lines);
	igd_post_end(post, telling->evidence, telling->section, parent);
}

static void add_evidence(struct igd_post *post, const struct igd_finding *finding,
	const struct telling *telling, size_t parent, bool is_whole)
{
	size_t more;
	IGD_AUTOFREE char *lines =
		igd_evidence_lines(finding, is_whole ? SIZE_MAX : KEY_EVIDENCE, &more);
	IGD_AUTOFREE char *left = more ? igd_printf(", without %zu less important", more) : NULL;
	IGD_AUTOFREE char *title = igd_printf("Evidence for `%s`%s", finding->id, left ? left : "");

	if (!*lines)
		return;
	igd_post_begin(post);
	igd_markup_block(&post->markup, title, lines);
	igd_post_end(post, telling->evidence, telling->section, parent);
}

static void add_references(struct igd_post *post, const struct igd_finding *finding,
	const struct telling *telling, size_t parent)
{
	size_t i;

	igd_post_begin(post);
	for (i = 0; i < finding->reference_count; i++)
		igd_markup_reference(&post->markup, "Read", finding->references[i]);
	igd_post_end(post, telling->why, telling->section, parent);
}

static void add_failed(struct igd_post *post, const struct igd_exam *exam,
	const struct igd_finding *finding, const struct telling *telling, bool is_whole)
{
	size_t parent = add_found(post, exam, finding, telling, is_whole);

	igd_post_begin(post);
	igd_markup_paragraph(&post->markup, "Why", finding->why);
	igd_post_end(post, telling->why, telling->section, parent);
	add_remedy(post, igd_exam_fix(exam, finding), finding, telling, parent);
	add_drawing(post, finding, telling, parent);
	add_evidence(post, finding, telling, parent, is_whole);
	if (is_whole)
		add_references(post, finding, telling, parent);
}

static const struct telling *telling_of(const struct igd_finding *finding, bool is_first)
{
	static const struct telling cause = { START_HERE, IGD_POST_CAUSE, IGD_POST_CAUSE_REMEDY,
		IGD_POST_WHY, IGD_POST_CAUSE_EVIDENCE };
	static const struct telling other = { THEN, IGD_POST_FAILED, IGD_POST_REMEDY, IGD_POST_WHY,
		IGD_POST_EVIDENCE };
	static const struct telling hint = { WORTH_KNOWING, IGD_POST_HINT, IGD_POST_WHY,
		IGD_POST_WHY, IGD_POST_EVIDENCE };

	if (finding->severity == IGD_HINT)
		return &hint;
	return is_first ? &cause : &other;
}

static void add_all_failed(struct igd_post *post, const struct igd_exam *exam, bool is_whole)
{
	size_t i, count;
	IGD_AUTOFREE const struct igd_finding **failed = igd_order_failed(exam, &count);

	for (i = 0; i < count; i++)
		add_failed(post, exam, failed[i], telling_of(failed[i], i == 0), is_whole);
}

/* All that is unknown for one and the same reason: what it was, then whose it is. */
static void add_unknown_group(struct igd_post *post, const struct igd_exam *exam,
	const struct igd_finding *first, bool is_whole)
{
	static const struct telling telling = { COULD_NOT_TELL, IGD_POST_UNKNOWN, IGD_POST_REMEDY,
		IGD_POST_WHY, IGD_POST_EVIDENCE };
	IGD_AUTOFREE char *found = found_words(first, is_whole);
	IGD_AUTOTEXT struct igd_text ids = { 0 };
	const struct igd_finding *finding;
	size_t parent;

	for (finding = first; finding < exam->findings + exam->count; finding++) {
		if (igd_order_is_alike(first, finding))
			igd_text_printf(&ids, "%s`%s`", ids.size ? ", " : "", finding->id);
	}
	igd_text_printf(
		&ids, " (%s)%s%s", igd_words_reason(first->reason), *found ? ": " : "", found);
	igd_post_begin(post);
	igd_markup_paragraph(&post->markup, "Unknown", ids.text);
	parent = igd_post_end(post, telling.found, telling.section, IGD_POST_NO_PARENT);
	if (first->reason == IGD_REASON_UNDECIDED || is_whole)
		add_evidence(post, first, &telling, parent, is_whole);
}

static void add_unknown(struct igd_post *post, const struct igd_exam *exam, bool is_whole)
{
	size_t i;

	for (i = 0; i < exam->count; i++) {
		if (igd_order_opens_alike(exam, i))
			add_unknown_group(post, exam, &exam->findings[i], is_whole);
	}
}

/* The ids of all that wait for this one, each as code. */
static char *waiting_for(const struct igd_exam *exam, const char *cause)
{
	struct igd_text ids = { 0 };
	const char *other;
	size_t i;

	igd_text_printf(&ids, "for %s%s%s:", *cause ? "`" : "", *cause ? cause : "another check",
		*cause ? "`" : "");
	if (*cause && igd_exam_waiting(exam, cause) + 1 == exam->count) {
		igd_text_printf(&ids, " all other checks");
		return ids.text;
	}
	for (i = 0; i < exam->count; i++) {
		other = igd_order_waits_for(exam, &exam->findings[i]);
		if (other && strcmp(other, cause) == 0)
			igd_text_printf(&ids, " `%s`", exam->findings[i].id);
	}
	return ids.text;
}

static void add_waiting(struct igd_post *post, const struct igd_exam *exam)
{
	const char *cause;
	size_t i;

	for (i = 0; i < exam->count; i++) {
		IGD_AUTOFREE char *ids = NULL;

		cause = igd_order_opens_wait(exam, i);
		if (!cause)
			continue;
		ids = waiting_for(exam, cause);
		igd_post_begin(post);
		igd_markup_paragraph(&post->markup, "Waits", ids);
		igd_post_end(post, IGD_POST_WAITING, NOT_LOOKED_AT, IGD_POST_NO_PARENT);
	}
}

void igd_post_add_exam(struct igd_post *post, const struct igd_exam *exam, bool is_whole)
{
	bool is_open = igd_exam_outcome(exam) == IGD_OUTCOME_UNKNOWN;

	add_verdict(post, exam);
	add_machine(post, exam);
	/* Where the open questions decide, they come before what may be a mere hint. */
	if (is_open)
		add_unknown(post, exam, is_whole);
	add_all_failed(post, exam, is_whole);
	add_waiting(post, exam);
	if (!is_open)
		add_unknown(post, exam, is_whole);
}
