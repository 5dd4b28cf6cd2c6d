// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json - the report for programs: igd-doctor.check/1, which only grows
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reports/json_value.h"
#include "reports/report.h"

#define CHECK_SCHEMA "igd-doctor.check/1"

static void add_list(cJSON *object, const char *key, char *const *list, size_t count)
{
	cJSON *array = cJSON_AddArrayToObject(object, key);
	size_t i;

	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *shown = igd_printable(list[i], strlen(list[i]), SIZE_MAX - 8);

		cJSON_AddItemToArray(array, cJSON_CreateString(shown));
	}
}

static void add_igpu(cJSON *host, const struct igd_subject *subject)
{
	cJSON *igpu;

	if (!subject->igpu_address) {
		cJSON_AddNullToObject(host, "igpu");
		return;
	}
	igpu = cJSON_AddObjectToObject(host, "igpu");
	igd_json_add_text(igpu, "address", subject->igpu_address);
	igd_json_add_text(igpu, "id", subject->igpu_id);
	igd_json_add_text(igpu, "name", subject->igpu_name);
	igd_json_add_text(igpu, "platform", subject->igpu_platform);
	if (subject->igpu_generation > 0)
		cJSON_AddNumberToObject(igpu, "generation", subject->igpu_generation);
	else
		cJSON_AddNullToObject(igpu, "generation");
	igd_json_add_text(igpu, "driver", subject->igpu_driver);
}

static void add_host(cJSON *root, const struct igd_subject *subject)
{
	cJSON *host = cJSON_AddObjectToObject(root, "host");

	igd_json_add_text(host, "kind", subject->is_live ? "live" : "recorded");
	igd_json_add_text(host, "machine", subject->machine);
	igd_json_add_text(host, "distribution", subject->distribution);
	igd_json_add_text(host, "kernel", subject->kernel);
	add_igpu(host, subject);
}

static void add_summary(cJSON *root, const struct igd_exam *exam)
{
	static const enum igd_verdict verdicts[] = { IGD_PASS, IGD_FAIL, IGD_NA, IGD_UNKNOWN,
		IGD_BLOCKED };
	cJSON *summary = cJSON_AddObjectToObject(root, "summary");
	size_t i;

	igd_json_add_text(summary, "verdict", igd_outcome_name(igd_exam_outcome(exam)));
	for (i = 0; i < sizeof(verdicts) / sizeof(*verdicts); i++)
		cJSON_AddNumberToObject(summary, igd_verdict_name(verdicts[i]),
			(double)igd_exam_count(exam, verdicts[i]));
	add_list(summary, "start_with", exam->start_with, exam->start_count);
}

static void add_evidence(cJSON *object, const struct igd_finding *finding)
{
	cJSON *array = cJSON_AddArrayToObject(object, "evidence");
	size_t i;

	for (i = 0; i < finding->evidence_count; i++) {
		cJSON *evidence = cJSON_CreateObject();

		igd_json_add_text(evidence, "source", finding->evidence[i].source);
		igd_json_add_text(evidence, "excerpt", finding->evidence[i].excerpt);
		cJSON_AddItemToArray(array, evidence);
	}
}

/* As text: a number of JSON's is exact only up to 2^53. */
static void add_address(cJSON *object, const char *key, uint64_t address)
{
	IGD_AUTOFREE char *text = igd_printf("0x%" PRIx64, address);

	cJSON_AddStringToObject(object, key, text);
}

static void add_spans(cJSON *map, const struct igd_drawing *drawing)
{
	cJSON *array = cJSON_AddArrayToObject(map, "spans");
	size_t i;

	for (i = 0; i < drawing->span_count; i++) {
		const struct igd_drawing_span *span = &drawing->spans[i];
		cJSON *object = cJSON_CreateObject();

		igd_json_add_text(object, "label", span->label);
		igd_json_add_text(object, "kind", igd_draw_kind_name(span->kind));
		igd_json_add_text(object, "state", igd_draw_state_name(span->state));
		add_address(object, "start", span->start);
		add_address(object, "end", span->end);
		cJSON_AddBoolToObject(object, "exact", span->is_exact);
		cJSON_AddItemToArray(array, object);
	}
}

static void add_map(cJSON *object, const struct igd_drawing *drawing)
{
	cJSON *map, *marks, *mark;
	size_t i;

	if (!drawing || drawing->has_lanes) {
		cJSON_AddNullToObject(object, "map");
		return;
	}
	map = cJSON_AddObjectToObject(object, "map");
	igd_json_add_text(map, "title", drawing->title);
	add_address(map, "end", drawing->last);
	add_spans(map, drawing);
	marks = cJSON_AddArrayToObject(map, "marks");
	for (i = 0; i < drawing->mark_count; i++) {
		mark = cJSON_CreateObject();
		igd_json_add_text(mark, "label", drawing->marks[i].label);
		add_address(mark, "end", drawing->marks[i].last);
		cJSON_AddItemToArray(marks, mark);
	}
}

static void add_boxes(cJSON *object, const struct igd_drawing_lane *lane)
{
	cJSON *array = cJSON_AddArrayToObject(object, "boxes");
	size_t i;

	for (i = 0; i < lane->box_count; i++) {
		cJSON *box = cJSON_CreateObject();

		igd_json_add_text(box, "label", lane->boxes[i].label);
		igd_json_add_text(box, "note", lane->boxes[i].note);
		igd_json_add_text(box, "state", igd_box_state_name(lane->boxes[i].state));
		cJSON_AddItemToArray(array, box);
	}
}

static void add_lanes(cJSON *object, const struct igd_drawing *drawing)
{
	cJSON *shown, *lanes, *lane;
	size_t i;

	if (!drawing || !drawing->has_lanes) {
		cJSON_AddNullToObject(object, "lanes");
		return;
	}
	shown = cJSON_AddObjectToObject(object, "lanes");
	igd_json_add_text(shown, "title", drawing->title);
	lanes = cJSON_AddArrayToObject(shown, "lanes");
	for (i = 0; i < drawing->lane_count; i++) {
		lane = cJSON_CreateObject();
		igd_json_add_text(lane, "label", drawing->lanes[i].label);
		cJSON_AddBoolToObject(lane, "chain", drawing->lanes[i].is_chain);
		add_boxes(lane, &drawing->lanes[i]);
		cJSON_AddItemToArray(lanes, lane);
	}
}

/* Whether a boot is needed is known only once it has been planned for the host: `fix --dry-run --json` tells. */
static void add_fix(cJSON *object, const struct igd_fix_known *fix)
{
	cJSON *added;

	if (!fix) {
		cJSON_AddNullToObject(object, "fix");
		return;
	}
	added = cJSON_AddObjectToObject(object, "fix");
	igd_json_add_text(added, "id", fix->id);
	igd_json_add_text(added, "title", fix->title);
	igd_json_add_text(added, "risk", igd_fix_risk_name(fix->risk));
}

/* What a finding is in short. */
static cJSON *short_object(const struct igd_finding *finding)
{
	cJSON *object = cJSON_CreateObject();

	igd_json_add_text(object, "id", finding->id);
	igd_json_add_text(object, "verdict", igd_verdict_name(finding->verdict));
	igd_json_add_text(object, "severity", igd_severity_name(finding->severity));
	return object;
}

static cJSON *finding_object(const struct igd_exam *exam, const struct igd_finding *finding)
{
	cJSON *object = cJSON_CreateObject();
	bool has_reason = finding->verdict == IGD_UNKNOWN && finding->reason != IGD_REASON_NONE;

	igd_json_add_text(object, "id", finding->id);
	igd_json_add_text(object, "plugin", finding->plugin);
	igd_json_add_text(object, "title", finding->title);
	igd_json_add_text(object, "verdict", igd_verdict_name(finding->verdict));
	igd_json_add_text(object, "severity", igd_severity_name(finding->severity));
	igd_json_add_text(object, "reason", has_reason ? igd_reason_name(finding->reason) : NULL);
	igd_json_add_text(object, "where", finding->where);
	igd_json_add_text(object, "what", finding->what);
	add_evidence(object, finding);
	add_map(object, finding->drawing);
	add_lanes(object, finding->drawing);
	igd_json_add_text(object, "why", finding->why);
	igd_json_add_text(object, "remedy", finding->remedy);
	add_fix(object, igd_exam_fix(exam, finding));
	add_list(object, "blocked_by", finding->blocked_by, finding->blocked_by_count);
	add_list(object, "references", finding->references, finding->reference_count);
	return object;
}

static cJSON *exam_object(const struct igd_exam *exam, const struct igd_report_style *style)
{
	cJSON *root = igd_json_document(CHECK_SCHEMA, style->version), *findings;
	size_t i;

	add_host(root, &exam->subject);
	add_summary(root, exam);
	findings = cJSON_AddArrayToObject(root, "findings");
	for (i = 0; i < exam->count; i++)
		cJSON_AddItemToArray(findings, finding_object(exam, &exam->findings[i]));
	return root;
}

cJSON *igd_report_short(const struct igd_exam *exam)
{
	cJSON *root = igd_json_document(CHECK_SCHEMA, NULL), *findings;
	size_t i;

	add_host(root, &exam->subject);
	add_summary(root, exam);
	findings = cJSON_AddArrayToObject(root, "findings");
	for (i = 0; i < exam->count; i++) {
		const struct igd_finding *finding = &exam->findings[i];

		if (finding->verdict == IGD_FAIL || finding->verdict == IGD_UNKNOWN)
			cJSON_AddItemToArray(findings, short_object(finding));
	}
	return root;
}

void igd_report_json(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	igd_json_print(exam_object(exam, style), out);
}
