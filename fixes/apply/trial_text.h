// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * trial_text - words of command lines, menu entries of grub.cfg and lines of mountinfo, over bytes
 */
#ifndef IGD_FIXES_APPLY_TRIAL_TEXT_H
#define IGD_FIXES_APPLY_TRIAL_TEXT_H

#include "core/util.h"

/* A part of a text. */
struct igd_piece {
	const char *text;
	size_t size;
};

/*
 * The next word of a line, as it is written: blanks end it unless they are quoted by '...', "..." or a backslash. rest
 * becomes what follows it. False at the end.
 */
bool igd_word_next(struct igd_piece *rest, struct igd_piece *ret);
/* Whether the word is that text once its quotes and backslashes are taken off. */
bool igd_word_is(struct igd_piece word, const char *text);
/* The next line without its newline; rest becomes what follows. False at the end. */
bool igd_line_next(struct igd_piece *rest, struct igd_piece *ret);

/* A menu entry of grub.cfg. */
struct igd_menu_entry {
	struct igd_piece head; /* the line that begins with "menuentry" */
	struct igd_piece body; /* the lines between the braces */
};

/* The next menu entry, also of a submenu; rest becomes what follows it. False where there is no further one. */
bool igd_menu_next(struct igd_piece *rest, struct igd_menu_entry *ret);
/* The first line of its body whose first word is command or, as in "linux16" and "linuxefi", begins with it. */
bool igd_menu_line(const struct igd_menu_entry *entry, const char *command, struct igd_piece *ret);
/* Of all menu entries the one that boots what the command line (/proc/cmdline) says: its kernel, and most alike in the arguments. */
bool igd_menu_find(struct igd_piece config, struct igd_piece cmdline, struct igd_menu_entry *ret);

struct igd_mount {
	char type[32];
	char source[256];
};
/* What the path lies on, by a text of /proc/self/mountinfo (proc_pid_mountinfo(5)). False: it does not tell. */
bool igd_mount_find(struct igd_piece mountinfo, const char *path, struct igd_mount *ret);

#endif
