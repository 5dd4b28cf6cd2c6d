// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * html - an examination as one page that needs nothing else: no script, no font, no picture from elsewhere
 */
#ifndef IGD_REPORTS_HTML_H
#define IGD_REPORTS_HTML_H

#include "reports/answers.h"
#include "reports/report.h"

/*
 * The page of a bundle, which can be replayed, with what helpers ask for first. answers may be NULL: then nothing is said of
 * either, which is igd_report_html(). Always UTF-8; of the style, colour, characters and width do not matter.
 */
void igd_report_html_with(const struct igd_exam *exam, const struct igd_answers *answers,
	const struct igd_report_style *style, FILE *out);

#endif
