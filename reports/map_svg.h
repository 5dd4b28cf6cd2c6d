// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * map_svg - a line of addresses as SVG: no script, no font, no picture from elsewhere
 */
#ifndef IGD_REPORTS_MAP_SVG_H
#define IGD_REPORTS_MAP_SVG_H

#include "reports/svg_parts.h"

/* How high the finding's map is, and the map itself, its top at y. place makes its ids unique. */
unsigned igd_map_svg_height(const struct igd_finding *finding);
void igd_map_svg(const struct igd_finding *finding, unsigned y, size_t place, FILE *out);

#endif
