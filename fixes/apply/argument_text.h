// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * argument_text - takes kernel arguments out of a text and puts others in, and leaves every other byte as it is
 *
 * Pure functions over the formats in which boot loaders keep a command line. An edit that is not certain is not made. A
 * shell's text is taken apart by its own rules here, since the place of each byte counts; that the outcome is what
 * was wanted is seen by reading it anew.
 */
#ifndef IGD_FIXES_APPLY_ARGUMENT_TEXT_H
#define IGD_FIXES_APPLY_ARGUMENT_TEXT_H

#include "core/util.h"

struct igd_argument_edit {
	const char *gone; /* every such argument goes; NULL */
	const char
		*come; /* takes the first one's place, or is added behind the last argument; NULL */
};

/* What is to be done to a text, and where in it. */
struct igd_argument_edits {
	const struct igd_argument_edit *items;
	size_t count;
	const char *key; /* of lines, or a shell variable's name ("KERNEL_CMDLINE[default]") */
	unsigned
		line; /* only that one, from 1; 0: every one, and what comes is added to the first */
};

/*
 * Each returns the whole text anew, which the caller frees; the same bytes where there is nothing to do. NULL: it
 * cannot be done for certain; *ret_why is a few words of static storage. What comes and is there already is not added. A text with a
 * NUL is refused.
 */

/* The file is the command line; lines that begin with '#' are none of it (/etc/kernel/cmdline). */
char *igd_arguments_in_file(const char *text, size_t size, const struct igd_argument_edits *edits,
	const char **ret_why);
/* Lines of that key, as igd_loader_line() finds them ("options", "append", "cmdline", "Cmdline"). */
char *igd_arguments_in_lines(const char *text, size_t size, const struct igd_argument_edits *edits,
	const char **ret_why);
/* Lines of two strings, as igd_loader_refind_line() finds them. */
char *igd_arguments_in_refind(const char *text, size_t size, const struct igd_argument_edits *edits,
	const char **ret_why);
/* The assignment to the variable key that begins in that line, which must be given. */
char *igd_arguments_in_shell(const char *text, size_t size, const struct igd_argument_edits *edits,
	const char **ret_why);

/* Whether a word can stand in all these formats as it is: no blanks, quotes, backslashes, '$'. */
bool igd_argument_is_plain(const char *word);
/* Whether the kernel takes both for the same: '-' and '_' in names are, values are as they are. */
bool igd_argument_is_same(const char *left, const char *right);

#endif
