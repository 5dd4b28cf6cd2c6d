// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shell - the variables that a shell would set by sourcing a file, without a shell
 *
 * Word by word: a word is an assignment or it is not, and what stands at the start of a command decides what
 * the assignments of that command mean.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/shell_private.h"

static void word_done(struct igd_shell_word *word)
{
	igd_text_done(&word->text);
	free(word->name);
}

/* What the variable holds after the assignment; NULL: not a constant. */
static char *new_value(const struct igd_shell_lexer *lexer, const struct igd_shell_word *word)
{
	const struct igd_shell_assignment *before =
		word->is_append ? igd_shell_find(lexer->shell, word->name) : NULL;
	char *value;

	if (!word->is_constant || lexer->depth || lexer->parentheses || lexer->is_list ||
		(before && !before->value))
		return NULL;
	value = igd_printf("%s%s", before ? before->value : "", word->text.text);
	if (strlen(value) <= IGD_SHELL_MAX_VALUE)
		return value;
	free(value);
	return NULL;
}

static void assign(struct igd_shell_lexer *lexer, const struct igd_shell_word *word)
{
	struct igd_shell *shell = lexer->shell;
	struct igd_shell_assignment made = { .path = lexer->path, .line = word->line };

	if (shell->count == IGD_SHELL_MAX_ASSIGNMENTS) {
		shell->is_open = true;
		return;
	}
	made.name = igd_strdup(word->name);
	made.value = new_value(lexer, word);
	shell->assignments =
		igd_regrow(shell->assignments, shell->count + 1, sizeof(*shell->assignments));
	shell->assignments[shell->count++] = made;
}

/* An assignment in front of a command holds for that command only. */
static void drop_temporary(struct igd_shell_lexer *lexer)
{
	struct igd_shell *shell = lexer->shell;

	while (shell->count > lexer->command_start) {
		shell->count--;
		free(shell->assignments[shell->count].name);
		free(shell->assignments[shell->count].value);
	}
}

static bool is_one_of(const char *word, const char *const *words)
{
	while (*words && strcmp(*words, word) != 0)
		words++;
	return *words != NULL;
}

static void begin_command(struct igd_shell_lexer *lexer)
{
	lexer->is_command = lexer->is_declaring = lexer->is_unsetting = false;
	lexer->command_start = lexer->shell->count;
}

/* The first word of a command that is no assignment. */
static void read_command(struct igd_shell_lexer *lexer, const char *word)
{
	static const char *const openers[] = { "if", "while", "until", "{", NULL };
	static const char *const heads[] = { "case", "for", "select", NULL };
	static const char *const closers[] = { "fi", "done", "esac", "}", NULL };
	static const char *const between[] = { "then", "do", "else", "elif", "!", "time", NULL };
	static const char *const declarers[] = { "export", "readonly", "declare", "typeset",
		"local", NULL };
	static const char *const blind[] = { ".", "source", "eval", NULL };

	drop_temporary(lexer);
	if (is_one_of(word, between))
		return;
	if (is_one_of(word, openers)) {
		lexer->depth++;
		return;
	}
	lexer->depth += is_one_of(word, heads);
	lexer->depth -= lexer->depth && is_one_of(word, closers);
	lexer->is_declaring = is_one_of(word, declarers);
	lexer->is_unsetting = strcmp(word, "unset") == 0;
	lexer->is_command = true;
	lexer->shell->is_open |= is_one_of(word, blind);
}

static void read_one(struct igd_shell_lexer *lexer)
{
	struct igd_shell_word word;

	igd_shell_word_read(lexer, &word);
	lexer->is_joining = false;
	if (word.name && (!lexer->is_command || lexer->is_declaring)) {
		assign(lexer, &word);
	} else if (!lexer->is_command) {
		read_command(lexer, word.name ? "" : word.text.text);
	} else if (lexer->is_unsetting && !word.name) {
		word.name = igd_strdup(word.text.text);
		igd_text_done(&word.text);
		igd_text_add(&word.text, "", 0);
		assign(lexer, &word);
	}
	word_done(&word);
}

/* A byte between words. */
static void read_operator(struct igd_shell_lexer *lexer)
{
	char byte = igd_shell_take(lexer);
	bool is_double = igd_shell_is_at(lexer, "&|<") && *lexer->at == byte;

	if (byte == '<' && is_double) { /* a here-document: what follows is text, not commands */
		lexer->shell->is_open = true;
		lexer->at = lexer->end;
		return;
	}
	if (strchr("\n;&|()", byte))
		begin_command(lexer);
	if (byte == ';' || (byte == '\n' && !lexer->is_joining))
		lexer->is_list = false;
	if (byte == '|' || (byte == '&' && is_double))
		lexer->is_list = lexer->is_joining = true;
	lexer->parentheses += byte == '(';
	lexer->parentheses -= byte == ')' && lexer->parentheses;
	if (is_double)
		igd_shell_take(lexer);
}

void igd_shell_read(struct igd_shell *shell, const char *path, const char *text, size_t size)
{
	struct igd_shell_lexer lexer = { .shell = shell, .path = path, .at = text, .line = 1 };

	lexer.end = text + strnlen(text, size);
	begin_command(&lexer);
	while (lexer.at < lexer.end) {
		if (*lexer.at == '#') {
			while (lexer.at < lexer.end && *lexer.at != '\n')
				lexer.at++;
		} else if (strchr(IGD_SHELL_WORD_END, *lexer.at)) {
			read_operator(&lexer);
		} else if (*lexer.at == '\\' && lexer.end - lexer.at > 1 && lexer.at[1] == '\n') {
			igd_shell_take(&lexer);
			igd_shell_take(&lexer);
		} else {
			read_one(&lexer);
		}
	}
}

const struct igd_shell_assignment *igd_shell_find(const struct igd_shell *shell, const char *name)
{
	size_t i;

	for (i = shell->count; i-- > 0;) {
		if (strcmp(shell->assignments[i].name, name) == 0)
			return &shell->assignments[i];
	}
	return NULL;
}

const char *igd_shell_value(const struct igd_shell *shell, const char *name)
{
	const struct igd_shell_assignment *found = igd_shell_find(shell, name);

	return found ? found->value : NULL;
}

void igd_shell_done(struct igd_shell *shell)
{
	size_t i;

	for (i = 0; i < shell->count; i++) {
		free(shell->assignments[i].name);
		free(shell->assignments[i].value);
	}
	free(shell->assignments);
	*shell = (struct igd_shell){ 0 };
}
