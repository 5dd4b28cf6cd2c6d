// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cmdline - a kernel command line, taken apart as the kernel does
 *
 * Arguments are separated by blanks; double quotes protect blanks; "--" ends what is the kernel's. In a name
 * '-' and '_' are the same. (Linux lib/cmdline.c next_arg(), kernel/params.c parameq().)
 */
#ifndef IGD_FACTS_HOST_CMDLINE_H
#define IGD_FACTS_HOST_CMDLINE_H

#include "core/host.h"

#define IGD_PROC_CMDLINE "/proc/cmdline"

struct igd_argument {
	const char *text;  /* "vfio-pci.ids=8086:4680", quotes taken off as the kernel does */
	const char *name;  /* "vfio-pci.ids" */
	const char *value; /* "8086:4680"; NULL for an argument without '=' */
};

struct igd_cmdline {
	struct igd_argument *arguments;
	size_t count;
	char *memory;
	bool has_rest; /* a "--" was there: what is behind it, and behind this text, is for init */
};

/* Takes text apart; bounded by its length. The caller calls igd_cmdline_done(). */
IGD_EXPORT void igd_cmdline_parse(struct igd_cmdline *cmdline, const char *text, size_t size);
IGD_EXPORT void igd_cmdline_done(struct igd_cmdline *cmdline);
/* Whether two parameter names are the same to the kernel. */
IGD_EXPORT bool igd_cmdline_same_name(const char *left, const char *right);
/* The last argument of that name in a command line; NULL for none. */
IGD_EXPORT const struct igd_argument *igd_cmdline_find(
	const struct igd_cmdline *cmdline, const char *name);
/* Whether a comma-separated value ("on,igfx_off") has that element. value may be NULL. */
IGD_EXPORT bool igd_value_has(const char *value, const char *element);

/* The command line the running kernel was booted with (/proc/cmdline). Never NULL; empty if unreadable. */
IGD_EXPORT const struct igd_cmdline *igd_cmdline_running(struct igd_host *host);
/* The value of the last such argument of the running kernel, cited; "" for one without '='; NULL for none. */
IGD_EXPORT const char *igd_cmdline_get(struct igd_host *host, const char *name);
/* Whether any running argument of that name has that element in its value; cited if so. */
IGD_EXPORT bool igd_cmdline_has(struct igd_host *host, const char *name, const char *element);

#endif
