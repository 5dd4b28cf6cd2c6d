// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shell_private - what shell.c (commands) and shell_word.c (words) share
 */
#ifndef IGD_FACTS_BOOT_SHELL_PRIVATE_H
#define IGD_FACTS_BOOT_SHELL_PRIVATE_H

#include "facts/boot/shell.h"

/* What ends a word outside quotes. */
#define IGD_SHELL_WORD_END " \t\r\n;&|<>()"

struct igd_shell_word {
	struct igd_text text; /* the value of an assignment, or the word; its text is not NULL */
	char *name;	      /* NULL: not an assignment */
	unsigned line;
	bool is_append, is_constant;
};

struct igd_shell_lexer {
	struct igd_shell *shell;
	const char *path, *at, *end;
	unsigned line, expansions;
	unsigned depth;	      /* of if, case, loops and braces */
	unsigned parentheses; /* that are open */
	bool is_list;	      /* behind &&, || or | */
	bool is_joining;      /* right behind it: a newline does not end the list */
	bool is_declaring;    /* behind export and its like */
	bool is_unsetting;    /* behind unset */
	bool is_command;      /* the command's name has been seen: its words are arguments */
	size_t command_start; /* the first assignment of this command */
};

/* Whether one of these bytes comes next. */
bool igd_shell_is_at(const struct igd_shell_lexer *lexer, const char *bytes);
/* The next byte, which must be there; counts lines. */
char igd_shell_take(struct igd_shell_lexer *lexer);
/* Reads the word that begins at the lexer. The caller frees its text and name. */
void igd_shell_word_read(struct igd_shell_lexer *lexer, struct igd_shell_word *ret);

#endif
