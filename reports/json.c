// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json - the report for programs: igd-doctor.check/1, which only grows
 *
 * cJSON copies strings as they are, so they are made valid UTF-8 first.
 */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "reports/report.h"

/* NULL becomes null. */
static void add_text(cJSON *object, const char *key, const char *text)
{
	IGD_AUTOFREE char *shown = text ? igd_printable(text, strlen(text), SIZE_MAX - 8) : NULL;

	if (shown)
		cJSON_AddStringToObject(object, key, shown);
	else
		cJSON_AddNullToObject(object, key);
}

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
	add_text(igpu, "address", subject->igpu_address);
	add_text(igpu, "id", subject->igpu_id);
	add_text(igpu, "name", subject->igpu_name);
	add_text(igpu, "platform", subject->igpu_platform);
	if (subject->igpu_generation > 0)
		cJSON_AddNumberToObject(igpu, "generation", subject->igpu_generation);
	else
		cJSON_AddNullToObject(igpu, "generation");
	add_text(igpu, "driver", subject->igpu_driver);
}

static void add_host(cJSON *root, const struct igd_subject *subject)
{
	cJSON *host = cJSON_AddObjectToObject(root, "host");

	add_text(host, "kind", subject->is_live ? "live" : "recorded");
	add_text(host, "machine", subject->machine);
	add_text(host, "distribution", subject->distribution);
	add_text(host, "kernel", subject->kernel);
	add_igpu(host, subject);
}

static void add_summary(cJSON *root, const struct igd_exam *exam)
{
	static const enum igd_verdict verdicts[] = { IGD_PASS, IGD_FAIL, IGD_NA, IGD_UNKNOWN,
		IGD_BLOCKED };
	cJSON *summary = cJSON_AddObjectToObject(root, "summary");
	size_t i;

	add_text(summary, "verdict", igd_outcome_name(igd_exam_outcome(exam)));
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

		add_text(evidence, "source", finding->evidence[i].source);
		add_text(evidence, "excerpt", finding->evidence[i].excerpt);
		cJSON_AddItemToArray(array, evidence);
	}
}

static cJSON *finding_object(const struct igd_finding *finding)
{
	cJSON *object = cJSON_CreateObject();
	bool has_reason = finding->verdict == IGD_UNKNOWN && finding->reason != IGD_REASON_NONE;

	add_text(object, "id", finding->id);
	add_text(object, "plugin", finding->plugin);
	add_text(object, "title", finding->title);
	add_text(object, "verdict", igd_verdict_name(finding->verdict));
	add_text(object, "severity", igd_severity_name(finding->severity));
	add_text(object, "reason", has_reason ? igd_reason_name(finding->reason) : NULL);
	add_text(object, "where", finding->where);
	add_text(object, "what", finding->what);
	add_evidence(object, finding);
	add_text(object, "why", finding->why);
	add_text(object, "remedy", finding->remedy);
	/* finding->fix names one of the catalogue; none can be carried out yet. */
	cJSON_AddNullToObject(object, "fix");
	add_list(object, "blocked_by", finding->blocked_by, finding->blocked_by_count);
	add_list(object, "references", finding->references, finding->reference_count);
	return object;
}

static cJSON *exam_object(const struct igd_exam *exam, const struct igd_report_style *style)
{
	cJSON *root = cJSON_CreateObject(), *findings;
	size_t i;

	add_text(root, "schema", "igd-doctor.check/1");
	add_text(cJSON_AddObjectToObject(root, "tool"), "version", style->version);
	add_host(root, &exam->subject);
	add_summary(root, exam);
	findings = cJSON_AddArrayToObject(root, "findings");
	for (i = 0; i < exam->count; i++)
		cJSON_AddItemToArray(findings, finding_object(&exam->findings[i]));
	return root;
}

void igd_report_json(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	/* Like everything else here, cJSON is not to see a failed allocation. */
	cJSON_Hooks hooks = { .malloc_fn = igd_zalloc, .free_fn = free };
	cJSON *root;
	char *text;

	cJSON_InitHooks(&hooks);
	root = exam_object(exam, style);
	text = cJSON_Print(root);
	fputs(text, out);
	fputc('\n', out);
	cJSON_free(text);
	cJSON_Delete(root);
}
