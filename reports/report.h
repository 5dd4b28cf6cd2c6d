// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report - printers of a finished examination, one row of a table each
 *
 * A printer is a pure function of the examination and the style: no time, no locale but for the width of
 * characters, no host. The same examination gives the same bytes.
 */
#ifndef IGD_REPORTS_REPORT_H
#define IGD_REPORTS_REPORT_H

#include <stdio.h>

#include "core/exam.h"

struct cJSON; /* <cjson/cJSON.h> */

#define IGD_REPORT_WIDTH 80 /* columns, where nothing else is known */
#define IGD_REPORT_MIN_WIDTH 40
#define IGD_REPORT_MAX_WIDTH 120

/* How a report is to look; whoever calls decides (doctor/cli/style.h). JSON uses nothing but version. */
struct igd_report_style {
	const char *version; /* of the program, "0.1.0" */
	unsigned width;	     /* columns; 0: IGD_REPORT_WIDTH */
	bool has_color;
	bool has_utf8;	 /* otherwise everything is ASCII, foreign letters as "\xHH" */
	bool is_verbose; /* all evidence, every check */
	bool is_quiet;	 /* a line for each that failed or is unknown, and nothing else */
	bool is_root;	 /* the caller is: advice to become it would be none */
	bool is_partial; /* only chosen checks were run, so nothing is said of the host as a whole */
};

struct igd_report_format {
	const char *name;
	const char *summary; /* for --help */
	void (*print)(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
};

/* NULL if there is none of this name. */
const struct igd_report_format *igd_report_format(const char *name);
/* The one at this place, the default first; NULL behind the last. */
const struct igd_report_format *igd_report_format_at(size_t place);

/* The rows' printers. Each leaves errors of writing to the caller (ferror()). */
void igd_report_text(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
void igd_report_json(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
/*
 * The same in short, for whoever adds up a thousand of them: of the findings those alone that failed or could not be told,
 * of each its id, verdict and severity. The caller's.
 */
struct cJSON *igd_report_short(const struct igd_exam *exam);
/* CommonMark with GitHub's additions: to read, and to paste; also report.md of a bundle. */
void igd_report_markdown(
	const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
/* One page for a browser, of itself alone; reports/html.h has more. */
void igd_report_html(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
/* For CI servers, test harnesses, code hosts, and the textfile collector of Prometheus' node exporter. */
void igd_report_junit(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
void igd_report_tap(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
void igd_report_sarif(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
void igd_report_prometheus(
	const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);
/* Only what can be drawn: an image for a page. */
void igd_report_svg(const struct igd_exam *exam, const struct igd_report_style *style, FILE *out);

#endif
