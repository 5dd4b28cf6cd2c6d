// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log - which known symptoms are in logs, for people
 *
 * What is fatal comes first, what is harmless last and short: that it is harmless is all that there is to say.
 */
#include "reports/log.h"

#include <stdint.h>
#include <string.h>

#include "reports/page.h"
#include "reports/text_finding.h"

/* What is shown of a line, in bytes; with -v all of it. */
#define EXCERPT 240

static const enum igd_mark marks[] = { [IGD_LOG_FATAL] = IGD_MARK_BLOCKER,
	[IGD_LOG_DEPENDS] = IGD_MARK_DEGRADED,
	[IGD_LOG_HARMLESS] = IGD_MARK_PASS };

static void head(struct igd_page *page, const struct igd_log_row *row)
{
	enum igd_mark mark = marks[row->verdict];
	IGD_AUTOFREE char *place = row->count > 1 ? igd_printf("line %zu and %zu more",
							    row->excerpts[0].line, row->count - 1)
						  : igd_printf("line %zu", row->excerpts[0].line);

	igd_page_begin(page, 0, page->margin);
	igd_page_mark(page, mark);
	igd_page_add(page, igd_mark_ink(mark), igd_log_verdict_word(row->verdict));
	igd_page_tab(page, page->column + 2);
	igd_page_add(page, IGD_INK_BOLD, row->id);
	igd_page_tab(page, page->column + 2);
	igd_page_add(page, IGD_INK_PLAIN, place);
	igd_page_end(page);
	igd_page_begin(page, page->margin, page->margin);
	igd_page_add(page, IGD_INK_BOLD, row->title);
	igd_page_end(page);
}

static void excerpts(struct igd_page *page, const struct igd_log_row *row)
{
	size_t shown = page->style->is_verbose ? row->excerpt_count : 1, i;

	for (i = 0; i < shown; i++) {
		const char *text = row->excerpts[i].text;
		IGD_AUTOFREE char *cut = igd_printable(
			text, strlen(text), page->style->is_verbose ? SIZE_MAX - 8 : EXCERPT);
		IGD_AUTOFREE char *numbered =
			shown > 1 ? igd_printf("%zu: %s", row->excerpts[i].line, cut) : NULL;

		igd_text_labelled(page, i ? "" : "says", numbered ? numbered : cut);
	}
}

static void show(struct igd_page *page, const struct igd_log_row *row)
{
	bool is_verbose = page->style->is_verbose;
	size_t i;

	head(page, row);
	excerpts(page, row);
	if (row->depends)
		igd_text_labelled(page, "turns", row->depends);
	igd_text_labelled(page, "why", row->cause);
	if (row->verdict != IGD_LOG_HARMLESS || is_verbose)
		igd_text_labelled(page, "do", row->remedy);
	if (row->check && (row->verdict != IGD_LOG_HARMLESS || is_verbose)) {
		IGD_AUTOFREE char *check = igd_printf("%s looks for the cause", row->check);

		igd_text_labelled(page, "check", check);
	}
	if (is_verbose && row->versions)
		igd_text_labelled(page, "of", row->versions);
	for (i = 0; is_verbose && i < row->source_count; i++)
		igd_text_labelled(page, i ? "" : "read", row->sources[i]);
	igd_page_blank(page);
}

static void paragraph(struct igd_page *page, enum igd_ink ink, const char *text)
{
	igd_page_begin(page, 0, 0);
	igd_page_add(page, ink, text);
	igd_page_end(page);
}

static void file(struct igd_page *page, const struct igd_log_file *log, bool is_named)
{
	IGD_AUTOFREE char *end = igd_printf("%zu line%s read; %s known in %s.", log->lines,
		log->lines == 1 ? "" : "s", log->row_count ? "nothing else is" : "nothing is",
		log->lines == 1 ? "it" : "them");
	size_t i;

	if (is_named) {
		paragraph(page, IGD_INK_BOLD, log->file);
		igd_page_blank(page);
	}
	for (i = 0; i < log->row_count; i++)
		show(page, &log->rows[i]);
	paragraph(page, IGD_INK_PLAIN, end);
	if (!log->row_count)
		paragraph(page, IGD_INK_PLAIN,
			"That is not to say that all is well: what is not known here stays unknown.");
}

static void quiet(const struct igd_log_report *report, FILE *out)
{
	size_t i, j;

	for (i = 0; i < report->file_count; i++) {
		const struct igd_log_file *log = &report->files[i];
		IGD_AUTOFREE char *name = igd_printable(log->file, strlen(log->file), 4096);

		for (j = 0; j < log->row_count; j++)
			fprintf(out, "%-8s %s:%zu: %s %s\n",
				igd_log_verdict_word(log->rows[j].verdict), name,
				log->rows[j].excerpts[0].line, log->rows[j].id, log->rows[j].title);
	}
}

void igd_log_report_text(
	const struct igd_log_report *report, const struct igd_report_style *style, FILE *out)
{
	struct igd_page page;
	size_t i;

	if (style->is_quiet) {
		quiet(report, out);
		return;
	}
	igd_page_init(&page, style, out);
	for (i = 0; i < report->file_count; i++) {
		if (i)
			igd_page_blank(&page);
		file(&page, &report->files[i], report->file_count + report->failure_count > 1);
	}
}
