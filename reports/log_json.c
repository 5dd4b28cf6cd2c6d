// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_json - which known symptoms are in logs, for programs: igd-doctor.log/1, which only grows
 */
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "reports/log.h"

/* NULL becomes null; what is not UTF-8 is made so. */
static void add_text(cJSON *object, const char *key, const char *text)
{
	IGD_AUTOFREE char *shown = text ? igd_printable(text, strlen(text), SIZE_MAX - 8) : NULL;

	if (shown)
		cJSON_AddStringToObject(object, key, shown);
	else
		cJSON_AddNullToObject(object, key);
}

static void add_number(cJSON *object, const char *key, size_t number)
{
	cJSON_AddNumberToObject(object, key, (double)number);
}

static void add_excerpts(cJSON *object, const struct igd_log_row *row)
{
	cJSON *array = cJSON_AddArrayToObject(object, "excerpts"), *excerpt;
	size_t i;

	for (i = 0; i < row->excerpt_count; i++) {
		excerpt = cJSON_CreateObject();
		add_number(excerpt, "line", row->excerpts[i].line);
		add_text(excerpt, "text", row->excerpts[i].text);
		cJSON_AddItemToArray(array, excerpt);
	}
}

static cJSON *row_object(const struct igd_log_row *row)
{
	cJSON *object = cJSON_CreateObject(), *sources;
	size_t i;

	add_text(object, "id", row->id);
	add_text(object, "title", row->title);
	add_number(object, "line", row->excerpts[0].line);
	add_number(object, "count", row->count);
	add_text(object, "verdict", igd_log_verdict_word(row->verdict));
	add_text(object, "device", row->device);
	add_text(object, "depends", row->depends);
	add_text(object, "cause", row->cause);
	add_text(object, "remedy", row->remedy);
	add_text(object, "check", row->check);
	add_text(object, "versions", row->versions);
	add_text(object, "excerpt", row->excerpts[0].text);
	add_excerpts(object, row);
	sources = cJSON_AddArrayToObject(object, "sources");
	for (i = 0; i < row->source_count; i++)
		cJSON_AddItemToArray(sources, cJSON_CreateString(row->sources[i]));
	return object;
}

static cJSON *file_object(const struct igd_log_file *file)
{
	cJSON *object = cJSON_CreateObject(), *symptoms;
	size_t i;

	add_text(object, "file", file->file);
	add_number(object, "lines", file->lines);
	add_number(object, "bytes", file->bytes);
	symptoms = cJSON_AddArrayToObject(object, "symptoms");
	for (i = 0; i < file->row_count; i++)
		cJSON_AddItemToArray(symptoms, row_object(&file->rows[i]));
	return object;
}

static cJSON *report_object(
	const struct igd_log_report *report, const struct igd_report_style *style)
{
	cJSON *root = cJSON_CreateObject(), *array, *failure;
	size_t i;

	add_text(root, "schema", "igd-doctor.log/1");
	add_text(cJSON_AddObjectToObject(root, "tool"), "version", style->version);
	array = cJSON_AddArrayToObject(root, "files");
	for (i = 0; i < report->file_count; i++)
		cJSON_AddItemToArray(array, file_object(&report->files[i]));
	array = cJSON_AddArrayToObject(root, "unreadable");
	for (i = 0; i < report->failure_count; i++) {
		failure = cJSON_CreateObject();
		add_text(failure, "file", report->failures[i].file);
		add_text(failure, "why", report->failures[i].why);
		cJSON_AddItemToArray(array, failure);
	}
	return root;
}

void igd_log_report_json(
	const struct igd_log_report *report, const struct igd_report_style *style, FILE *out)
{
	/* Like everything else here, cJSON is not to see a failed allocation. */
	cJSON_Hooks hooks = { .malloc_fn = igd_zalloc, .free_fn = free };
	cJSON *root;
	char *text;

	cJSON_InitHooks(&hooks);
	root = report_object(report, style);
	text = cJSON_Print(root);
	fputs(text, out);
	fputc('\n', out);
	cJSON_free(text);
	cJSON_Delete(root);
}
