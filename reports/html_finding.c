// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * html_finding - what is told of one finding, or of several in one breath
 */
#include <string.h>

#include "reports/drawing_svg.h"
#include "reports/evidence.h"
#include "reports/html_page.h"
#include "reports/lanes_svg.h"
#include "reports/order.h"
#include "reports/text_finding.h"
#include "reports/words.h"

static void put_found(const struct igd_html *html, const struct igd_finding *finding)
{
	const char *where = finding->where ? finding->where : "";
	const char *what = finding->what ? finding->what : "";

	if (!*where && !*what)
		return;
	fputs("<p class=\"found\"><b>Found:</b> ", html->out);
	if (*where)
		fputs("<code>", html->out);
	igd_html_text(html, where);
	fputs(*where ? *what ? "</code>: " : "</code>" : "", html->out);
	igd_html_prose(html, what);
	fputs("</p>\n", html->out);
}

void igd_html_evidence(
	const struct igd_html *html, const struct igd_finding *finding, const char *lead)
{
	size_t i, count;
	IGD_AUTOFREE const struct igd_evidence **evidence = igd_evidence_order(finding, &count);

	if (!count)
		return;
	fprintf(html->out, "%s<ul class=\"seen\">\n", lead);
	for (i = 0; i < count; i++) {
		fputs("<li><code>", html->out);
		igd_html_text(html, evidence[i]->source);
		fputs("</code> ", html->out);
		igd_html_text(html, evidence[i]->excerpt);
		fputs("</li>\n", html->out);
	}
	fputs("</ul>\n", html->out);
}

static void begin_svg(
	const struct igd_html *html, const char *class, unsigned width, unsigned height)
{
	fprintf(html->out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"%s\" width=\"%u\" "
		"height=\"%u\" viewBox=\"0 0 %u %u\">\n",
		class, width, height, width, height);
}

/* Lanes are laid out a second time for a page that is narrow: which of the two is shown, the style sheet says. */
static void put_narrow(const struct igd_html *html, const struct igd_finding *finding, size_t place)
{
	const struct igd_lanes_place at = {
		.width = IGD_LANES_MIN_WIDTH,
		.number = html->exam->count + place,
	};

	begin_svg(html, "slim", at.width, igd_lanes_svg_height(finding, at.width));
	igd_lanes_svg(finding, &at, html->out);
	fputs("</svg>\n", html->out);
}

void igd_html_picture(const struct igd_html *html, const struct igd_finding *finding)
{
	size_t place = (size_t)(finding - html->exam->findings);
	bool has_lanes;

	if (!finding->drawing)
		return;
	has_lanes = finding->drawing->has_lanes;
	fputs("<figure tabindex=\"0\" role=\"group\" aria-label=\"Picture: ", html->out);
	igd_html_text(html, finding->drawing->title);
	fputs("\">\n", html->out);
	begin_svg(
		html, has_lanes ? "broad" : "map", IGD_SVG_WIDTH, igd_drawing_svg_height(finding));
	igd_drawing_svg(finding, 0, place, html->out);
	fputs("</svg>\n", html->out);
	if (has_lanes)
		put_narrow(html, finding, place);
	fputs("</figure>\n", html->out);
}

static void put_links(const struct igd_html *html, const struct igd_finding *finding)
{
	size_t i;

	for (i = 0; i < finding->reference_count; i++) {
		const char *link = finding->references[i];
		bool is_link = igd_starts_with(link, "https://");

		fputs("<li>", html->out);
		if (is_link) {
			fputs("<a rel=\"noreferrer\" href=\"", html->out);
			igd_html_text(html, link);
			fputs("\">", html->out);
		}
		igd_html_text(html, link);
		fputs(is_link ? "</a></li>\n" : "</li>\n", html->out);
	}
}

static void put_remedy(const struct igd_html *html, const struct igd_finding *finding)
{
	const struct igd_fix_known *fix = igd_exam_fix(html->exam, finding);
	IGD_AUTOFREE char *offer =
		fix ? igd_printf("Or let it be done: `igd-doctor fix %s`", fix->id) : NULL;

	if (!*finding->remedy && !fix)
		return;
	fputs("<div class=\"do\">\n<p><b>Do this:</b> ", html->out);
	igd_html_steps(html, finding->remedy);
	fputs("</p>\n", html->out);
	if (offer) {
		fputs("<p>", html->out);
		igd_html_steps(html, offer);
		fputs("</p>\n", html->out);
	}
	fputs("</div>\n", html->out);
}

/* Why it matters, what should be, what was seen, and where to read on: for whoever wants to know. */
static void put_reasons(const struct igd_html *html, const struct igd_finding *finding)
{
	igd_html_part(html, "Why this matters:", finding->why);
	igd_html_part(html, "How it should be:", finding->title);
	igd_html_evidence(html, finding, "<p><b>What was seen:</b></p>\n");
	if (finding->reference_count) {
		fputs("<p><b>To read:</b></p>\n<ul class=\"seen\">\n", html->out);
		put_links(html, finding);
		fputs("</ul>\n", html->out);
	}
}

static void put_failed_head(
	const struct igd_html *html, const struct igd_finding *finding, size_t place)
{
	const char *anchor = igd_html_anchor(html, finding);
	enum igd_mark mark = igd_text_mark(finding);

	fprintf(html->out, "<article class=\"card %s\" id=\"%s\">\n<h3>", igd_html_class(mark),
		anchor);
	if (place)
		fprintf(html->out, "%zu. ", place);
	igd_html_tag(html, mark, igd_severity_name(finding->severity));
	fprintf(html->out, " <a class=\"id\" href=\"#%s\">", anchor);
	igd_html_text(html, *finding->id ? finding->id : "(no id)");
	fputs("</a></h3>\n", html->out);
}

void igd_html_failed(const struct igd_html *html, const struct igd_finding *finding, size_t place)
{
	size_t waiting = igd_exam_waiting(html->exam, finding->id);
	bool is_first = place == 1;

	put_failed_head(html, finding, place);
	put_found(html, finding);
	if (is_first)
		put_remedy(html, finding);
	igd_html_picture(html, finding);
	if (waiting)
		fprintf(html->out, "<p class=\"soft\">%zu other check%s for this.</p>\n", waiting,
			waiting == 1 ? " waits" : "s wait");
	fprintf(html->out, "<details><summary>%s</summary>\n",
		is_first ? "Why, and what was seen" : "What to do, why, and what was seen");
	if (!is_first)
		put_remedy(html, finding);
	put_reasons(html, finding);
	fputs("</details>\n</article>\n", html->out);
}

void igd_html_unknown(const struct igd_html *html, const struct igd_finding *first)
{
	const struct igd_exam *exam = html->exam;
	const struct igd_finding *finding;

	fputs("<article class=\"card unknown\">\n<h3>", html->out);
	igd_html_tag(html, IGD_MARK_UNKNOWN, "unknown");
	for (finding = first; finding < exam->findings + exam->count; finding++) {
		const char *anchor = igd_html_anchor(html, finding);

		if (!igd_order_is_alike(first, finding))
			continue;
		fprintf(html->out, "%s <a class=\"id\" id=\"%s\" href=\"#%s\">",
			finding == first ? "" : ",", anchor, anchor);
		igd_html_text(html, *finding->id ? finding->id : "(no id)");
		fputs("</a>", html->out);
	}
	fprintf(html->out, " <span class=\"soft\">(%s)</span></h3>\n",
		igd_words_reason(first->reason));
	put_found(html, first);
	fputs("<details><summary>What it is, and what was seen</summary>\n", html->out);
	igd_html_part(html, "How it should be:", first->title);
	igd_html_part(html, "Why this matters:", first->why);
	igd_html_evidence(html, first, "<p><b>What was seen:</b></p>\n");
	fputs("</details>\n</article>\n", html->out);
}
