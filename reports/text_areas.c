// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text_areas - everything by area, a line each (with -v a line for each check), and what it comes to
 */
#include "reports/text_areas.h"

#include <ctype.h>
#include <string.h>

#include "reports/drawing_text.h"
#include "reports/order.h"
#include "reports/tally.h"
#include "reports/text_finding.h"
#include "reports/words.h"

/* The longest area that makes the column of names wider. */
#define MAX_AREA 12

/* With -v: one of an area, and unless that stands above, what was seen. */
static void area_member(struct igd_page *page, const struct igd_finding *finding)
{
	IGD_AUTOFREE char *lead = igd_printf("%s:", finding->id);
	IGD_AUTOFREE char *found = igd_words_found(finding);
	enum igd_mark mark = igd_text_mark(finding);

	igd_page_begin(page, 2, page->margin + 2);
	igd_page_mark(page, mark);
	igd_page_add(page, igd_mark_ink(mark), igd_tally_word(finding));
	igd_page_add(page, IGD_INK_BOLD, lead);
	igd_page_add(page, IGD_INK_PLAIN, *found ? found : finding->title);
	igd_page_end(page);
	page->margin += 2;
	/* What failed has been drawn above. */
	if (finding->verdict != IGD_FAIL)
		igd_drawing_text(page, finding);
	if (finding->verdict == IGD_PASS || finding->verdict == IGD_NA)
		igd_text_evidence(page, finding);
	page->margin -= 2;
}

static void area(struct igd_page *page, const struct igd_exam *exam,
	const struct igd_finding *first, size_t column)
{
	struct igd_tally tally = igd_tally(exam, first);
	IGD_AUTOFREE char *name = igd_strndup(first->id, igd_order_area(first));
	IGD_AUTOFREE char *text = igd_tally_words(&tally, false);
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
	struct igd_tally tally = igd_tally(exam, NULL);
	IGD_AUTOFREE char *counts = igd_tally_words(&tally, true);
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
