// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lanes_svg - lanes of boxes as SVG, as wide as there is room
 */
#ifndef IGD_REPORTS_LANES_SVG_H
#define IGD_REPORTS_LANES_SVG_H

#include "reports/svg_parts.h"

/* The narrowest page, that of a phone held upright. */
#define IGD_LANES_MIN_WIDTH 360u

struct igd_lanes_place {
	unsigned y;	/* of its top */
	unsigned width; /* of the page; at least IGD_LANES_MIN_WIDTH */
	size_t number;	/* makes its ids unique */
};

/* How high the finding's lanes are on a page of that width, and the lanes themselves. */
unsigned igd_lanes_svg_height(const struct igd_finding *finding, unsigned width);
void igd_lanes_svg(
	const struct igd_finding *finding, const struct igd_lanes_place *place, FILE *out);

#endif
