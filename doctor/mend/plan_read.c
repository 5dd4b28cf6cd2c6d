// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plan_read - a plan as JSON: reading one that somebody else may have written
 *
 * What is read here is carried out as root, once a person has seen it and agreed. So nothing is passed over: an
 * unknown kind, a path that is not plain, a hash that is not that of the content beside it refuse the whole plan.
 */
#include <cjson/cJSON.h>
#include <errno.h>
#include <nettle/base64.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mend/plan_json.h"
#include "mend/plan_json_private.h"

/* A reading: where it is in the file, and what was wrong first. */
struct reading {
	const char *name; /* of the file */
	char place[64];	  /* "steps[3]" */
	struct igd_error *error;
	bool failed;
};

static void fault(struct reading *reading, const char *field, const char *what)
{
	if (!reading->failed)
		igd_error_set(reading->error, EBADMSG, "%s: %s%s%s: %s", reading->name,
			reading->place, *reading->place ? "." : "", field, what);
	reading->failed = true;
}

/* A string field, the caller's to free; NULL where it is absent. */
static char *get_text(struct reading *reading, const cJSON *object, const char *field)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);

	if (!item)
		return NULL;
	if (!cJSON_IsString(item)) {
		fault(reading, field, "is not a string");
		return NULL;
	}
	return igd_strdup(item->valuestring);
}

static char *need_text(struct reading *reading, const cJSON *object, const char *field)
{
	char *text = get_text(reading, object, field);

	if (!text || !*text)
		fault(reading, field, "is missing");
	return text;
}

static bool get_bool(struct reading *reading, const cJSON *object, const char *field)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);

	if (item && !cJSON_IsBool(item))
		fault(reading, field, "is neither true nor false");
	return cJSON_IsTrue(item);
}

static bool is_plain_path(const char *path)
{
	const char *at = path;

	if (*path != '/' || strstr(path, "//") || igd_ends_with(path, "/"))
		return false;
	while ((at = strstr(at, "/."))) {
		at += 2;
		at += *at == '.';
		if (!*at || *at == '/')
			return false;
	}
	return true;
}

static char *get_path(struct reading *reading, const cJSON *object, const char *field)
{
	char *path = get_text(reading, object, field);

	if (path && !is_plain_path(path))
		fault(reading, field, "is not an absolute path without \".\", \"..\" and \"//\"");
	return path;
}

static char **get_words(struct reading *reading, const cJSON *object, const char *field)
{
	const cJSON *array = cJSON_GetObjectItemCaseSensitive(object, field), *item;
	char **words;
	size_t count = 0;

	if (!array)
		return NULL;
	if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > IGD_PLAN_MAX_WORDS) {
		fault(reading, field, "is not a list of at most 1000 strings");
		return NULL;
	}
	words = igd_zalloc(((size_t)cJSON_GetArraySize(array) + 1) * sizeof(*words));
	cJSON_ArrayForEach(item, array)
	{
		if (cJSON_IsString(item))
			words[count++] = igd_strdup(item->valuestring);
		else
			fault(reading, field, "holds what is no string");
	}
	return words;
}

/* The place of a name in what a *_name() function knows; -1 and a fault if it is none. */
static int get_name(struct reading *reading, const cJSON *object, const char *field,
	const char *(*name_of)(int), size_t count)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);
	size_t i;

	for (i = 0; cJSON_IsString(item) && i < count; i++) {
		if (strcmp(item->valuestring, name_of((int)i)) == 0)
			return (int)i;
	}
	fault(reading, field, "is missing, or none that this version knows");
	return 0;
}

static const char *kind_of(int value)
{
	return igd_step_kind_name((enum igd_step_kind)value);
}

static const char *type_of(int value)
{
	return igd_file_type_name((enum igd_file_type)value);
}

static const char *effect_of(int value)
{
	return igd_effect_name((enum igd_effect)value);
}

static const char *risk_of(int value)
{
	return igd_risk_name((enum igd_risk)value);
}

static void decode(struct reading *reading, const char *text, struct igd_file_state *ret)
{
	size_t length = strlen(text), size = BASE64_DECODE_LENGTH(length);
	IGD_AUTOFREE char *bytes = igd_zalloc(size + 1);
	struct base64_decode_ctx context;

	base64_decode_init(&context);
	if (!base64_decode_update(&context, &size, (uint8_t *)bytes, length, text) ||
		!base64_decode_final(&context))
		fault(reading, "content_base64", "is not base64");
	else
		igd_file_state_set(ret, ret->type, bytes, size);
}

static bool is_hash(const char *text)
{
	return strlen(text) == IGD_HASH_SIZE - 1 &&
	       strspn(text, "0123456789abcdef") == IGD_HASH_SIZE - 1;
}

static void get_state(struct reading *reading, const cJSON *step, const char *field,
	struct igd_file_state *ret, bool has_content)
{
	const cJSON *object = cJSON_GetObjectItemCaseSensitive(step, field);
	IGD_AUTOFREE char *hash = get_text(reading, object, "hash");
	IGD_AUTOFREE char *content = get_text(reading, object, "content");
	IGD_AUTOFREE char *encoded = get_text(reading, object, "content_base64");

	ret->type =
		(enum igd_file_type)get_name(reading, object, "type", type_of, IGD_FILE_TYPE_COUNT);
	if (hash && !is_hash(hash))
		fault(reading, field, "has a hash that is no SHA-256");
	if (reading->failed)
		return;
	if (has_content && content)
		igd_file_state_set(ret, ret->type, content, strlen(content));
	else if (has_content && encoded)
		decode(reading, encoded, ret);
	else if (hash)
		memcpy(ret->hash, hash, IGD_HASH_SIZE);
	if (has_content && (ret->type != IGD_FILE_ABSENT) != (ret->content != NULL))
		fault(reading, field, "has no content, or has one although it is absent");
	else if (has_content && ret->content && (!hash || strcmp(hash, ret->hash) != 0))
		fault(reading, field, "has a hash that is not its content's");
}

static void read_file(struct reading *reading, const cJSON *object, struct igd_step *ret)
{
	IGD_AUTOFREE char *mode = get_text(reading, object, "mode");
	uint64_t value = 0;

	if (!ret->path)
		fault(reading, "path", "is missing");
	get_state(reading, object, "before", &ret->before, false);
	get_state(reading, object, "after", &ret->after, true);
	ret->owner = get_text(reading, object, "owner");
	if (mode && (igd_parse_u64(mode, 8, &value) < 0 || value > 07777))
		fault(reading, "mode", "is not an octal file mode");
	ret->mode = (uint32_t)value;
}

static void check_outputs(struct reading *reading, char *const *outputs)
{
	for (; outputs && *outputs; outputs++) {
		if (!is_plain_path(*outputs))
			fault(reading, "outputs", "holds what is not a plain absolute path");
	}
}

static void read_command(struct reading *reading, const cJSON *object, struct igd_step *ret)
{
	ret->words = get_words(reading, object, "words");
	ret->opposite = get_words(reading, object, "opposite");
	ret->outputs = get_words(reading, object, "outputs");
	ret->result = get_path(reading, object, "result");
	ret->verify = get_text(reading, object, "verify");
	ret->verify_value = get_text(reading, object, "verify_value");
	ret->is_gate = get_bool(reading, object, "gate");
	ret->is_regenerator = get_bool(reading, object, "regenerator");
	check_outputs(reading, ret->outputs);
	if (!ret->words || !ret->words[0] || strchr(ret->words[0], '/'))
		fault(reading, "words", "does not begin with the bare name of a program");
	if (ret->opposite && (!ret->opposite[0] || strchr(ret->opposite[0], '/')))
		fault(reading, "opposite", "does not begin with the bare name of a program");
	if (ret->result && !ret->path)
		fault(reading, "path", "is missing beside result");
}

static void read_sysfs(struct reading *reading, const cJSON *object, struct igd_step *ret)
{
	ret->value = need_text(reading, object, "value");
	ret->value_undo = get_text(reading, object, "value_undo");
	ret->path_undo = get_path(reading, object, "path_undo");
	if (!ret->path || !igd_starts_with(ret->path, "/sys/"))
		fault(reading, "path", "does not lie below /sys");
	if (ret->path_undo && !igd_starts_with(ret->path_undo, "/sys/"))
		fault(reading, "path_undo", "does not lie below /sys");
	if ((ret->path_undo != NULL) != (ret->value_undo != NULL))
		fault(reading, "value_undo", "and path_undo do not go together");
}

static void read_step(struct reading *reading, const cJSON *object, struct igd_step *ret)
{
	ret->kind =
		(enum igd_step_kind)get_name(reading, object, "kind", kind_of, IGD_STEP_KIND_COUNT);
	ret->effect =
		(enum igd_effect)get_name(reading, object, "effect", effect_of, IGD_EFFECT_COUNT);
	ret->title = need_text(reading, object, "title");
	ret->why = get_text(reading, object, "why");
	ret->path = get_path(reading, object, "path");
	if (reading->failed)
		return;
	switch (ret->kind) {
	case IGD_STEP_FILE:
		read_file(reading, object, ret);
		break;
	case IGD_STEP_COMMAND:
		read_command(reading, object, ret);
		break;
	case IGD_STEP_SYSFS:
		read_sysfs(reading, object, ret);
		break;
	case IGD_STEP_BARRIER:
		ret->marker = get_text(reading, object, "marker");
		ret->is_trial = get_bool(reading, object, "trial");
		break;
	case IGD_STEP_MANUAL:
		ret->value = get_text(reading, object, "value");
		break;
	}
}

static void read_fix(struct reading *reading, const cJSON *object, struct igd_plan_fix *ret)
{
	ret->id = need_text(reading, object, "id");
	ret->title = need_text(reading, object, "title");
	ret->risk = (enum igd_risk)get_name(
		reading, object, "risk", risk_of, (size_t)IGD_RISK_DISPLAY + 1);
	ret->risk_text = get_text(reading, object, "risk_text");
	ret->findings = get_words(reading, object, "findings");
	ret->declined = get_text(reading, object, "declined");
	ret->is_settled = get_bool(reading, object, "settled");
}

static void read_fixes(struct reading *reading, const cJSON *root, struct igd_plan *ret)
{
	const cJSON *array = cJSON_GetObjectItemCaseSensitive(root, "fixes"), *item;

	if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > IGD_PLAN_MAX_FIXES) {
		fault(reading, "fixes", "is not a list of at most 200");
		return;
	}
	ret->fixes = igd_zalloc(((size_t)cJSON_GetArraySize(array) + 1) * sizeof(*ret->fixes));
	cJSON_ArrayForEach(item, array)
	{
		snprintf(reading->place, sizeof(reading->place), "fixes[%zu]", ret->fix_count);
		read_fix(reading, item, &ret->fixes[ret->fix_count++]);
	}
	*reading->place = '\0';
}

static void read_steps(struct reading *reading, const cJSON *root, struct igd_plan *ret)
{
	const cJSON *array = cJSON_GetObjectItemCaseSensitive(root, "steps"), *item;

	if (!cJSON_IsArray(array) || cJSON_GetArraySize(array) > IGD_PLAN_MAX_STEPS) {
		fault(reading, "steps", "is not a list of at most 1000");
		return;
	}
	cJSON_ArrayForEach(item, array)
	{
		snprintf(reading->place, sizeof(reading->place), "steps[%zu]", ret->step_count);
		read_step(reading, item, igd_plan_add(ret, IGD_STEP_MANUAL));
	}
	*reading->place = '\0';
}

static void read_plan(struct reading *reading, const cJSON *root, struct igd_plan *ret)
{
	IGD_AUTOFREE char *schema = get_text(reading, root, "schema");

	if (!schema || strcmp(schema, IGD_PLAN_SCHEMA) != 0) {
		fault(reading, "schema", "is not \"" IGD_PLAN_SCHEMA "\": this is no plan");
		return;
	}
	ret->host = need_text(reading, root, "host");
	ret->no_trial = get_text(reading, root, "no_trial");
	ret->guard = get_text(reading, root, "guard");
	ret->is_guarded = get_bool(reading, root, "guarded");
	read_fixes(reading, root, ret);
	read_steps(reading, root, ret);
}

int igd_plan_read(struct igd_plan *ret, const char *text, size_t size, const char *name,
	struct igd_error *reterr)
{
	struct reading reading = { .name = name, .error = reterr };
	struct igd_plan plan = { 0 };
	cJSON *root;

	if (size > IGD_PLAN_LIMIT)
		return igd_error_set(reterr, EBADMSG, "%s: larger than 16 MiB", name);
	root = cJSON_ParseWithLength(text, size);
	if (!root)
		return igd_error_set(reterr, EBADMSG, "%s: not JSON, or cut off", name);
	read_plan(&reading, root, &plan);
	cJSON_Delete(root);
	if (reading.failed) {
		igd_plan_done(&plan);
		return -EBADMSG;
	}
	*ret = plan;
	return 0;
}
