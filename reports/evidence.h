// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * evidence - what was seen, the most relevant first
 */
#ifndef IGD_REPORTS_EVIDENCE_H
#define IGD_REPORTS_EVIDENCE_H

#include "core/exam.h"

/*
 * A finding's evidence: first that of the very place it names, then the rest; without what it says itself. The caller
 * frees the array, not what it points to.
 */
const struct igd_evidence **igd_evidence_order(
	const struct igd_finding *finding, size_t *ret_count);

/* The first of them as lines "source: excerpt", at most limit; *ret_more: how many are left out. The caller frees it. */
IGD_MALLOC char *igd_evidence_lines(
	const struct igd_finding *finding, size_t limit, size_t *ret_more);

#endif
