// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drawing_svg - a finding's drawing as SVG, whichever kind it is
 */
#include "reports/drawing_svg.h"

#include "reports/lanes_svg.h"
#include "reports/map_svg.h"

unsigned igd_drawing_svg_height(const struct igd_finding *finding)
{
	return finding->drawing->has_lanes ? igd_lanes_svg_height(finding, IGD_SVG_WIDTH)
					   : igd_map_svg_height(finding);
}

void igd_drawing_svg(const struct igd_finding *finding, unsigned y, size_t place, FILE *out)
{
	struct igd_lanes_place at = { .y = y, .width = IGD_SVG_WIDTH, .number = place };

	if (finding->drawing->has_lanes)
		igd_lanes_svg(finding, &at, out);
	else
		igd_map_svg(finding, y, place, out);
}
