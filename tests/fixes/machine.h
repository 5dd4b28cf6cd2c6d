// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * machine - a recorded machine that a test may change, and what the plugins say of it
 */
#ifndef IGD_TESTS_FIXES_MACHINE_H
#define IGD_TESTS_FIXES_MACHINE_H

#include "core/finding.h"
#include "core/host_private.h"
#include "core/plugin.h"
#include "core/proposal.h"
#include "core/tree.h"
#include "mend/plan.h"

#define MAX_PLUGINS 32u

struct plugins {
	const struct igd_plugin *list[MAX_PLUGINS];
	size_t count;
};

/* All of a directory, in the order of the chain of causes. False, and said, where one cannot be loaded. */
bool plugins_load(struct plugins *plugins, const char *directory);
/* NULL: none has it. */
const struct igd_fix *plugins_find_fix(const struct plugins *plugins, const char *id);

/* What a file holds; NULL: it is not there. The caller frees it. */
char *slurp(const char *path, size_t *ret_size);

/*
 * Reads a .tree. One with a line "# base: PATH" (relative to its folder) is that machine with its own nodes in place of
 * those of the same path. False, and said, where it cannot be read.
 */
bool machine_read(struct igd_tree *ret, const char *path);
/* The file holds text; NULL: it is not there. */
void machine_put(struct igd_tree *machine, const char *path, const char *text);
/* What the FILE steps of a plan leave behind. */
void machine_apply(struct igd_tree *machine, const struct igd_plan *plan);
/* The kernel command line as the ARGUMENT changes make it. */
void machine_boot(struct igd_tree *machine, const struct igd_proposals *proposals,
	const struct igd_plan *plan);
/* A host of it as it is; the caller frees it. */
struct igd_host *machine_host(const struct igd_tree *machine);

/* Every check that nothing blocks; the caller calls findings_done(). */
struct findings {
	struct igd_finding *list;
	size_t count;
};
struct findings machine_examine(struct igd_host *host, const struct plugins *plugins);
void findings_done(struct findings *findings);
const struct igd_finding *findings_get(const struct findings *findings, const char *id);

/* One fix, or those that failed findings name, are asked. */
void propose(struct igd_host *host, const struct igd_fix *fix, const char *finding,
	struct igd_proposals *ret);
void propose_all(struct igd_host *host, const struct plugins *plugins,
	const struct findings *findings, struct igd_proposals *ret);

/* The plan as a text that stays the same as long as the plan does. */
void print_plan(const struct igd_plan *plan, struct igd_text *ret);

#endif
