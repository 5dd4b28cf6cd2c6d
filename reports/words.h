// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * words - what an examination comes to, in sentences that every printer for people shares
 */
#ifndef IGD_REPORTS_WORDS_H
#define IGD_REPORTS_WORDS_H

#include "reports/report.h"

/* The examination in a sentence or two. The caller frees it. */
IGD_MALLOC char *igd_words_headline(
	const struct igd_exam *exam, const struct igd_report_style *style);
/* What to do about what could not be read for want of permission; NULL if that is not the matter. */
const char *igd_words_permission(const struct igd_exam *exam, const struct igd_report_style *style);
/* "Micro-Star International MS-7D25, Artix Linux, kernel 6.12.10". The caller frees it. */
IGD_MALLOC char *igd_words_host(const struct igd_exam *exam);
/* "UHD Graphics 770 (Alder Lake-S), 8086:4680 at 0000:00:02.0, driver i915". The caller frees it. */
IGD_MALLOC char *igd_words_igpu(const struct igd_exam *exam);
/* "where: what", or that of the two which there is. The caller frees it. */
IGD_MALLOC char *igd_words_found(const struct igd_finding *finding);
/* "not permitted", "the plugin crashed" ... */
const char *igd_words_reason(enum igd_reason reason);

#endif
