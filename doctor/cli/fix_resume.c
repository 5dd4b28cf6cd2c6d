// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fix_resume - `fix --resume`: goes on where a plan waits for its boot or was cut off, and tells what happened
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/mending.h"
#include "facts/host/cmdline.h"

/* The newest journal in which something is left to do; the newest of all if none is. NULL: there are none. */
static struct igd_journal *choose(struct igd_journal *journals, size_t count)
{
	size_t i;

	for (i = count; i > 0; i--) {
		enum igd_journal_state state = journals[i - 1].state;

		if (state == IGD_JOURNAL_BEGUN || state == IGD_JOURNAL_WAITING ||
			state == IGD_JOURNAL_UNDOING)
			return &journals[i - 1];
	}
	return count ? &journals[count - 1] : NULL;
}

static int tell_failed_trial(struct igd_mending *mending)
{
	igd_complain(IGD_EXIT_FAILED,
		"The trial failed: the machine did not come up with the new configuration. The system "
		"of before is running, and what the trial had added is gone.");
	igd_mending_say(mending,
		"What was tried is in %s/%s/plan.json. Kernel log of that boot, if there is one: "
		"`journalctl -k -b -1`. `igd-doctor fix --dry-run` shows what would be tried next.",
		IGD_JOURNAL_DIR, mending->journal ? mending->journal : "ID");
	igd_mending_print_outcome(mending, "trial-failed");
	return IGD_EXIT_FAILED;
}

/* What became of the last plan, when nothing is left to do. */
static int tell_past(struct igd_mending *mending, const struct igd_journal *last)
{
	IGD_AUTOFREE char *when = last ? igd_moment(last->ended) : NULL;
	size_t i;

	if (last && last->state == IGD_JOURNAL_TRIAL_FAILED)
		return tell_failed_trial(mending);
	igd_mending_print_outcome(mending, "nothing");
	if (!last)
		igd_mending_say(mending, "No plan was carried out on this machine yet.");
	else if (last->state == IGD_JOURNAL_FINISHED)
		igd_mending_say(mending, "Nothing waits: the plan %s was carried out (%s).",
			last->id, when);
	else
		igd_mending_say(mending, "Nothing waits: the plan %s was taken back (%s). %s",
			last->id, when, last->failed ? last->failed : "");
	for (i = 0; last && i < last->finding_count; i++)
		igd_mending_say(mending, "%s: %s (%s).", last->findings[i].id,
			last->findings[i].verdict, last->findings[i].text);
	return IGD_EXIT_OK;
}

static int tell(struct igd_mending *mending, enum igd_resume_outcome outcome,
	const struct igd_journal *last)
{
	int status;

	switch (outcome) {
	case IGD_RESUME_NOTHING:
		return tell_past(mending, last);
	case IGD_RESUME_FINISHED:
		igd_mending_say(mending, "The machine came up, and the plan is carried out.");
		status = igd_mending_tell(mending, "done");
		igd_mending_say(mending, "`igd-doctor undo` takes it back.");
		return status;
	case IGD_RESUME_WAITS:
		igd_mending_print_outcome(mending, "armed");
		igd_mending_tell_boot(mending);
		return IGD_EXIT_OK;
	case IGD_RESUME_TRIAL_FAILED:
		return tell_failed_trial(mending);
	case IGD_RESUME_TAKEN_BACK:
		igd_mending_print_outcome(mending, "taken-back");
		return igd_complain(IGD_EXIT_FAILED,
			"The plan had been cut off and could not be completed; everything is as it was "
			"before.");
	}
	return IGD_EXIT_INTERNAL;
}

/* The plan changes hands: what is told of it afterwards outlives the list. */
static void take_plan(struct igd_mending *mending, struct igd_journal *journal)
{
	if (!journal)
		return;
	mending->plan = journal->plan;
	journal->plan = (struct igd_plan){ 0 };
	mending->journal = igd_strdup(journal->id);
}

static int resume(struct igd_mending *mending, const struct igd_act *act)
{
	struct igd_apply_ops ops = igd_mending_ops(mending);
	struct igd_host *host = igd_host_new(igd_source_live());
	const char *cmdline = igd_host_line(host, "/proc/cmdline");
	enum igd_resume_outcome outcome = IGD_RESUME_NOTHING;
	struct igd_journal *journals = NULL, *last;
	struct igd_error error = { 0 };
	size_t count = 0;
	int r, status;

	if (igd_journal_list(act, &journals, &count, &error) < 0)
		igd_complain(IGD_EXIT_DATA, "%s", error.message);
	last = choose(journals, count);
	take_plan(mending, last);
	r = igd_resume(act, cmdline ? cmdline : "", &ops, &outcome, &error);
	igd_host_free(host);
	status = r < 0 ? igd_mending_complain(&error) : tell(mending, outcome, last);
	igd_journals_done(journals, count);
	return status;
}

int igd_verb_resume(const struct igd_options *options)
{
	IGD_CLEANUP(igd_mending_done) struct igd_mending mending = { 0 };
	struct igd_error error = { 0 };
	struct igd_act act = { 0 };
	int status;

	igd_mending_init(&mending, options);
	if (geteuid() != 0)
		return igd_complain(
			IGD_EXIT_PERMISSION, "only root can go on: `sudo igd-doctor fix --resume`");
	if (igd_act_open(&act, "/", &error) < 0)
		return igd_mending_complain(&error);
	status = resume(&mending, &act);
	igd_act_close(&act);
	return status;
}
