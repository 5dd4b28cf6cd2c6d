// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * undo - the verb: takes back what a plan did, the last one or the one of a name
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "cli/mending.h"

/* Of a journal's log that is looked through for what was kept. */
#define MAX_LOG ((size_t)1 << 20)

/* The journal that would be taken back: the one of this name, or the newest of which something stands. */
static const struct igd_journal *choose(
	const struct igd_journal *journals, size_t count, const char *name)
{
	size_t i;

	for (i = count; i > 0; i--) {
		if (name ? strcmp(journals[i - 1].id, name) == 0 : journals[i - 1].may_undo)
			return &journals[i - 1];
	}
	return NULL;
}

static void describe(struct igd_mending *mending, const struct igd_journal *journal)
{
	IGD_AUTOFREE char *when = igd_moment(journal->begun);
	size_t i;

	igd_mending_say(mending, "The plan %s of %s:", journal->id, when);
	for (i = 0; i < journal->plan.fix_count; i++) {
		const struct igd_plan_fix *fix = &journal->plan.fixes[i];

		if (igd_plan_fix_takes_part(fix))
			igd_mending_say(mending, "  %s (%s)", fix->title, fix->id);
	}
}

/* What its commands wrote so far; the caller frees it. NULL: nothing that could be read. */
static char *read_log(const struct igd_act *act, const struct igd_journal *journal)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_JOURNAL_DIR "/%s/log", journal->id);
	struct igd_file_state log = { 0 };

	if (igd_act_read(act, path, MAX_LOG, &log) < 0)
		return NULL;
	return log.content;
}

/* A command of the way back says in a line "kept: ..." what it left in place. True: there was one. */
static bool tell_kept(struct igd_mending *mending, const char *line)
{
	bool is_any = false;

	for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (!igd_starts_with(line, "kept: "))
			continue;
		is_any = true;
		igd_mending_say(mending, "- %.*s", (int)strcspn(line, "\n"), line);
	}
	return is_any;
}

static int take_back(
	struct igd_mending *mending, const struct igd_act *act, const struct igd_journal *journal)
{
	struct igd_apply_ops ops = igd_mending_ops(mending);
	struct igd_error error = { 0 };
	IGD_AUTOFREE char *before = read_log(act, journal);
	IGD_AUTOFREE char *log = NULL;
	size_t size = before ? strlen(before) : 0;

	/* Once begun it goes on to its end: there is no half a way back. */
	ops.stop = NULL;
	mending->journal = igd_strdup(journal->id);
	if (igd_undo(act, journal->id, &ops, &error) < 0)
		return igd_mending_complain(&error);
	igd_mending_print_outcome(mending, "undone");
	log = read_log(act, journal);
	if (log && strlen(log) > size && tell_kept(mending, log + size))
		igd_mending_say(
			mending, "Taken back, but for what is kept: that has been used since.");
	else
		igd_mending_say(mending, "Taken back: every file is as it was before.");
	if (igd_plan_needs_boot(&journal->plan))
		igd_mending_say(mending, "Reboot, so that the machine runs as it did before.");
	return IGD_EXIT_OK;
}

static int undo(struct igd_mending *mending, const struct igd_act *act,
	const struct igd_journal *journals, size_t count)
{
	const char *name =
		mending->options->arguments.count ? mending->options->arguments.words[0] : NULL;
	const struct igd_journal *journal = choose(journals, count, name);

	if (!journal && name)
		return igd_complain(IGD_EXIT_DATA,
			"no plan is called %s; `igd-doctor undo --list` shows them", name);
	if (!journal || !journal->may_undo) {
		igd_mending_print_outcome(mending, "nothing");
		igd_mending_say(mending, "There is nothing to take back.");
		return IGD_EXIT_OK;
	}
	describe(mending, journal);
	if (!mending->options->is_agreed && !igd_ask("Take it back?")) {
		puts("Nothing was changed.");
		return IGD_EXIT_DEGRADED;
	}
	return take_back(mending, act, journal);
}

static int look_at_options(const struct igd_options *options)
{
	bool is_json = strcmp(options->format, "json") == 0;

	if (strcmp(options->format, "text") != 0 && !is_json)
		return igd_complain(IGD_EXIT_USAGE, "undo has no --format %s", options->format);
	if (options->from)
		return igd_complain(IGD_EXIT_USAGE, "undo is for this machine; there is no --from");
	if (options->is_listing && (options->arguments.count || options->is_agreed))
		return igd_complain(IGD_EXIT_USAGE, "undo --list takes no JOURNAL and no --yes");
	if (geteuid() != 0)
		return igd_complain(IGD_EXIT_PERMISSION,
			"only root can %s: `sudo igd-doctor undo%s`",
			options->is_listing ? "see them" : "take it back",
			options->is_listing ? " --list" : "");
	if (!options->is_listing && !options->is_agreed && (is_json || !igd_can_ask()))
		return igd_complain(IGD_EXIT_USAGE, "there is nobody to ask: --yes takes it back");
	return IGD_EXIT_OK;
}

int igd_verb_undo(const struct igd_options *options)
{
	IGD_CLEANUP(igd_mending_done) struct igd_mending mending = { 0 };
	struct igd_journal *journals = NULL;
	struct igd_error error = { 0 };
	struct igd_act act = { 0 };
	int status = look_at_options(options);
	size_t count = 0;

	if (status != IGD_EXIT_OK)
		return status;
	if (options->is_listing)
		return igd_verb_diary(options);
	igd_mending_init(&mending, options);
	if (igd_act_open(&act, "/", &error) < 0)
		return igd_mending_complain(&error);
	if (igd_journal_list(&act, &journals, &count, &error) < 0)
		igd_complain(IGD_EXIT_DATA, "%s", error.message);
	status = undo(&mending, &act, journals, count);
	igd_journals_done(journals, count);
	igd_act_close(&act);
	return status;
}
