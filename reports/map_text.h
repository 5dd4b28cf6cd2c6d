// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * map_text - a drawing in a terminal: a line for each thing, all on one scale, and where reach ends
 */
#ifndef IGD_REPORTS_MAP_TEXT_H
#define IGD_REPORTS_MAP_TEXT_H

#include "reports/page.h"

/* With its title, as part of a finding's block. */
void igd_map_text(struct igd_page *page, const struct igd_drawing *drawing);

#endif
