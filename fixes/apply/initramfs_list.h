// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs_list - a list of modules in somebody's configuration file, lengthened without touching the rest
 *
 * What is added stands at the list's beginning, so that it is loaded before what was there. It need not be known what
 * follows it: of the file's own bytes none is changed.
 */
#ifndef IGD_FIXES_APPLY_INITRAMFS_LIST_H
#define IGD_FIXES_APPLY_INITRAMFS_LIST_H

#include "core/util.h"

enum igd_list_form {
	IGD_LIST_ARRAY,	 /* KEY=(a b), also KEY="a b"; made as an array where it is missing */
	IGD_LIST_STRING, /* KEY="a b" */
	IGD_LIST_YAML,	 /* key: a,b */
	IGD_LIST_TOML,	 /* key = ["a", "b"] */
	IGD_LIST_LINES	 /* the file is the list, a word a line; '#' begins a comment */
};

struct igd_list {
	enum igd_list_form form;
	const char *key; /* not for LINES */
};

/* Whether text says something of that key; of a key that is set several times the last counts (TOML, YAML: the first). */
bool igd_list_is_set(const struct igd_list *list, const char *text);
/*
 * The text with these words (NULL at the end) at the beginning of the list; made at the end where there is none. Unchanged where
 * they stand there already, in this order and before i915 and xe; '-' and '_' are the same. NULL: the list is not written in
 * a way that is understood. The caller frees it.
 */
char *igd_list_edit(const struct igd_list *list, const char *text, const char *const *words);

#endif
