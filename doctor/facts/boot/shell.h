// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shell - the variables that a shell would set by sourcing a file such as /etc/default/grub, without a shell
 *
 * Understood: NAME=value, NAME+=value, NAME[key]=value, export and its like, unset, quotes, backslashes,
 * comments, $NAME and ${NAME}. Everything else is recognised as what it is, never guessed: a value with a
 * command substitution or another expansion is "not a constant", and so is one that is set under a condition,
 * in a list after && or ||, or in a function. (POSIX.1-2017 XCU chapter 2; += and [key] are bash's.)
 */
#ifndef IGD_FACTS_BOOT_SHELL_H
#define IGD_FACTS_BOOT_SHELL_H

#include "core/host.h"

/* Bounds on what is accepted from strangers; what is beyond them is not a constant. */
#define IGD_SHELL_MAX_VALUE 4096u
#define IGD_SHELL_MAX_ASSIGNMENTS 2048u

struct igd_shell_assignment {
	char *name;	  /* "GRUB_CMDLINE_LINUX", "KERNEL_CMDLINE[default]" */
	char *value;	  /* what the variable holds from here on; NULL: not a constant */
	const char *path; /* as given to igd_shell_read() */
	unsigned line;	  /* where the assignment begins, counted from 1 */
};

struct igd_shell {
	struct igd_shell_assignment *assignments; /* in the order they are made */
	size_t count;
	/* Something was done that only a shell can follow: ".", eval, a here-document, an unended quote. */
	bool is_open;
};

/*
 * Reads one file after those that were read before, as "." does. A text ends at its first NUL. path is kept as
 * it is given. The caller calls igd_shell_done().
 */
IGD_EXPORT void igd_shell_read(
	struct igd_shell *shell, const char *path, const char *text, size_t size);
/* The assignment that decides what the variable holds in the end: the last one. NULL: it is not set. */
IGD_EXPORT const struct igd_shell_assignment *igd_shell_find(
	const struct igd_shell *shell, const char *name);
/* The variable's value in the end; NULL where it is not set or not a constant. */
IGD_EXPORT const char *igd_shell_value(const struct igd_shell *shell, const char *name);
IGD_EXPORT void igd_shell_done(struct igd_shell *shell);

#endif
