// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_archive_report - whether a report's members are those that its manifest names
 *
 * The manifest is a stranger's as well. Its JSON is bounded before it is read: by its size, and by its commas, because
 * to cJSON each value is an allocation, however short it is written.
 */
#include "core/source_archive_report.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SCHEMA "igd-doctor.report/1"
/* 50000 members (source_archive.c) of three values each, and as much again for what else there is */
#define MAX_COMMAS 400000u

struct reading {
	struct igd_seals *seals;
	const char *name; /* of the archive */
	struct igd_error *reterr;
};

void igd_seals_add(struct igd_seals *seals, char *path, size_t size, const uint8_t digest[32])
{
	struct igd_sealed *sealed;

	if (seals->count == seals->room) {
		seals->room = seals->room ? seals->room * 2 : 64;
		seals->list = igd_regrow(seals->list, seals->room, sizeof(*seals->list));
	}
	sealed = &seals->list[seals->count++];
	*sealed = (struct igd_sealed){ .path = path, .size = size };
	memcpy(sealed->digest, digest, sizeof(sealed->digest));
}

void igd_seals_done(struct igd_seals *seals)
{
	while (seals->count)
		free(seals->list[--seals->count].path);
	free(seals->list);
	igd_text_done(&seals->manifest);
	*seals = (struct igd_seals){ 0 };
}

/* path begins with a slash, the member's name does not. */
static int refuse(const struct reading *reading, const char *path, const char *why)
{
	IGD_AUTOFREE char *shown = igd_printable(path + 1, strlen(path + 1), 200);

	return igd_error_set(
		reading->reterr, EBADMSG, "%s: member %s: %s", reading->name, shown, why);
}

static const char *text_of(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	return cJSON_IsString(item) ? item->valuestring : NULL;
}

static int compare(const void *left, const void *right)
{
	const struct igd_sealed *a = left, *b = right;

	return strcmp(a->path, b->path);
}

static struct igd_sealed *find(const struct igd_seals *seals, char *path)
{
	struct igd_sealed wanted = { .path = path };

	return bsearch(&wanted, seals->list, seals->count, sizeof(wanted), compare);
}

static bool is_digest(const uint8_t digest[32], const char *text)
{
	static const char digits[] = "0123456789abcdef";
	size_t i;

	if (!text || strlen(text) != 64)
		return false;
	for (i = 0; i < 32; i++) {
		if (text[2 * i] != digits[digest[i] >> 4] ||
			text[2 * i + 1] != digits[digest[i] & 15])
			return false;
	}
	return true;
}

static int check_member(const struct reading *reading, const cJSON *member)
{
	const cJSON *size = cJSON_GetObjectItemCaseSensitive(member, "size");
	const char *name = text_of(member, "name");
	IGD_AUTOFREE char *path = name ? igd_printf(IGD_REPORT_ROOT "/%s", name) : NULL;
	struct igd_sealed *sealed;

	if (!path)
		return refuse(reading, IGD_REPORT_MANIFEST, "it lists a member without a name");
	sealed = find(reading->seals, path);
	if (!sealed)
		return refuse(reading, path, "manifest.json names it, but it is not there");
	if (sealed->is_named)
		return refuse(reading, path, "manifest.json names it twice");
	sealed->is_named = true;
	if (!cJSON_IsNumber(size) || size->valuedouble != (double)sealed->size)
		return refuse(reading, path, "its size is not the one in manifest.json");
	if (!is_digest(sealed->digest, text_of(member, "sha256")))
		return refuse(reading, path,
			"its SHA-256 is not the one in manifest.json: it was changed or damaged");
	return 0;
}

/* What a later version adds is passed over; what it calls by another number it means otherwise. */
static int check_schema(const struct reading *reading, const cJSON *manifest)
{
	const char *schema = text_of(manifest, "schema");
	IGD_AUTOFREE char *shown =
		igd_printable(schema ? schema : "", strlen(schema ? schema : ""), 60);
	IGD_AUTOFREE char *why = NULL;
	size_t known = strlen(SCHEMA);

	if (schema && igd_starts_with(schema, SCHEMA) && (!schema[known] || schema[known] == '.'))
		return 0;
	why = igd_printf("its schema is \"%s\", and this igd-doctor knows " SCHEMA
			 ": examine it with the version that wrote it",
		shown);
	return refuse(reading, IGD_REPORT_MANIFEST, schema ? why : "it has no schema");
}

static int check_all(const struct reading *reading, const cJSON *manifest)
{
	const cJSON *members = cJSON_GetObjectItemCaseSensitive(manifest, "members"), *member;
	const struct igd_seals *seals = reading->seals;
	int r = check_schema(reading, manifest);
	size_t i;

	if (r == 0 && !cJSON_IsArray(members))
		r = refuse(reading, IGD_REPORT_MANIFEST, "it has no list of members");
	for (member = members && r == 0 ? members->child : NULL; member && r == 0;
		member = member->next)
		r = check_member(reading, member);
	for (i = 0; r == 0 && i < seals->count; i++) {
		if (!seals->list[i].is_named &&
			strcmp(seals->list[i].path, IGD_REPORT_MANIFEST) != 0)
			r = refuse(reading, seals->list[i].path, "manifest.json does not name it");
	}
	return r;
}

static bool is_bounded(const struct igd_text *text)
{
	size_t i, commas = 0;

	for (i = 0; i < text->size; i++)
		commas += text->text[i] == ',' || text->text[i] == '[' || text->text[i] == '{';
	return text->size <= IGD_REPORT_MAX_MANIFEST && commas <= MAX_COMMAS;
}

int igd_seals_check(struct igd_seals *seals, const char *name, struct igd_error *reterr)
{
	struct reading reading = { seals, name, reterr };
	cJSON *manifest;
	size_t i;
	int r;

	if (seals->count)
		qsort(seals->list, seals->count, sizeof(*seals->list), compare);
	for (i = 1; i < seals->count; i++) {
		if (strcmp(seals->list[i - 1].path, seals->list[i].path) == 0)
			return refuse(&reading, seals->list[i].path, "it is there twice");
	}
	if (!seals->manifest.text)
		return refuse(&reading, IGD_REPORT_MANIFEST, "it is missing");
	if (!is_bounded(&seals->manifest))
		return refuse(&reading, IGD_REPORT_MANIFEST, "larger than is accepted");
	manifest = cJSON_ParseWithLength(seals->manifest.text, seals->manifest.size);
	r = cJSON_IsObject(manifest)
		    ? check_all(&reading, manifest)
		    : refuse(&reading, IGD_REPORT_MANIFEST, "it is no JSON object");
	cJSON_Delete(manifest);
	return r;
}
