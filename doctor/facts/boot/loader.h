// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * loader - the boot loader in use, where its kernel command line is configured, and what is configured there
 *
 * Three facts, each read only when it is asked for: which loader it is and which file to edit; the arguments
 * that are configured; the command that applies an edit.
 */
#ifndef IGD_FACTS_BOOT_LOADER_H
#define IGD_FACTS_BOOT_LOADER_H

#include "core/host.h"

struct igd_argument;
struct igd_cmdline;
struct igd_loader_family;

struct igd_loader {
	const struct igd_loader_family *family; /* NULL: it cannot be told */
	const char *name;			/* "GRUB"; NULL: it cannot be told */
	const char *candidates; /* then: what is there, "GRUB, Limine"; NULL: no sign of any */
	const char *sign;	/* the path that showed it */
	/*
	 * What to edit: place in path ("GRUB_CMDLINE_LINUX_DEFAULT" in "/etc/default/grub"; place NULL: the
	 * file is the command line). path NULL: a command does it, or it cannot be done.
	 */
	const char *path, *place;
	/*
	 * The commands or the declaration that take the place of an edit, with the arguments for '@'; a part
	 * in braces is repeated for each of them: "rpm-ostree kargs{ --append-if-missing=@}". NULL: an edit
	 * does it.
	 */
	const char *add, *remove;
	bool is_declared; /* add and remove are text for a configuration file, not commands */
};

/* Never NULL. */
IGD_EXPORT const struct igd_loader *igd_loader_get(struct igd_host *host);

/* The command that applies an edit or a declaration ("update-grub"); NULL: none is needed. */
IGD_EXPORT const char *igd_loader_command(struct igd_host *host);

/* A configured argument and where it stands. */
struct igd_loader_argument {
	char *text;
	const char *path, *place; /* as in struct igd_loader */
	unsigned line;		  /* 0: not known */
};

struct igd_loader_config {
	struct igd_loader_argument *arguments;
	size_t count;
	const char *
		blind_path; /* not all could be told: where that is ("path:line"), and why; else NULL */
	const char *blind_why;
	bool is_ended; /* by a "--": what is added behind it is not the kernel's */
};

/* The arguments configured for the entry that boots by default. Never NULL. */
IGD_EXPORT const struct igd_loader_config *igd_loader_config_get(struct igd_host *host);

/* Whether a command line has an argument, as the kernel compares: '-' and '_' are the same in its name. */
IGD_EXPORT bool igd_loader_is_in(const struct igd_cmdline *cmdline, const char *argument);
/* Whether an argument bears on passthrough: its name, or the module whose parameter it is, does. */
IGD_EXPORT bool igd_loader_bears(const char *argument);
/*
 * The first configured argument that the running kernel was not given, one that bears on passthrough before any
 * other (ret_is_relevant says which); NULL for none. What loaders themselves change (root=, quiet) is passed over.
 */
IGD_EXPORT const struct igd_loader_argument *igd_loader_missing(
	const struct igd_loader_config *config, const struct igd_cmdline *running,
	bool *ret_is_relevant);
/* The first running argument that bears on passthrough and is not configured; NULL for none. */
IGD_EXPORT const struct igd_argument *igd_loader_stray(
	const struct igd_loader_config *config, const struct igd_cmdline *running);

#endif
