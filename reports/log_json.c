// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_json - which known symptoms are in logs, for programs: igd-doctor.log/1, which only grows
 */
#include <stdlib.h>
#include <string.h>

#include "reports/json_value.h"
#include "reports/log.h"

static void add_excerpts(cJSON *object, const struct igd_log_row *row)
{
	cJSON *array = cJSON_AddArrayToObject(object, "excerpts"), *excerpt;
	size_t i;

	for (i = 0; i < row->excerpt_count; i++) {
		excerpt = cJSON_CreateObject();
		igd_json_add_number(excerpt, "line", row->excerpts[i].line);
		igd_json_add_text(excerpt, "text", row->excerpts[i].text);
		cJSON_AddItemToArray(array, excerpt);
	}
}

static cJSON *row_object(const struct igd_log_row *row)
{
	cJSON *object = cJSON_CreateObject(), *sources;
	size_t i;

	igd_json_add_text(object, "id", row->id);
	igd_json_add_text(object, "title", row->title);
	igd_json_add_number(object, "line", row->excerpts[0].line);
	igd_json_add_number(object, "count", row->count);
	igd_json_add_text(object, "verdict", igd_log_verdict_word(row->verdict));
	igd_json_add_text(object, "device", row->device);
	igd_json_add_text(object, "depends", row->depends);
	igd_json_add_text(object, "cause", row->cause);
	igd_json_add_text(object, "remedy", row->remedy);
	igd_json_add_text(object, "check", row->check);
	igd_json_add_text(object, "versions", row->versions);
	igd_json_add_text(object, "excerpt", row->excerpts[0].text);
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

	igd_json_add_text(object, "file", file->file);
	igd_json_add_number(object, "lines", file->lines);
	igd_json_add_number(object, "bytes", file->bytes);
	symptoms = cJSON_AddArrayToObject(object, "symptoms");
	for (i = 0; i < file->row_count; i++)
		cJSON_AddItemToArray(symptoms, row_object(&file->rows[i]));
	return object;
}

static cJSON *report_object(
	const struct igd_log_report *report, const struct igd_report_style *style)
{
	cJSON *root = igd_json_document("igd-doctor.log/1", style->version), *array, *failure;
	size_t i;

	array = cJSON_AddArrayToObject(root, "files");
	for (i = 0; i < report->file_count; i++)
		cJSON_AddItemToArray(array, file_object(&report->files[i]));
	array = cJSON_AddArrayToObject(root, "unreadable");
	for (i = 0; i < report->failure_count; i++) {
		failure = cJSON_CreateObject();
		igd_json_add_text(failure, "file", report->failures[i].file);
		igd_json_add_text(failure, "why", report->failures[i].why);
		cJSON_AddItemToArray(array, failure);
	}
	return root;
}

void igd_log_report_json(
	const struct igd_log_report *report, const struct igd_report_style *style, FILE *out)
{
	igd_json_print(report_object(report, style), out);
}
