// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lanes_text - lanes of boxes in a terminal
 */
#ifndef IGD_REPORTS_LANES_TEXT_H
#define IGD_REPORTS_LANES_TEXT_H

#include "reports/page.h"

void igd_lanes_text(struct igd_page *page, const struct igd_finding *finding);

#endif
