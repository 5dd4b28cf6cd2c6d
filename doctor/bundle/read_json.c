// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * read_json - what reading the manifest and reading the findings have in common
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/read_private.h"

/* What is parsed whole is small; a value takes cJSON 80 bytes, so that a few bytes each could become gigabytes. */
#define MAX_PARSED ((size_t)1 << 18)
#define MAX_TEXT ((size_t)200)

void igd_reading_fault(struct igd_reading *reading, const char *place, const char *what)
{
	if (!reading->failed)
		igd_error_set(reading->error, EBADMSG, "%s: member %s: %s%s%s", reading->name,
			reading->member, place, *place ? ": " : "", what);
	reading->failed = true;
	reading->skim.is_bad = true; /* nothing more is taken from it */
}

void igd_reading_fault_of_json(struct igd_reading *reading)
{
	char place[32];

	snprintf(place, sizeof(place), "at byte %zu",
		(size_t)(reading->skim.at - reading->skim.start));
	igd_reading_fault(reading, place, "not JSON, cut off, or nested too deep");
}

cJSON *igd_reading_parse(
	struct igd_reading *reading, const struct igd_slice *slice, const char *field)
{
	cJSON *value = slice->size <= MAX_PARSED
			       ? cJSON_ParseWithLengthOpts(slice->text, slice->size, NULL, false)
			       : NULL;

	if (!value)
		igd_reading_fault(reading, field, "not JSON, or larger than is accepted");
	return value;
}

char *igd_reading_text(struct igd_reading *reading, const cJSON *object, const char *field)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, field);

	if (!item || cJSON_IsNull(item))
		return NULL;
	if (!cJSON_IsString(item)) {
		igd_reading_fault(reading, field, "is not a string");
		return NULL;
	}
	return *item->valuestring
		       ? igd_printable(item->valuestring, strlen(item->valuestring), MAX_TEXT)
		       : NULL;
}

/* The same schema up to the '/', and the same number behind it. */
void igd_reading_schema(
	struct igd_reading *reading, const struct igd_slice *slice, const char *schema)
{
	IGD_AUTOFREE char *found = NULL, *what = NULL;
	size_t kind = (size_t)(strchr(schema, '/') - schema) + 1;

	if (igd_slice_is(slice, schema))
		return;
	if (slice->size > kind + 2 && memcmp(slice->text + 1, schema, kind) == 0) {
		found = igd_printable(slice->text + 1, slice->size - 2, MAX_TEXT);
		what = igd_printf("is %s; this igd-doctor reads %s", found, schema);
	} else {
		what = igd_printf("is not %s", schema);
	}
	igd_reading_fault(reading, "schema", what);
}

bool igd_reading_take(bool *seen)
{
	bool is_first = !*seen;

	*seen = true;
	return is_first;
}

int igd_reading_end(struct igd_reading *reading, struct igd_brief *ret)
{
	if (!reading->failed && !igd_skim_end(&reading->skim))
		igd_reading_fault_of_json(reading);
	if (!reading->failed)
		return 0;
	igd_brief_done(ret);
	return -EBADMSG;
}
