// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * journal - what a plan has done and how to take it back, on disk before it is done
 *
 *     /var/lib/igd-doctor/lock             held (flock) by whoever acts
 *     /var/lib/igd-doctor/journal/ID/      0700; ID is when it was begun, "20261123-095012", in UTC
 *         plan.json                        as plan_json.h writes it
 *         saved/N, saved.tsv               what stood at each path, and its type, mode, owner, times, extended attributes
 *         left/N.M                         what the plan's M-th FILE step leaves at path N, for restore.sh to know it by
 *         status                           a line for each thing that happened, appended with fsync(2)
 *         log                              what commands wrote
 *         restore.sh                       POSIX sh; undoes it from a rescue system, as `sh restore.sh [ROOT]`
 *
 * A line of status is "SECONDS WORD ...": begun BOOT, saved, doing N, done N, output N PATH MARK, failed N TEXT,
 * undoing WHY (asked, failed, trial, cut-off), undone N, held (at a gate: struct igd_step), barrier N BOOT, resumed BOOT,
 * finished, taken-back, restored (by restore.sh), finding ID VERDICT TEXT. BOOT is /proc/sys/kernel/random/boot_id. Blanks and control characters within a word
 * are %XX. One that a power cut tore at the end is passed over.
 */
#ifndef IGD_MEND_JOURNAL_H
#define IGD_MEND_JOURNAL_H

#include "mend/act.h"

#define IGD_STATE_DIR "/var/lib/igd-doctor"
#define IGD_JOURNAL_DIR IGD_STATE_DIR "/journal"

enum igd_journal_state {
	IGD_JOURNAL_BEGUN,   /* cut off before or among its steps */
	IGD_JOURNAL_WAITING, /* at its barrier */
	IGD_JOURNAL_FINISHED,
	IGD_JOURNAL_FAILED,	  /* a step failed; all was put back */
	IGD_JOURNAL_TRIAL_FAILED, /* the machine did not come up with it; all was put back */
	IGD_JOURNAL_UNDOING,	  /* cut off while it was taken back */
	IGD_JOURNAL_UNDONE
};

/* What a check said once the plan was carried out. */
struct igd_journal_finding {
	char *id, *verdict, *text;
};

/* A journal, read back. */
struct igd_journal {
	char *id;
	enum igd_journal_state state;
	uint64_t begun, ended; /* seconds since 1970, UTC; ended: of the last thing that happened */
	struct igd_plan plan;
	char *failed; /* what failed, for a person; NULL */
	struct igd_journal_finding *findings;
	size_t finding_count;
	bool may_undo; /* something of it stands */
};

/*
 * All journals, the oldest first, which the caller frees with igd_journals_done(). One that cannot be read is passed over
 * (its name is then in reterr, and the others are there all the same: -EBADMSG). 0 and none where there are none.
 */
int igd_journal_list(const struct igd_act *act, struct igd_journal **ret, size_t *ret_count,
	struct igd_error *reterr);
void igd_journals_done(struct igd_journal *journals, size_t count);
/* The newest journal in this state, or NULL; the caller frees it. */
char *igd_journal_newest(const struct igd_act *act, enum igd_journal_state state);
/* Notes what a check says now that the plan is carried out. 0 or -errno. */
int igd_journal_note(const struct igd_act *act, const char *id,
	const struct igd_journal_finding *finding, struct igd_error *reterr);
/* "begun", "waiting", "finished", "failed", "trial-failed", "undoing", "undone". */
const char *igd_journal_state_name(enum igd_journal_state state);

#endif
