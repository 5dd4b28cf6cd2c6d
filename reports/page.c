// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * page - words on lines of a width
 */
#include "reports/page.h"

#include <string.h>
#include <wchar.h>

#include "reports/letter.h"

/* Below this every column counts. */
#define NARROW 60
#define BLANKS " \t\n\v\f\r"

/*
 * Only marks that the fonts of terminals have in one column. The colours are of the eight that every
 * terminal has, and none is black, white or faint: the background may be either.
 */
static const struct {
	const char *utf8, *ascii;
	enum igd_ink ink;
} marks[] = {
	[IGD_MARK_PASS] = { "\xe2\x9c\x93", "[ok]", IGD_INK_GREEN },
	[IGD_MARK_BLOCKER] = { "\xe2\x9c\x97", "[!!]", IGD_INK_RED },
	[IGD_MARK_DEGRADED] = { "!", "[ !]", IGD_INK_YELLOW },
	[IGD_MARK_HINT] = { "i", "[ i]", IGD_INK_CYAN },
	[IGD_MARK_UNKNOWN] = { "?", "[??]", IGD_INK_YELLOW },
	[IGD_MARK_WAITING] = { "\xe2\x80\xa6", "[..]", IGD_INK_PLAIN },
	[IGD_MARK_NA] = { "-", "[--]", IGD_INK_PLAIN },
};

static const char *const inks[] = {
	[IGD_INK_PLAIN] = "",
	[IGD_INK_BOLD] = "\x1b[1m",
	[IGD_INK_RED] = "\x1b[1;31m",
	[IGD_INK_YELLOW] = "\x1b[1;33m",
	[IGD_INK_GREEN] = "\x1b[32m",
	[IGD_INK_CYAN] = "\x1b[36m",
};

#define PLAIN_AGAIN "\x1b[0m"

static size_t width_of(const struct igd_report_style *style)
{
	if (!style->width)
		return IGD_REPORT_WIDTH;
	return style->width < IGD_REPORT_MIN_WIDTH ? IGD_REPORT_MIN_WIDTH : style->width;
}

void igd_page_init(struct igd_page *page, const struct igd_report_style *style, FILE *out)
{
	*page = (struct igd_page){ .out = out, .style = style, .width = width_of(style) };
	page->is_narrow = page->width < NARROW;
	page->margin = page->is_narrow ? 2 : igd_page_mark_width(page);
}

/* The blanks are written with what follows them: no line ends in one. */
static void advance(struct igd_page *page, size_t column)
{
	if (page->column >= column)
		return;
	page->blanks += column - page->column;
	page->column = column;
}

void igd_page_begin(struct igd_page *page, size_t indent, size_t hang)
{
	page->column = 0;
	page->blanks = 0;
	page->hang = hang;
	page->has_words = false;
	advance(page, indent);
}

/* How many columns the character at text takes, and its length; -1 if it is not to be shown as it is. */
static int columns_of(
	const struct igd_page *page, const unsigned char *text, size_t size, size_t *ret_length)
{
	uint32_t character;

	*ret_length = igd_letter(text, size, &character);
	if (!*ret_length || (*ret_length > 1 && !page->style->has_utf8))
		return -1;
	return *ret_length == 1 ? 1 : wcwidth((wchar_t)character);
}

/* A word as it is shown; returns its columns. */
static size_t render(
	const struct igd_page *page, const char *text, size_t size, struct igd_text *ret)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + size;
	size_t length, columns = 0;
	int own;

	for (; at < end; at += length) {
		own = columns_of(page, at, (size_t)(end - at), &length);
		if (own >= 0) {
			igd_text_add(ret, at, length);
			columns += (size_t)own;
			continue;
		}
		length = 1;
		igd_text_printf(ret, "\\x%02x", *at);
		columns += 4;
	}
	return columns;
}

static void use_ink(struct igd_page *page, enum igd_ink ink)
{
	if (!page->style->has_color || page->ink == ink)
		return;
	if (page->ink != IGD_INK_PLAIN)
		fputs(PLAIN_AGAIN, page->out);
	fputs(inks[ink], page->out);
	page->ink = ink;
}

/* What is shown in this many columns, behind the blanks that wait for it. */
static void put(struct igd_page *page, enum igd_ink ink, const char *text, size_t columns)
{
	if (page->ink != ink)
		use_ink(page, IGD_INK_PLAIN);
	for (; page->blanks; page->blanks--)
		fputc(' ', page->out);
	use_ink(page, ink);
	fputs(text, page->out);
	page->column += columns;
}

static void add_word(struct igd_page *page, enum igd_ink ink, const char *text, size_t size)
{
	IGD_AUTOTEXT struct igd_text word = { 0 };
	size_t columns = render(page, text, size, &word);

	if (page->has_words && page->column + 1 + columns > page->width) {
		igd_page_end(page);
		advance(page, page->hang);
	} else if (page->has_words) {
		advance(page, page->column + 1);
	}
	put(page, ink, word.text, columns);
	page->has_words = true;
}

static size_t measure(const struct igd_page *page, const char *text, size_t size)
{
	IGD_AUTOTEXT struct igd_text shown = { 0 };

	return render(page, text, size, &shown);
}

/* How long the word at text is; one with a command in it goes on to the blank behind the command. */
static size_t word_length(const struct igd_page *page, const char *text)
{
	size_t length = strcspn(text, BLANKS), whole;
	const char *open = memchr(text, '`', length), *close;

	close = open ? strchr(open + 1, '`') : NULL;
	if (!close)
		return length;
	whole = (size_t)(close - text) + strcspn(close, BLANKS);
	if (whole <= length || whole > page->width ||
		page->hang + measure(page, text, whole) > page->width)
		return length;
	return whole;
}

void igd_page_add(struct igd_page *page, enum igd_ink ink, const char *text)
{
	size_t length;

	for (text += strspn(text, BLANKS); *text; text += strspn(text, BLANKS)) {
		length = word_length(page, text);
		add_word(page, ink, text, length);
		text += length;
	}
}

void igd_page_verbatim(
	struct igd_page *page, enum igd_ink ink, size_t indent, const char *text, size_t size)
{
	IGD_AUTOTEXT struct igd_text line = { 0 };
	size_t i, columns = 0;

	for (i = 0; i < size; i++) {
		if (text[i] == '\t')
			igd_text_add(&line, "        ", 8);
		else
			igd_text_add(&line, &text[i], 1);
	}
	if (line.size) {
		IGD_AUTOTEXT struct igd_text shown = { 0 };

		igd_page_begin(page, indent, indent);
		columns = render(page, line.text, line.size, &shown);
		put(page, ink, shown.text, columns);
	}
	igd_page_end(page);
}

void igd_page_tab(struct igd_page *page, size_t column)
{
	use_ink(page, IGD_INK_PLAIN);
	if (page->column >= column)
		igd_page_end(page);
	advance(page, column);
	page->has_words = false;
}

void igd_page_join(struct igd_page *page)
{
	page->has_words = false;
}

void igd_page_mark(struct igd_page *page, enum igd_mark mark)
{
	put(page, marks[mark].ink, page->style->has_utf8 ? marks[mark].utf8 : marks[mark].ascii,
		igd_page_mark_width(page) - 1);
	igd_page_tab(page, page->column + 1);
}

size_t igd_page_mark_width(const struct igd_page *page)
{
	return page->style->has_utf8 ? 2 : 5;
}

void igd_page_end(struct igd_page *page)
{
	use_ink(page, IGD_INK_PLAIN);
	fputc('\n', page->out);
	page->column = 0;
	page->blanks = 0;
	page->has_words = false;
}

void igd_page_section(struct igd_page *page, const char *title)
{
	igd_page_blank(page);
	igd_page_begin(page, 0, 0);
	igd_page_add(page, IGD_INK_BOLD, title);
	igd_page_end(page);
}

void igd_page_blank(struct igd_page *page)
{
	fputc('\n', page->out);
}

enum igd_ink igd_mark_ink(enum igd_mark mark)
{
	return marks[mark].ink;
}
