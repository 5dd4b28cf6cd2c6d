// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_split - text as the commands and words that a shell would see
 *
 * What people paste is rarely what they ran: lines lose their backslashes, `ps` drops the quotes around JSON, and
 * forums quote with "> ". Such damage is undone where it is certain, and a remark says so where it changes what a shell
 * would have done.
 */
#include "facts/vm/vm_split.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_split_clean.h"

#define MAX_WORDS 65536
/* How many names of what is not expanded a remark tells. */
#define MAX_NAMED 4

struct split {
	struct igd_vm *vm;
	const char *at, *end;
	char *room,
		*word; /* where words are put, which are never longer than the text; where this one began */
	const char **words;
	size_t count, space;
	bool has_word,
		is_target; /* a word has begun, if only by an empty quote; it is what a redirection names */
	struct igd_text unexpanded;
	size_t unexpanded_count;
};

static void push(struct split *split, const char *word)
{
	if (split->count + 1 >= MAX_WORDS) {
		igd_vm_remark(
			split->vm, "it has more than %d words: the others are left out", MAX_WORDS);
		return;
	}
	if (split->count == split->space) {
		split->space = split->space ? split->space * 2 : 64;
		split->words = igd_regrow(split->words, split->space, sizeof(*split->words));
	}
	split->words[split->count++] = word;
}

static void put(struct split *split, char letter)
{
	*split->room++ = letter;
	split->has_word = true;
}

static void end_word(struct split *split)
{
	if (!split->has_word)
		return;
	*split->room++ = '\0';
	if (!split->is_target)
		push(split, split->word);
	split->word = split->room;
	split->has_word = split->is_target = false;
}

static void end_command(struct split *split)
{
	end_word(split);
	split->is_target = false;
	if (split->count && split->words[split->count - 1])
		push(split, NULL);
}

static char peek(const struct split *split, size_t ahead)
{
	return ahead < (size_t)(split->end - split->at) ? split->at[ahead] : '\0';
}

static void name_unexpanded(struct split *split, const char *from)
{
	size_t size = (size_t)(split->at - from);

	if (split->unexpanded_count++ >= MAX_NAMED)
		return;
	if (split->unexpanded.size)
		igd_text_printf(&split->unexpanded, ", ");
	igd_text_printf(&split->unexpanded, "`%.*s`", (int)(size > 40 ? 40 : size), from);
}

/* How many bytes belong to what begins with the '$' or '`' at the beginning; 0 if it is an ordinary letter. */
static size_t expansion_length(const struct split *split)
{
	static const char pairs[] = "{}()``";
	const char *pair = strchr(pairs, *split->at == '`' ? '`' : peek(split, 1));
	const char *close;
	size_t length = 1;

	if (pair && *pair && (pair - pairs) % 2 == 0) {
		close = memchr(split->at + 2 - (*split->at == '`'), pair[1],
			(size_t)(split->end - split->at) - 2 + (*split->at == '`'));
		return close ? (size_t)(close - split->at) + 1 : 0;
	}
	if (*split->at == '`')
		return 0;
	while (isalnum((unsigned char)peek(split, length)) || peek(split, length) == '_')
		length++;
	if (length == 1 && peek(split, 1) && strchr("@*#?!", peek(split, 1)))
		return 2;
	return length > 1 ? length : 0;
}

/* A variable or a command in a command: as it stands. */
static void read_expansion(struct split *split)
{
	const char *from = split->at;
	size_t length = expansion_length(split);

	if (!length) {
		put(split, *split->at++);
		return;
	}
	while (length--)
		put(split, *split->at++);
	name_unexpanded(split, from);
}

static void read_single(struct split *split)
{
	split->has_word = true;
	for (split->at++; split->at < split->end && *split->at != '\''; split->at++)
		put(split, *split->at);
	split->at += split->at < split->end;
}

/* In "..." a backslash is one unless before one of these (POSIX.1-2017 XCU 2.2.3). */
static void read_double(struct split *split)
{
	split->has_word = true;
	for (split->at++; split->at < split->end && *split->at != '"';) {
		if (*split->at == '\\' && peek(split, 1) == '\n') {
			split->at += 2;
			continue;
		}
		if (*split->at == '\\' && peek(split, 1) && strchr("$`\"\\", peek(split, 1)))
			split->at++;
		else if (*split->at == '$' || *split->at == '`') {
			read_expansion(split);
			continue;
		}
		put(split, *split->at++);
	}
	split->at += split->at < split->end;
}

/* $'...': only the escaped quote and backslash are taken out. */
static void read_ansi(struct split *split)
{
	split->has_word = true;
	for (split->at += 2; split->at < split->end && *split->at != '\''; split->at++) {
		if (*split->at == '\\' && (peek(split, 1) == '\'' || peek(split, 1) == '\\'))
			split->at++;
		else if (*split->at == '\\')
			igd_vm_remark(split->vm, "an escape in $'...' is taken as it stands");
		put(split, *split->at);
	}
	split->at += split->at < split->end;
}

/* JSON that lost its quotes, as `ps` and logs show it: up to where its braces close. 0 if they do not. */
static size_t json_length(const struct split *split)
{
	size_t i, left = (size_t)(split->end - split->at), depth = 0;
	bool is_text = false;

	for (i = 0; i < left && split->at[i] != '\n'; i++) {
		if (is_text && split->at[i] == '\\')
			i++;
		else if (split->at[i] == '"')
			is_text = !is_text;
		else if (!is_text && split->at[i] == '{')
			depth++;
		else if (!is_text && split->at[i] == '}' && --depth == 0)
			return i + 1;
	}
	return 0;
}

static bool read_json(struct split *split)
{
	size_t length = split->has_word || peek(split, 1) != '"' ? 0 : json_length(split);

	if (!length)
		return false;
	while (length--)
		put(split, *split->at++);
	return true;
}

/* A backslash before the end of a line continues it; so was meant one with blanks behind it. */
static void read_backslash(struct split *split)
{
	size_t blanks = 1;

	while (peek(split, blanks) == ' ' || peek(split, blanks) == '\t')
		blanks++;
	if (peek(split, blanks) == '\n' || split->at + blanks >= split->end) {
		if (blanks > 1 && peek(split, blanks) == '\n')
			igd_vm_remark(split->vm,
				"a line ends in a backslash and a blank, which does not continue it in a "
				"shell: the options in the lines behind it are not passed to QEMU");
		split->at += blanks + (peek(split, blanks) == '\n');
		return;
	}
	split->at++;
	put(split, *split->at++);
}

static bool is_number(const char *text, const char *end)
{
	while (text < end && isdigit((unsigned char)*text))
		text++;
	return text == end;
}

static void read_redirection(struct split *split)
{
	if (split->has_word && is_number(split->word, split->room)) {
		split->room = split->word;
		split->has_word = false;
	}
	end_word(split);
	while (split->at < split->end && strchr("<>&|", *split->at))
		split->at++;
	while (peek(split, 0) == ' ' || peek(split, 0) == '\t')
		split->at++;
	split->is_target = true;
}

/* A line that begins with an option was meant to belong to the command before it. */
static void read_newline(struct split *split)
{
	size_t ahead = 1;

	while (peek(split, ahead) && strchr(" \t\n", peek(split, ahead)))
		ahead++;
	end_word(split);
	if (peek(split, ahead) != '-' || !split->count || !split->words[split->count - 1]) {
		end_command(split);
	} else {
		igd_vm_remark(split->vm,
			"a line begins with an option although the one before it does not end in a "
			"backslash: they are taken as one command, but a shell would not pass it on");
	}
	split->at++;
}

static void read_comment(struct split *split)
{
	while (split->at < split->end && *split->at != '\n')
		split->at++;
}

static void read_operator(struct split *split)
{
	if (*split->at == '&' && peek(split, 1) == '>') {
		read_redirection(split);
		return;
	}
	end_command(split);
	split->at++;
}

static void read_plain(struct split *split)
{
	if (*split->at == '{' && read_json(split))
		return;
	if (*split->at == '*' || *split->at == '?') {
		split->at++;
		name_unexpanded(split, split->at - 1);
		split->at--;
	}
	put(split, *split->at++);
}

static void read_next(struct split *split)
{
	switch (*split->at) {
	case ' ':
	case '\t':
		end_word(split);
		split->at++;
		return;
	case '\n':
		read_newline(split);
		return;
	case '\'':
		read_single(split);
		return;
	case '"':
		read_double(split);
		return;
	case '\\':
		read_backslash(split);
		return;
	case '`':
		read_expansion(split);
		return;
	case '$':
		(peek(split, 1) == '\'' ? read_ansi : read_expansion)(split);
		return;
	case '&':
	case '|':
	case ';':
		read_operator(split);
		return;
	case '<':
	case '>':
		read_redirection(split);
		return;
	case '#':
		(split->has_word ? read_plain : read_comment)(split);
		return;
	default:
		read_plain(split);
	}
}

static void read_shell(struct split *split)
{
	while (split->at < split->end)
		read_next(split);
	end_command(split);
	if (split->unexpanded_count)
		igd_vm_remark(split->vm,
			"a shell would have replaced %s%s, which is taken as it stands here",
			split->unexpanded.text,
			split->unexpanded_count > MAX_NAMED ? " and more" : "");
}

/* Pieces between separators; but for an empty one at the end, an empty one is an empty word of a process. */
static void read_pieces(struct split *split, char separator)
{
	const char *next;

	for (; split->at < split->end; split->at = next + 1) {
		next = memchr(split->at, separator, (size_t)(split->end - split->at));
		next = next ? next : split->end;
		split->has_word = separator == '\0';
		while (separator && split->at < next && isspace((unsigned char)*split->at))
			split->at++;
		while (split->at < next)
			put(split, *split->at++);
		end_word(split);
	}
	end_command(split);
}

const char *const *igd_vm_split_commands(
	struct igd_vm *vm, const char *text, size_t size, size_t *ret_count)
{
	bool has_nul = memchr(text, '\0', size);
	IGD_AUTOTEXT struct igd_text clean = { 0 };
	struct split split = { .vm = vm };
	const char **words;

	if (!has_nul) {
		igd_vm_clean_paste(text, size, &clean);
		text = clean.text;
		size = clean.size;
	}
	split.at = text;
	split.end = text + size;
	split.word = split.room = igd_vm_room(vm, size + 2);
	if (has_nul)
		read_pieces(&split, '\0');
	else if (igd_vm_is_dump(text, size))
		read_pieces(&split, '\n');
	else
		read_shell(&split);
	words = igd_vm_room(vm, (split.count + 1) * sizeof(*words));
	if (split.count)
		memcpy(words, split.words, split.count * sizeof(*words));
	free(split.words);
	igd_text_done(&split.unexpanded);
	*ret_count = split.count;
	return words;
}

const char *const *igd_vm_split(struct igd_vm *vm, const char *text, size_t size, size_t *ret_count)
{
	const char *const *words = igd_vm_split_commands(vm, text, size, ret_count);

	/* what stands behind the first NULL are other commands */
	for (*ret_count = 0; words[*ret_count]; (*ret_count)++)
		continue;
	return words;
}
