// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text_areas - everything by area, a line each (with -v a line for each check), and what it comes to
 */
#ifndef IGD_REPORTS_TEXT_AREAS_H
#define IGD_REPORTS_TEXT_AREAS_H

#include "reports/page.h"

void igd_text_areas(struct igd_page *page, const struct igd_exam *exam);
/* The counts, and what to do next. */
void igd_text_summary(struct igd_page *page, const struct igd_exam *exam);

#endif
