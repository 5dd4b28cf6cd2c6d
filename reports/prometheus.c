// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * prometheus - the report as metrics, for the textfile collector of Prometheus' node exporter
 *
 * The text format 0.0.4 (prometheus.io/docs/instrumenting/exposition_formats). No time stamps: the collector refuses them,
 * and tells the file's age itself (node_textfile_mtime_seconds). Two samples of one name and the same labels make it
 * refuse the whole file, so that findings which do not differ in them are counted in one.
 */
#include <stdint.h>
#include <string.h>

#include "reports/order.h"
#include "reports/report.h"

static void head(FILE *out, const char *name, const char *help)
{
	fprintf(out, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name);
}

/* A label's value escapes the backslash, the quotation mark and the line feed; the last is not printable anyway. */
static void label(FILE *out, const char *name, const char *value)
{
	IGD_AUTOFREE char *shown = igd_printable(value, strlen(value), SIZE_MAX - 8);
	const char *at;

	fprintf(out, "%s=\"", name);
	for (at = shown; *at; at++) {
		if (*at == '"' || *at == '\\')
			fputc('\\', out);
		fputc(*at, out);
	}
	fputc('"', out);
}

static bool is_same(const struct igd_finding *a, const struct igd_finding *b)
{
	return strcmp(a->id, b->id) == 0 && a->verdict == b->verdict && a->severity == b->severity;
}

/* How many are the same as the one at this place; 0 if one before it is, which has counted them. */
static size_t count_same(const struct igd_exam *exam, size_t place)
{
	size_t i, count = 0;

	for (i = 0; i < exam->count; i++) {
		if (!is_same(&exam->findings[i], &exam->findings[place]))
			continue;
		if (i < place)
			return 0;
		count++;
	}
	return count;
}

static void check(FILE *out, const struct igd_finding *finding, size_t count)
{
	IGD_AUTOFREE char *area = igd_strndup(finding->id, igd_order_area(finding));

	fputs("igd_doctor_check{", out);
	label(out, "id", finding->id);
	label(out, ",area", area);
	label(out, ",verdict", igd_verdict_name(finding->verdict));
	label(out, ",severity", igd_severity_name(finding->severity));
	fprintf(out, "} %zu\n", count);
}

static void checks(FILE *out, const struct igd_exam *exam)
{
	size_t i, count;

	head(out, "igd_doctor_check",
		"The verdict that a check has come to: 1, or how many findings if there are several.");
	for (i = 0; i < exam->count; i++) {
		count = count_same(exam, i);
		if (count)
			check(out, &exam->findings[i], count);
	}
}

static void verdicts(FILE *out, const struct igd_exam *exam)
{
	static const enum igd_verdict all[] = { IGD_PASS, IGD_FAIL, IGD_NA, IGD_UNKNOWN,
		IGD_BLOCKED };
	size_t i;

	head(out, "igd_doctor_checks", "How many checks have come to a verdict.");
	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		fprintf(out, "igd_doctor_checks{verdict=\"%s\"} %zu\n", igd_verdict_name(all[i]),
			igd_exam_count(exam, all[i]));
}

static void failed(FILE *out, const struct igd_exam *exam)
{
	size_t i, counts[IGD_BLOCKER + 1] = { 0 };

	for (i = 0; i < exam->count; i++)
		counts[exam->findings[i].severity] += exam->findings[i].verdict == IGD_FAIL;
	head(out, "igd_doctor_failed", "How many checks have failed, by severity.");
	for (i = IGD_BLOCKER + 1; i; i--)
		fprintf(out, "igd_doctor_failed{severity=\"%s\"} %zu\n",
			igd_severity_name((enum igd_severity)(i - 1)), counts[i - 1]);
}

static void outcome(FILE *out, const struct igd_exam *exam)
{
	static const enum igd_outcome all[] = { IGD_OUTCOME_OK, IGD_OUTCOME_DEGRADED,
		IGD_OUTCOME_BLOCKED, IGD_OUTCOME_UNKNOWN };
	enum igd_outcome own = igd_exam_outcome(exam);
	size_t i;

	head(out, "igd_doctor_outcome", "1 for what the examination comes to, 0 for the others.");
	for (i = 0; i < sizeof(all) / sizeof(*all); i++)
		fprintf(out, "igd_doctor_outcome{outcome=\"%s\"} %d\n", igd_outcome_name(all[i]),
			all[i] == own);
}

void igd_report_prometheus(
	const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	head(out, "igd_doctor_info", "The version of igd-doctor that has examined.");
	fputs("igd_doctor_info{", out);
	label(out, "version", style->version ? style->version : "");
	fputs("} 1\n", out);
	outcome(out, exam);
	verdicts(out, exam);
	failed(out, exam);
	checks(out, exam);
}
