// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drawing_svg - a finding's drawing as SVG, whichever kind it is
 */
#ifndef IGD_REPORTS_DRAWING_SVG_H
#define IGD_REPORTS_DRAWING_SVG_H

#include "reports/svg_parts.h"

/*
 * How high the finding's drawing is, and the drawing itself: a <g> whose top is at y, IGD_SVG_WIDTH wide. It wants
 * igd_svg_rules on the page. place makes its ids unique. The finding has a drawing.
 */
unsigned igd_drawing_svg_height(const struct igd_finding *finding);
void igd_drawing_svg(const struct igd_finding *finding, unsigned y, size_t place, FILE *out);

#endif
