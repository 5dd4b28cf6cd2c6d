// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markup_private - for the languages of markup: what each has to know
 */
#ifndef IGD_REPORTS_MARKUP_PRIVATE_H
#define IGD_REPORTS_MARKUP_PRIVATE_H

#include "reports/markup.h"

/* All texts are printable and of one line, but for lines, each line of which is. */
struct igd_markup_rules {
	void (*heading)(struct igd_markup *markup, unsigned level, const char *text);
	void (*paragraph)(struct igd_markup *markup, const char *label, const char *text);
	void (*reference)(struct igd_markup *markup, const char *label, const char *text);
	void (*strong)(struct igd_markup *markup, const char *text);
	void (*block)(struct igd_markup *markup, const char *title, const char *lines);
};

extern const struct igd_markup_rules igd_markup_markdown, igd_markup_reddit, igd_markup_bbcode,
	igd_markup_plain;

/* Writes a paragraph of at most so many columns a line; label may be NULL. */
void igd_markup_wrap(
	const struct igd_markup *markup, unsigned width, const char *label, const char *text);

/* Writes text, in which each "[" before one of the words (NULL at the end), or before any letter, is parted from it. */
void igd_markup_part_tags(FILE *out, const char *text, const char *const *words);

#endif
