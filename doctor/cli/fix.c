// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fix - the verb: examines, plans what would mend what was found, shows it, asks, carries it out
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/planning.h"
#include "core/tree.h"
#include "fixes/apply/guard.h"
#include "fixes/apply/resolve.h"
#include "mend/plan_json.h"

static bool is_json(const struct igd_options *options)
{
	return strcmp(options->format, "json") == 0;
}

static bool only_shows(const struct igd_options *options)
{
	return options->is_dry_run || options->plan_to;
}

static int look_at_ways(const struct igd_options *options)
{
	bool has_ids = options->arguments.count;
	int ways = options->is_dry_run + options->is_resuming + (options->plan_to != NULL) +
		   (options->plan_from != NULL);

	if (strcmp(options->format, "text") != 0 && !is_json(options))
		return igd_complain(IGD_EXIT_USAGE, "fix has no --format %s", options->format);
	if (ways > 1 && !(ways == 2 && options->plan_from && options->is_dry_run))
		return igd_complain(IGD_EXIT_USAGE,
			"--dry-run, --plan, --apply and --resume do not go together");
	if (options->plan_to && is_json(options))
		return igd_complain(IGD_EXIT_USAGE, "--plan writes JSON; leave --json out");
	if ((options->is_resuming || options->plan_from) && has_ids)
		return igd_complain(IGD_EXIT_USAGE,
			"the plan says which fixes it is of: give no ID with --apply and --resume");
	return IGD_EXIT_OK;
}

/* Whether this host can be mended so, and a person can be asked. */
static int look_at_host(const struct igd_options *options)
{
	if (options->from && !only_shows(options))
		return igd_complain(IGD_EXIT_USAGE,
			"a recorded host cannot be mended: --from goes with --dry-run or --plan");
	if (options->from && options->plan_from)
		return igd_complain(IGD_EXIT_USAGE, "--apply is for this machine, without --from");
	if (only_shows(options) || options->is_resuming || geteuid() != 0)
		return IGD_EXIT_OK;
	if (!options->is_agreed && (is_json(options) || !igd_can_ask()))
		return igd_complain(IGD_EXIT_USAGE,
			"there is nobody to ask: --dry-run shows the plan, --yes carries it out");
	return IGD_EXIT_OK;
}

/* What the plan alone says of how it ends. */
static int outlook(const struct igd_mending *mending)
{
	size_t i;

	if (mending->plan.is_guarded && !mending->options->is_headless_ok)
		return IGD_EXIT_REFUSED;
	for (i = 0; i < mending->plan.fix_count; i++) {
		if (mending->plan.fixes[i].declined)
			return IGD_EXIT_DEGRADED;
	}
	return IGD_EXIT_OK;
}

static int write_plan(const struct igd_mending *mending, const char *path)
{
	IGD_AUTOFREE char *text = igd_plan_write(&mending->plan);
	FILE *file;
	bool is_written;
	int error;

	if (strcmp(path, "-") == 0)
		return fputs(text, stdout) < 0 ? IGD_EXIT_INTERNAL : outlook(mending);
	file = fopen(path, "wxe");
	if (!file)
		return igd_complain(errno == EEXIST ? IGD_EXIT_USAGE : IGD_EXIT_FAILED, "%s: %s",
			path, strerror(errno));
	is_written = fputs(text, file) >= 0 && fflush(file) == 0 && fsync(fileno(file)) == 0;
	error = is_written ? 0 : errno;
	if (fclose(file) != 0 && !error)
		error = errno;
	if (error) {
		unlink(path);
		return igd_complain(IGD_EXIT_FAILED, "%s: %s", path, strerror(error));
	}
	if (!mending->options->is_quiet)
		printf("The plan is in %s; nothing was changed. As root, `igd-doctor fix --apply %s` "
		       "carries it out.\n",
			path, path);
	return outlook(mending);
}

static bool is_asked_alone(const struct igd_plan_fix *fix)
{
	return fix->risk == IGD_RISK_DISPLAY && igd_plan_fix_takes_part(fix);
}

/* Fixes that may cost the picture are asked for one by one; a no drops it. Returns whether any was dropped. */
static bool ask_for_risky(struct igd_mending *mending, struct igd_session *session)
{
	bool is_dropped = false;
	size_t i, j;

	for (i = 0; i < mending->plan.fix_count; i++) {
		const struct igd_plan_fix *fix = &mending->plan.fixes[i];

		if (!is_asked_alone(fix) || igd_ask("%s (%s). %s Do this?", fix->title, fix->id,
						    fix->risk_text ? fix->risk_text : ""))
			continue;
		is_dropped = true;
		for (j = 0; j < session->proposals.count; j++) {
			if (strcmp(session->proposals.items[j].id, fix->id) != 0)
				continue;
			free(session->proposals.items[j].failed);
			session->proposals.items[j].failed = igd_strdup("you said no to it");
		}
	}
	return is_dropped;
}

static bool is_agreed(struct igd_mending *mending, struct igd_session *session)
{
	if (mending->options->is_agreed)
		return true;
	if (session && ask_for_risky(mending, session)) {
		igd_planning_make(mending, session, mending->options->arguments.words);
		igd_planning_show(mending);
		if (igd_plan_is_empty(&mending->plan))
			return false;
	}
	return igd_ask("Carry this plan out?");
}

/* Where checks could not tell, a fix may be wanted all the same. */
static int nothing_to_do(struct igd_mending *mending, const struct igd_session *session)
{
	size_t unknown = session ? igd_exam_count(&session->exam, IGD_UNKNOWN) : 0;
	int status = outlook(mending);

	igd_mending_print_outcome(mending, "nothing");
	if (unknown)
		igd_mending_say(mending,
			"%zu check%s could not tell, so there may be something to mend all the same: "
			"`igd-doctor check` says why.",
			unknown, unknown == 1 ? "" : "s");
	return status == IGD_EXIT_OK && session &&
			       igd_exam_outcome(&session->exam) == IGD_OUTCOME_UNKNOWN
		       ? IGD_EXIT_UNKNOWN
		       : status;
}

static int check_first(const struct igd_mending *mending)
{
	struct igd_error error = { 0 };

	return igd_planning_check(mending, &error) < 0 ? igd_mending_complain(&error) : IGD_EXIT_OK;
}

static int refuse_guarded(const struct igd_mending *mending)
{
	return igd_complain(IGD_EXIT_REFUSED,
		"%s Nothing was changed. `--headless-ok` carries it out all the same.",
		mending->plan.guard);
}

/* From a plan that is made to one that is done. session: NULL for one that came out of a file. */
static int do_plan(struct igd_mending *mending, struct igd_session *session)
{
	bool needs_boot;
	int status;

	if (!is_json(mending->options) && !mending->options->is_quiet)
		igd_planning_show(mending);
	if (igd_plan_is_empty(&mending->plan))
		return nothing_to_do(mending, session);
	if (geteuid() != 0)
		return igd_complain(IGD_EXIT_PERMISSION,
			"only root can carry it out: give the same command to `sudo`; nothing was changed");
	if (mending->plan.is_guarded && !mending->options->is_headless_ok)
		return refuse_guarded(mending);
	status = check_first(mending);
	if (status != IGD_EXIT_OK)
		return status;
	if (!is_agreed(mending, session)) {
		puts("Nothing was changed.");
		return IGD_EXIT_DEGRADED;
	}
	needs_boot = igd_plan_needs_boot(&mending->plan);
	status = igd_mending_carry_out(mending);
	if (status != IGD_EXIT_OK)
		return status;
	status = igd_mending_tell(mending, needs_boot ? "armed" : "done");
	if (needs_boot)
		igd_mending_tell_boot(mending);
	else
		igd_mending_say(mending, "Done. `igd-doctor undo` takes it back.");
	return status;
}

static int read_plan(struct igd_mending *mending, const char *path)
{
	IGD_AUTOFREE char *text = igd_zalloc(IGD_PLAN_LIMIT + 1);
	struct igd_error error = { 0 };
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	size_t size;

	if (!file)
		return igd_complain(errno == EACCES ? IGD_EXIT_PERMISSION : IGD_EXIT_DATA, "%s: %s",
			path, strerror(errno));
	size = fread(text, 1, IGD_PLAN_LIMIT + 1, file);
	if (file != stdin)
		fclose(file);
	if (size > IGD_PLAN_LIMIT)
		return igd_complain(IGD_EXIT_DATA, "%s: it is too large for a plan", path);
	if (igd_plan_read(&mending->plan, text, size, path, &error) < 0)
		return igd_complain(IGD_EXIT_DATA, "%s", error.message);
	return IGD_EXIT_OK;
}

/* What the plan replaces, for the diff: a plan file holds only its hash. What is not that any more is refused later. */
static void read_before(struct igd_host *host, struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		struct igd_step *step = &plan->steps[i];
		const struct igd_bytes *bytes = NULL;
		char hash[IGD_HASH_SIZE];

		if (step->kind == IGD_STEP_FILE && step->before.type == IGD_FILE_REGULAR)
			bytes = igd_host_bytes(host, step->path, IGD_TEXT_LIMIT);
		if (!bytes)
			continue;
		igd_hash(bytes->data, bytes->size, hash);
		if (strcmp(hash, step->before.hash) == 0)
			igd_file_state_set(
				&step->before, IGD_FILE_REGULAR, bytes->data, bytes->size);
	}
}

/* The machine is looked at again: whose plan it is, and what way in it has now. */
static int judge_plan(struct igd_mending *mending, const char *path)
{
	static const struct igd_resolve_options nothing = { 0 };
	struct igd_host *host = igd_host_new(igd_source_live());
	struct igd_plan own = { 0 };
	int status = IGD_EXIT_OK;

	igd_resolve(host, NULL, 0, &nothing, &own);
	if (!mending->plan.host || strcmp(mending->plan.host, own.host) != 0)
		status = igd_complain(IGD_EXIT_DATA,
			"%s: this plan was made for another machine; make one here with "
			"`igd-doctor fix --plan FILE`",
			path);
	free(IGD_TAKE_PTR(mending->plan.guard));
	mending->plan.is_guarded = false;
	if (status == IGD_EXIT_OK) {
		igd_guard(host, &mending->plan);
		read_before(host, &mending->plan);
		igd_resolve_against(host, &mending->plan);
	}
	igd_plan_done(&own);
	igd_host_free(host);
	return status;
}

static int apply_file(struct igd_mending *mending)
{
	const char *path = mending->options->plan_from;
	int status = read_plan(mending, path);

	if (status == IGD_EXIT_OK)
		status = judge_plan(mending, path);
	if (status != IGD_EXIT_OK)
		return status;
	if (!mending->options->is_dry_run)
		return do_plan(mending, NULL);
	igd_planning_show(mending);
	status = check_first(mending);
	return status == IGD_EXIT_OK ? outlook(mending) : status;
}

int igd_verb_fix(const struct igd_options *options)
{
	IGD_CLEANUP(igd_mending_done) struct igd_mending mending = { 0 };
	IGD_CLEANUP(igd_session_done)
	struct igd_session session = { .wants_proposals = true,
		.propose = options->arguments.words };
	int status = look_at_ways(options);

	if (status == IGD_EXIT_OK)
		status = look_at_host(options);
	if (status != IGD_EXIT_OK)
		return status;
	if (options->is_resuming)
		return igd_verb_resume(options);
	igd_mending_init(&mending, options);
	if (options->plan_from)
		return apply_file(&mending);
	status = igd_session_open(&session, options, false);
	if (status != IGD_EXIT_OK)
		return status;
	igd_planning_make(&mending, &session, options->arguments.words);
	if (options->plan_to)
		return write_plan(&mending, options->plan_to);
	if (!options->is_dry_run)
		return do_plan(&mending, &session);
	igd_planning_show(&mending);
	return outlook(&mending);
}
