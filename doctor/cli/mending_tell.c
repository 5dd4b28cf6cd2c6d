// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * mending_tell - what came of a plan: every finding that it was for, looked at again
 */
#include <string.h>

#include "cli/mending.h"
#include "reports/json_value.h"

#define SCHEMA "igd-doctor.fix/1"

static bool has_declined(const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->fix_count; i++) {
		if (plan->fixes[i].declined)
			return true;
	}
	return false;
}

static bool shows_at_vm_start(const struct igd_plan *plan)
{
	size_t i;

	for (i = 0; i < plan->step_count; i++) {
		if (plan->steps[i].effect == IGD_EFFECT_VM)
			return true;
	}
	return false;
}

/* What is said of a finding beside its verdict; "" where that is all. is_armed: the boot is still to come. */
static const char *note_on(
	const struct igd_plan *plan, const struct igd_finding *finding, bool is_armed)
{
	if (finding->verdict == IGD_PASS || finding->verdict == IGD_NA)
		return "";
	if (is_armed)
		return "known after the boot";
	if (shows_at_vm_start(plan))
		return "known when the VM has been started again";
	return finding->verdict == IGD_FAIL ? "it did not turn" : "could not be told";
}

static void add_row(
	cJSON *rows, const struct igd_plan_fix *fix, const struct igd_finding *finding, bool waits)
{
	cJSON *row = cJSON_CreateObject();

	igd_json_add_text(row, "id", finding->id);
	igd_json_add_text(row, "fix", fix->id);
	igd_json_add_text(row, "verdict", igd_verdict_name(finding->verdict));
	igd_json_add_text(row, "what", finding->what);
	cJSON_AddBoolToObject(row, "pending", waits);
	cJSON_AddItemToArray(rows, row);
}

/* What is said of a finding; of one that was not looked at, only that. The caller frees it. */
static char *words_on(const struct igd_finding *finding)
{
	if (finding->what)
		return igd_strdup(finding->what);
	return igd_printf("not looked at, %s has failed",
		finding->blocked_by_count ? finding->blocked_by[0] : "a check that it needs");
}

static void note_in_journal(
	struct igd_mending *mending, const struct igd_finding *finding, char *words)
{
	struct igd_journal_finding noted = { finding->id,
		(char *)(uintptr_t)igd_verdict_name(finding->verdict), words };
	struct igd_error error = { 0 };
	struct igd_act act = { 0 };

	if (igd_act_open(&act, "/", &error) == 0) {
		igd_journal_note(&act, mending->journal, &noted, &error);
		igd_act_close(&act);
	}
	if (error.code)
		igd_complain(IGD_EXIT_FAILED, "%s", error.message);
}

/* One finding; returns whether it has turned, or may still. */
static bool tell_one(struct igd_mending *mending, const struct igd_finding *finding, bool is_armed)
{
	const char *note = note_on(&mending->plan, finding, is_armed);
	bool waits = igd_starts_with(note, "known");
	IGD_AUTOFREE char *words = words_on(finding);

	if (!*note)
		igd_mending_say(mending, "%s: well now.", finding->id);
	else
		igd_mending_say(mending, "%s: %s (%s).", finding->id, note, words);
	if (mending->journal && !waits)
		note_in_journal(mending, finding, words);
	return !*note || waits;
}

static cJSON *document(const struct igd_mending *mending, const char *word)
{
	cJSON *root = igd_json_document(SCHEMA, IGD_VERSION);

	igd_json_add_text(root, "outcome", word);
	igd_json_add_text(root, "journal", mending->journal);
	return root;
}

static void print_document(const struct igd_mending *mending, cJSON *root)
{
	if (strcmp(mending->options->format, "json") == 0)
		igd_json_print(root, stdout);
	else
		cJSON_Delete(root);
}

void igd_mending_print_outcome(struct igd_mending *mending, const char *word)
{
	cJSON *root = document(mending, word);

	cJSON_AddArrayToObject(root, "findings");
	print_document(mending, root);
}

static int open_again(struct igd_session *session, const struct igd_mending *mending)
{
	struct igd_options options = *mending->options;

	options.is_quiet = true;
	options.only = options.skip = (struct igd_words){ 0 };
	return igd_session_open(session, &options, false);
}

int igd_mending_tell(struct igd_mending *mending, const char *word)
{
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	bool is_armed = strcmp(word, "armed") == 0, is_well = !has_declined(&mending->plan);
	int status = open_again(&session, mending);
	cJSON *root, *rows;
	size_t i;

	if (status != IGD_EXIT_OK)
		return status;
	root = document(mending, word);
	rows = cJSON_AddArrayToObject(root, "findings");
	for (i = 0; i < mending->plan.fix_count; i++) {
		const struct igd_plan_fix *fix = &mending->plan.fixes[i];
		char **id;

		for (id = fix->findings; igd_plan_fix_takes_part(fix) && id && *id; id++) {
			const struct igd_finding *finding = igd_exam_find(&session.exam, *id);

			if (!finding)
				continue;
			is_well &= tell_one(mending, finding, is_armed);
			add_row(rows, fix, finding,
				igd_starts_with(
					note_on(&mending->plan, finding, is_armed), "known"));
		}
	}
	print_document(mending, root);
	return is_well ? IGD_EXIT_OK : IGD_EXIT_DEGRADED;
}

void igd_mending_tell_boot(struct igd_mending *mending)
{
	const struct igd_step *barrier = igd_plan_barrier(&mending->plan);

	if (barrier && barrier->is_trial)
		igd_mending_say(mending,
			"Reboot now: this one boot tries the new configuration, and the boot entry of before "
			"stays as it is. If the machine comes up, `igd-doctor fix --resume` makes it "
			"permanent (the boot service runs it by itself where your init has it). If it does not, "
			"switch the machine off and on: it starts as before.");
	else
		igd_mending_say(mending,
			"Reboot: what was changed counts from the next boot on. Once it is up, run `igd-doctor "
			"fix --resume`: it says whether all is well.");
	igd_mending_say(mending,
		"To take it all back: `igd-doctor undo`; from a rescue system, with this disk mounted at "
		"DIR: `sh DIR%s/%s/restore.sh DIR`.",
		IGD_JOURNAL_DIR, mending->journal ? mending->journal : "ID");
}
