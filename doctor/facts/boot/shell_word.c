// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shell_word - one word of a shell file: quotes, expansions, and whether it is an assignment
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/shell_private.h"

#define NAME_LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define NAME_BYTES NAME_LETTERS "0123456789"
#define MAX_EXPANSIONS 4096u

bool igd_shell_is_at(const struct igd_shell_lexer *lexer, const char *bytes)
{
	return lexer->at < lexer->end && strchr(bytes, *lexer->at);
}

char igd_shell_take(struct igd_shell_lexer *lexer)
{
	lexer->line += *lexer->at == '\n';
	return *lexer->at++;
}

static void add(struct igd_shell_word *word, char byte)
{
	if (word->text.size < IGD_SHELL_MAX_VALUE)
		igd_text_add(&word->text, &byte, 1);
	else
		word->is_constant = false;
}

/* Passes over what is in brackets, up to the one that closes it. Quotes inside protect brackets. */
static void skip_brackets(struct igd_shell_lexer *lexer, char open, char close)
{
	unsigned depth = 1;
	char quote = 0, byte;

	while (depth && lexer->at < lexer->end) {
		byte = igd_shell_take(lexer);
		if (byte == '\\' && quote != '\'' && lexer->at < lexer->end)
			igd_shell_take(lexer);
		else if (quote)
			quote = byte == quote ? 0 : quote;
		else if (byte == '\'' || byte == '"')
			quote = byte;
		else if (byte == open)
			depth++;
		else if (byte == close)
			depth--;
	}
	lexer->shell->is_open |= depth > 0;
}

static void skip_backticks(struct igd_shell_lexer *lexer)
{
	char byte = 0;

	while (lexer->at < lexer->end && byte != '`') {
		byte = igd_shell_take(lexer);
		if (byte == '\\' && lexer->at < lexer->end)
			igd_shell_take(lexer);
	}
	lexer->shell->is_open |= byte != '`';
}

static void expand_name(
	struct igd_shell_lexer *lexer, struct igd_shell_word *word, const char *name, size_t length)
{
	IGD_AUTOFREE char *copy = igd_strndup(name, length);
	const struct igd_shell_assignment *found;
	const char *at;

	if (lexer->expansions++ >= MAX_EXPANSIONS) {
		word->is_constant = false;
		return;
	}
	found = igd_shell_find(lexer->shell, copy);
	if (found && !found->value)
		word->is_constant = false;
	for (at = found && found->value ? found->value : ""; *at; at++)
		add(word, *at);
}

/* The length of the variable name that begins there; 0 for none. */
static size_t name_length(const char *name, const char *end)
{
	size_t length = 0;

	while (name + length < end && strchr(length ? NAME_BYTES : NAME_LETTERS, name[length]))
		length++;
	return length;
}

/* Behind a '$' that is followed by a brace or a parenthesis but not by "{NAME}". */
static void expand_other(struct igd_shell_lexer *lexer, struct igd_shell_word *word)
{
	const char *from = lexer->at;
	const bool is_brace = igd_shell_take(lexer) == '{';

	word->is_constant = false;
	skip_brackets(lexer, is_brace ? '{' : '(', is_brace ? '}' : ')');
	/* ${NAME:=value} sets a variable */
	if (is_brace && memchr(from, '=', (size_t)(lexer->at - from)))
		lexer->shell->is_open = true;
}

/* Behind a '$'. */
static void expand(struct igd_shell_lexer *lexer, struct igd_shell_word *word)
{
	const bool has_brace = igd_shell_is_at(lexer, "{");
	const char *name = lexer->at + has_brace;
	const size_t length = name_length(name, lexer->end);
	const char *end = name + length;

	if (length && (!has_brace || (end < lexer->end && *end == '}'))) {
		lexer->at = end + has_brace;
		expand_name(lexer, word, name, length);
	} else if (igd_shell_is_at(lexer, "{(")) {
		expand_other(lexer, word);
	} else if (igd_shell_is_at(lexer, "0123456789@*#?$!-'")) {
		word->is_constant = false;
	} else {
		add(word, '$');
	}
}

static void read_single(struct igd_shell_lexer *lexer, struct igd_shell_word *word)
{
	while (lexer->at < lexer->end && *lexer->at != '\'')
		add(word, igd_shell_take(lexer));
	if (lexer->at < lexer->end)
		igd_shell_take(lexer);
	else
		lexer->shell->is_open = true;
}

/* What '$', '`' and '\\' do outside single quotes; escapable: what a backslash protects, NULL for anything. */
static void read_special(struct igd_shell_lexer *lexer, struct igd_shell_word *word, char byte,
	const char *escapable)
{
	if (byte == '$') {
		expand(lexer, word);
	} else if (byte == '`') {
		word->is_constant = false;
		skip_backticks(lexer);
	} else if (igd_shell_is_at(lexer, "\n")) {
		igd_shell_take(lexer);
	} else if (lexer->at < lexer->end && (!escapable || igd_shell_is_at(lexer, escapable))) {
		add(word, igd_shell_take(lexer));
	} else {
		add(word, '\\');
	}
}

static void read_double(struct igd_shell_lexer *lexer, struct igd_shell_word *word)
{
	char byte;

	while (lexer->at < lexer->end && *lexer->at != '"') {
		byte = igd_shell_take(lexer);
		if (strchr("$`\\", byte))
			read_special(lexer, word, byte, "$`\"\\");
		else
			add(word, byte);
	}
	if (lexer->at < lexer->end)
		igd_shell_take(lexer);
	else
		lexer->shell->is_open = true;
}

static void read_value(struct igd_shell_lexer *lexer, struct igd_shell_word *word)
{
	char byte;

	igd_text_add(&word->text, "", 0);
	if (word->name && igd_shell_is_at(lexer, "(")) { /* an array */
		igd_shell_take(lexer);
		word->is_constant = false;
		skip_brackets(lexer, '(', ')');
	}
	while (lexer->at < lexer->end && !strchr(IGD_SHELL_WORD_END, *lexer->at)) {
		byte = igd_shell_take(lexer);
		if (byte == '\'')
			read_single(lexer, word);
		else if (byte == '"')
			read_double(lexer, word);
		else if (strchr("$`\\", byte))
			read_special(lexer, word, byte, NULL);
		else
			add(word, byte);
	}
}

/* The length of "NAME=", "NAME+=", "NAME[key]=" at the lexer, 0 for none; *ret_name is how long the name is. */
static size_t assignment_length(const struct igd_shell_lexer *lexer, size_t *ret_name)
{
	size_t left = (size_t)(lexer->end - lexer->at), i = name_length(lexer->at, lexer->end);
	const char *text = lexer->at;

	if (!i)
		return 0;
	if (i < left && text[i] == '[') {
		while (i < left && !strchr("]" IGD_SHELL_WORD_END, text[i]))
			i++;
		if (i == left || text[i++] != ']')
			return 0;
	}
	*ret_name = i;
	i += i < left && text[i] == '+';
	return i < left && text[i] == '=' ? i + 1 : 0;
}

static char *unquoted(const char *text, size_t size)
{
	char *copy = igd_strndup(text, size), *to = copy, *from;

	for (from = copy; *from; from++) {
		if (!strchr("\"'", *from))
			*to++ = *from;
	}
	*to = '\0';
	return copy;
}

void igd_shell_word_read(struct igd_shell_lexer *lexer, struct igd_shell_word *ret)
{
	size_t name, length = assignment_length(lexer, &name);

	*ret = (struct igd_shell_word){ .line = lexer->line, .is_constant = true };
	if (length) {
		ret->name = unquoted(lexer->at, name);
		ret->is_append = lexer->at[name] == '+';
		lexer->at += length;
	}
	read_value(lexer, ret);
}
