// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report - the table of formats
 */
#include "reports/report.h"

#include <string.h>

static const struct igd_report_format formats[] = {
	{ "text", "for people", igd_report_text },
	{ "json", "for programs: igd-doctor.check/1", igd_report_json },
	{ "markdown", "to read and to paste, with all evidence", igd_report_markdown },
	{ "html", "for people, as a page that needs nothing else", igd_report_html },
	{ "junit", "for CI servers: JUnit XML", igd_report_junit },
	{ "tap", "for test harnesses: TAP version 14", igd_report_tap },
	{ "sarif", "for code hosts and editors: SARIF 2.1.0", igd_report_sarif },
	{ "prometheus", "for the textfile collector of the node exporter", igd_report_prometheus },
	{ "svg", "what was drawn, as a picture", igd_report_svg },
};

const struct igd_report_format *igd_report_format_at(size_t place)
{
	return place < sizeof(formats) / sizeof(*formats) ? &formats[place] : NULL;
}

const struct igd_report_format *igd_report_format(const char *name)
{
	const struct igd_report_format *format;
	size_t place;

	for (place = 0; (format = igd_report_format_at(place)); place++) {
		if (strcmp(format->name, name) == 0)
			return format;
	}
	return NULL;
}
