// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan - what is to be done to the machine, step by step, as a value
 *
 * A plan is made from the changes of the chosen fixes (fixes/apply/resolve.h), shown (reports/plan.h), saved and
 * read back (mend/plan_json.h), and carried out (mend/apply.h). Nothing in a step is left to be worked out: a file's new
 * content stands in it as a whole, with the hash of what it replaces; a command stands in it with the files that it
 * may write. So what was shown is what is done, and it is refused where the machine has changed since.
 *
 * There are four kinds of step, and a line between two boots:
 *
 *     FILE     a regular file or a link is made, replaced or removed, by a rename
 *     COMMAND  a program is run; what it may write is saved before and put back by undo
 *     SYSFS    a value is written to an attribute, for this boot only; undo writes another
 *     BARRIER  here the machine is booted. What follows is done once it has come up as the step says
 *     MANUAL   something that only a person can do; it is shown, and done by nobody
 *
 * A plan that is tried for one boot has its trial before the barrier: additions that the old boot entry does not use,
 * and nothing else. What lies behind the barrier is the plan proper (fixes/apply/trial.h).
 */
#ifndef IGD_MEND_PLAN_H
#define IGD_MEND_PLAN_H

#include "core/fix.h"

enum igd_step_kind {
	IGD_STEP_FILE,
	IGD_STEP_COMMAND,
	IGD_STEP_SYSFS,
	IGD_STEP_BARRIER,
	IGD_STEP_MANUAL
};
#define IGD_STEP_KIND_COUNT (IGD_STEP_MANUAL + 1u)

enum igd_file_type { IGD_FILE_ABSENT, IGD_FILE_REGULAR, IGD_FILE_LINK };
#define IGD_FILE_TYPE_COUNT (IGD_FILE_LINK + 1u)

#define IGD_HASH_SIZE 65u /* of a SHA-256 in hexadecimal digits, with its NUL */

/* What stands at a path. */
struct igd_file_state {
	enum igd_file_type type;
	/* A regular file's bytes or a link's target; NULL where only the hash is known. One NUL stands behind the last. */
	char *content;
	size_t size;
	char hash[IGD_HASH_SIZE]; /* of them; "" for ABSENT */
};

struct igd_step {
	enum igd_step_kind kind;
	enum igd_effect effect;
	char *title; /* imperative, for people: "Add `intel_iommu=on` to GRUB_CMDLINE_LINUX_DEFAULT" */
	char *why; /* NULL */

	/* FILE and SYSFS: absolute, without links in it; SYSFS: the attribute. INSTALL's source: content is that file's */
	char *path;

	/* FILE */
	struct igd_file_state before, after;
	char *against; /* a text that it is shown as a change of, instead of what is at path; no part of a saved plan. NULL */
	uint32_t
		mode; /* of a file that is new; one that is replaced keeps mode, owner, times of access lists and labels */
	char *owner;  /* of a file that is new, as in struct igd_change; NULL: root's */

	/* COMMAND */
	char **words; /* a program's name and its arguments, NULL at the end; looked up in igd_act's PATH */
	char **opposite; /* run by undo; NULL: putting the outputs back is all. "@" as a word of it is the saved first output */
	/*
	 * Shell patterns (glob(7)) of the files that it may write, make or remove, NULL at the end; never a
	 * directory. What is new after it is removed by undo.
	 */
	char **outputs;
	/*
	 * Where it can be told to write elsewhere: it writes result, a name beside path; once verified this is renamed to path (which
	 * then is the one output). NULL: it writes its outputs itself.
	 */
	char *result;
	char *verify; /* the name of what looks at the outcome (mend/apply.h); NULL: that it ends with 0 is enough */
	char *verify_value; /* for it, such as the arguments that must be there; NULL */
	bool is_gate; /* where its opposite fails, undo stops there: what comes before it is in use as long as this stands */
	bool is_regenerator; /* it may be run again at any time: where its outputs have changed since, undo does that */

	/* SYSFS */
	char *value;	  /* what is written; MANUAL: what to paste, or NULL */
	char *value_undo; /* what undo writes, to path_undo; NULL: nothing */
	char *path_undo;

	/* BARRIER: the word that is on the kernel command line if the machine came up as it was asked to; NULL: any boot is */
	char *marker;
	bool is_trial; /* the next boot of any other entry is the old system, untouched */
};

/* A fix that is part of the plan, or would have been. */
struct igd_plan_fix {
	char *id, *title;
	enum igd_risk risk;
	char *risk_text; /* NULL */
	char **findings; /* ids of the findings it is for, NULL at the end; an empty list where it was asked for by name */
	char *declined;	 /* why it does nothing here; NULL: it takes part */
	bool is_settled; /* all that it wants is so already */
};

struct igd_plan {
	struct igd_plan_fix *fixes;
	size_t fix_count;
	struct igd_step *steps;
	size_t step_count;
	char *host; /* a hash of what tells this machine from others (/etc/machine-id, or board and CPU); it is not sent anywhere */
	char *no_trial; /* why it cannot be tried for one boot, for a person; NULL: it can, or need not be */
	/*
	 * What the guard says (fixes/guard.h): NULL: the host keeps a way in. Else why it might not, and is_guarded: it
	 * is not carried out without `--headless-ok`.
	 */
	char *guard;
	bool is_guarded;
};

void igd_plan_done(struct igd_plan *plan);
/* Appends a zeroed step of this kind and returns it; valid until the next one is added. */
struct igd_step *igd_plan_add(struct igd_plan *plan, enum igd_step_kind kind);
void igd_step_done(struct igd_step *step);
void igd_file_state_done(struct igd_file_state *state);
/* Sets type, content (copied) and hash. bytes NULL: absent. */
void igd_file_state_set(
	struct igd_file_state *state, enum igd_file_type type, const char *bytes, size_t size);
/* SHA-256 in lower-case hexadecimal. */
void igd_hash(const void *bytes, size_t size, char ret[IGD_HASH_SIZE]);

/* Whether anything is to be done by the program (MANUAL steps are not). */
bool igd_plan_is_empty(const struct igd_plan *plan);
/*
 * How many of the first count steps the program does itself, all but MANUAL and BARRIER: what a person counts, from 1 for
 * the first of them.
 */
size_t igd_plan_count_own(const struct igd_plan *plan, size_t count);
/* Whether the fix does anything here. */
bool igd_plan_fix_takes_part(const struct igd_plan_fix *fix);
/* The step at which the machine is booted; NULL: there is none. */
const struct igd_step *igd_plan_barrier(const struct igd_plan *plan);
/* Whether a boot lies between the first step and the last finding. */
bool igd_plan_needs_boot(const struct igd_plan *plan);
enum igd_risk igd_plan_risk(const struct igd_plan *plan);

/* "file", "command" ...; "absent", "file", "link"; "now", "boot", "vm"; "none", "boot", "display". */
const char *igd_step_kind_name(enum igd_step_kind kind);
const char *igd_file_type_name(enum igd_file_type type);
const char *igd_effect_name(enum igd_effect effect);
const char *igd_risk_name(enum igd_risk risk);

#endif
