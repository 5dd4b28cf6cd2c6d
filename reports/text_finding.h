// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * text_finding - one finding in full, as a block of labelled paragraphs
 */
#ifndef IGD_REPORTS_TEXT_FINDING_H
#define IGD_REPORTS_TEXT_FINDING_H

#include "reports/page.h"

enum igd_mark igd_text_mark(const struct igd_finding *finding);

/*
 * What failed: id and severity, how many checks wait for it, what was found, how it is known, why it matters, what to do,
 * and which fix does it.
 */
void igd_text_failed(
	struct igd_page *page, const struct igd_exam *exam, const struct igd_finding *finding);

/* What was seen, the most relevant first; without -v no more than a few. */
void igd_text_evidence(struct igd_page *page, const struct igd_finding *finding);

/* A paragraph behind a label in the margin; the label may be "". Nothing if the text is empty. */
void igd_text_labelled(struct igd_page *page, const char *label, const char *text);

#endif
