// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * html_page - text of strangers on a page
 */
#include "reports/html_page.h"

#include <stdlib.h>
#include <string.h>

#include "reports/letter.h"

static bool is_taken(char *const *anchors, size_t count, const char *anchor)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (strcmp(anchors[i], anchor) == 0)
			return true;
	}
	return false;
}

/* Letters that need no quoting in an address. */
static char *plain_anchor(const char *id)
{
	char *anchor = igd_printf("%s%s", strchr(id, '.') ? "" : "finding.", id), *at;

	for (at = anchor; *at; at++) {
		if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.",
			    *at))
			*at = '_';
	}
	return anchor;
}

char **igd_html_anchors(const struct igd_exam *exam)
{
	char **anchors = igd_zalloc((exam->count + 1) * sizeof(*anchors));
	size_t i, number;

	for (i = 0; i < exam->count; i++) {
		IGD_AUTOFREE char *plain = plain_anchor(exam->findings[i].id);
		char *anchor = igd_strdup(plain);

		for (number = 2; is_taken(anchors, i, anchor); number++) {
			free(anchor);
			anchor = igd_printf("%s-%zu", plain, number);
		}
		anchors[i] = anchor;
	}
	return anchors;
}

void igd_html_anchors_free(char **anchors, size_t count)
{
	while (count)
		free(anchors[--count]);
	free(anchors);
}

const char *igd_html_anchor(const struct igd_html *html, const struct igd_finding *finding)
{
	return html->anchors[finding - html->exam->findings];
}

static void put(const struct igd_html *html, const char *text, size_t size, const char *allowed)
{
	const unsigned char *at = (const unsigned char *)text, *end = at + size;
	uint32_t letter;
	size_t length;

	for (; at < end; at += length) {
		length = igd_letter(at, (size_t)(end - at), &letter);
		if (length == 1 && strchr("&<>\"'", *at)) {
			fprintf(html->out, "&#%u;", *at);
		} else if (length) {
			fwrite(at, 1, length, html->out);
		} else {
			length = 1;
			if (strchr(allowed, *at) && *at)
				fputc(*at, html->out);
			else
				fprintf(html->out, "\\x%02x", *at);
		}
	}
}

void igd_html_text(const struct igd_html *html, const char *text)
{
	if (text)
		put(html, text, strlen(text), "");
}

void igd_html_lines(const struct igd_html *html, const char *text)
{
	put(html, text, strlen(text), "\n\t");
}

/* Where a command is cut off from its sentence, a mark behind it would begin a line. */
static size_t mark_behind(const char *text)
{
	return strspn(text, ".,;:");
}

static bool is_step(const char *begin, const char *code, const char *end)
{
	bool is_enclosed = (code > begin + 1 && code[-2] == '(') || end[1] == ')';

	return memchr(code, ' ', (size_t)(end - code)) && !is_enclosed;
}

static size_t put_step(const struct igd_html *html, const char *code, const char *end)
{
	size_t mark = mark_behind(end + 1);

	fputs("<code class=\"step\">", html->out);
	put(html, code, (size_t)(end - code), "");
	fputs("</code>", html->out);
	if (mark) {
		fputs("<span class=\"cut\">", html->out);
		put(html, end + 1, mark, "");
		fputs("</span>", html->out);
	}
	return mark;
}

static void prose(const struct igd_html *html, const char *text, bool has_steps)
{
	const char *at = text, *tick, *end;

	while ((tick = strchr(at, '`')) && (end = strchr(tick + 1, '`'))) {
		put(html, at, (size_t)(tick - at), "");
		at = end + 1;
		if (end == tick + 1) {
			fputs("``", html->out);
		} else if (has_steps && is_step(text, tick + 1, end)) {
			at += put_step(html, tick + 1, end);
		} else {
			fputs("<code>", html->out);
			put(html, tick + 1, (size_t)(end - tick - 1), "");
			fputs("</code>", html->out);
		}
	}
	put(html, at, strlen(at), "");
}

void igd_html_prose(const struct igd_html *html, const char *text)
{
	if (text)
		prose(html, text, false);
}

void igd_html_steps(const struct igd_html *html, const char *text)
{
	if (text)
		prose(html, text, true);
}

void igd_html_part(const struct igd_html *html, const char *label, const char *text)
{
	if (!text || !*text)
		return;
	fprintf(html->out, "<p><b>%s</b> ", label);
	igd_html_prose(html, text);
	fputs("</p>\n", html->out);
}

/* Numeric references, so that these sources are ASCII. */
static const struct {
	const char *class, *sign;
} marks[] = {
	[IGD_MARK_PASS] = { "pass", "&#10003;" },
	[IGD_MARK_BLOCKER] = { "blocker", "&#10007;" },
	[IGD_MARK_DEGRADED] = { "degraded", "!" },
	[IGD_MARK_HINT] = { "hint", "i" },
	[IGD_MARK_UNKNOWN] = { "unknown", "?" },
	[IGD_MARK_WAITING] = { "waits", "&#8230;" },
	[IGD_MARK_NA] = { "na", "&#8211;" },
};

const char *igd_html_class(enum igd_mark mark)
{
	return marks[mark].class;
}

void igd_html_sign(const struct igd_html *html, enum igd_mark mark)
{
	fprintf(html->out, "<span class=\"sign %s\" aria-hidden=\"true\">%s</span> ",
		marks[mark].class, marks[mark].sign);
}

void igd_html_tag(const struct igd_html *html, enum igd_mark mark, const char *word)
{
	igd_html_sign(html, mark);
	fprintf(html->out, "<span class=\"word %s\">%s</span>", marks[mark].class, word);
}
