// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * making - a plan in the making: what the kinds of change share while they are resolved
 *
 * Files are edited here as texts and as often as needed; one step comes of each that differs from what the host
 * has. Steps are collected by stage, so that the plan's order does not depend on the order of fixes. A fix that
 * declines takes none of its changes into the plan: resolve.c then begins again without it.
 */
#ifndef IGD_FIXES_APPLY_MAKING_H
#define IGD_FIXES_APPLY_MAKING_H

#include "fixes/apply/resolve.h"

/* The bytes of a file that a plan can hold; a plan as a text is limited (mend/plan_json.h), and may hold several. */
#define IGD_MAKING_LIMIT ((size_t)4 << 20)

enum igd_stage {
	IGD_STAGE_FILES,     /* what is configured */
	IGD_STAGE_INITRAMFS, /* built of it */
	IGD_STAGE_LOADER,    /* what the boot loader reads, made of it */
	IGD_STAGE_NOW	     /* what counts at once: drivers, domains, services */
};
#define IGD_STAGE_COUNT (IGD_STAGE_NOW + 1u)

/* A change, and the fix that wants it. */
struct igd_wish {
	const struct igd_change *change;
	size_t fix; /* index in plan->fixes */
};

struct igd_making;

struct igd_host *igd_making_host(struct igd_making *making);
const struct igd_resolve_options *igd_making_options(struct igd_making *making);
struct igd_plan *igd_making_plan(struct igd_making *making);

/* All wishes of that kind, in the order of fixes; an empty array for none. Lives as long as the making. */
const struct igd_wish *igd_making_wishes(
	struct igd_making *making, enum igd_change_kind kind, size_t *ret_count);

/* The file's text as it will be: edited so far, else as the host has it; NULL: there is none. Links are followed. */
const char *igd_making_text(struct igd_making *making, const char *path);
/* The path without links, as the host has them; the caller frees it. */
char *igd_making_resolve(struct igd_making *making, const char *path);
/*
 * The file will read fresh (NULL: it goes). title is imperative and for people; of several edits of one file the titles are put together. An edit
 * that leaves the text as the host has it makes no step.
 */
void igd_making_edit(struct igd_making *making, const char *path, const char *fresh,
	enum igd_effect effect, const char *title, const char *why);
/* The same with bytes that need not be a text. */
void igd_making_put(struct igd_making *making, const char *path, const struct igd_bytes *fresh,
	enum igd_effect effect, const char *title);
/*
 * Why the file cannot be edited as a text (EACCES, EFBIG; EBADMSG: there is a NUL in it); 0 if it can, or is absent. An edit
 * of such a file makes every fix decline whose kind of change is at work.
 */
int igd_making_error(struct igd_making *making, const char *path);
/* Mode and owner of a file that is new, behind igd_making_edit(). */
void igd_making_mode(struct igd_making *making, const char *path, uint32_t mode, const char *owner);
/* Why it is written, behind igd_making_put(). */
void igd_making_why(struct igd_making *making, const char *path, const char *why);
/* Whether any file below this folder or of this path is edited. */
bool igd_making_touches(struct igd_making *making, const char *path);

/* Appends a step to a stage, to be filled in. */
struct igd_step *igd_making_add(
	struct igd_making *making, enum igd_stage stage, enum igd_step_kind kind);
/* A step that runs a program; words is NULL at the end. A second one with the same words is the first again. */
struct igd_step *igd_making_command(struct igd_making *making, enum igd_stage stage,
	const char *const *words, const char *title);
/* Whether a command has these words, NULL at the end. */
bool igd_words_equal(char *const *left, const char *const *right);
/* A copy of words, which the caller frees one by one. */
char **igd_words_copy(const char *const *words);
/* Adds a glob pattern to a command's outputs, once. */
void igd_step_output(struct igd_step *step, const char *pattern);

/* This fix cannot be carried out here, for this reason. The first reason is kept. */
IGD_FORMAT(3, 4)
void igd_making_decline(struct igd_making *making, size_t fix, const char *format, ...);
/* A MANUAL step in place of a change: what a person has to do; snippet may be NULL. */
void igd_making_manual(struct igd_making *making, const char *what, const char *snippet);

/* The kinds. Each looks at all wishes of its own, in this order. */
void igd_apply_lines(struct igd_making *making); /* line.c: LINE, by the numbers that lines had */
void igd_apply_files(struct igd_making *making); /* file.c: FILE, INSTALL */
void igd_apply_arguments(
	struct igd_making *making); /* argument.c: ARGUMENT; edits, and the loader's command */
void igd_apply_initramfs(struct igd_making *
		making); /* initramfs.c: INITRAMFS; also where a file that goes into it is edited */
void igd_apply_drivers(struct igd_making *making);  /* driver.c: DRIVER, FRAMEBUFFER */
void igd_apply_domains(struct igd_making *making);  /* domain.c: DOMAIN */
void igd_apply_commands(struct igd_making *making); /* command.c: COMMAND, SERVICE, MANUAL */

/*
 * trial.c: behind all others, once the plan's steps are in order. Where the plan needs a boot, may be tried and this boot loader can boot
 * an entry once: puts what the trial needs before the plan's steps, with a BARRIER between, and its removal behind them.
 * Otherwise plan->no_trial says why, and a BARRIER stands at the end.
 */
void igd_apply_trial(struct igd_making *making);

/* init.c */
/*
 * Adds FILE steps to plan that make this init run `PROGRAM fix --resume --quiet` once the machine is up, or that take them away.
 * False: this init cannot be told so; a person has to run it.
 */
bool igd_init_boot_service(struct igd_making *making, struct igd_plan *plan, bool is_wanted);

#endif
