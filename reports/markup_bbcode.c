// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markup_bbcode - BBCode, as far as phpBB, vBulletin, XenForo and SMF agree on it
 *
 * There is no way to escape a bracket that all of them know, and code inside a line they have not in common either.
 * Outside of code a forum makes pictures out of commands: ":o" of "video=efifb:off" (symptoms S16). So a paragraph that
 * a forum could read otherwise than it is meant becomes a block of code.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "reports/markup_private.h"

/* Columns of a block of code that a forum's page shows without scrolling. */
#define CODE_WIDTH 76u

static bool opens_tag(const char *behind, const char *const *words)
{
	behind += *behind == '/';
	if (!words)
		return isalpha((unsigned char)*behind) || *behind == '*' || *behind == '/';
	for (; *words; words++) {
		if (strncasecmp(behind, *words, strlen(*words)) == 0)
			return true;
	}
	return false;
}

void igd_markup_part_tags(FILE *out, const char *text, const char *const *words)
{
	for (; *text; text++) {
		fputc(*text, out);
		if (*text == '[' && opens_tag(text + 1, words))
			fputc(' ', out);
	}
}

/* An "@" before a name tells that person (XenForo); not with a blank behind it. */
static void inline_text(FILE *out, const char *text)
{
	IGD_AUTOTEXT struct igd_text shown = { 0 };

	igd_text_add(&shown, "", 0);
	for (; *text; text++) {
		igd_text_add(&shown, text, 1);
		if (*text == '@')
			igd_text_add(&shown, " ", 1);
	}
	igd_markup_part_tags(out, shown.text, NULL);
}

static void heading(struct igd_markup *markup, unsigned level, const char *text)
{
	fputs(level < 3 ? "\n[b][u]" : "\n[b]", markup->out);
	inline_text(markup->out, text);
	fputs(level < 3 ? "[/u][/b]\n" : "[/b]\n", markup->out);
}

/* phpBB counts [code] in code, so that both an opening and a closing one in it would do harm. */
static void code(FILE *out, const char *lines)
{
	static const char *const words[] = { "code", NULL };

	fputs("[code]\n", out);
	igd_markup_part_tags(out, lines, words);
	fputs("[/code]\n", out);
}

static void wrapped_code(const struct igd_markup *markup, const char *text)
{
	IGD_AUTOFREE char *lines = NULL;
	size_t size = 0;
	struct igd_markup inner = *markup;

	inner.out = igd_markup_open(&lines, &size);
	igd_markup_wrap(&inner, CODE_WIDTH, NULL, text);
	fclose(inner.out);
	code(markup->out, lines);
}

/* Whether a colon here could begin a smiley: not in "vfio.conf:1", "8086:4680" and "found: nothing". */
static bool is_smiley(const char *text, size_t at)
{
	if (text[at] == ':')
		return !isalnum((unsigned char)text[at + 1])
			       ? !strchr(" ", text[at + 1])
			       : !isdigit((unsigned char)text[at + 1]) &&
					 !(at && isdigit((unsigned char)text[at - 1]));
	return text[at] == ';' && text[at + 1] == ')';
}

/* Whether a forum would make something else of the text. */
static bool is_hazardous(const char *text)
{
	size_t at;

	for (at = 0; text[at]; at++) {
		if (text[at] == '@' || is_smiley(text, at) ||
			(text[at] == '[' && opens_tag(text + at + 1, NULL)))
			return true;
	}
	return false;
}

static void paragraph(struct igd_markup *markup, const char *label, const char *text)
{
	bool is_code = is_hazardous(text);

	fputc('\n', markup->out);
	if (label)
		fprintf(markup->out, "[b]%s:[/b]%c", label, is_code ? '\n' : ' ');
	if (is_code)
		wrapped_code(markup, text);
	else
		fprintf(markup->out, "%s\n", text);
}

static void strong(struct igd_markup *markup, const char *text)
{
	fputs("\n[b]", markup->out);
	inline_text(markup->out, text);
	fputs("[/b]\n", markup->out);
}

static void block(struct igd_markup *markup, const char *title, const char *lines)
{
	fputc('\n', markup->out);
	inline_text(markup->out, title);
	fputs(":\n", markup->out);
	code(markup->out, lines);
}

const struct igd_markup_rules igd_markup_bbcode = { heading, paragraph, paragraph, strong, block };
