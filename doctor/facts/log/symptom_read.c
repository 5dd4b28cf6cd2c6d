// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * symptom_read - one symptom from its JSON file
 *
 * cJSON does not say where in the text a value stood; keys are unique in a symptom, so the line of the key is
 * looked up in the text when there is something to complain of.
 */
#include <cjson/cJSON.h>
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/log/symptom_pattern.h"
#include "facts/log/symptom_private.h"

#define MAX_FILE_BYTES ((size_t)64 << 10)
#define MAX_TEXT 2000
#define MAX_HARMLESS 1000000.0
/* A shorter literal would stand in every other line, and cost time. */
#define MIN_LITERAL 4

struct reading {
	struct igd_symptom *symptom;
	const char *file, *text;
	size_t size;
	struct igd_error *reterr;
};

static size_t line_of_offset(const struct reading *reading, size_t offset)
{
	size_t line = 1, i;

	for (i = 0; i < offset && i < reading->size; i++)
		line += reading->text[i] == '\n';
	return line;
}

static size_t line_of_key(const struct reading *reading, const char *key)
{
	IGD_AUTOFREE char *quoted = igd_printf("\"%s\"", key);
	const char *at = memmem(reading->text, reading->size, quoted, strlen(quoted));

	return at ? line_of_offset(reading, (size_t)(at - reading->text)) : 1;
}

static IGD_FORMAT(3, 4) int refuse(
	const struct reading *reading, const char *key, const char *format, ...)
{
	IGD_AUTOFREE char *reason = NULL;
	va_list args;

	va_start(args, format);
	reason = igd_vprintf(format, args);
	va_end(args);
	return igd_error_set(reading->reterr, EBADMSG, "%s:%zu: \"%s\" %s", reading->file,
		line_of_key(reading, key), key, reason);
}

/* Printable ASCII: what is shown to people, and what stands in logs that were copied through forums. */
static bool is_plain(const char *text)
{
	for (; *text; text++) {
		if (!isprint((unsigned char)*text))
			return false;
	}
	return true;
}

static int read_text(const struct reading *reading, const cJSON *value, char **ret)
{
	const char *text = cJSON_GetStringValue(value);

	if (!text || !*text || strlen(text) > MAX_TEXT || !is_plain(text))
		return refuse(reading, value->string,
			"is to be a text of 1 to %d printable ASCII characters", MAX_TEXT);
	*ret = igd_strdup(text);
	return 0;
}

/* A text, or a list of texts. */
static int read_texts(const struct reading *reading, const cJSON *value, char ***ret)
{
	const char *key = value->string;
	bool is_list = cJSON_IsArray(value);
	const cJSON *item;
	size_t count = 0;

	for (item = is_list ? value->child : value; item; item = is_list ? item->next : NULL) {
		const char *text = cJSON_GetStringValue(item);

		if (!text || !*text || strlen(text) > MAX_TEXT || !is_plain(text))
			return refuse(reading, key,
				"is to hold texts of printable ASCII characters only");
		*ret = igd_regrow(*ret, count + 2, sizeof(**ret));
		(*ret)[count++] = igd_strdup(text);
		(*ret)[count] = NULL;
	}
	return count ? 0 : refuse(reading, key, "is empty");
}

static int read_id(const struct reading *reading, const cJSON *value)
{
	const char *text = cJSON_GetStringValue(value);
	size_t digits = text && *text == 'S' ? strspn(text + 1, "0123456789") : 0;

	if (digits < 1 || digits > 5 || strlen(text) > digits + 2 ||
		(text[digits + 1] && !islower((unsigned char)text[digits + 1])))
		return refuse(reading, value->string, "is to be like \"S55\" or \"S55b\"");
	reading->symptom->id = igd_strdup(text);
	return 0;
}

static int read_title(const struct reading *reading, const cJSON *value)
{
	return read_text(reading, value, &reading->symptom->title);
}

static int read_cause(const struct reading *reading, const cJSON *value)
{
	return read_text(reading, value, &reading->symptom->cause);
}

static int read_remedy(const struct reading *reading, const cJSON *value)
{
	return read_text(reading, value, &reading->symptom->remedy);
}

static int read_depends(const struct reading *reading, const cJSON *value)
{
	return read_text(reading, value, &reading->symptom->depends);
}

static int read_check(const struct reading *reading, const cJSON *value)
{
	return read_text(reading, value, &reading->symptom->check);
}

static int read_versions(const struct reading *reading, const cJSON *value)
{
	return read_text(reading, value, &reading->symptom->versions);
}

static int read_sources(const struct reading *reading, const cJSON *value)
{
	return read_texts(reading, value, &reading->symptom->sources);
}

static int read_fatal_with(const struct reading *reading, const cJSON *value)
{
	return read_texts(reading, value, &reading->symptom->fatal_with);
}

static int read_harmless_up_to(const struct reading *reading, const cJSON *value)
{
	double number = cJSON_GetNumberValue(value);

	if (!(number >= 1.0 && number <= MAX_HARMLESS))
		return refuse(reading, value->string, "is to be a number of lines from 1 to %.0f",
			MAX_HARMLESS);
	reading->symptom->harmless_up_to = (size_t)number;
	return 0;
}

static int read_literals(const struct reading *reading, const cJSON *value)
{
	int r = read_texts(reading, value, &reading->symptom->literals);
	char **literal;

	for (literal = reading->symptom->literals; r == 0 && *literal; literal++) {
		if (strlen(*literal) < MIN_LITERAL)
			r = refuse(reading, value->string,
				"\"%s\" is too short: at least %d characters", *literal,
				MIN_LITERAL);
	}
	return r;
}

static int read_pattern(const struct reading *reading, const cJSON *value)
{
	IGD_AUTOFREE char *text = NULL, *reason = NULL;
	size_t offset = 0;

	if (read_text(reading, value, &text) < 0)
		return -EBADMSG;
	reading->symptom->pattern = igd_symptom_pattern_new(text, &reason, &offset);
	if (!reading->symptom->pattern)
		return refuse(reading, value->string, "is no pattern: %s at its character %zu",
			reason, offset);
	return 0;
}

static int read_where(const struct reading *reading, const cJSON *value)
{
	const cJSON *item;
	int place;

	cJSON_ArrayForEach(item, value)
	{
		const char *word = cJSON_GetStringValue(item);

		for (place = 0; word && place < IGD_LOG_OF_COUNT; place++) {
			if (strcmp(word, igd_log_place_word((enum igd_log_place)place)) == 0)
				break;
		}
		if (!word || place == IGD_LOG_OF_COUNT)
			return refuse(reading, value->string, "names a log that is not known");
		reading->symptom->where |= 1u << place;
	}
	return reading->symptom->where ? 0 : refuse(reading, value->string, "names no log");
}

static int read_verdict(const struct reading *reading, const cJSON *value)
{
	const char *word = cJSON_GetStringValue(value);
	int verdict;

	for (verdict = IGD_SYMPTOM_DEPENDS; word && verdict <= IGD_SYMPTOM_FATAL; verdict++) {
		reading->symptom->verdict = (enum igd_symptom_verdict)verdict;
		if (strcmp(word, igd_symptom_verdict_word(reading->symptom->verdict)) == 0)
			return 0;
	}
	return refuse(reading, value->string, "is to be fatal, harmless or depends");
}

static int read_faults(const struct reading *reading, const cJSON *value)
{
	static const char *const words[] = { [IGD_FAULTS_AT_BOOT] = "at-boot",
		[IGD_FAULTS_FEW] = "few",
		[IGD_FAULTS_STREAM] = "stream",
		[IGD_FAULTS_LEFT_OUT] = "left-out" };
	const char *word = cJSON_GetStringValue(value);
	size_t i;

	for (i = IGD_FAULTS_AT_BOOT; word && i < sizeof(words) / sizeof(*words); i++) {
		if (strcmp(word, words[i]) == 0) {
			reading->symptom->faults = (enum igd_symptom_faults)i;
			return 0;
		}
	}
	return refuse(reading, value->string, "is to be at-boot, few, stream or left-out");
}

static const struct field {
	const char *key;
	bool is_needed;
	int (*read)(const struct reading *reading, const cJSON *value);
} fields[] = {
	{ "id", true, read_id },
	{ "title", true, read_title },
	{ "where", true, read_where },
	{ "literal", true, read_literals },
	{ "pattern", false, read_pattern },
	{ "verdict", true, read_verdict },
	{ "depends", false, read_depends },
	{ "fatal_with", false, read_fatal_with },
	{ "harmless_up_to", false, read_harmless_up_to },
	{ "faults", false, read_faults },
	{ "cause", true, read_cause },
	{ "remedy", true, read_remedy },
	{ "check", false, read_check },
	{ "versions", false, read_versions },
	{ "source", true, read_sources },
};

#define FIELDS (sizeof(fields) / sizeof(*fields))

static int read_fields(const struct reading *reading, const cJSON *object)
{
	bool seen[FIELDS] = { false };
	const cJSON *value;
	size_t i;

	cJSON_ArrayForEach(value, object)
	{
		for (i = 0; i < FIELDS && strcmp(fields[i].key, value->string) != 0; i++)
			;
		if (i == FIELDS || seen[i])
			return refuse(reading, value->string,
				i < FIELDS ? "stands twice" : "means nothing here");
		seen[i] = true;
		if (fields[i].read(reading, value) < 0)
			return -EBADMSG;
	}
	for (i = 0; i < FIELDS; i++) {
		if (fields[i].is_needed && !seen[i])
			return refuse(reading, fields[i].key, "is missing");
	}
	return 0;
}

/* "depends" says on what; what is decided by other lines belongs to it alone. */
static int agree(const struct reading *reading)
{
	const struct igd_symptom *symptom = reading->symptom;
	bool depends = symptom->verdict == IGD_SYMPTOM_DEPENDS;

	if (depends && !symptom->depends)
		return refuse(reading, "verdict", "is \"depends\": \"depends\" is to say on what");
	if (!depends && (symptom->depends || symptom->fatal_with || symptom->harmless_up_to))
		return refuse(reading, "verdict",
			"is to be \"depends\" where \"depends\", \"fatal_with\" or \"harmless_up_to\" stands");
	if (igd_symptom_strange_name(symptom, symptom->cause))
		return refuse(
			reading, "cause", "has a name in braces that is no group of the pattern");
	if (igd_symptom_strange_name(symptom, symptom->remedy))
		return refuse(
			reading, "remedy", "has a name in braces that is no group of the pattern");
	return 0;
}

int igd_symptom_read(struct igd_symptom *ret, const char *file, const char *text, size_t size,
	struct igd_error *reterr)
{
	struct reading reading = { ret, file, text, size, reterr };
	const char *end = text;
	cJSON *object;
	int r;

	if (size > MAX_FILE_BYTES)
		return igd_error_set(
			reterr, EBADMSG, "%s:1: larger than %zu bytes", file, MAX_FILE_BYTES);
	object = cJSON_ParseWithLengthOpts(text, size, &end, false);
	if (!cJSON_IsObject(object))
		r = igd_error_set(reterr, EBADMSG, "%s:%zu: not a JSON object", file,
			object ? (size_t)1 : line_of_offset(&reading, (size_t)(end - text)));
	else
		r = read_fields(&reading, object);
	cJSON_Delete(object);
	return r < 0 ? r : agree(&reading);
}
