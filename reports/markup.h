// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markup - the same blocks of text in the languages that posts and pages are written in
 *
 * Text is taken as untrusted. Whatever looks technical (a path, an argument, an address, a name with a dot) is written as
 * code where the language has that, and so cannot be emphasis, a link, a mention of somebody, a smiley or a tag; the
 * rest is escaped. What stands in a block of code cannot end it.
 */
#ifndef IGD_REPORTS_MARKUP_H
#define IGD_REPORTS_MARKUP_H

#include "reports/report.h"

enum igd_markup_kind {
	/* GitHub, GitLab, Forgejo, Discourse: <details> folds, fences of backticks. */
	IGD_MARKUP_MARKDOWN,
	/*
	 * Reddit shows HTML tags as text, and the fences of backticks not everywhere: code is indented by four blanks
	 * (support.reddithelp.com, "Formatting Guide", "Code Block").
	 */
	IGD_MARKUP_REDDIT,
	/* phpBB, vBulletin, XenForo, SMF: [b] and [code], which all of them have; [spoiler] some do not. */
	IGD_MARKUP_BBCODE,
	/* Nothing but lines: mail, IRC, a pastebin. */
	IGD_MARKUP_PLAIN
};

struct igd_markup_rules;

struct igd_markup {
	FILE *out;
	const struct igd_markup_rules *rules;
	const struct igd_report_style *style;
};

void igd_markup_init(struct igd_markup *markup, enum igd_markup_kind kind,
	const struct igd_report_style *style, FILE *out);

/* Each begins with an empty line. text may have commands in backticks. */
void igd_markup_heading(struct igd_markup *markup, unsigned level, const char *text);
/* label may be NULL. Nothing if the text is NULL or empty. */
void igd_markup_paragraph(struct igd_markup *markup, const char *label, const char *text);
/* Where something can be read up: a link, if it is one. It has to come from a check, and not from evidence. */
void igd_markup_reference(struct igd_markup *markup, const char *label, const char *text);
/* The one sentence that matters. */
void igd_markup_strong(struct igd_markup *markup, const char *text);
/* Lines as they stand, folded under their title where the language can. */
void igd_markup_block(struct igd_markup *markup, const char *title, const char *lines);

/* open_memstream(3) that does not fail. */
FILE *igd_markup_open(char **ret_text, size_t *ret_size);
/* A text of one line as all of these show it, before it is escaped. The caller frees it. */
IGD_MALLOC char *igd_markup_clean(const struct igd_report_style *style, const char *text);

#endif
