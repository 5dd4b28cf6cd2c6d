// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * list - the verb: which plugins there are, which checks they have, and which symptoms are known in logs
 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "cli/session.h"
#include "cli/symptoms.h"

static cJSON *check_of(const struct igd_finding *finding)
{
	cJSON *check = cJSON_CreateObject(), *needs;
	size_t i;

	cJSON_AddStringToObject(check, "id", finding->id);
	cJSON_AddStringToObject(check, "plugin", finding->plugin);
	cJSON_AddStringToObject(check, "title", finding->title);
	cJSON_AddStringToObject(check, "severity", igd_severity_name(finding->severity));
	needs = cJSON_AddArrayToObject(check, "needs");
	for (i = 0; i < finding->need_count; i++)
		cJSON_AddItemToArray(needs, cJSON_CreateString(finding->needs[i]));
	return check;
}

static const char *verdict_word(const struct igd_symptom *symptom)
{
	static const char *const words[] = { [IGD_SYMPTOM_DEPENDS] = "depends",
		[IGD_SYMPTOM_HARMLESS] = "harmless",
		[IGD_SYMPTOM_FATAL] = "fatal" };

	return words[symptom->verdict];
}

static cJSON *symptom_of(const struct igd_symptom *symptom)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddStringToObject(object, "id", symptom->id);
	cJSON_AddStringToObject(object, "title", symptom->title);
	cJSON_AddStringToObject(object, "verdict", verdict_word(symptom));
	return object;
}

static void print_json(const struct igd_exam *exam, const struct igd_symptoms *symptoms)
{
	cJSON *root = cJSON_CreateObject(), *checks, *array;
	char *text;
	size_t i;

	cJSON_AddStringToObject(root, "schema", "igd-doctor.list/1");
	checks = cJSON_AddArrayToObject(root, "checks");
	for (i = 0; i < exam->count; i++)
		cJSON_AddItemToArray(checks, check_of(&exam->findings[i]));
	array = cJSON_AddArrayToObject(root, "symptoms");
	for (i = 0; i < symptoms->count; i++)
		cJSON_AddItemToArray(array, symptom_of(&symptoms->list[i]));
	text = cJSON_Print(root);
	puts(text ? text : "");
	cJSON_free(text);
	cJSON_Delete(root);
}

static void print_text(const struct igd_exam *exam, const struct igd_symptoms *symptoms)
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
	if (symptoms->count)
		printf("%ssymptoms in logs\n", exam->count ? "\n" : "");
	for (i = 0; i < symptoms->count; i++)
		printf("  %-28s %-9s %s\n", symptoms->list[i].id, verdict_word(&symptoms->list[i]),
			symptoms->list[i].title);
}

int igd_verb_list(const struct igd_options *options)
{
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	IGD_CLEANUP(igd_symptoms_done) struct igd_symptoms symptoms = { 0 };
	bool is_chosen = options->only.count || options->skip.count;
	int status = igd_session_open(&session, options, true);

	if (status == IGD_EXIT_OK && !is_chosen)
		status = igd_cli_symptoms(options, &symptoms);
	if (status != IGD_EXIT_OK)
		return status;
	if (strcmp(options->format, "json") == 0)
		print_json(&session.exam, &symptoms);
	else
		print_text(&session.exam, &symptoms);
	return IGD_EXIT_OK;
}
