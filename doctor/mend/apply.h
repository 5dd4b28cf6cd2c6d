// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * apply - carries a plan out, takes it back, and goes on where it was cut off
 *
 * Before the first step, all that any step may write is saved in the journal, with restore.sh beside it (mend/journal.h); then each step is announced there,
 * done, and noted as done, each with fsync(2). So at every moment the disk tells how far it came and how to get
 * back. A step that fails is followed by the undo of those before it, in reverse, and the caller is told why.
 */
#ifndef IGD_MEND_APPLY_H
#define IGD_MEND_APPLY_H

#include "mend/act.h"
#include "mend/journal.h"

enum igd_step_state {
	IGD_STEP_PENDING,
	IGD_STEP_DOING,
	IGD_STEP_DONE,
	IGD_STEP_FAILED,
	IGD_STEP_UNDONE
};

struct igd_apply_ops {
	void *context;
	/* A step begins (DOING), or has ended; may be NULL. */
	void (*progress)(void *context, const struct igd_plan *plan, size_t index,
		enum igd_step_state state);
	/* Looks at what a command has made (step->verify). 0, or -errno with reterr filled. NULL: nothing is verified. */
	int (*verify)(void *context, const struct igd_step *step, const char *file,
		struct igd_error *reterr);
	/*
	 * undo: this file was changed since by somebody else. left is what the plan left (content NULL where only its hash is
	 * known), now is what is there. True: it is put back all the same. NULL: never.
	 */
	bool (*overwrite)(void *context, const char *path, const struct igd_file_state *left,
		const struct igd_file_state *now);
	/* Another igd-doctor holds the lock (who: its process and command); it is waited for, some seconds. NULL: not said. */
	void (*waiting)(void *context, const char *who);
	/* Asked before each step; true: it is as if that step had failed (-EINTR). NULL: never. */
	bool (*stop)(void *context);
};

/*
 * Finds out, without writing anything, whether the plan can be carried out: every file is as the plan saw it (-ESTALE), directories are there
 * and can be written (-EROFS, -ENOENT), programs are installed (-ENOEXEC), there is room for what is saved and for what is
 * made, on each file system (-ENOSPC).
 */
int igd_apply_check(
	const struct igd_act *act, const struct igd_plan *plan, struct igd_error *reterr);

/*
 * Carries it out up to its barrier, or to its end. Holds the lock meanwhile. ret_id is the journal's name. On failure everything is put
 * back as it was and reterr says what failed; if even that fails, -EREMOTEIO, and reterr names restore.sh.
 */
int igd_apply(const struct igd_act *act, const struct igd_plan *plan,
	const struct igd_apply_ops *ops, char **ret_id, struct igd_error *reterr);

/*
 * Goes on with a journal (id NULL: the newest that waits or was cut off) that stands at its barrier, or was cut off. cmdline is the running kernel's. Where the barrier's
 * marker is missing the trial has failed: it is taken back, and the outcome says so.
 */
enum igd_resume_outcome {
	IGD_RESUME_NOTHING,  /* no journal waits */
	IGD_RESUME_FINISHED, /* the plan is carried out */
	IGD_RESUME_WAITS, /* the machine was not booted since; also where it was cut off before its barrier and now stands there */
	IGD_RESUME_TRIAL_FAILED, /* the old system is running; what the trial had added is gone */
	IGD_RESUME_TAKEN_BACK	 /* it was cut off and could not be completed; all is as it was */
};
int igd_resume(const struct igd_act *act, const char *cmdline, const struct igd_apply_ops *ops,
	enum igd_resume_outcome *ret, struct igd_error *reterr);

/*
 * Takes a journal's plan back: id NULL: the last one that is not undone. Files that somebody has changed since are shown to ops->overwrite;
 * where that says no, nothing at all is undone and -ESTALE is returned. 0 also where all is as it was; -ENOENT where there
 * is no such journal. Somebody who holds the lock for too long: -EBUSY, here and above.
 */
int igd_undo(const struct igd_act *act, const char *id, const struct igd_apply_ops *ops,
	struct igd_error *reterr);

#endif
