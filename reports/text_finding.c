// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text_finding - one finding in full, as a block of labelled paragraphs
 */
#include "reports/text_finding.h"

#include <string.h>

#include "reports/drawing_text.h"
#include "reports/evidence.h"
#include "reports/words.h"

#define MAX_EVIDENCE 5
/* "found", "seen", "why", "do" and a gap */
#define LABEL_WIDTH 7

enum igd_mark igd_text_mark(const struct igd_finding *finding)
{
	static const enum igd_mark failed[] = {
		[IGD_HINT] = IGD_MARK_HINT,
		[IGD_DEGRADED] = IGD_MARK_DEGRADED,
		[IGD_BLOCKER] = IGD_MARK_BLOCKER,
	};
	static const enum igd_mark others[] = {
		[IGD_UNKNOWN] = IGD_MARK_UNKNOWN,
		[IGD_PASS] = IGD_MARK_PASS,
		[IGD_NA] = IGD_MARK_NA,
		[IGD_BLOCKED] = IGD_MARK_WAITING,
	};

	return finding->verdict == IGD_FAIL ? failed[finding->severity] : others[finding->verdict];
}

/* Continued lines begin under the text, which begins behind the label; or, on a narrow page, just below it. */
static void labelled(struct igd_page *page, const char *label, const char *text, size_t hang)
{
	size_t column = page->margin + (page->is_narrow ? 2 : LABEL_WIDTH);
	IGD_AUTOFREE char *shown = igd_printf("%s%s", label, page->is_narrow && *label ? ":" : "");

	igd_page_begin(page, page->margin, column + hang);
	igd_page_add(page, IGD_INK_BOLD, shown);
	igd_page_tab(page, page->is_narrow && *label ? page->column + 1 : column);
	igd_page_add(page, IGD_INK_PLAIN, text);
	igd_page_end(page);
}

void igd_text_labelled(struct igd_page *page, const char *label, const char *text)
{
	if (*text)
		labelled(page, label, text, 0);
}

void igd_text_evidence(struct igd_page *page, const struct igd_finding *finding)
{
	size_t i, count, limit = page->style->is_verbose ? SIZE_MAX : MAX_EVIDENCE;
	IGD_AUTOFREE const struct igd_evidence **order = igd_evidence_order(finding, &count);
	IGD_AUTOFREE char *rest = NULL;

	for (i = 0; i < count && i < limit; i++) {
		IGD_AUTOFREE char *text = igd_printf("%s: %s", order[i]->source, order[i]->excerpt);

		labelled(page, i ? "" : "seen", text, 2);
	}
	if (count <= limit)
		return;
	rest = igd_printf("(%zu more with -v)", count - limit);
	igd_text_labelled(page, "", rest);
}

static void show_head(struct igd_page *page, const struct igd_finding *finding, size_t waiting)
{
	enum igd_mark mark = igd_text_mark(finding);
	IGD_AUTOFREE char *note = NULL;

	igd_page_begin(page, 0, page->margin);
	igd_page_mark(page, mark);
	igd_page_add(page, igd_mark_ink(mark), igd_severity_name(finding->severity));
	igd_page_tab(page, page->column + 2);
	igd_page_add(page, IGD_INK_BOLD, finding->id);
	if (waiting) {
		note = igd_printf(
			"(%zu other check%s for it)", waiting, waiting == 1 ? " waits" : "s wait");
		igd_page_add(page, IGD_INK_PLAIN, note);
	}
	igd_page_end(page);
}

static void show_fix(struct igd_page *page, const struct igd_fix_known *fix)
{
	IGD_AUTOFREE char *text =
		fix ? igd_printf("Or let it be done: `igd-doctor fix %s`.", fix->id) : NULL;

	if (text)
		igd_text_labelled(page, "", text);
}

void igd_text_failed(
	struct igd_page *page, const struct igd_exam *exam, const struct igd_finding *finding)
{
	IGD_AUTOFREE char *found = igd_words_found(finding);
	size_t i;

	show_head(page, finding, igd_exam_waiting(exam, finding->id));
	igd_text_labelled(page, "found", found);
	igd_drawing_text(page, finding);
	igd_text_evidence(page, finding);
	igd_text_labelled(page, "why", finding->why);
	igd_text_labelled(page, "do", finding->remedy);
	show_fix(page, igd_exam_fix(exam, finding));
	for (i = 0; page->style->is_verbose && i < finding->reference_count; i++)
		igd_text_labelled(page, i ? "" : "read", finding->references[i]);
}
