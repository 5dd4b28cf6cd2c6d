// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text_areas - everything by area, a line each (with -v a line for each check), and what it comes to
 */
#include "reports/text_areas.h"

#include <ctype.h>
#include <string.h>

#include "reports/map_text.h"
#include "reports/order.h"
#include "reports/text_finding.h"
#include "reports/words.h"

/* The longest area that makes the column of names wider. */
#define MAX_AREA 12

/* How often each verdict and each severity of a failure occurs, and the mark of the worst of them. */
struct tally {
	size_t count[IGD_BLOCKED + 1];
	size_t failed[IGD_BLOCKER + 1];
	size_t total;
	enum igd_mark mark;
};

/* The order of enum igd_mark is not that of gravity. */
static unsigned gravity(enum igd_mark mark)
{
	static const unsigned gravities[] = {
		[IGD_MARK_NA] = 0,
		[IGD_MARK_PASS] = 1,
		[IGD_MARK_WAITING] = 2,
		[IGD_MARK_HINT] = 3,
		[IGD_MARK_UNKNOWN] = 4,
		[IGD_MARK_DEGRADED] = 5,
		[IGD_MARK_BLOCKER] = 6,
	};

	return gravities[mark];
}

/* Of the area of this finding, or of all if it is NULL. */
static struct tally tally_of(const struct igd_exam *exam, const struct igd_finding *area)
{
	struct tally tally = { .mark = IGD_MARK_NA };
	size_t i;

	for (i = 0; i < exam->count; i++) {
		if (area && !igd_order_is_same_area(area, &exam->findings[i]))
			continue;
		tally.count[exam->findings[i].verdict]++;
		if (exam->findings[i].verdict == IGD_FAIL)
			tally.failed[exam->findings[i].severity]++;
		tally.total++;
		if (gravity(igd_text_mark(&exam->findings[i])) > gravity(tally.mark))
			tally.mark = igd_text_mark(&exam->findings[i]);
	}
	return tally;
}

static void add_count(struct igd_text *text, size_t count, const char *one, const char *many)
{
	if (count)
		igd_text_printf(
			text, "%s%zu %s", text->size ? ", " : "", count, count == 1 ? one : many);
}

static char *describe(const struct tally *tally, bool is_whole)
{
	struct igd_text text = { 0 };
	size_t applying = tally->total - tally->count[IGD_NA];

	if (is_whole)
		igd_text_printf(&text, "%zu ok", tally->count[IGD_PASS]);
	else if (applying)
		igd_text_printf(&text, "%zu of %zu ok", tally->count[IGD_PASS], applying);
	add_count(&text, tally->failed[IGD_BLOCKER], "blocker", "blockers");
	add_count(&text, tally->failed[IGD_DEGRADED], "degraded", "degraded");
	add_count(&text, tally->failed[IGD_HINT], "hint", "hints");
	add_count(&text, tally->count[IGD_UNKNOWN], "unknown", "unknown");
	add_count(&text, tally->count[IGD_BLOCKED], "waits", "wait");
	add_count(&text, tally->count[IGD_NA], "does not apply", "do not apply");
	return text.text ? text.text : igd_strdup("nothing");
}

static const char *word_for(const struct igd_finding *finding)
{
	static const char *const words[] = {
		[IGD_UNKNOWN] = "unknown",
		[IGD_PASS] = "ok",
		[IGD_FAIL] = "failed",
		[IGD_NA] = "n/a",
		[IGD_BLOCKED] = "waits",
	};

	return finding->verdict == IGD_FAIL ? igd_severity_name(finding->severity)
					    : words[finding->verdict];
}

/* With -v: one of an area, and unless that stands above, what was seen. */
static void area_member(struct igd_page *page, const struct igd_finding *finding)
{
	IGD_AUTOFREE char *lead = igd_printf("%s:", finding->id);
	IGD_AUTOFREE char *found = igd_words_found(finding);
	enum igd_mark mark = igd_text_mark(finding);

	igd_page_begin(page, 2, page->margin + 2);
	igd_page_mark(page, mark);
	igd_page_add(page, igd_mark_ink(mark), word_for(finding));
	igd_page_add(page, IGD_INK_BOLD, lead);
	igd_page_add(page, IGD_INK_PLAIN, *found ? found : finding->title);
	igd_page_end(page);
	page->margin += 2;
	/* What failed has been drawn above. */
	if (finding->drawing && finding->verdict != IGD_FAIL)
		igd_map_text(page, finding->drawing);
	if (finding->verdict == IGD_PASS || finding->verdict == IGD_NA)
		igd_text_evidence(page, finding);
	page->margin -= 2;
}

static void area(struct igd_page *page, const struct igd_exam *exam,
	const struct igd_finding *first, size_t column)
{
	struct tally tally = tally_of(exam, first);
	IGD_AUTOFREE char *name = igd_strndup(first->id, igd_order_area(first));
	IGD_AUTOFREE char *text = describe(&tally, false);
	size_t i;

	igd_page_begin(page, 0, column);
	igd_page_mark(page, tally.mark);
	igd_page_add(page, IGD_INK_BOLD, name);
	igd_page_tab(page, column);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
	for (i = 0; page->style->is_verbose && i < exam->count; i++) {
		if (igd_order_is_same_area(first, &exam->findings[i]))
			area_member(page, &exam->findings[i]);
	}
}

/* Whether all that is known stands in the blocks above already. */
static bool is_all_told(const struct igd_exam *exam)
{
	return igd_exam_count(exam, IGD_PASS) + igd_exam_count(exam, IGD_NA) == 0;
}

void igd_text_areas(struct igd_page *page, const struct igd_exam *exam)
{
	size_t i, longest = 0;

	if (is_all_told(exam) && !page->style->is_verbose)
		return;
	igd_page_section(page, "EVERYTHING, BY AREA");
	for (i = 0; i < exam->count; i++) {
		if (igd_order_area(&exam->findings[i]) > longest)
			longest = igd_order_area(&exam->findings[i]);
	}
	if (longest > MAX_AREA)
		longest = MAX_AREA;
	for (i = 0; i < exam->count; i++) {
		if (!igd_order_opens_area(exam, i))
			continue;
		if (i > 0 && page->style->is_verbose)
			igd_page_blank(page);
		area(page, exam, &exam->findings[i], igd_page_mark_width(page) + longest + 2);
	}
}

static char *next_step(const struct igd_exam *exam, const struct igd_report_style *style)
{
	const char *advice = igd_words_permission(exam, style);
	const struct igd_finding *first;

	if (advice && igd_exam_outcome(exam) == IGD_OUTCOME_UNKNOWN)
		return igd_printf("Next: %c%s", tolower((unsigned char)*advice), advice + 1);
	if (!exam->start_count)
		return NULL;
	first = igd_exam_find(exam, exam->start_with[0]);
	return igd_printf("%s `igd-doctor explain %s`.",
		first && first->severity == IGD_HINT
			? "More about the hint:"
			: "Next: do what START HERE says, then examine again. More about it:",
		exam->start_with[0]);
}

void igd_text_summary(struct igd_page *page, const struct igd_exam *exam)
{
	struct tally tally = tally_of(exam, NULL);
	IGD_AUTOFREE char *counts = describe(&tally, true);
	IGD_AUTOFREE char *line = igd_printf("igd-doctor %s, %zu check%s: %s.",
		page->style->version ? page->style->version : "", tally.total,
		tally.total == 1 ? "" : "s", counts);
	IGD_AUTOFREE char *next = next_step(exam, page->style);

	igd_page_blank(page);
	igd_page_begin(page, 0, 2);
	igd_page_add(page, IGD_INK_PLAIN, line);
	igd_page_end(page);
	if (!next)
		return;
	igd_page_begin(page, 0, 6);
	igd_page_add(page, IGD_INK_BOLD, next);
	igd_page_end(page);
}
