// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * list - the verb: which plugins there are, which checks and fixes they have, and which symptoms are known in logs
 */
#include <stdlib.h>
#include <string.h>

#include "cli/session.h"
#include "cli/symptoms.h"
#include "reports/json_value.h"

static cJSON *check_of(const struct igd_finding *finding)
{
	cJSON *check = cJSON_CreateObject(), *needs;
	size_t i;

	igd_json_add_text(check, "id", finding->id);
	igd_json_add_text(check, "plugin", finding->plugin);
	igd_json_add_text(check, "title", finding->title);
	igd_json_add_text(check, "severity", igd_severity_name(finding->severity));
	needs = cJSON_AddArrayToObject(check, "needs");
	for (i = 0; i < finding->need_count; i++)
		cJSON_AddItemToArray(needs, cJSON_CreateString(finding->needs[i]));
	return check;
}

static cJSON *fix_of(const struct igd_fix_known *fix)
{
	cJSON *object = cJSON_CreateObject();

	igd_json_add_text(object, "id", fix->id);
	igd_json_add_text(object, "plugin", fix->plugin);
	igd_json_add_text(object, "title", fix->title);
	igd_json_add_text(object, "risk", igd_fix_risk_name(fix->risk));
	return object;
}

static cJSON *symptom_of(const struct igd_symptom *symptom)
{
	cJSON *object = cJSON_CreateObject();

	igd_json_add_text(object, "id", symptom->id);
	igd_json_add_text(object, "title", symptom->title);
	igd_json_add_text(object, "verdict", igd_symptom_verdict_word(symptom->verdict));
	return object;
}

static void print_json(
	const struct igd_exam *exam, size_t fix_count, const struct igd_symptoms *symptoms)
{
	cJSON *root = igd_json_document("igd-doctor.list/1", NULL), *checks, *array;
	size_t i;

	checks = cJSON_AddArrayToObject(root, "checks");
	for (i = 0; i < exam->count; i++)
		cJSON_AddItemToArray(checks, check_of(&exam->findings[i]));
	array = cJSON_AddArrayToObject(root, "fixes");
	for (i = 0; i < fix_count; i++)
		cJSON_AddItemToArray(array, fix_of(&exam->fixes[i]));
	array = cJSON_AddArrayToObject(root, "symptoms");
	for (i = 0; i < symptoms->count; i++)
		cJSON_AddItemToArray(array, symptom_of(&symptoms->list[i]));
	igd_json_print(root, stdout);
}

static void print_fixes(const struct igd_exam *exam, size_t count)
{
	static const char *const risks[] = {
		[IGD_RISK_NONE] = "",
		[IGD_RISK_BOOT] = "boot",
		[IGD_RISK_DISPLAY] = "display",
	};
	size_t i;

	if (count)
		printf("%sfixes (and what each puts at risk)\n", exam->count ? "\n" : "");
	for (i = 0; i < count; i++)
		printf("  %-28s %-9s %s\n", exam->fixes[i].id, risks[exam->fixes[i].risk],
			exam->fixes[i].title);
}

static void print_text(
	const struct igd_exam *exam, size_t fix_count, const struct igd_symptoms *symptoms)
{
	const char *plugin = "";
	size_t i;

	for (i = 0; i < exam->count; i++) {
		const struct igd_finding *finding = &exam->findings[i];

		if (strcmp(plugin, finding->plugin) != 0) {
			printf("%s%s\n", i ? "\n" : "", finding->plugin);
			plugin = finding->plugin;
		}
		printf("  %-28s %-9s %s\n", finding->id, igd_severity_name(finding->severity),
			finding->what ? finding->what : finding->title);
	}
	print_fixes(exam, fix_count);
	if (symptoms->count)
		printf("%ssymptoms in logs\n", exam->count ? "\n" : "");
	for (i = 0; i < symptoms->count; i++)
		printf("  %-28s %-9s %s\n", symptoms->list[i].id,
			igd_symptom_verdict_word(symptoms->list[i].verdict),
			symptoms->list[i].title);
}

int igd_verb_list(const struct igd_options *options)
{
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	IGD_CLEANUP(igd_symptoms_done) struct igd_symptoms symptoms = { 0 };
	bool is_chosen = options->only.count || options->skip.count;
	size_t fix_count;
	int status = igd_session_open(&session, options, true);

	if (status == IGD_EXIT_OK && !is_chosen)
		status = igd_cli_symptoms(options, &symptoms);
	if (status != IGD_EXIT_OK)
		return status;
	fix_count = is_chosen ? 0 : session.exam.fix_count;
	if (strcmp(options->format, "json") == 0)
		print_json(&session.exam, fix_count, &symptoms);
	else
		print_text(&session.exam, fix_count, &symptoms);
	return IGD_EXIT_OK;
}
