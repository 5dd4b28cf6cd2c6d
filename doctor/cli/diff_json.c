// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_json - in what two examinations differ, for programs: igd-doctor.diff/1, which only grows
 */
#include <stdint.h>
#include <string.h>

#include "cli/diff.h"
#include "reports/json_value.h"

static void add_side(
	cJSON *root, const char *key, const struct igd_comparison *comparison, size_t i)
{
	const struct igd_exam *exam = &comparison->sessions[i].exam;
	cJSON *object = cJSON_AddObjectToObject(root, key), *array;
	size_t j;

	igd_json_add_text(object, "file", comparison->names[i]);
	igd_json_add_text(object, "verdict", igd_outcome_name(igd_exam_outcome(exam)));
	array = cJSON_AddArrayToObject(object, "start_with");
	for (j = 0; j < exam->start_count; j++)
		cJSON_AddItemToArray(array, cJSON_CreateString(exam->start_with[j]));
}

static void add_summary(cJSON *root, const struct igd_comparison *comparison)
{
	cJSON *summary = cJSON_AddObjectToObject(root, "summary");
	unsigned turn;

	cJSON_AddBoolToObject(summary, "changed", igd_comparison_has_changes(comparison));
	for (turn = 0; turn < IGD_TURN_COUNT; turn++)
		igd_json_add_number(summary, igd_turn_word((enum igd_turn)turn),
			igd_comparison_count(comparison, (enum igd_turn)turn));
}

static void add_fields(cJSON *root, const struct igd_comparison *comparison)
{
	cJSON *array = cJSON_AddArrayToObject(root, "host"), *object;
	size_t i;

	for (i = 0; i < comparison->field_count; i++) {
		object = cJSON_CreateObject();
		igd_json_add_text(object, "what", comparison->fields[i].name);
		igd_json_add_text(object, "was", comparison->fields[i].was);
		igd_json_add_text(object, "now", comparison->fields[i].now);
		cJSON_AddItemToArray(array, object);
	}
}

static void add_words(cJSON *object, const char *key, const struct igd_words *words)
{
	cJSON *array = cJSON_AddArrayToObject(object, key);
	size_t i;

	for (i = 0; i < words->count; i++) {
		IGD_AUTOFREE char *shown =
			igd_printable(words->words[i], strlen(words->words[i]), SIZE_MAX - 8);

		cJSON_AddItemToArray(array, cJSON_CreateString(shown));
	}
}

static void add_finding_side(cJSON *object, const char *key, const struct igd_finding *finding)
{
	cJSON *side;

	if (!finding) {
		cJSON_AddNullToObject(object, key);
		return;
	}
	side = cJSON_AddObjectToObject(object, key);
	igd_json_add_text(side, "verdict", igd_verdict_name(finding->verdict));
	igd_json_add_text(side, "severity", igd_severity_name(finding->severity));
	igd_json_add_text(side, "where", finding->where);
	igd_json_add_text(side, "what", finding->what);
}

static void add_findings(cJSON *root, const struct igd_comparison *comparison)
{
	cJSON *array = cJSON_AddArrayToObject(root, "findings"), *object;
	size_t i;

	for (i = 0; i < comparison->finding_count; i++) {
		const struct igd_changed_finding *changed = &comparison->findings[i];
		const struct igd_finding *either = changed->now ? changed->now : changed->was;

		object = cJSON_CreateObject();
		igd_json_add_text(object, "id", either->id);
		igd_json_add_text(object, "title", either->title);
		igd_json_add_text(object, "turn", igd_turn_word(changed->turn));
		add_finding_side(object, "was", changed->was);
		add_finding_side(object, "now", changed->now);
		cJSON_AddItemToArray(array, object);
	}
}

static void add_nodes(cJSON *root, const struct igd_comparison *comparison)
{
	cJSON *array = cJSON_AddArrayToObject(root, "evidence"), *object;
	size_t i;

	for (i = 0; i < comparison->node_count; i++) {
		const struct igd_changed_node *node = &comparison->nodes[i];

		object = cJSON_CreateObject();
		igd_json_add_text(object, "path", node->path);
		igd_json_add_text(object, "change", igd_change_how_word(node->how));
		cJSON_AddBoolToObject(object, "by_itself", node->is_aside);
		cJSON_AddBoolToObject(object, "only_pseudonyms", node->is_masked);
		cJSON_AddItemToArray(array, object);
	}
	igd_json_add_number(root, "said_by_one_only", comparison->unsaid);
}

void igd_comparison_print_json(
	const struct igd_comparison *comparison, const struct igd_report_style *style, FILE *out)
{
	cJSON *root = igd_json_document("igd-doctor.diff/1", style->version), *arguments;

	cJSON_AddBoolToObject(root, "same_machine", !comparison->is_other_machine);
	add_side(root, "was", comparison, 0);
	add_side(root, "now", comparison, 1);
	add_summary(root, comparison);
	add_fields(root, comparison);
	arguments = cJSON_AddObjectToObject(root, "arguments");
	add_words(arguments, "gone", &comparison->arguments[0]);
	add_words(arguments, "new", &comparison->arguments[1]);
	add_findings(root, comparison);
	add_nodes(root, comparison);
	igd_json_print(root, out);
}
