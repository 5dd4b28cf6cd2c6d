// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lanes - what is said of a box of a drawing, in words that every printer for people shares
 */
#ifndef IGD_REPORTS_LANES_H
#define IGD_REPORTS_LANES_H

#include "core/finding.h"

/* "ok", "in the way", "unknown"; in a chain "in step", "differs", "unknown"; "" where nothing is said of it. */
const char *igd_lanes_word(const struct igd_drawing_lane *lane, const struct igd_drawing_box *box);
/* Whether a box that is bad is as bad as it gets: the finding is a blocker. */
bool igd_lanes_is_fatal(const struct igd_finding *finding);

#endif
