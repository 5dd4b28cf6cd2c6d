// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * undo_list - `undo --list`: what was done to this machine and what became of it, as a diary
 */
#include <string.h>

#include "cli/mending.h"
#include "reports/json_value.h"

static const char *const words[] = {
	[IGD_JOURNAL_BEGUN] =
		"was cut off; `igd-doctor fix --resume` goes on, `undo` takes it back",
	[IGD_JOURNAL_WAITING] = "waits for a reboot",
	[IGD_JOURNAL_FINISHED] = "carried out",
	[IGD_JOURNAL_FAILED] = "a step failed, and everything was put back",
	[IGD_JOURNAL_TRIAL_FAILED] =
		"the machine did not come up with it, and everything was put back",
	[IGD_JOURNAL_UNDOING] = "was cut off while it was taken back; `igd-doctor undo` goes on",
	[IGD_JOURNAL_UNDONE] = "taken back",
};

static cJSON *journal_of(const struct igd_journal *journal)
{
	cJSON *object = cJSON_CreateObject(), *array, *row;
	size_t i;

	igd_json_add_text(object, "id", journal->id);
	igd_json_add_text(object, "state", igd_journal_state_name(journal->state));
	cJSON_AddNumberToObject(object, "begun", (double)journal->begun);
	cJSON_AddNumberToObject(object, "ended", (double)journal->ended);
	igd_json_add_text(object, "failed", journal->failed);
	cJSON_AddBoolToObject(object, "may_undo", journal->may_undo);
	array = cJSON_AddArrayToObject(object, "fixes");
	for (i = 0; i < journal->plan.fix_count; i++) {
		if (igd_plan_fix_takes_part(&journal->plan.fixes[i]))
			cJSON_AddItemToArray(array, cJSON_CreateString(journal->plan.fixes[i].id));
	}
	array = cJSON_AddArrayToObject(object, "findings");
	for (i = 0; i < journal->finding_count; i++) {
		row = cJSON_CreateObject();
		igd_json_add_text(row, "id", journal->findings[i].id);
		igd_json_add_text(row, "verdict", journal->findings[i].verdict);
		igd_json_add_text(row, "what", journal->findings[i].text);
		cJSON_AddItemToArray(array, row);
	}
	return object;
}

static void print_json(const struct igd_journal *journals, size_t count)
{
	cJSON *root = igd_json_document("igd-doctor.undo/1", IGD_VERSION);
	cJSON *array = cJSON_AddArrayToObject(root, "journals");
	size_t i;

	for (i = 0; i < count; i++)
		cJSON_AddItemToArray(array, journal_of(&journals[i]));
	igd_json_print(root, stdout);
}

static void print_entry(struct igd_mending *mending, const struct igd_journal *journal)
{
	IGD_AUTOFREE char *when = igd_moment(journal->begun);
	size_t i;

	igd_mending_say(mending, "%s  %s  %s", when, journal->id, words[journal->state]);
	for (i = 0; i < journal->plan.fix_count; i++) {
		if (igd_plan_fix_takes_part(&journal->plan.fixes[i]))
			igd_mending_say(mending, "- %s (%s)", journal->plan.fixes[i].title,
				journal->plan.fixes[i].id);
	}
	if (journal->failed)
		igd_mending_say(mending, "- failed: %s", journal->failed);
	for (i = 0; i < journal->finding_count; i++)
		igd_mending_say(mending, "- afterwards, %s: %s (%s)", journal->findings[i].id,
			journal->findings[i].verdict, journal->findings[i].text);
}

int igd_verb_diary(const struct igd_options *options)
{
	IGD_CLEANUP(igd_mending_done) struct igd_mending mending = { 0 };
	struct igd_journal *journals = NULL;
	struct igd_error error = { 0 };
	struct igd_act act = { 0 };
	size_t count = 0, i;
	int status = IGD_EXIT_OK;

	igd_mending_init(&mending, options);
	if (igd_act_open(&act, "/", &error) < 0)
		return igd_mending_complain(&error);
	if (igd_journal_list(&act, &journals, &count, &error) < 0)
		status = igd_complain(IGD_EXIT_DATA, "%s", error.message);
	if (strcmp(options->format, "json") == 0)
		print_json(journals, count);
	for (i = 0; i < count; i++)
		print_entry(&mending, &journals[i]);
	if (!count)
		igd_mending_say(&mending, "Nothing was changed on this machine by igd-doctor.");
	igd_journals_done(journals, count);
	igd_act_close(&act);
	return status;
}
