// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * up_tell_json - a run as JSON: an object for each thing that happens, on a line of its own
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/up_private.h"
#include "facts/log/symptom.h"
#include "reports/json_value.h"

#define SCHEMA "igd-doctor.up/1"

/* A line, at once: who reads it waits for it. */
static void print(cJSON *object)
{
	char *text = cJSON_PrintUnformatted(object);

	puts(text ? text : "{}");
	fflush(stdout);
	cJSON_free(text);
	cJSON_Delete(object);
}

static cJSON *event(const char *name, const struct igd_up_result *result)
{
	cJSON *object = igd_json_document(SCHEMA, NULL);

	igd_json_add_text(object, "event", name);
	igd_json_add_text(object, "stage", igd_up_stage_name(result->stage));
	return object;
}

static void add_seconds(cJSON *object, double seconds)
{
	/* whole milliseconds */
	cJSON_AddNumberToObject(
		object, "seconds", (double)(unsigned long)(seconds * 1000.0 + 0.5) / 1000.0);
}

static void print_stage(const struct igd_up_result *result, enum igd_up_state state)
{
	cJSON *object = event("stage", result);

	igd_json_add_text(object, "state", igd_up_state_name(state));
	add_seconds(object, result->seconds[result->stage]);
	igd_json_add_text(object, "text", result->texts[result->stage]);
	print(object);
}

static void print_symptom(const struct igd_up_result *result)
{
	const struct igd_sentry_event *heard = result->event;
	cJSON *object = event("symptom", result);

	add_seconds(object, heard->seconds);
	igd_json_add_text(object, "source", igd_sentry_ear_name(heard->ear));
	igd_json_add_text(object, "weight", igd_sentry_weight_name(heard->weight));
	igd_json_add_text(object, "id", heard->symptom->id);
	igd_json_add_text(object, "title", heard->symptom->title);
	igd_json_add_text(object, "text", heard->text);
	igd_json_add_text(object, "cause", heard->cause);
	igd_json_add_text(object, "remedy", heard->remedy);
	igd_json_add_number(object, "count", heard->count);
	print(object);
}

/* A text with a line for each thing, as a list. */
static void add_lines(cJSON *object, const char *key, const char *text)
{
	cJSON *list = cJSON_AddArrayToObject(object, key);

	for (; text && *text; text += strcspn(text, "\n"), text += *text == '\n') {
		IGD_AUTOFREE char *line = igd_strndup(text, strcspn(text, "\n"));

		cJSON_AddItemToArray(list, cJSON_CreateString(line));
	}
}

static void print_end(const struct igd_up_request *request, const struct igd_up_result *result)
{
	cJSON *object = event(result->is_done ? "done" : "failed", result);

	igd_json_add_text(object, "last", igd_up_stage_name(request->last));
	cJSON_AddBoolToObject(object, "interrupted", result->is_interrupted);
	igd_json_add_text(object, "id", result->id);
	igd_json_add_text(object, "where", result->where);
	igd_json_add_text(object, "what", result->what);
	igd_json_add_text(object, "remedy", result->remedy);
	igd_json_add_text(object, "address", result->address);
	if (result->port)
		igd_json_add_number(object, "port", result->port);
	else
		cJSON_AddNullToObject(object, "port");
	igd_json_add_text(object, "driver_version", result->driver_version);
	if (result->has_code)
		igd_json_add_number(object, "problem_code", result->problem_code);
	else
		cJSON_AddNullToObject(object, "problem_code");
	add_lines(object, "put_back", result->given_back);
	add_lines(object, "left", result->left);
	print(object);
}

void igd_up_tell_json(const struct igd_up_request *request, const struct igd_up_result *result,
	enum igd_up_state state)
{
	if (result->event)
		print_symptom(result);
	else if (result->is_over)
		print_end(request, result);
	else
		print_stage(result, state);
}
