// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lanes - what is said of a box of a drawing
 */
#include "reports/lanes.h"

const char *igd_lanes_word(const struct igd_drawing_lane *lane, const struct igd_drawing_box *box)
{
	static const char *const words[][2] = {
		[IGD_BOX_PLAIN] = { "", "" },
		[IGD_BOX_GOOD] = { "ok", "in step" },
		[IGD_BOX_BAD] = { "in the way", "differs" },
		[IGD_BOX_UNKNOWN] = { "unknown", "unknown" },
	};

	return words[box->state][lane->is_chain];
}

bool igd_lanes_is_fatal(const struct igd_finding *finding)
{
	return finding->verdict == IGD_FAIL && finding->severity == IGD_BLOCKER;
}
