// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * work - a journal that is being written or gone on with: what apply, undo and resume have in common
 */
#ifndef IGD_MEND_WORK_PRIVATE_H
#define IGD_MEND_WORK_PRIVATE_H

#include "mend/apply.h"

#define IGD_NO_STEP SIZE_MAX
#define IGD_BOOT_SIZE 40u /* of a boot_id, a UUID, with its NUL */

/* A line of status. */
struct igd_event {
	uint64_t seconds;
	char *word;
	size_t step; /* IGD_NO_STEP: the word has none */
	char *text;  /* the rest; "" */
};

/* A line of saved.tsv: what stood at a path before the first step. */
struct igd_saved {
	size_t number;
	bool is_folder; /* a folder that was not there */
	struct igd_seen seen;
	char mark[IGD_MARK_SIZE];
	char *path;
};

struct igd_work {
	const struct igd_act *act;
	const struct igd_apply_ops *ops;
	char *id;
	char *folder;
	int lock, status, log;
	const struct igd_plan *plan;
	struct igd_plan own; /* what plan points to where it was read back */
	struct igd_saved *saved;
	size_t saved_count;
	struct igd_event *events;
	size_t event_count;
};

/* work.c */
void igd_work_done(struct igd_work *work);
/* Takes the lock, waiting some seconds. -EBUSY with who holds it. */
int igd_work_lock(struct igd_work *work, struct igd_error *reterr);
/* Makes a journal for plan. */
int igd_work_begin(struct igd_work *work, const struct igd_plan *plan, struct igd_error *reterr);
/* Reads one back; may_write: to go on with it. */
int igd_work_open(struct igd_work *work, const char *id, bool may_write, struct igd_error *reterr);
/* A path within the journal; the caller frees it. */
char *igd_work_path(const struct igd_work *work, const char *name);
/* The newest journal in one of two states; NULL: none. The caller frees it. */
char *igd_work_newest(const struct igd_act *act, bool (*is_wanted)(const struct igd_work *work));

/* events.c */
/* Appends lines to status ("WORD ...", a newline behind each but the last) in one write, with fsync(2). */
IGD_FORMAT(2, 3) int igd_work_note(struct igd_work *work, const char *format, ...);
void igd_events_parse(struct igd_work *work, const char *text, size_t size);
void igd_events_done(struct igd_work *work);
bool igd_work_has(const struct igd_work *work, const char *word, size_t step);
/* The last of that word; NULL. */
const struct igd_event *igd_work_last(const struct igd_work *work, const char *word);
enum igd_journal_state igd_work_state(const struct igd_work *work);
/* Whether the step was begun, done or not. */
bool igd_work_began(const struct igd_work *work, size_t step);
/* Whether it was cut off or failed: begun and not done. */
bool igd_work_is_half(const struct igd_work *work, size_t step);
/* Whether the machine still runs the boot in which the step was begun. */
bool igd_work_same_boot(const struct igd_work *work, size_t step);
void igd_boot_id(const struct igd_act *act, char ret[IGD_BOOT_SIZE]);
/* Blanks, control characters, "%" and what is not ASCII as %XX, and back. The caller frees it. */
char *igd_percent(const char *text);
char *igd_unpercent(const char *text);

/* saved.c */
/* Saves everything that any step may write, with restore.sh. */
int igd_work_save(struct igd_work *work, struct igd_error *reterr);
int igd_saved_parse(struct igd_work *work, const char *text, size_t size);
void igd_saved_done(struct igd_work *work);
const struct igd_saved *igd_saved_find(const struct igd_work *work, const char *path);
/* Everything that steps may write: FILE paths, and what outputs show or name. */
int igd_work_paths(const struct igd_act *act, const struct igd_plan *plan, struct igd_paths *ret);
/* Each folder of path that is missing, the outermost first. */
int igd_missing_folders(const struct igd_act *act, const char *path, struct igd_paths *ret);

/* restore.c */
/* The text of restore.sh; the caller frees it. */
char *igd_restore_script(const struct igd_work *work);

/* step.c */
bool igd_step_writes(const struct igd_step *step, const char *path);
/* Whether an earlier step may have written the path. */
bool igd_step_is_first(const struct igd_plan *plan, size_t index, const char *path);
/* Whether what is there is what the step begins from. -ESTALE. */
int igd_step_ready(const struct igd_work *work, size_t index, struct igd_error *reterr);
/* command.c */
int igd_step_command(struct igd_work *work, size_t index, struct igd_error *reterr);
int igd_step_do(struct igd_work *work, size_t index, struct igd_error *reterr);
/* Writes to sysfs; what is so already is as good. 0 or -errno; -ETIMEDOUT: the kernel has not come back from it. */
int igd_step_sysfs(
	const struct igd_work *work, const char *path, const char *value, struct igd_error *reterr);
/* Runs the steps from first on, up to a barrier or the end. */
int igd_work_go_on(struct igd_work *work, size_t first, struct igd_error *reterr);
/* Runs a command step's words (or others), and puts the end of what it said into reterr. */
int igd_work_run(struct igd_work *work, char *const *words, const struct igd_step *step,
	struct igd_error *reterr);
int igd_work_run_regenerator(struct igd_work *work, size_t index, struct igd_error *reterr);
void igd_work_progress(const struct igd_work *work, size_t index, enum igd_step_state state);

/* take_back.c */
/* Puts what was saved back, with all it had. 0 or -errno. */
int igd_work_put_back(const struct igd_work *work, const struct igd_saved *saved);
/* why: "asked", "failed", "trial", "cut-off". */
int igd_work_take_back(struct igd_work *work, const char *why, struct igd_error *reterr);

/* survey.c */
enum igd_standing {
	IGD_STANDING_BEFORE, /* as it was before the plan */
	IGD_STANDING_OURS,   /* as the plan left it */
	IGD_STANDING_FOREIGN /* changed since by somebody else */
};
int igd_work_judge(
	const struct igd_work *work, const struct igd_saved *saved, enum igd_standing *ret);
/* Whether somebody's files stand in the way; asks. -ESTALE with reterr. */
int igd_work_survey(struct igd_work *work, struct igd_error *reterr);
/* Whether the path is one of a FILE step that was begun. */
bool igd_work_is_config(const struct igd_work *work, const char *path);
/* Whether a regenerator that was begun makes it. */
bool igd_work_is_regenerated(const struct igd_work *work, const char *path);
bool igd_work_is_touched(const struct igd_work *work, const char *path);
/* Whether the journal noted that a command left this there. */
bool igd_work_is_noted(const struct igd_work *work, const char *path, const char *mark);

#endif
