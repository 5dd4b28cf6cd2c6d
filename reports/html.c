// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * html - an examination as one page
 *
 * Who opens it is a tired person, or a stranger on a forum with a phone: the verdict comes first, then what to do first;
 * all else is below, or folded. Nothing runs and nothing is loaded, and a policy in the page says so to the browser, in
 * case something of a stranger's text should ever come through: not even a style of its own would count, for the policy
 * names the one there is by its hash.
 */
#include "reports/html.h"

#include <nettle/base64.h>
#include <nettle/sha2.h>
#include <string.h>

#include "reports/html_page.h"
#include "reports/order.h"
#include "reports/tally.h"
#include "reports/words.h"

static void put_policy(const struct igd_html *html, const char *rules)
{
	char digest[BASE64_ENCODE_RAW_LENGTH(SHA256_DIGEST_SIZE) + 1] = { 0 };
	uint8_t bytes[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;

	sha256_init(&context);
	sha256_update(&context, strlen(rules), (const uint8_t *)rules);
	sha256_digest(&context, sizeof(bytes), bytes);
	base64_encode_raw(digest, sizeof(bytes), bytes);
	fprintf(html->out,
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'sha256-%s'; img-src data:; base-uri 'none'; form-action 'none'\"/>\n",
		digest);
}

/* A green mark is not for an examination that examined nothing; what only gives hints is ready all the same. */
static enum igd_mark mark_of(const struct igd_exam *exam)
{
	static const enum igd_mark marks[] = {
		[IGD_OUTCOME_OK] = IGD_MARK_PASS,
		[IGD_OUTCOME_DEGRADED] = IGD_MARK_DEGRADED,
		[IGD_OUTCOME_BLOCKED] = IGD_MARK_BLOCKER,
		[IGD_OUTCOME_UNKNOWN] = IGD_MARK_UNKNOWN,
	};
	enum igd_mark mark = marks[igd_exam_outcome(exam)];
	struct igd_tally tally = igd_tally(exam, NULL);

	if (mark == IGD_MARK_PASS && !tally.count[IGD_PASS])
		return IGD_MARK_UNKNOWN;
	return mark == IGD_MARK_DEGRADED && !tally.failed[IGD_DEGRADED] ? IGD_MARK_PASS : mark;
}

static const char *word_of(const struct igd_html *html)
{
	switch (mark_of(html->exam)) {
	case IGD_MARK_PASS:
		return html->style->is_partial ? "ok" : "ready";
	case IGD_MARK_BLOCKER:
		return "blocked";
	case IGD_MARK_DEGRADED:
		return "degraded";
	case IGD_MARK_HINT:
	case IGD_MARK_UNKNOWN:
	case IGD_MARK_WAITING:
	case IGD_MARK_NA:
		break;
	}
	return "unknown";
}

/* The empty picture: browsers would ask the server for one otherwise. */
static void put_head(const struct igd_html *html)
{
	IGD_AUTOFREE char *rules = igd_html_rules();
	IGD_AUTOFREE char *host = igd_words_host(html->exam);

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n",
		html->out);
	put_policy(html, rules);
	fprintf(html->out,
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n"
		"<meta name=\"color-scheme\" content=\"light dark\"/>\n"
		"<meta name=\"referrer\" content=\"no-referrer\"/>\n"
		"<link rel=\"icon\" href=\"data:,\"/>\n<title>%s: ",
		word_of(html));
	igd_html_text(html, host);
	fprintf(html->out, " - igd-doctor</title>\n<style>%s</style>\n</head>\n", rules);
}

static void put_subject(const struct igd_html *html)
{
	IGD_AUTOFREE char *host = igd_words_host(html->exam);
	IGD_AUTOFREE char *igpu = igd_words_igpu(html->exam);

	fputs("<dl>\n<div><dt>Host</dt><dd>", html->out);
	igd_html_text(html, host);
	fputs(html->exam->subject.is_live ? "" : " (recorded host)", html->out);
	fputs("</dd></div>\n<div><dt>iGPU</dt><dd>", html->out);
	igd_html_text(html, igpu);
	fputs("</dd></div>\n</dl>\n", html->out);
}

static void put_verdict(const struct igd_html *html)
{
	IGD_AUTOFREE char *sentence = igd_words_headline(html->exam, html->style);
	enum igd_mark mark = mark_of(html->exam);

	fprintf(html->out,
		"<body>\n<a class=\"skip\" href=\"#main\">Skip to what was found</a>\n"
		"<header class=\"%s\">\n<p class=\"soft\">igd-doctor%s</p>\n<h1>",
		igd_html_class(mark),
		html->style->is_partial ? ""
					: ": can this machine give its iGPU to a virtual machine?");
	igd_html_tag(html, mark, word_of(html));
	fputs(" <span class=\"sentence\">", html->out);
	igd_html_text(html, sentence);
	fputs("</span></h1>\n", html->out);
	put_subject(html);
	fputs("</header>\n", html->out);
}

/* The title above the i-th of what failed; NULL if it belongs to what the one before it does. */
static const char *title_of(const struct igd_finding *const *findings, size_t i)
{
	if (findings[i]->severity == IGD_HINT)
		return i && findings[i - 1]->severity == IGD_HINT ? NULL : "Worth knowing";
	if (i > 1)
		return NULL;
	return i ? "Then, in this order" : "Start here";
}

static void put_failed(const struct igd_html *html)
{
	size_t i, count;
	IGD_AUTOFREE const struct igd_finding **findings = igd_order_failed(html->exam, &count);

	for (i = 0; i < count; i++) {
		const char *title = title_of(findings, i);

		if (title)
			fprintf(html->out, "%s<section>\n<h2>%s</h2>\n", i ? "</section>\n" : "",
				title);
		igd_html_failed(html, findings[i], findings[i]->severity == IGD_HINT ? 0 : i + 1);
	}
	fputs(count ? "</section>\n" : "", html->out);
}

static void put_waiting_for(const struct igd_html *html, const char *cause)
{
	const struct igd_exam *exam = html->exam;
	const struct igd_finding *finding;
	const char *other, *gap = "";

	fputs("<li>", html->out);
	igd_html_tag(html, IGD_MARK_WAITING, "waits");
	fputs(" for <b>", html->out);
	igd_html_text(html, *cause ? cause : "another check");
	fputs("</b>: ", html->out);
	for (finding = exam->findings; finding < exam->findings + exam->count; finding++) {
		other = igd_order_waits_for(exam, finding);
		if (!other || strcmp(other, cause) != 0)
			continue;
		fputs(gap, html->out);
		igd_html_text(html, finding->id);
		gap = ", ";
	}
	fputs("</li>\n", html->out);
}

static void put_waiting(const struct igd_html *html)
{
	const char *cause;
	size_t i;

	if (!igd_exam_count(html->exam, IGD_BLOCKED))
		return;
	fputs("<section>\n<h2>Not looked at yet</h2>\n<ul class=\"rows\">\n", html->out);
	for (i = 0; i < html->exam->count; i++) {
		cause = igd_order_opens_wait(html->exam, i);
		if (cause)
			put_waiting_for(html, cause);
	}
	fputs("</ul>\n</section>\n", html->out);
}

static void put_unknown(const struct igd_html *html)
{
	const char *advice = igd_words_permission(html->exam, html->style);
	size_t i;

	if (!igd_exam_count(html->exam, IGD_UNKNOWN))
		return;
	fputs("<section>\n<h2>Could not tell</h2>\n", html->out);
	if (advice)
		fprintf(html->out, "<p class=\"do\"><b>Do this:</b> %s</p>\n", advice);
	for (i = 0; i < html->exam->count; i++) {
		if (igd_order_opens_alike(html->exam, i))
			igd_html_unknown(html, &html->exam->findings[i]);
	}
	fputs("</section>\n", html->out);
}

/* Those that have not been shown with what failed. */
static void put_pictures(const struct igd_html *html)
{
	const struct igd_finding *finding = html->exam->findings,
				 *end = finding + html->exam->count;
	bool has_title = false;

	for (; finding < end; finding++) {
		if (!finding->drawing || finding->verdict == IGD_FAIL)
			continue;
		fputs(has_title ? "" : "<section>\n<h2>Pictures</h2>\n", html->out);
		has_title = true;
		igd_html_picture(html, finding);
	}
	fputs(has_title ? "</section>\n" : "", html->out);
}

void igd_report_html_with(const struct igd_exam *exam, const struct igd_answers *answers,
	const struct igd_report_style *style, FILE *out)
{
	struct igd_html html = {
		.out = out, .exam = exam, .style = style, .anchors = igd_html_anchors(exam)
	};
	bool is_open = igd_exam_outcome(exam) == IGD_OUTCOME_UNKNOWN;

	put_head(&html);
	put_verdict(&html);
	fputs("<main id=\"main\">\n", out);
	/* Where the open questions decide, they come before what may be a mere hint. */
	if (is_open)
		put_unknown(&html);
	put_failed(&html);
	put_waiting(&html);
	if (!is_open)
		put_unknown(&html);
	put_pictures(&html);
	igd_html_answers(&html, answers);
	igd_html_areas(&html);
	fputs("</main>\n", out);
	igd_html_about(&html, answers);
	fputs("</body>\n</html>\n", out);
	igd_html_anchors_free(html.anchors, exam->count);
}

void igd_report_html(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	igd_report_html_with(exam, NULL, style, out);
}
