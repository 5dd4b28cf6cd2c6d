// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modprobe - the configuration of modprobe, statement by statement, each with the file and line it stands in
 *
 * Read here instead of through libkmod for two reasons: libkmod does not tell which file and line a setting
 * comes from, and it always mixes in the /proc/cmdline of the machine it runs on, which is not the machine
 * under examination when that is a recording. What it makes of the same files is what a test compares this
 * with (tests/unit/test_modprobe.c). Sources: kmod 84fa569 libkmod/libkmod-config.c, libkmod-module.c,
 * shared/util.c; modprobe.d(5).
 *
 * Not read: /lib/modules/RELEASE/modules.softdep and modules.weakdep, what modules say of themselves. None
 * of the modules that this program asks about names another one of them there.
 *
 * Module names are normalised: '-' has become '_'. They are shell patterns in softdep, weakdep, install and
 * remove, and plain names elsewhere, as in libkmod.
 */
#ifndef IGD_FACTS_HOST_MODPROBE_H
#define IGD_FACTS_HOST_MODPROBE_H

#include "facts/host/cmdline.h"

enum igd_modprobe_kind {
	IGD_MODPROBE_ALIAS,	/* module: the wildcard alias; text: the module's name */
	IGD_MODPROBE_OPTIONS,	/* text: the options, blanks for tabs */
	IGD_MODPROBE_BLACKLIST, /* text: "" */
	IGD_MODPROBE_INSTALL,	/* text: the command */
	IGD_MODPROBE_REMOVE,	/* text: the command */
	IGD_MODPROBE_SOFTDEP,	/* text: "pre: drm vfio-pci post: i915", as it is written */
	IGD_MODPROBE_WEAKDEP	/* text: the modules' names, as they are written */
};

struct igd_modprobe_statement {
	enum igd_modprobe_kind kind;
	const char *module;
	const char *text;
	const char *origin; /* "/etc/modprobe.d/vfio.conf:3", or "/proc/cmdline" */
	bool is_cmdline;    /* it stands in the kernel command line */
	struct igd_cmdline
		arguments; /* IGD_MODPROBE_OPTIONS: text, taken apart as the kernel does */
};

/* Statements in the order in which modprobe uses them. */
struct igd_modprobe {
	struct igd_modprobe_statement *statements;
	size_t count, room;
	char **memory;
	size_t memory_count, memory_room;
};

/* Adds the statements of one file. A line that is none is skipped, as modprobe does. Bounded by size. */
IGD_EXPORT void igd_modprobe_parse(
	struct igd_modprobe *config, const char *path, const char *bytes, size_t size);
/* Adds what a kernel command line contributes: "module.option=value" and "modprobe.blacklist=a,b". */
IGD_EXPORT void igd_modprobe_parse_cmdline(
	struct igd_modprobe *config, const char *path, const char *bytes, size_t size);
IGD_EXPORT void igd_modprobe_done(struct igd_modprobe *config);

/* The configuration of this host, in the order and with the precedence of libkmod. Never NULL. */
IGD_EXPORT const struct igd_modprobe *igd_modprobe_get(struct igd_host *host);

/* All options of a module, in the order modprobe hands them to the kernel; NULL for none. The caller frees it. */
IGD_EXPORT char *igd_modprobe_options(const struct igd_modprobe *config, const char *module);

/* One option as the kernel will take it: of several of the same name the last one counts. */
struct igd_modprobe_option {
	const char *value; /* "" for an option without '='; NULL if it is not set */
	const char *origin;
	bool is_cmdline;
	const char *lost_value,
		*lost_origin; /* the one before, which this one replaces; NULL for none */
};
IGD_EXPORT struct igd_modprobe_option igd_modprobe_option(
	const struct igd_modprobe *config, const char *module, const char *name);

/*
 * The first statement of that kind about a module; NULL for none. For softdep, weakdep, install and remove
 * that is the only one that counts.
 */
IGD_EXPORT const struct igd_modprobe_statement *igd_modprobe_find(
	const struct igd_modprobe *config, enum igd_modprobe_kind kind, const char *module);

/* Whether modprobe.d or modprobe.blacklist= keeps the module from being loaded for a device; its statement. */
IGD_EXPORT const struct igd_modprobe_statement *igd_modprobe_blacklisted(
	const struct igd_modprobe *config, const char *module);

/* The softdep that has needed loaded before module; NULL for none. */
IGD_EXPORT const struct igd_modprobe_statement *igd_modprobe_loads_before(
	const struct igd_modprobe *config, const char *module, const char *needed);

/* Whether two module names are the same: '-' is '_'. */
IGD_EXPORT bool igd_module_same_name(const char *left, const char *right);

#endif
