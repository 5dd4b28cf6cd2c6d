// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_json - what option ROMs are, for programs: igd-doctor.rom/1, which only grows
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reports/json_value.h"
#include "reports/rom.h"

/* Ids have no lower and no upper half that could be told apart in decimal: they are text, "4680". */
#define ID_TEXT 5

static void add_words(cJSON *object, const char *key, const struct igd_rom_words *words)
{
	cJSON *array = cJSON_AddArrayToObject(object, key);
	size_t i;

	for (i = 0; i < words->count; i++)
		cJSON_AddItemToArray(array, cJSON_CreateString(words->words[i]));
}

static void add_id(cJSON *object, const char *key, uint16_t id)
{
	char text[ID_TEXT];

	snprintf(text, sizeof(text), "%04x", id);
	cJSON_AddStringToObject(object, key, text);
}

static cJSON *part_object(const struct igd_rom_part *part)
{
	cJSON *object = cJSON_CreateObject();

	igd_json_add_number(object, "offset", part->offset);
	igd_json_add_number(object, "size", part->size);
	cJSON_AddNumberToObject(object, "code_type", part->code_type);
	igd_json_add_text(object, "kind", part->kind);
	add_id(object, "vendor", part->vendor);
	add_id(object, "device", part->device);
	cJSON_AddBoolToObject(object, "compressed", part->is_compressed);
	igd_json_add_text(object, "version", part->version);
	add_words(object, "contains", &part->contains);
	add_words(object, "gop_devices", &part->gop_devices);
	add_words(object, "assigned_devices", &part->assigned_devices);
	return object;
}

static void add_problems(cJSON *object, const struct igd_rom_row *row)
{
	cJSON *array = cJSON_AddArrayToObject(object, "problems"), *problem;
	size_t i;

	for (i = 0; i < row->problem_count; i++) {
		problem = cJSON_CreateObject();
		igd_json_add_number(problem, "offset", row->problems[i].offset);
		cJSON_AddBoolToObject(problem, "fatal", row->problems[i].is_fatal);
		igd_json_add_text(problem, "what", row->problems[i].what);
		cJSON_AddItemToArray(array, problem);
	}
}

static void add_evidence(cJSON *object, const struct igd_rom_row *row)
{
	cJSON *array = cJSON_AddArrayToObject(object, "evidence"), *evidence;
	size_t i;

	for (i = 0; i < row->evidence_count; i++) {
		evidence = cJSON_CreateObject();
		igd_json_add_number(evidence, "offset", row->evidence[i].offset);
		cJSON_AddBoolToObject(evidence, "unpacked", row->evidence[i].is_unpacked);
		igd_json_add_text(evidence, "of", row->evidence[i].subject);
		igd_json_add_text(evidence, "what", row->evidence[i].what);
		cJSON_AddItemToArray(array, evidence);
	}
}

static cJSON *row_object(const struct igd_rom_row *row)
{
	cJSON *object = cJSON_CreateObject(), *images;
	size_t i;

	igd_json_add_text(object, "file", row->file);
	igd_json_add_number(object, "size", row->size);
	cJSON_AddBoolToObject(object, "is_rom", row->answer != IGD_ROM_IS_NONE);
	images = cJSON_AddArrayToObject(object, "images");
	for (i = 0; i < row->part_count; i++)
		cJSON_AddItemToArray(images, part_object(&row->parts[i]));
	igd_json_add_text(object, "fit", igd_rom_answer_word(row->answer));
	igd_json_add_text(object, "made_for", row->made_for);
	add_words(object, "recipes", &row->recipes);
	igd_json_add_text(object, "why", row->why);
	igd_json_add_text(object, "next", row->next);
	add_problems(object, row);
	add_evidence(object, row);
	return object;
}

static cJSON *device_object(const struct igd_rom_report *report)
{
	cJSON *object;

	if (!report->device)
		return cJSON_CreateNull();
	object = cJSON_CreateObject();
	igd_json_add_text(object, "id", report->device);
	igd_json_add_text(object, "name", report->device_name);
	igd_json_add_text(object, "source", report->device_source);
	return object;
}

static cJSON *report_object(
	const struct igd_rom_report *report, const struct igd_report_style *style)
{
	cJSON *root = igd_json_document("igd-doctor.rom/1", style->version), *array, *failure;
	size_t i;

	cJSON_AddItemToObject(root, "device", device_object(report));
	array = cJSON_AddArrayToObject(root, "roms");
	for (i = 0; i < report->row_count; i++)
		cJSON_AddItemToArray(array, row_object(&report->rows[i]));
	array = cJSON_AddArrayToObject(root, "unreadable");
	for (i = 0; i < report->failure_count; i++) {
		failure = cJSON_CreateObject();
		igd_json_add_text(failure, "file", report->failures[i].file);
		igd_json_add_text(failure, "why", report->failures[i].why);
		cJSON_AddItemToArray(array, failure);
	}
	igd_json_add_number(root, "other_files", report->other_files);
	return root;
}

void igd_rom_report_json(
	const struct igd_rom_report *report, const struct igd_report_style *style, FILE *out)
{
	igd_json_print(report_object(report, style), out);
}
