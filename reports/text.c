// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text - the report for people
 *
 * Whoever reads it is tired and one reboot away from a black screen. So: what this is about, in one sentence
 * how it stands, what to mend first with everything needed to do it, then the rest in the order of causes;
 * what is well takes one line an area, and the last line says what to do next.
 */
#include <string.h>

#include "reports/order.h"
#include "reports/text_areas.h"
#include "reports/text_finding.h"
#include "reports/words.h"

static void head(struct igd_page *page, const struct igd_exam *exam)
{
	IGD_AUTOFREE char *host = igd_words_host(exam);
	IGD_AUTOFREE char *igpu = igd_words_igpu(exam);

	igd_page_begin(page, 0, 6);
	igd_page_add(page, IGD_INK_BOLD, "Host");
	igd_page_tab(page, 6);
	igd_page_add(page, IGD_INK_PLAIN, host);
	if (!exam->subject.is_live)
		igd_page_add(page, IGD_INK_PLAIN, "(recorded host)");
	igd_page_end(page);
	igd_page_begin(page, 0, 6);
	igd_page_add(page, IGD_INK_BOLD, "iGPU");
	igd_page_tab(page, 6);
	igd_page_add(page, IGD_INK_PLAIN, igpu);
	igd_page_end(page);
}

static void headline(struct igd_page *page, const struct igd_exam *exam)
{
	static const enum igd_mark marks[] = {
		[IGD_OUTCOME_OK] = IGD_MARK_PASS,
		[IGD_OUTCOME_DEGRADED] = IGD_MARK_DEGRADED,
		[IGD_OUTCOME_BLOCKED] = IGD_MARK_BLOCKER,
		[IGD_OUTCOME_UNKNOWN] = IGD_MARK_UNKNOWN,
	};
	IGD_AUTOFREE char *sentence = igd_words_headline(exam, page->style);
	enum igd_mark mark = marks[igd_exam_outcome(exam)];

	/* A green mark is not for an examination that examined nothing. */
	if (mark == IGD_MARK_PASS && !igd_exam_count(exam, IGD_PASS))
		mark = IGD_MARK_UNKNOWN;
	igd_page_blank(page);
	igd_page_begin(page, 0, page->margin);
	igd_page_mark(page, mark);
	igd_page_add(page, IGD_INK_BOLD, sentence);
	igd_page_end(page);
}

/* The title above the i-th of what failed; NULL if it belongs to what the one before it does. */
static const char *title_of(const struct igd_finding *const *findings, size_t i)
{
	bool is_hint = findings[i]->severity == IGD_HINT;

	if (is_hint)
		return i && findings[i - 1]->severity == IGD_HINT ? NULL : "WORTH KNOWING";
	if (i > 1)
		return NULL;
	return i ? "THEN, IN THIS ORDER" : "START HERE";
}

static void failed(struct igd_page *page, const struct igd_exam *exam)
{
	size_t i, count;
	IGD_AUTOFREE const struct igd_finding **findings = igd_order_failed(exam, &count);
	const char *title;

	for (i = 0; i < count; i++) {
		title = title_of(findings, i);
		if (title)
			igd_page_section(page, title);
		else
			igd_page_blank(page);
		igd_text_failed(page, exam, findings[i]);
	}
}

/* The ids of all that wait for this one, with commas between them. */
static char *waiting_for(const struct igd_exam *exam, const char *id)
{
	struct igd_text ids = { 0 };
	const char *cause;
	size_t i;

	igd_text_add(&ids, "", 0);
	for (i = 0; i < exam->count; i++) {
		cause = igd_order_waits_for(exam, &exam->findings[i]);
		if (cause && strcmp(cause, id) == 0)
			igd_text_printf(&ids, "%s%s", ids.size ? ", " : "", exam->findings[i].id);
	}
	return ids.text;
}

static void waiting_group(struct igd_page *page, const struct igd_exam *exam, const char *cause)
{
	bool is_for_all = igd_exam_waiting(exam, cause) + 1 == exam->count;
	IGD_AUTOFREE char *ids =
		is_for_all ? igd_strdup("all other checks") : waiting_for(exam, cause);
	IGD_AUTOFREE char *lead = igd_printf("waits for %s:", *cause ? cause : "another check");

	if (!*ids)
		return;
	igd_page_begin(page, 0, page->margin + 2);
	igd_page_mark(page, IGD_MARK_WAITING);
	igd_page_add(page, IGD_INK_PLAIN, lead);
	igd_page_add(page, IGD_INK_PLAIN, ids);
	igd_page_end(page);
}

static void waiting(struct igd_page *page, const struct igd_exam *exam)
{
	const char *cause;
	size_t i;

	if (!igd_exam_count(exam, IGD_BLOCKED))
		return;
	igd_page_section(page, "NOT LOOKED AT YET");
	for (i = 0; i < exam->count; i++) {
		cause = igd_order_opens_wait(exam, i);
		if (cause)
			waiting_group(page, exam, cause);
	}
}

/* All that is unknown for one and the same reason: their ids, then what it was. */
static void unknown_group(
	struct igd_page *page, const struct igd_exam *exam, const struct igd_finding *first)
{
	IGD_AUTOFREE char *found = igd_words_found(first);
	IGD_AUTOFREE char *reason = igd_printf("(%s)", igd_words_reason(first->reason));
	const struct igd_finding *finding;
	IGD_AUTOTEXT struct igd_text ids = { 0 };

	for (finding = first; finding < exam->findings + exam->count; finding++) {
		if (igd_order_is_alike(first, finding))
			igd_text_printf(&ids, "%s%s", ids.size ? ", " : "", finding->id);
	}
	igd_page_begin(page, 0, page->margin + 2);
	igd_page_mark(page, IGD_MARK_UNKNOWN);
	igd_page_add(page, igd_mark_ink(IGD_MARK_UNKNOWN), "unknown");
	igd_page_tab(page, page->column + 2);
	igd_page_add(page, IGD_INK_BOLD, ids.text);
	igd_page_add(page, IGD_INK_PLAIN, reason);
	igd_page_end(page);
	igd_text_labelled(page, "found", found);
	if (first->reason == IGD_REASON_UNDECIDED || page->style->is_verbose)
		igd_text_evidence(page, first);
}

static void unknown(struct igd_page *page, const struct igd_exam *exam)
{
	const char *advice = igd_words_permission(exam, page->style);
	size_t i;

	if (!igd_exam_count(exam, IGD_UNKNOWN))
		return;
	igd_page_section(page, "COULD NOT TELL");
	for (i = 0; i < exam->count; i++) {
		if (igd_order_opens_alike(exam, i))
			unknown_group(page, exam, &exam->findings[i]);
	}
	if (!advice)
		return;
	igd_page_begin(page, 0, 0);
	igd_page_add(page, IGD_INK_BOLD, advice);
	igd_page_end(page);
}

/* Its cause was examined but not asked for, so that no line of its own tells of it. */
static bool has_hidden_cause(const struct igd_exam *exam, const struct igd_finding *finding)
{
	return finding->verdict == IGD_BLOCKED && finding->blocked_by_count &&
	       !igd_exam_find(exam, finding->blocked_by[0]);
}

static void quiet_line(struct igd_page *page, const struct igd_finding *finding, const char *word,
	const char *kind, const char *found)
{
	IGD_AUTOFREE char *lead = igd_printf("%s %s:", finding->id, kind);

	igd_page_begin(page, 0, 0);
	igd_page_add(page, igd_mark_ink(igd_text_mark(finding)), word);
	igd_page_add(page, IGD_INK_PLAIN, lead);
	igd_page_add(page, IGD_INK_PLAIN, found);
	igd_page_end(page);
}

/* For grep: never broken. */
static void quiet(struct igd_page *page, const struct igd_exam *exam)
{
	const struct igd_finding *finding;

	page->width = SIZE_MAX;
	for (finding = exam->findings; finding < exam->findings + exam->count; finding++) {
		IGD_AUTOFREE char *found = igd_words_found(finding);

		if (finding->verdict == IGD_FAIL)
			quiet_line(
				page, finding, "FAIL", igd_severity_name(finding->severity), found);
		else if (finding->verdict == IGD_UNKNOWN)
			quiet_line(
				page, finding, "UNKNOWN", igd_reason_name(finding->reason), found);
		else if (has_hidden_cause(exam, finding))
			quiet_line(page, finding, "BLOCKED", igd_severity_name(finding->severity),
				finding->blocked_by[0]);
	}
}

void igd_report_text(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	struct igd_page page;

	igd_page_init(&page, style, out);
	if (style->is_quiet) {
		quiet(&page, exam);
		return;
	}
	head(&page, exam);
	headline(&page, exam);
	/* Where the open questions decide, they come before what may be a mere hint. */
	if (igd_exam_outcome(exam) == IGD_OUTCOME_UNKNOWN) {
		unknown(&page, exam);
		failed(&page, exam);
		waiting(&page, exam);
	} else {
		failed(&page, exam);
		waiting(&page, exam);
		unknown(&page, exam);
	}
	igd_text_areas(&page, exam);
	igd_text_summary(&page, exam);
}
