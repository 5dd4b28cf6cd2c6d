// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * order - which findings belong together, and in which order they are told
 */
#ifndef IGD_REPORTS_ORDER_H
#define IGD_REPORTS_ORDER_H

#include "core/exam.h"

/* All that failed, what to mend first first, then what was not ranked. The caller frees the array, not what it
 * points to. */
const struct igd_finding **igd_order_failed(const struct igd_exam *exam, size_t *ret_count);

/* The id among those which block the finding that is told first; NULL if it is not BLOCKED. */
const char *igd_order_waits_for(const struct igd_exam *exam, const struct igd_finding *finding);

/* Whether two unknown findings can be told in one breath: same place, same words, same reason. */
bool igd_order_is_alike(const struct igd_finding *a, const struct igd_finding *b);

/* Whether the finding at this place is unknown, and none before it is so for the same. */
bool igd_order_opens_alike(const struct igd_exam *exam, size_t place);
/* What the finding at this place waits for, if none before it waits for the same; else NULL. */
const char *igd_order_opens_wait(const struct igd_exam *exam, size_t place);

/* The part of the id before its dot is the area: its length. */
size_t igd_order_area(const struct igd_finding *finding);
bool igd_order_is_same_area(const struct igd_finding *a, const struct igd_finding *b);
/* Whether no finding before this place has its area. */
bool igd_order_opens_area(const struct igd_exam *exam, size_t place);

#endif
