// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_private - the bytes of a command line, each with where it stands in the file
 *
 * A cell is one byte that the kernel would be given, or an expansion whose bytes are not known. What a file has
 * between cells (quotes, a backslash and a newline) stays when cells go.
 */
#ifndef IGD_FIXES_APPLY_ARGUMENT_PRIVATE_H
#define IGD_FIXES_APPLY_ARGUMENT_PRIVATE_H

#include "fixes/apply/argument_text.h"

#define IGD_CELL_OPAQUE '\001' /* the byte of an expansion */

struct igd_cell {
	size_t from, to; /* in the text */
	char byte;
	char quote; /* in which a shell has it: '"', '\'', 0 */
};

/* A piece of command line. Zeroed, then its bounds set, it is empty. */
struct igd_argument_value {
	struct igd_cell *cells;
	size_t count, room;
	size_t from, to; /* in the text, with its quotes */
	size_t line_from,
		line_to; /* the line that goes with its last word, where another one is left; 0, 0: it stays */
	size_t empty_at; /* where the first argument goes if there is none */
	char empty_quote;
	bool is_shell;
};

/* A word of a value: its cells, and what is done to it. */
struct igd_argument_word {
	size_t from, to;
	bool is_open;			      /* a double quote in it is not closed */
	const struct igd_argument_edit *edit; /* that takes it away; NULL: it stays */
	const char *fresh;		      /* what takes its place; NULL: nothing */
};

struct igd_argument_piece {
	struct igd_argument_value value;
	struct igd_argument_word *words; /* the kernel's: those before a "--" */
	size_t count;
	bool is_ended;
	size_t end; /* the cell where "--" begins */
};

/* The pieces of command line of a text, and the text that is made of it. */
struct igd_argument_editor {
	const char *text;
	size_t size;
	const struct igd_argument_edits *edits;
	struct igd_argument_piece *pieces;
	size_t count;
	bool *is_done; /* for each edit: what comes has its place */
	struct igd_text out;
	size_t at; /* what of text is in out, or left out of it */
};

void igd_argument_add_cell(struct igd_argument_value *value, struct igd_cell cell);
/* Reads the shell word that begins at value->from, and sets value->to. NULL, or why it cannot be followed. */
const char *igd_argument_read_shell(
	const char *text, size_t size, struct igd_argument_value *value);

/* Takes the value over. */
void igd_argument_add_piece(struct igd_argument_editor *editor, struct igd_argument_value value);
/* Makes the edits and releases all that was read. why: it could not be; NULL is returned, and *ret_why says so. */
char *igd_argument_finish(
	struct igd_argument_editor *editor, const char *why, const char **ret_why);

#endif
