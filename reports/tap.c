// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tap - the report as the Test Anything Protocol, version 14 (testanything.org/tap-version-14-specification.html)
 *
 * A hint, and an open question that would be one, is "TODO": TAP's word for what is not ok and breaks nothing. What does
 * not apply or waits for another check is "SKIP".
 */
#include <stdint.h>
#include <string.h>

#include "reports/order.h"
#include "reports/report.h"
#include "reports/words.h"

static bool is_ok(const struct igd_finding *finding)
{
	return finding->verdict != IGD_FAIL && finding->verdict != IGD_UNKNOWN;
}

/* "Test points": a description and a directive's reason escape "#" and the backslash that does so. */
static void description(FILE *out, const char *words)
{
	IGD_AUTOFREE char *shown = igd_printable(words, strlen(words), SIZE_MAX - 8);
	const char *at;

	for (at = shown; *at; at++) {
		if (*at == '#' || *at == '\\')
			fputc('\\', out);
		fputc(*at, out);
	}
}

/* YAML's flow scalar in double quotes: of what is printable only two characters need a backslash (YAML 1.2, 7.3.1). */
static void quoted(FILE *out, const char *words)
{
	IGD_AUTOFREE char *shown = igd_printable(words, strlen(words), SIZE_MAX - 8);
	const char *at;

	fputc('"', out);
	for (at = shown; *at; at++) {
		if (*at == '"' || *at == '\\')
			fputc('\\', out);
		fputc(*at, out);
	}
	fputc('"', out);
}

static void entry(FILE *out, const char *key, const char *value)
{
	if (!value || !*value)
		return;
	fprintf(out, "  %s: ", key);
	quoted(out, value);
	fputc('\n', out);
}

static void evidence(FILE *out, const struct igd_finding *finding)
{
	size_t i;

	if (finding->evidence_count)
		fputs("  evidence:\n", out);
	for (i = 0; i < finding->evidence_count; i++) {
		fputs("    - source: ", out);
		quoted(out, finding->evidence[i].source);
		fputs("\n      excerpt: ", out);
		quoted(out, finding->evidence[i].excerpt);
		fputc('\n', out);
	}
}

static void diagnosis(FILE *out, const struct igd_exam *exam, const struct igd_finding *finding)
{
	const struct igd_fix_known *fix = igd_exam_fix(exam, finding);

	fputs("  ---\n", out);
	entry(out, "message", finding->what);
	entry(out, "at", finding->where);
	entry(out, "severity", igd_severity_name(finding->severity));
	entry(out, "verdict", igd_verdict_name(finding->verdict));
	if (finding->verdict == IGD_UNKNOWN)
		entry(out, "reason", igd_reason_name(finding->reason));
	entry(out, "why", finding->why);
	entry(out, "remedy", finding->remedy);
	entry(out, "fix", fix ? fix->id : NULL);
	evidence(out, finding);
	fputs("  ...\n", out);
}

static void directive(FILE *out, const struct igd_exam *exam, const struct igd_finding *finding)
{
	const char *cause = igd_order_waits_for(exam, finding);

	if (finding->verdict == IGD_NA) {
		fputs(" # SKIP does not apply: ", out);
		description(out, finding->what ? finding->what : "");
	} else if (cause) {
		fputs(" # SKIP waits for ", out);
		description(out, *cause ? cause : "another check");
	} else if (!is_ok(finding) && finding->severity == IGD_HINT) {
		fputs(" # TODO hint", out);
	}
}

void igd_report_tap(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	size_t i;

	fprintf(out, "TAP version 14\n1..%zu%s\n", exam->count,
		exam->count ? "" : " # SKIP no check was run");
	fprintf(out, "# igd-doctor %s: %s\n", style->version ? style->version : "",
		igd_outcome_name(igd_exam_outcome(exam)));
	for (i = 0; i < exam->count; i++) {
		const struct igd_finding *finding = &exam->findings[i];

		fprintf(out, "%sok %zu - ", is_ok(finding) ? "" : "not ", i + 1);
		description(out, finding->id);
		directive(out, exam, finding);
		fputc('\n', out);
		if (!is_ok(finding))
			diagnosis(out, exam, finding);
	}
}
