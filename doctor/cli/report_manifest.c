// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report_manifest - what is said of a report in its manifest.json, besides the list of members
 */
#include "cli/machine.h"
#include "cli/report.h"
#include "reports/json_value.h"
#include "reports/report.h"

static void add_replaced(cJSON *manifest, const struct igd_redactor *redactor)
{
	cJSON *array = cJSON_AddArrayToObject(manifest, "replaced"), *object;
	struct igd_redactor_count count;
	size_t kind;

	for (kind = 0; redactor && kind < IGD_PRIVATE_COUNT; kind++) {
		count = igd_redactor_count(redactor, (enum igd_private)kind);
		if (!count.places)
			continue;
		object = cJSON_CreateObject();
		igd_json_add_text(object, "kind", igd_private_name((enum igd_private)kind));
		igd_json_add_number(object, "values", count.values);
		igd_json_add_number(object, "places", count.places);
		cJSON_AddItemToArray(array, object);
	}
}

static void add_left_out(cJSON *manifest, const struct igd_report *report)
{
	cJSON *array = cJSON_AddArrayToObject(manifest, "left_out"), *object;
	size_t i;

	for (i = 0; i < report->left_out_count; i++) {
		object = cJSON_CreateObject();
		igd_json_add_text(object, "path", report->left_out[i].path);
		igd_json_add_text(object, "why", report->left_out[i].why);
		cJSON_AddItemToArray(array, object);
	}
}

static void add_differs(cJSON *manifest, const struct igd_report *report)
{
	cJSON *array = cJSON_AddArrayToObject(manifest, "differs"), *object;
	size_t i;

	for (i = 0; i < report->differ_count; i++) {
		object = cJSON_CreateObject();
		igd_json_add_text(object, "id", report->differs[i].id);
		igd_json_add_text(object, "machine", report->differs[i].live);
		igd_json_add_text(object, "report", report->differs[i].redacted);
		cJSON_AddItemToArray(array, object);
	}
}

/* For whoever has a thousand of them: triage. */
static void add_machine(cJSON *manifest, struct igd_host *host)
{
	IGD_CLEANUP(igd_machine_done) struct igd_machine machine;
	cJSON *object = cJSON_AddObjectToObject(manifest, "machine");

	igd_machine_read(host, &machine);
	igd_json_add_text(object, "qemu", machine.qemu);
	igd_json_add_text(object, "libvirt", machine.libvirt);
	igd_json_add_text(object, "rom", machine.rom);
}

void igd_report_make_manifest(struct igd_report *report)
{
	cJSON *manifest = igd_json_document(IGD_BUNDLE_SCHEMA, NULL);

	cJSON_DeleteItemFromObject(manifest, "schema"); /* the packer's */
	cJSON_AddBoolToObject(manifest, "redacted", report->redactor != NULL);
	add_replaced(manifest, report->redactor);
	add_left_out(manifest, report);
	add_differs(manifest, report);
	add_machine(manifest, report->host);
	cJSON_AddItemToObject(manifest, IGD_BUNDLE_SHORT, igd_report_short(&report->exam));
	report->manifest = cJSON_PrintUnformatted(manifest);
	cJSON_Delete(manifest);
}
