// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * map_svg - a drawing as SVG: no script, no font, no picture from elsewhere, light or dark as the reader has it
 */
#ifndef IGD_REPORTS_MAP_SVG_H
#define IGD_REPORTS_MAP_SVG_H

#include <stdio.h>

#include "reports/report.h"

#define IGD_SVG_WIDTH 990u

/* How high the finding's drawing is, and the drawing itself, its top at y. place makes its ids unique. */
unsigned igd_map_svg_height(const struct igd_finding *finding);
void igd_map_svg(const struct igd_finding *finding, unsigned y, size_t place, FILE *out);

/* The text as XML has it; what XML does not know is "?". */
void igd_svg_text(const char *text, FILE *out);

#endif
