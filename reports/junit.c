// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * junit - the report as JUnit XML, which every CI server shows
 *
 * There is no standard; this is what Jenkins, GitLab and Ant have in common: a suite for each area, a case for each check.
 * What failed is a failure, what could not be told an error, what does not apply or waits is skipped, and so is a hint:
 * a pipeline is not to break of it. No time stamps and no host name: the same examination gives the same bytes.
 */
#include <string.h>

#include "reports/order.h"
#include "reports/report.h"
#include "reports/svg_parts.h"
#include "reports/words.h"

enum result { PASSED, FAILURE, ERROR, SKIPPED, RESULT_COUNT };

static enum result result_of(const struct igd_finding *finding)
{
	if (finding->verdict == IGD_UNKNOWN)
		return ERROR;
	if (finding->verdict == IGD_FAIL)
		return finding->severity == IGD_HINT ? SKIPPED : FAILURE;
	return finding->verdict == IGD_PASS ? PASSED : SKIPPED;
}

/* Text that may come from a stranger: printable, then escaped as XML wants it. */
static void text(FILE *out, const char *words)
{
	IGD_AUTOFREE char *shown = igd_printable(words, strlen(words), SIZE_MAX - 8);

	igd_svg_text(shown, out);
}

static void attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	text(out, value);
	fputc('"', out);
}

static void line(FILE *out, const char *label, const char *words)
{
	if (!words || !*words)
		return;
	fprintf(out, "%s: ", label);
	text(out, words);
	fputc('\n', out);
}

/* Everything that is needed to act on it. */
static void body(FILE *out, const struct igd_exam *exam, const struct igd_finding *finding)
{
	const struct igd_fix_known *fix = igd_exam_fix(exam, finding);
	IGD_AUTOFREE char *found = igd_words_found(finding);
	size_t i;

	line(out, "found", found);
	for (i = 0; i < finding->evidence_count; i++) {
		IGD_AUTOFREE char *seen = igd_printf(
			"%s: %s", finding->evidence[i].source, finding->evidence[i].excerpt);

		line(out, "seen", seen);
	}
	line(out, "why", finding->why);
	line(out, "do", finding->remedy);
	line(out, "fix", fix ? fix->id : NULL);
}

static void failure(FILE *out, const struct igd_exam *exam, const struct igd_finding *finding)
{
	bool is_error = finding->verdict == IGD_UNKNOWN;
	const char *element = is_error ? "error" : "failure";
	IGD_AUTOFREE char *found = igd_words_found(finding);

	fprintf(out, "      <%s", element);
	attribute(out, "type",
		is_error ? igd_reason_name(finding->reason) : igd_severity_name(finding->severity));
	attribute(out, "message", *found ? found : finding->title);
	fputs(">", out);
	body(out, exam, finding);
	fprintf(out, "</%s>\n", element);
}

static void skipped(FILE *out, const struct igd_exam *exam, const struct igd_finding *finding)
{
	IGD_AUTOFREE char *found = igd_words_found(finding);
	const char *cause = igd_order_waits_for(exam, finding);
	IGD_AUTOFREE char *message = cause ? igd_printf("waits for %s", cause)
				     : finding->verdict == IGD_FAIL
					     ? igd_printf("hint: %s", found)
					     : igd_printf("does not apply: %s", found);

	fputs("      <skipped", out);
	attribute(out, "message", message);
	fputs("/>\n", out);
}

static void testcase(FILE *out, const struct igd_exam *exam, const struct igd_finding *finding)
{
	enum result result = result_of(finding);

	fputs("    <testcase", out);
	attribute(out, "classname", finding->plugin);
	attribute(out, "name", finding->id);
	fputs(result == PASSED ? " time=\"0\"/>\n" : " time=\"0\">\n", out);
	if (result == PASSED)
		return;
	if (result == SKIPPED)
		skipped(out, exam, finding);
	else
		failure(out, exam, finding);
	fputs("    </testcase>\n", out);
}

/* Of the area of this finding, or of all if it is NULL. */
static void counts(FILE *out, const struct igd_exam *exam, const struct igd_finding *area)
{
	size_t i, total = 0, count[RESULT_COUNT] = { 0 };

	for (i = 0; i < exam->count; i++) {
		if (area && !igd_order_is_same_area(area, &exam->findings[i]))
			continue;
		count[result_of(&exam->findings[i])]++;
		total++;
	}
	fprintf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", total, count[FAILURE],
		count[ERROR]);
	/* <testsuites> has no attribute for them. */
	if (area)
		fprintf(out, " skipped=\"%zu\"", count[SKIPPED]);
	fputs(" time=\"0\">\n", out);
}

static void suite(FILE *out, const struct igd_exam *exam, const struct igd_finding *first)
{
	IGD_AUTOFREE char *name = igd_strndup(first->id, igd_order_area(first));
	size_t i;

	fputs("  <testsuite", out);
	attribute(out, "name", name);
	counts(out, exam, first);
	for (i = 0; i < exam->count; i++) {
		if (igd_order_is_same_area(first, &exam->findings[i]))
			testcase(out, exam, &exam->findings[i]);
	}
	fputs("  </testsuite>\n", out);
}

void igd_report_junit(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out)
{
	size_t i;

	(void)style;
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"igd-doctor\"", out);
	counts(out, exam, NULL);
	for (i = 0; i < exam->count; i++) {
		if (igd_order_opens_area(exam, i))
			suite(out, exam, &exam->findings[i]);
	}
	fputs("</testsuites>\n", out);
}
