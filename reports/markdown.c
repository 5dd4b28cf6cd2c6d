// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markdown - the report as a page of Markdown: what a post has, with all evidence, and a table of every check
 */
#include <stdint.h>
#include <string.h>

#include "reports/markup_markdown.h"
#include "reports/order.h"
#include "reports/post.h"
#include "reports/tally.h"
#include "reports/words.h"

static void cell(const struct igd_report_style *style, const char *text, FILE *out)
{
	IGD_AUTOFREE char *shown = igd_markup_clean(style, text);

	fputs(" ", out);
	igd_markdown_text(out, shown, true);
	fputs(" |", out);
}

/* A finding in a line: what was found, or why it was not looked at. */
static char *words(const struct igd_exam *exam, const struct igd_finding *finding)
{
	IGD_AUTOFREE char *found = igd_words_found(finding);
	const char *cause = igd_order_waits_for(exam, finding);

	if (cause)
		return igd_printf("for %s%s%s", *cause ? "`" : "", *cause ? cause : "another check",
			*cause ? "`" : "");
	return igd_strdup(*found ? found : finding->title);
}

static void row(const struct igd_exam *exam, const struct igd_report_style *style,
	const struct igd_finding *finding, FILE *out)
{
	IGD_AUTOFREE char *id = igd_printf("`%s`", finding->id);
	IGD_AUTOFREE char *found = words(exam, finding);

	fprintf(out, "| %s |", igd_tally_word(finding));
	cell(style, id, out);
	cell(style, found, out);
	fputc('\n', out);
}

static void table(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	size_t i;

	if (!exam->count)
		return;
	fputs("\n## Every check\n\n| verdict | check | found |\n|---|---|---|\n", out);
	for (i = 0; i < exam->count; i++)
		row(exam, style, &exam->findings[i], out);
}

/* For a list of what is to be done: a line each. */
static void quiet(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	size_t i;

	for (i = 0; i < exam->count; i++) {
		const struct igd_finding *finding = &exam->findings[i];
		IGD_AUTOFREE char *found = igd_words_found(finding);
		IGD_AUTOFREE char *line = igd_printf("`%s`: %s", finding->id, found);
		IGD_AUTOFREE char *shown = igd_markup_clean(style, line);

		if (finding->verdict != IGD_FAIL && finding->verdict != IGD_UNKNOWN)
			continue;
		fprintf(out, "- **%s** ", igd_tally_word(finding));
		igd_markdown_text(out, shown, false);
		fputc('\n', out);
	}
}

void igd_report_markdown(
	const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	IGD_CLEANUP(igd_post_done) struct igd_post post = { 0 };

	if (style->is_quiet) {
		quiet(exam, style, out);
		return;
	}
	fputs("# igd-doctor\n\n", out);
	igd_post_init(&post, IGD_MARKUP_MARKDOWN, style);
	igd_post_add_exam(&post, exam, true);
	igd_post_print(&post, SIZE_MAX, out);
	table(exam, style, out);
}
