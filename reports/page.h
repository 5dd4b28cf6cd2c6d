// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * page - words on lines of a width, measured in columns, with colour where it is wanted
 *
 * Text is taken as untrusted: what would move the cursor, hide or turn round what is shown comes out as
 * "\xHH", byte by byte, and so does all that is not ASCII where the terminal is not UTF-8.
 */
#ifndef IGD_REPORTS_PAGE_H
#define IGD_REPORTS_PAGE_H

#include "reports/report.h"

enum igd_ink {
	IGD_INK_PLAIN,
	IGD_INK_BOLD,
	IGD_INK_RED,
	IGD_INK_YELLOW,
	IGD_INK_GREEN,
	IGD_INK_CYAN
};

/* What stands before a line, never without a word behind it. */
enum igd_mark {
	IGD_MARK_PASS,
	IGD_MARK_BLOCKER,
	IGD_MARK_DEGRADED,
	IGD_MARK_HINT,
	IGD_MARK_UNKNOWN,
	IGD_MARK_WAITING,
	IGD_MARK_NA
};

struct igd_page {
	FILE *out;
	const struct igd_report_style *style;
	size_t width;
	size_t margin; /* where what belongs to a marked line begins */
	bool is_narrow;
	size_t column;	  /* where the next character goes */
	size_t hang;	  /* where continued lines of this paragraph begin */
	size_t blanks;	  /* not yet written */
	enum igd_ink ink; /* in use */
	bool has_words;	  /* this line holds more than its indent */
};

void igd_page_init(struct igd_page *page, const struct igd_report_style *style, FILE *out);

/* Begins a paragraph: its first line at indent, continued lines at hang. */
void igd_page_begin(struct igd_page *page, size_t indent, size_t hang);
/* Adds the words of text; a word that does not fit goes to the next line, and a command in backticks does not
 * break if a line can hold it. */
void igd_page_add(struct igd_page *page, enum igd_ink ink, const char *text);
/* A line of its own, with its blanks, as wide as it is: what a person has to see as it stands. A tab is eight blanks. */
void igd_page_verbatim(
	struct igd_page *page, enum igd_ink ink, size_t indent, const char *text, size_t size);
/* Goes on in this column, if there is text already on the next line. */
void igd_page_tab(struct igd_page *page, size_t column);
/* What is added next stands right behind what is there, without a blank. */
void igd_page_join(struct igd_page *page);
void igd_page_mark(struct igd_page *page, enum igd_mark mark);
/* How many columns every mark takes with the blank behind it. */
size_t igd_page_mark_width(const struct igd_page *page);
/* Ends the paragraph's line. */
void igd_page_end(struct igd_page *page);
/* A blank line and a title. */
void igd_page_section(struct igd_page *page, const char *title);
void igd_page_blank(struct igd_page *page);

/* The colour that goes with a mark. */
enum igd_ink igd_mark_ink(enum igd_mark mark);

#endif
