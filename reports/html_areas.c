// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * html_areas - everything by area, what helpers ask for, and how the page came about: what is folded until it is wanted
 */
#include <string.h>

#include "reports/html_page.h"
#include "reports/order.h"
#include "reports/tally.h"
#include "reports/text_finding.h"
#include "reports/words.h"

/* It stands further up, with all that is to be said of it. */
static bool is_told(const struct igd_finding *finding)
{
	return finding->verdict == IGD_FAIL || finding->verdict == IGD_UNKNOWN;
}

static void put_line(const struct igd_html *html, const struct igd_finding *finding)
{
	IGD_AUTOFREE char *found = igd_words_found(finding);
	const char *cause = igd_order_waits_for(html->exam, finding);

	igd_html_tag(html, igd_text_mark(finding), igd_tally_word(finding));
	fputs(" <b>", html->out);
	igd_html_text(html, *finding->id ? finding->id : "(no id)");
	fputs("</b> ", html->out);
	if (cause) {
		fputs("for ", html->out);
		igd_html_text(html, *cause ? cause : "another check");
	} else {
		igd_html_prose(html, *found ? found : finding->title);
	}
}

static void put_told(const struct igd_html *html, const struct igd_finding *finding)
{
	fputs("<li>", html->out);
	igd_html_tag(html, igd_text_mark(finding), igd_tally_word(finding));
	fprintf(html->out, " <a class=\"id\" href=\"#%s\">", igd_html_anchor(html, finding));
	igd_html_text(html, *finding->id ? finding->id : "(no id)");
	fputs("</a></li>\n", html->out);
}

static void put_row(const struct igd_html *html, const struct igd_finding *finding)
{
	if (is_told(finding)) {
		put_told(html, finding);
		return;
	}
	fprintf(html->out, "<li id=\"%s\"><details><summary>", igd_html_anchor(html, finding));
	put_line(html, finding);
	fputs("</summary>\n", html->out);
	igd_html_part(html, "How it should be:", finding->title);
	igd_html_evidence(html, finding, "");
	fputs("</details></li>\n", html->out);
}

static void put_area(const struct igd_html *html, const struct igd_finding *first)
{
	const struct igd_exam *exam = html->exam;
	struct igd_tally tally = igd_tally(exam, first);
	IGD_AUTOFREE char *name = igd_strndup(first->id, igd_order_area(first));
	IGD_AUTOFREE char *words = igd_tally_words(&tally, false);
	size_t i;

	fputs("<details class=\"area\"><summary>", html->out);
	igd_html_sign(html, tally.mark);
	fputs("<b>", html->out);
	igd_html_text(html, *name ? name : "(no area)");
	fprintf(html->out, "</b> <span>%s</span></summary>\n<ul class=\"rows\">\n", words);
	for (i = 0; i < exam->count; i++) {
		if (igd_order_is_same_area(first, &exam->findings[i]))
			put_row(html, &exam->findings[i]);
	}
	fputs("</ul>\n</details>\n", html->out);
}

void igd_html_areas(const struct igd_html *html)
{
	const struct igd_exam *exam = html->exam;
	size_t i;

	if (!exam->count)
		return;
	fputs("<section aria-labelledby=\"areas\">\n<h2 id=\"areas\">Everything, by area</h2>\n",
		html->out);
	for (i = 0; i < exam->count; i++) {
		if (igd_order_opens_area(exam, i))
			put_area(html, &exam->findings[i]);
	}
	fputs("</section>\n", html->out);
}

static void put_answer(const struct igd_html *html, const struct igd_answered *answer)
{
	fputs(answer->text ? "<details><summary><code>" : "<p><code>", html->out);
	igd_html_text(html, *answer->command ? answer->command : "(no command)");
	if (answer->text) {
		fputs("</code></summary>\n<pre tabindex=\"0\">", html->out);
		igd_html_lines(html, answer->text);
		fputs("</pre></details>\n", html->out);
		return;
	}
	fputs("</code>: not known: ", html->out);
	igd_html_prose(html, answer->missing ? answer->missing : "not recorded");
	fputs("</p>\n", html->out);
}

void igd_html_answers(const struct igd_html *html, const struct igd_answers *answers)
{
	size_t i;

	if (!answers || !answers->count)
		return;
	fputs("<section aria-labelledby=\"answers\">\n"
	      "<h2 id=\"answers\">What helpers ask for first</h2>\n",
		html->out);
	for (i = 0; i < answers->count; i++)
		put_answer(html, &answers->items[i]);
	fputs("</section>\n", html->out);
}

static void put_untold(const struct igd_html *html)
{
	size_t waiting = igd_exam_count(html->exam, IGD_BLOCKED);
	size_t foreign = igd_exam_count(html->exam, IGD_NA);

	if (html->style->is_partial)
		fputs("<p>Only chosen checks were run, so nothing is said of the host as a whole.</p>\n",
			html->out);
	if (waiting)
		fprintf(html->out,
			"<p>Not looked at: %zu check%s for something that fails, and can be told "
			"once that is mended.</p>\n",
			waiting, waiting == 1 ? " waits" : "s wait");
	if (foreign)
		fprintf(html->out, "<p>Not for this host: %zu check%s not apply to it.</p>\n",
			foreign, foreign == 1 ? " does" : "s do");
}

void igd_html_about(const struct igd_html *html, bool is_of_bundle)
{
	struct igd_tally tally = igd_tally(html->exam, NULL);
	IGD_AUTOFREE char *words = igd_tally_words(&tally, true);

	fputs("<footer>\n<h2 id=\"about\">About this page</h2>\n<p>igd-doctor ", html->out);
	igd_html_text(html, html->style->version);
	fprintf(html->out, ", %zu check%s: %s.</p>\n", tally.total, tally.total == 1 ? "" : "s",
		words);
	put_untold(html);
	if (is_of_bundle)
		fputs("<p>It belongs to a report. Whoever has the report's file gets the same "
		      "findings from it, on any machine and without being root:"
		      "<code class=\"step\">igd-doctor check --from FILE</code></p>\n",
			html->out);
	else
		fputs("<p>For a file that others can examine, with nothing private in it:"
		      "<code class=\"step\">igd-doctor report</code></p>\n",
			html->out);
	fputs("<p>More about a finding, and how to look for yourself:"
	      "<code class=\"step\">igd-doctor explain ID</code></p>\n</footer>\n",
		html->out);
}
