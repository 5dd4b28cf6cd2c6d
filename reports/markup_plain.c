// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markup_plain - nothing but lines
 */
#include <string.h>

#include "reports/markup_private.h"
#include "reports/page.h"

/* RFC 3676, 4.2: lines of mail should have 78 characters at most; there is room for a "> " of whoever answers. */
#define MAIL_WIDTH 76u

void igd_markup_wrap(
	const struct igd_markup *markup, unsigned width, const char *label, const char *text)
{
	struct igd_report_style style = { .width = width, .has_utf8 = markup->style->has_utf8 };
	IGD_AUTOFREE char *lead = label ? igd_printf("%s:", label) : NULL;
	struct igd_page page;

	igd_page_init(&page, &style, markup->out);
	igd_page_begin(&page, 0, lead ? 2 : 0);
	if (lead)
		igd_page_add(&page, IGD_INK_PLAIN, lead);
	igd_page_add(&page, IGD_INK_PLAIN, text);
	igd_page_end(&page);
}

static void heading(struct igd_markup *markup, unsigned level, const char *text)
{
	size_t count = strlen(text);

	fputc('\n', markup->out);
	igd_markup_wrap(markup, MAIL_WIDTH, NULL, text);
	if (level > 2)
		return;
	for (count = count > MAIL_WIDTH ? MAIL_WIDTH : count; count; count--)
		fputc('-', markup->out);
	fputc('\n', markup->out);
}

static void paragraph(struct igd_markup *markup, const char *label, const char *text)
{
	fputc('\n', markup->out);
	igd_markup_wrap(markup, MAIL_WIDTH, label, text);
}

static void strong(struct igd_markup *markup, const char *text)
{
	paragraph(markup, NULL, text);
}

static void block(struct igd_markup *markup, const char *title, const char *lines)
{
	size_t length;

	fputc('\n', markup->out);
	igd_markup_wrap(markup, MAIL_WIDTH, NULL, title);
	for (; *lines; lines += length) {
		length = strcspn(lines, "\n") + 1;
		fprintf(markup->out, length > 1 ? "    %.*s" : "%.*s", (int)length, lines);
	}
}

const struct igd_markup_rules igd_markup_plain = { heading, paragraph, paragraph, strong, block };
