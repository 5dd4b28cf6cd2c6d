// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markup_markdown - Markdown, of GitHub's and Discourse's kind and of Reddit's
 *
 * Escaping with backslashes keeps emphasis and HTML away, but not what sites add behind the parser: GitHub and Discourse
 * look for @names, #numbers and addresses of pages in the text that comes out of it. Inside code they do not. So every
 * word with a character in it that could mean something becomes code, which is how a person would have written it.
 */
#include "reports/markup_markdown.h"

#include <ctype.h>
#include <string.h>

#include "reports/markup_private.h"

/* What may stand in front of a word or behind it without belonging to it. */
#define OPENING "(\"'"
#define CLOSING ").,;:!?\"'"
/* What CommonMark and Reddit's parser let a backslash stand before, and could mean something in a line. */
#define SPECIAL "\\`*_[]<>&#|~^"

static size_t longest_run(const char *text, size_t size, char of)
{
	size_t i, run = 0, longest = 0;

	for (i = 0; i < size; i++) {
		run = text[i] == of ? run + 1 : 0;
		if (run > longest)
			longest = run;
	}
	return longest;
}

static void repeat(FILE *out, char character, size_t count)
{
	for (; count; count--)
		fputc(character, out);
}

/* CommonMark 6.1: between equally long runs of backticks that do not occur inside. */
void igd_markdown_code(FILE *out, const char *text, size_t size, bool is_cell)
{
	size_t i, fence = longest_run(text, size, '`') + 1;
	bool is_padded = size && (text[0] == '`' || text[size - 1] == '`');

	if (!size)
		return;
	repeat(out, '`', fence);
	repeat(out, ' ', is_padded);
	for (i = 0; i < size; i++) {
		if (text[i] == '|' && is_cell)
			fputc('\\', out);
		fputc(text[i], out);
	}
	repeat(out, ' ', is_padded);
	repeat(out, '`', fence);
}

static void plain(FILE *out, const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (strchr(SPECIAL, text[i]))
			fputc('\\', out);
		fputc(text[i], out);
	}
}

/* Whether the letters before and behind this one are of a kind: isdigit(), isupper(). */
static bool is_between(const char *word, size_t size, size_t at, int (*kind)(int character))
{
	return at && at + 1 < size && kind((unsigned char)word[at - 1]) &&
	       kind((unsigned char)word[at + 1]);
}

/*
 * Letters, digits, and what stands in words and numbers: "Z690-A", "6.12.10", "11/14/2024", "GNU/Linux", "don't", "50%".
 * No address of a page, no name of a file, no "r/name" (which Reddit links) is among them.
 */
static bool is_harmless(const char *word, size_t size, size_t at)
{
	unsigned char character = (unsigned char)word[at];

	switch (character) {
	case '.':
		return is_between(word, size, at, isdigit);
	case '/':
		return is_between(word, size, at, isdigit) || is_between(word, size, at, isupper);
	case '-':
		return at > 0;
	default:
		return isalnum(character) || character >= 0x80 || strchr(",%+()'", character);
	}
}

static bool is_technical(const char *word, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (!is_harmless(word, size, i))
			return true;
	}
	return false;
}

/* Whether the last letter is the ")" of a "(" in the same word: "modprobe.d(5)". */
static bool closes_within(const char *word, size_t size)
{
	return word[size - 1] == ')' && memchr(word, '(', size);
}

/* The word without the punctuation around it; at *ret_start, and so many letters. */
static size_t core_of(const char *word, size_t size, size_t *ret_start)
{
	size_t start = 0, end = size;

	while (start < end && strchr(OPENING, word[start]))
		start++;
	while (end > start && strchr(CLOSING, word[end - 1]) &&
		!closes_within(word + start, end - start))
		end--;
	*ret_start = start;
	return end - start;
}

static void add_word(FILE *out, const char *word, size_t size, bool is_cell)
{
	size_t start, core = core_of(word, size, &start);

	plain(out, word, start);
	if (is_technical(word + start, core))
		igd_markdown_code(out, word + start, core, is_cell);
	else
		plain(out, word + start, core);
	plain(out, word + start + core, size - start - core);
}

/* How long the command in backticks at text is with them; 0 if none begins there. */
static size_t command_length(const char *text)
{
	const char *end = *text == '`' ? strchr(text + 1, '`') : NULL;

	return end && end > text + 1 ? (size_t)(end - text) + 1 : 0;
}

void igd_markdown_text(FILE *out, const char *text, bool is_cell)
{
	size_t length;

	for (; *text; text += length) {
		length = command_length(text);
		if (length) {
			igd_markdown_code(out, text + 1, length - 2, is_cell);
			continue;
		}
		length = strcspn(text, " `");
		if (length) {
			add_word(out, text, length, is_cell);
			continue;
		}
		length = 1;
		plain(out, text, 1);
	}
}

static void heading(struct igd_markup *markup, unsigned level, const char *text)
{
	fputc('\n', markup->out);
	repeat(markup->out, '#', level);
	fputc(' ', markup->out);
	igd_markdown_text(markup->out, text, false);
	fputc('\n', markup->out);
}

/* A label in front, so that no text stands where a list, a heading or a quotation could begin. */
static void paragraph(struct igd_markup *markup, const char *label, const char *text)
{
	fputc('\n', markup->out);
	if (label)
		fprintf(markup->out, "**%s:** ", label);
	igd_markdown_text(markup->out, text, false);
	fputc('\n', markup->out);
}

/* What cannot be anything but the address of a page. */
static bool is_page(const char *text)
{
	return igd_starts_with(text, "https://") &&
	       strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			    "-._~:/?#@!$&'()*+,;=%") == strlen(text);
}

/* CommonMark 6.5: an address between angle brackets is a link. */
static void reference(struct igd_markup *markup, const char *label, const char *text)
{
	if (is_page(text))
		fprintf(markup->out, "\n**%s:** <%s>\n", label, text);
	else
		paragraph(markup, label, text);
}

static void strong(struct igd_markup *markup, const char *text)
{
	fputs("\n**", markup->out);
	igd_markdown_text(markup->out, text, false);
	fputs("**\n", markup->out);
}

/* Inside <summary> Markdown is not read: it is HTML up to the next empty line (CommonMark 4.6, kind 6). */
static void summary(FILE *out, const char *text)
{
	bool is_code = false;

	for (; *text; text++) {
		switch (*text) {
		case '`':
			fputs(is_code ? "</code>" : "<code>", out);
			is_code = !is_code;
			break;
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		default:
			fputc(*text, out);
		}
	}
	if (is_code)
		fputs("</code>", out);
}

/* A fence is ended only by one that is at least as long (CommonMark 4.5). */
static void block(struct igd_markup *markup, const char *title, const char *lines)
{
	size_t fence = longest_run(lines, strlen(lines), '`') + 1;

	if (fence < 3)
		fence = 3;
	fputs("\n<details>\n<summary>", markup->out);
	summary(markup->out, title);
	fputs("</summary>\n\n", markup->out);
	repeat(markup->out, '`', fence);
	fputs("text\n", markup->out);
	fputs(lines, markup->out);
	repeat(markup->out, '`', fence);
	fputs("\n\n</details>\n", markup->out);
}

/* Indented code cannot be ended by anything that is indented. */
static void indented_block(struct igd_markup *markup, const char *title, const char *lines)
{
	size_t length;

	fputc('\n', markup->out);
	igd_markdown_text(markup->out, title, false);
	fputs(":\n\n", markup->out);
	for (; *lines; lines += length) {
		length = strcspn(lines, "\n") + 1;
		fprintf(markup->out, "    %.*s", (int)length, lines);
	}
}

const struct igd_markup_rules igd_markup_markdown = { heading, paragraph, reference, strong,
	block };
const struct igd_markup_rules igd_markup_reddit = { heading, paragraph, reference, strong,
	indented_block };
