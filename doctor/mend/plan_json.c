// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_json - a plan as JSON: writing
 */
#include "mend/plan_json.h"

#include <cjson/cJSON.h>
#include <nettle/base64.h>
#include <stdlib.h>
#include <string.h>

#include "mend/plan_json_private.h"

static void add_text(cJSON *object, const char *name, const char *text)
{
	if (text)
		cJSON_AddStringToObject(object, name, text);
}

static void add_words(cJSON *object, const char *name, char *const *words)
{
	cJSON *array;

	if (!words)
		return;
	array = cJSON_AddArrayToObject(object, name);
	for (; *words; words++)
		cJSON_AddItemToArray(array, cJSON_CreateString(*words));
}

/* Whether the bytes survive as a JSON string: valid UTF-8 without NUL. */
static bool is_text(const char *bytes, size_t size)
{
	const unsigned char *at = (const unsigned char *)bytes;
	size_t length;

	for (; size; at += length, size -= length) {
		length = igd_utf8_length(at, size);
		if (!length || !*at)
			return false;
	}
	return true;
}

static void add_content(cJSON *object, const struct igd_file_state *state)
{
	IGD_AUTOFREE char *encoded = NULL;

	if (!state->content)
		return;
	if (is_text(state->content, state->size)) {
		cJSON_AddStringToObject(object, "content", state->content);
		return;
	}
	encoded = igd_zalloc(BASE64_ENCODE_RAW_LENGTH(state->size) + 1);
	base64_encode_raw(encoded, state->size, (const uint8_t *)state->content);
	cJSON_AddStringToObject(object, "content_base64", encoded);
}

static void add_state(
	cJSON *step, const char *name, const struct igd_file_state *state, bool has_content)
{
	cJSON *object = cJSON_AddObjectToObject(step, name);

	cJSON_AddStringToObject(object, "type", igd_file_type_name(state->type));
	if (*state->hash)
		cJSON_AddStringToObject(object, "hash", state->hash);
	if (has_content)
		add_content(object, state);
}

static void add_file(cJSON *object, const struct igd_step *step)
{
	IGD_AUTOFREE char *mode = igd_printf("%04o", step->mode);

	add_state(object, "before", &step->before, false);
	add_state(object, "after", &step->after, true);
	if (step->mode)
		cJSON_AddStringToObject(object, "mode", mode);
	add_text(object, "owner", step->owner);
}

static void add_command(cJSON *object, const struct igd_step *step)
{
	add_words(object, "words", step->words);
	add_words(object, "opposite", step->opposite);
	add_words(object, "outputs", step->outputs);
	add_text(object, "result", step->result);
	add_text(object, "verify", step->verify);
	add_text(object, "verify_value", step->verify_value);
	if (step->is_gate)
		cJSON_AddTrueToObject(object, "gate");
	cJSON_AddBoolToObject(object, "regenerator", step->is_regenerator);
}

static void add_sysfs(cJSON *object, const struct igd_step *step)
{
	add_text(object, "value", step->value);
	add_text(object, "value_undo", step->value_undo);
	add_text(object, "path_undo", step->path_undo);
}

static cJSON *write_step(const struct igd_step *step)
{
	cJSON *object = cJSON_CreateObject();

	cJSON_AddStringToObject(object, "kind", igd_step_kind_name(step->kind));
	cJSON_AddStringToObject(object, "effect", igd_effect_name(step->effect));
	add_text(object, "title", step->title);
	add_text(object, "why", step->why);
	add_text(object, "path", step->path);
	if (step->kind == IGD_STEP_FILE)
		add_file(object, step);
	if (step->kind == IGD_STEP_COMMAND)
		add_command(object, step);
	if (step->kind == IGD_STEP_SYSFS)
		add_sysfs(object, step);
	if (step->kind == IGD_STEP_MANUAL)
		add_text(object, "value", step->value);
	if (step->kind == IGD_STEP_BARRIER) {
		add_text(object, "marker", step->marker);
		cJSON_AddBoolToObject(object, "trial", step->is_trial);
	}
	return object;
}

static cJSON *write_fix(const struct igd_plan_fix *fix)
{
	cJSON *object = cJSON_CreateObject();

	add_text(object, "id", fix->id);
	add_text(object, "title", fix->title);
	cJSON_AddStringToObject(object, "risk", igd_risk_name(fix->risk));
	add_text(object, "risk_text", fix->risk_text);
	add_words(object, "findings", fix->findings);
	add_text(object, "declined", fix->declined);
	cJSON_AddBoolToObject(object, "settled", fix->is_settled);
	return object;
}

char *igd_plan_write(const struct igd_plan *plan)
{
	cJSON *root = cJSON_CreateObject(), *array;
	IGD_AUTOFREE char *text = NULL;
	char *result;
	size_t i;

	cJSON_AddStringToObject(root, "schema", IGD_PLAN_SCHEMA);
	add_text(root, "host", plan->host);
	cJSON_AddBoolToObject(root, "needs_boot", igd_plan_needs_boot(plan));
	cJSON_AddStringToObject(root, "risk", igd_risk_name(igd_plan_risk(plan)));
	add_text(root, "no_trial", plan->no_trial);
	add_text(root, "guard", plan->guard);
	cJSON_AddBoolToObject(root, "guarded", plan->is_guarded);
	array = cJSON_AddArrayToObject(root, "fixes");
	for (i = 0; i < plan->fix_count; i++)
		cJSON_AddItemToArray(array, write_fix(&plan->fixes[i]));
	array = cJSON_AddArrayToObject(root, "steps");
	for (i = 0; i < plan->step_count; i++)
		cJSON_AddItemToArray(array, write_step(&plan->steps[i]));
	text = cJSON_Print(root);
	cJSON_Delete(root);
	result = igd_printf("%s\n", text ? text : "");
	return result;
}
