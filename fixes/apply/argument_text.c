// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_text - where each format has its command line
 */
#include "fixes/apply/argument_text.h"

#include <stdlib.h>
#include <string.h>

#include "facts/boot/loader_text.h"
#include "facts/boot/shell.h"
#include "facts/host/cmdline.h"
#include "fixes/apply/argument_private.h"

#define MAX_PIECES 4096u

bool igd_argument_is_plain(const char *word)
{
	const char *at;

	for (at = word; *at; at++) {
		if (*at <= ' ' || *at > '~' || strchr("\"'\\$`", *at))
			return false;
	}
	return at > word && *word != '#' && strcmp(word, "--") != 0;
}

static bool is_same_argument(const struct igd_argument *left, const struct igd_argument *right)
{
	if (!igd_cmdline_same_name(left->name, right->name) || !left->value != !right->value)
		return false;
	return !left->value || strcmp(left->value, right->value) == 0;
}

bool igd_argument_is_same(const char *left, const char *right)
{
	struct igd_cmdline one, other;
	bool is_same;

	igd_cmdline_parse(&one, left, strlen(left));
	igd_cmdline_parse(&other, right, strlen(right));
	is_same = one.count == 1 && other.count == 1 &&
		  is_same_argument(&one.arguments[0], &other.arguments[0]);
	igd_cmdline_done(&one);
	igd_cmdline_done(&other);
	return is_same;
}

static struct igd_argument_value plain(size_t from, size_t to)
{
	return (struct igd_argument_value){ .from = from, .to = to, .empty_at = from };
}

/* A piece of text each of whose bytes is the command line's; "" in it stands for a quote if is_doubled. */
static void add_plain(
	struct igd_argument_editor *editor, struct igd_argument_value value, bool is_doubled)
{
	const size_t from = value.from, to = value.to;
	size_t i, length;

	for (i = from; i < to; i += length) {
		length = is_doubled && i + 1 < to && memcmp(editor->text + i, "\"\"", 2) == 0 ? 2
											      : 1;
		igd_argument_add_cell(
			&value, (struct igd_cell){ i, i + length, editor->text[i], '\0' });
	}
	igd_argument_add_piece(editor, value);
}

static const char *refusal(const struct igd_argument_editor *editor)
{
	size_t i;

	if (memchr(editor->text, '\0', editor->size))
		return "it holds a NUL byte";
	for (i = 0; i < editor->edits->count; i++) {
		if (editor->edits->items[i].come &&
			!igd_argument_is_plain(editor->edits->items[i].come))
			return "the argument holds a quote, a blank or a '$'";
	}
	return NULL;
}

/* Adds a line of a file that is a command line, unless it is a comment. */
static void add_file_line(struct igd_argument_editor *editor, size_t from, size_t to)
{
	const char *line = editor->text + from;
	size_t first = 0;

	while (from + first < to && strchr(" \t\r", line[first]))
		first++;
	if (from + first == to || line[first] != '#')
		add_plain(editor, plain(from, to), false);
}

char *igd_arguments_in_file(
	const char *text, size_t size, const struct igd_argument_edits *edits, const char **ret_why)
{
	struct igd_argument_editor editor = { .text = text, .size = size, .edits = edits };
	const char *why = refusal(&editor), *newline;
	size_t from = 0, to;

	while (!why && from < size) {
		newline = memchr(text + from, '\n', size - from);
		to = newline ? (size_t)(newline - text) : size;
		if (editor.count == MAX_PIECES)
			why = "it has too many lines";
		else
			add_file_line(&editor, from, to);
		from = to + 1;
	}
	/* nothing but comments: a line behind them */
	if (!why && !editor.count && (!size || text[size - 1] == '\n'))
		add_plain(&editor, plain(size, size), false);
	return igd_argument_finish(&editor, why, ret_why);
}

static void set_line(const char *text, size_t size, struct igd_argument_value *value)
{
	value->line_from = value->from;
	value->line_to = value->to;
	while (value->line_from && text[value->line_from - 1] != '\n')
		value->line_from--;
	while (value->line_to < size && text[value->line_to++] != '\n')
		;
}

/* A line's value. Of an empty one the blanks behind the key are left in front of what comes. */
static const char *add_line(struct igd_argument_editor *editor, const char *text, size_t size,
	struct igd_loader_span span)
{
	size_t from = (size_t)(span.text - text);
	struct igd_argument_value value;

	if (editor->count == MAX_PIECES)
		return "it has too many lines";
	while (!span.size && from < size && (text[from] == ' ' || text[from] == '\t'))
		from++;
	if (!strchr(" \t:=", text[from - 1]))
		return "the line of the arguments is empty";
	value = plain(from, from + span.size);
	/* Boot Loader Specification: there may be several, and none */
	if (strcmp(editor->edits->key, "options") == 0)
		set_line(text, size, &value);
	add_plain(editor, value, false);
	return NULL;
}

char *igd_arguments_in_lines(
	const char *text, size_t size, const struct igd_argument_edits *edits, const char **ret_why)
{
	struct igd_argument_editor editor = { .text = text, .size = size, .edits = edits };
	struct igd_loader_span span = { 0 };
	const char *why = refusal(&editor);

	while (!why && igd_loader_line(text, size, edits->key, &span)) {
		if (!edits->line || edits->line == span.line)
			why = add_line(&editor, text, size, span);
	}
	return igd_argument_finish(&editor, why, ret_why);
}

/* An unquoted word ends at a blank, even if the title's quote stands right before it. */
static bool is_in_quotes(const char *text, size_t size, const struct igd_loader_span *span)
{
	const size_t end = (size_t)(span->text - text) + span->size;

	return span->text > text && span->text[-1] == '"' && end < size && text[end] == '"';
}

char *igd_arguments_in_refind(
	const char *text, size_t size, const struct igd_argument_edits *edits, const char **ret_why)
{
	struct igd_argument_editor editor = { .text = text, .size = size, .edits = edits };
	struct igd_loader_span span = { 0 };
	const char *why = refusal(&editor);

	while (!why && igd_loader_refind_line(text, size, &span)) {
		if (edits->line && edits->line != span.line)
			continue;
		if (editor.count == MAX_PIECES)
			why = "it has too many lines";
		else if (!is_in_quotes(text, size, &span))
			why = "its second string is not in quotes";
		else
			add_plain(&editor,
				plain((size_t)(span.text - text),
					(size_t)(span.text - text) + span.size),
				true);
	}
	return igd_argument_finish(&editor, why, ret_why);
}

/* The length of "NAME=" or "NAME+=" at that place; quotes in the key of an array do not count. 0: it is not there. */
static size_t assignment_length(const char *text, size_t size, const char *name)
{
	size_t i = 0;
	bool is_key = false;

	for (; *name; name++) {
		while (is_key && i < size && strchr("\"'", text[i]))
			i++;
		if (i >= size || text[i] != *name)
			return 0;
		is_key |= *name == '[';
		i++;
		while (is_key && i < size && strchr("\"'", text[i]))
			i++;
	}
	i += i < size && text[i] == '+';
	return i < size && text[i] == '=' ? i + 1 : 0;
}

/* Where the value begins that is assigned in that line; false unless there is one, and one only. */
static bool find_assignment(
	const char *text, size_t size, const struct igd_argument_edits *edits, size_t *ret)
{
	size_t i, length;
	unsigned line = 1, found = 0;

	for (i = 0; i < size && line <= edits->line; i++) {
		length = 0;
		if (line == edits->line && (!i || strchr(" \t\n;", text[i - 1])))
			length = assignment_length(text + i, size - i, edits->key);
		found += length > 0;
		if (length)
			*ret = i + length;
		line += text[i] == '\n';
	}
	return found == 1;
}

/* The words of a value that are held count times and more; the edits' own are left out. */
static bool has_all(const struct igd_cmdline *have, const struct igd_cmdline *want,
	const struct igd_argument_edits *edits)
{
	size_t i, j;
	bool is_found;

	for (i = 0; i < want->count; i++) {
		is_found = false;
		for (j = 0; j < have->count && !is_found; j++)
			is_found = is_same_argument(&have->arguments[j], &want->arguments[i]);
		for (j = 0; j < edits->count && !is_found; j++)
			is_found =
				edits->items[j].gone &&
				igd_argument_is_same(want->arguments[i].text, edits->items[j].gone);
		if (!is_found)
			return false;
	}
	return true;
}

static bool has_come(const char *value, const struct igd_argument_edits *edits)
{
	struct igd_cmdline line;
	bool is_found = true;
	size_t i, j;

	igd_cmdline_parse(&line, value, strlen(value));
	for (i = 0; i < edits->count && is_found; i++) {
		is_found = !edits->items[i].come;
		for (j = 0; j < line.count && !is_found; j++)
			is_found =
				igd_argument_is_same(line.arguments[j].text, edits->items[i].come);
	}
	igd_cmdline_done(&line);
	return is_found;
}

/* What the variable holds behind the assignment of that line; NULL: that is not known. */
static const char *value_at(const struct igd_shell *shell, const struct igd_argument_edits *edits)
{
	size_t i;

	for (i = 0; i < shell->count; i++) {
		if (shell->assignments[i].line == edits->line &&
			strcmp(shell->assignments[i].name, edits->key) == 0)
			return shell->assignments[i].value;
	}
	return NULL;
}

/* Whether a shell would now read what was wanted, as far as that can be told. */
static bool is_as_wanted(
	const char *before, const char *after, const struct igd_argument_edits *edits)
{
	struct igd_cmdline old, new;
	bool is_good = has_come(after, edits);

	igd_cmdline_parse(&old, before, strlen(before));
	igd_cmdline_parse(&new, after, strlen(after));
	is_good = is_good && has_all(&new, &old, edits);
	igd_cmdline_done(&old);
	igd_cmdline_done(&new);
	return is_good;
}

/* Reads both texts as a shell would. A value that is not a constant must stay one that is not. */
static bool proves(
	const char *text, size_t size, const char *fresh, const struct igd_argument_edits *edits)
{
	struct igd_shell before = { 0 }, after = { 0 };
	const char *old, *new;
	bool is_good;

	igd_shell_read(&before, "", text, size);
	igd_shell_read(&after, "", fresh, strlen(fresh));
	old = value_at(&before, edits);
	new = value_at(&after, edits);
	is_good = before.count == after.count && before.is_open == after.is_open && !old == !new;
	if (is_good && old)
		is_good = is_as_wanted(old, new, edits);
	igd_shell_done(&before);
	igd_shell_done(&after);
	return is_good;
}

char *igd_arguments_in_shell(
	const char *text, size_t size, const struct igd_argument_edits *edits, const char **ret_why)
{
	struct igd_argument_editor editor = { .text = text, .size = size, .edits = edits };
	struct igd_argument_value value = { 0 };
	const char *why = refusal(&editor);
	char *fresh;

	if (!why && !find_assignment(text, size, edits, &value.from))
		why = "the assignment was not found in its line";
	if (!why)
		why = igd_argument_read_shell(text, size, &value);
	igd_argument_add_piece(&editor, value);
	fresh = igd_argument_finish(&editor, why, ret_why);
	if (!fresh || proves(text, size, fresh, edits))
		return fresh;
	free(fresh);
	*ret_why = "a shell would not read the outcome as it is meant";
	return NULL;
}
