// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * style - how a report is to look on what it is written to
 */
#ifndef IGD_CLI_STYLE_H
#define IGD_CLI_STYLE_H

#include "reports/report.h"

enum igd_color_mode { IGD_COLOR_AUTO, IGD_COLOR_ALWAYS, IGD_COLOR_NEVER };

/* "auto", "always", "never"; -EINVAL for another word. */
int igd_color_mode(const char *word, enum igd_color_mode *ret);

/*
 * Version, width, colour, characters and whether the caller is root; the rest is false. Reads COLUMNS,
 * NO_COLOR (no-color.org: set and not empty), TERM and the locale, which the program must have set
 * (setlocale()). The Linux console (TERM=linux) knows UTF-8, but its fonts lack the marks: ASCII there.
 */
struct igd_report_style igd_report_style_for(FILE *out, enum igd_color_mode mode);

#endif
