// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * report - the table of formats
 */
#include "reports/report.h"

#include <string.h>

static const struct igd_report_format formats[] = {
	{ "text", "for people", igd_report_text },
	{ "json", "for programs: igd-doctor.check/1", igd_report_json },
	{ "svg", "the map of the guest's addresses, as a picture", igd_report_svg },
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
