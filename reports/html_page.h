// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * html_page - text of strangers on a page, and the parts that the page is put together from
 *
 * What is written is XML as well, so that any reader of XML can judge it. A finding's anchor has a dot and the page's own ids
 * have none: neither can take the other's place.
 */
#ifndef IGD_REPORTS_HTML_PAGE_H
#define IGD_REPORTS_HTML_PAGE_H

#include "reports/answers.h"
#include "reports/page.h"

struct igd_html {
	FILE *out;
	const struct igd_exam *exam;
	const struct igd_report_style *style;
	char **anchors; /* one for each finding */
};

/* What can be followed: a finding's id, or what comes nearest to it, and unlike that of any finding before it. */
char **igd_html_anchors(const struct igd_exam *exam);
void igd_html_anchors_free(char **anchors, size_t count);
const char *igd_html_anchor(const struct igd_html *html, const struct igd_finding *finding);

/* Text as it is; what cannot be shown comes out as "\xHH", as on a terminal. NULL is nothing. */
void igd_html_text(const struct igd_html *html, const char *text);
/* The same of many lines. */
void igd_html_lines(const struct igd_html *html, const char *text);
/* A sentence: what stands between backticks is code. */
void igd_html_prose(const struct igd_html *html, const char *text);
/* The same; a command of more than one word stands on a line of its own, to be selected with one click. */
void igd_html_steps(const struct igd_html *html, const char *text);
/* A paragraph of prose behind a label; nothing if the text is empty. */
void igd_html_part(const struct igd_html *html, const char *label, const char *text);

/* "blocker", "pass": the class of a mark. */
const char *igd_html_class(enum igd_mark mark);
/* The mark alone, which a screen reader does not read: words have to say the same. */
void igd_html_sign(const struct igd_html *html, enum igd_mark mark);
/* The mark and the word for it. */
void igd_html_tag(const struct igd_html *html, enum igd_mark mark, const char *word);

/* The rules of how a page looks, one string of CSS. */
IGD_MALLOC char *igd_html_rules(void);

/* html_finding.c: what failed, place being its number in the order of mending (0: it has none). */
void igd_html_failed(const struct igd_html *html, const struct igd_finding *finding, size_t place);
/* All that is unknown for the same reason as this one. */
void igd_html_unknown(const struct igd_html *html, const struct igd_finding *first);
/* What was seen, as a list, behind the lead; nothing if there is nothing. */
void igd_html_evidence(
	const struct igd_html *html, const struct igd_finding *finding, const char *lead);
/* The finding's picture, if it has one. */
void igd_html_picture(const struct igd_html *html, const struct igd_finding *finding);

/* html_areas.c: every finding by area; what helpers ask for; how the page came about. */
void igd_html_areas(const struct igd_html *html);
void igd_html_answers(const struct igd_html *html, const struct igd_answers *answers);
void igd_html_about(const struct igd_html *html, bool is_of_bundle);

#endif
