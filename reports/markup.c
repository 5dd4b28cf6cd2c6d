// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markup - the same blocks of text in the languages that posts and pages are written in
 */
#include "reports/markup.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "reports/letter.h"
#include "reports/markup_private.h"

void igd_markup_init(struct igd_markup *markup, enum igd_markup_kind kind,
	const struct igd_report_style *style, FILE *out)
{
	static const struct igd_markup_rules *const rules[] = {
		[IGD_MARKUP_MARKDOWN] = &igd_markup_markdown,
		[IGD_MARKUP_REDDIT] = &igd_markup_reddit,
		[IGD_MARKUP_BBCODE] = &igd_markup_bbcode,
		[IGD_MARKUP_PLAIN] = &igd_markup_plain,
	};

	*markup = (struct igd_markup){ .out = out, .rules = rules[kind], .style = style };
}

FILE *igd_markup_open(char **ret_text, size_t *ret_size)
{
	FILE *out = open_memstream(ret_text, ret_size);

	if (!out)
		_exit(IGD_EXIT_MEMORY);
	return out;
}

/* Adds one line as it may be shown. */
static void clean_line(
	const struct igd_report_style *style, const char *text, size_t size, struct igd_text *ret)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + size;
	uint32_t letter;
	size_t length;

	igd_text_add(ret, "", 0);
	for (; at < end; at += length) {
		length = igd_letter(at, (size_t)(end - at), &letter);
		if (length && (length == 1 || style->has_utf8)) {
			igd_text_add(ret, at, length);
			continue;
		}
		length = 1;
		if (isspace(*at))
			igd_text_add(ret, " ", 1);
		else
			igd_text_printf(ret, "\\x%02x", *at);
	}
}

char *igd_markup_clean(const struct igd_report_style *style, const char *text)
{
	struct igd_text line = { 0 };

	clean_line(style, text, strlen(text), &line);
	return line.text;
}

/* The last line is ended as well. */
static char *clean_lines(const struct igd_markup *markup, const char *text)
{
	struct igd_text lines = { 0 };
	size_t length;

	igd_text_add(&lines, "", 0);
	for (; *text; text += length + (text[length] != '\0')) {
		length = strcspn(text, "\n");
		clean_line(markup->style, text, length, &lines);
		igd_text_add(&lines, "\n", 1);
	}
	return lines.text;
}

void igd_markup_heading(struct igd_markup *markup, unsigned level, const char *text)
{
	IGD_AUTOFREE char *shown = igd_markup_clean(markup->style, text);

	markup->rules->heading(markup, level, shown);
}

void igd_markup_paragraph(struct igd_markup *markup, const char *label, const char *text)
{
	IGD_AUTOFREE char *shown = text ? igd_markup_clean(markup->style, text) : NULL;

	if (shown && shown[strspn(shown, " ")])
		markup->rules->paragraph(markup, label, shown);
}

void igd_markup_reference(struct igd_markup *markup, const char *label, const char *text)
{
	IGD_AUTOFREE char *shown = igd_markup_clean(markup->style, text);

	markup->rules->reference(markup, label, shown);
}

void igd_markup_strong(struct igd_markup *markup, const char *text)
{
	IGD_AUTOFREE char *shown = igd_markup_clean(markup->style, text);

	markup->rules->strong(markup, shown);
}

void igd_markup_block(struct igd_markup *markup, const char *title, const char *lines)
{
	IGD_AUTOFREE char *shown_title = igd_markup_clean(markup->style, title);
	IGD_AUTOFREE char *shown = clean_lines(markup, lines);

	markup->rules->block(markup, shown_title, shown);
}
