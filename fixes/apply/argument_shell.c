// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_shell - a shell's word as cells (POSIX.1-2017 XCU 2.2 Quoting, 2.6 Word Expansions)
 */
#include <string.h>

#include "fixes/apply/argument_private.h"

#define WORD_END " \t\r\n;&|<>()"
#define NAME_BYTES "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789"
#define UNCLOSED "a quote or a bracket is not closed"

struct reader {
	const char *text;
	size_t at, size;
	struct igd_argument_value *value;
	bool is_broken;
};

static char peek(const struct reader *reader, size_t ahead)
{
	return reader->at + ahead < reader->size ? reader->text[reader->at + ahead] : '\0';
}

/* The next length bytes are one cell. */
static void take(struct reader *reader, size_t length, char byte, char quote)
{
	igd_argument_add_cell(
		reader->value, (struct igd_cell){ reader->at, reader->at + length, byte, quote });
	reader->at += length;
}

/* The length of what is in brackets at this offset, with them; 0: they are not closed. */
static size_t bracket_length(const struct reader *reader, size_t from, char open, char close)
{
	char quote = 0, byte;
	size_t i, depth = 0;

	for (i = from; i < reader->size; i++) {
		byte = reader->text[i];
		if (byte == '\\' && quote != '\'')
			i++;
		else if (quote)
			quote = byte == quote ? 0 : quote;
		else if (byte == '\'' || byte == '"')
			quote = byte;
		else if (byte == open)
			depth++;
		else if (byte == close && !--depth)
			return i + 1 - from;
	}
	return 0;
}

/* The length up to the same byte again, with both; 0: it does not come. */
static size_t closed_length(const struct reader *reader, size_t from, char close)
{
	size_t i;

	for (i = from + 1; i < reader->size; i++) {
		if (reader->text[i] == '\\')
			i++;
		else if (reader->text[i] == close)
			return i + 1 - from;
	}
	return 0;
}

/* The length of what is in brackets, or in $'...', behind a '$'; 0: it is not closed. */
static size_t enclosed_length(const struct reader *reader, char open)
{
	const size_t from = reader->at + 1;
	size_t length;

	if (open == '\'')
		length = closed_length(reader, from, open);
	else
		length = bracket_length(reader, from, open, open == '{' ? '}' : ')');
	return length ? length + 1 : 0;
}

/* The length of the expansion at a '$' or '`'; 0: it is not closed. */
static size_t expansion_length(const struct reader *reader, char quote)
{
	const char next = peek(reader, 1);
	size_t length = 1;

	if (peek(reader, 0) == '`')
		return closed_length(reader, reader->at, '`');
	if (next == '{' || next == '(' || (next == '\'' && !quote))
		return enclosed_length(reader, next);
	if (next && strchr("0123456789@*#?$!-", next))
		return 2;
	while (peek(reader, length) && strchr(NAME_BYTES, peek(reader, length)))
		length++;
	return length;
}

static void read_expansion(struct reader *reader, char quote)
{
	const size_t length = expansion_length(reader, quote);

	if (!length)
		reader->is_broken = true;
	else if (length == 1) /* a '$' that stands for itself */
		take(reader, 1, '$', quote);
	else
		take(reader, length, IGD_CELL_OPAQUE, quote);
}

/* protected: what a backslash takes its meaning from; NULL: from anything. */
static void read_backslash(struct reader *reader, char quote, const char *protected)
{
	const char next = peek(reader, 1);

	if (next == '\n')
		reader->at += 2;
	else if (next && (!protected || strchr(protected, next)))
		take(reader, 2, next, quote);
	else
		take(reader, 1, '\\', quote);
}

/* A byte that is neither a quote nor the word's end. */
static void read_byte(struct reader *reader, char quote)
{
	const char byte = peek(reader, 0);

	if (quote == '\'' || !strchr("$`\\", byte))
		take(reader, 1, byte, quote);
	else if (byte == '\\')
		read_backslash(reader, quote, quote ? "$`\"\\" : NULL);
	else
		read_expansion(reader, quote);
}

static void read_quoted(struct reader *reader, char quote)
{
	reader->at++;
	if (!reader->value->count) {
		reader->value->empty_at = reader->at;
		reader->value->empty_quote = quote;
	}
	while (!reader->is_broken && reader->at < reader->size && peek(reader, 0) != quote)
		read_byte(reader, quote);
	reader->is_broken |= reader->at >= reader->size;
	reader->at++;
}

const char *igd_argument_read_shell(const char *text, size_t size, struct igd_argument_value *value)
{
	struct reader reader = { .text = text, .at = value->from, .size = size, .value = value };
	char byte;

	value->is_shell = true;
	value->empty_at = value->from;
	if (peek(&reader, 0) == '(')
		return "it is an array";
	while (!reader.is_broken && reader.at < size && !strchr(WORD_END, text[reader.at])) {
		byte = text[reader.at];
		if (byte == '\'' || byte == '"')
			read_quoted(&reader, byte);
		else
			read_byte(&reader, 0);
	}
	value->to = reader.at < size ? reader.at : size;
	return reader.is_broken ? UNCLOSED : NULL;
}
