// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * drawing_text - a finding's drawing in a terminal, whichever kind it is
 */
#ifndef IGD_REPORTS_DRAWING_TEXT_H
#define IGD_REPORTS_DRAWING_TEXT_H

#include "reports/page.h"

/* Nothing for a finding without a drawing. */
void igd_drawing_text(struct igd_page *page, const struct igd_finding *finding);

#endif
