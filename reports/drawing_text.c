// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drawing_text - a finding's drawing in a terminal, whichever kind it is
 */
#include "reports/drawing_text.h"

#include "reports/lanes_text.h"
#include "reports/map_text.h"

void igd_drawing_text(struct igd_page *page, const struct igd_finding *finding)
{
	if (!finding->drawing)
		return;
	if (finding->drawing->has_lanes)
		igd_lanes_text(page, finding);
	else
		igd_map_text(page, finding->drawing);
}
