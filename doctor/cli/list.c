// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * list - the verb: which plugins there are, and which checks they have
 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "cli/session.h"

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

static void print_json(const struct igd_exam *exam)
{
	cJSON *root = cJSON_CreateObject(), *checks;
	char *text;
	size_t i;

	cJSON_AddStringToObject(root, "schema", "igd-doctor.list/1");
	checks = cJSON_AddArrayToObject(root, "checks");
	for (i = 0; i < exam->count; i++)
		cJSON_AddItemToArray(checks, check_of(&exam->findings[i]));
	text = cJSON_Print(root);
	puts(text ? text : "");
	cJSON_free(text);
	cJSON_Delete(root);
}

static void print_text(const struct igd_exam *exam)
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
}

int igd_verb_list(const struct igd_options *options)
{
	IGD_CLEANUP(igd_session_done) struct igd_session session = { 0 };
	int status = igd_session_open(&session, options, true);

	if (status != IGD_EXIT_OK)
		return status;
	if (strcmp(options->format, "json") == 0)
		print_json(&session.exam);
	else
		print_text(&session.exam);
	return IGD_EXIT_OK;
}
