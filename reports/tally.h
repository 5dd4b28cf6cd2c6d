// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tally - how often each verdict occurs, in an area or in all of an examination
 */
#ifndef IGD_REPORTS_TALLY_H
#define IGD_REPORTS_TALLY_H

#include "reports/page.h"

struct igd_tally {
	size_t count[IGD_BLOCKED + 1];	/* of each verdict */
	size_t failed[IGD_BLOCKER + 1]; /* of each severity of a failure */
	size_t total;
	enum igd_mark mark; /* of the worst; IGD_MARK_NA where there is nothing */
};

/* Of the area of this finding, or of all if it is NULL. */
struct igd_tally igd_tally(const struct igd_exam *exam, const struct igd_finding *area);
/* "3 of 5 ok, 1 blocker, 1 waits"; of the whole "20 ok, ...", where nothing applies "nothing". The caller frees it. */
IGD_MALLOC char *igd_tally_words(const struct igd_tally *tally, bool is_whole);
/* "ok", "blocker", "degraded", "hint", "unknown", "n/a", "waits": the verdict in a word. */
const char *igd_tally_word(const struct igd_finding *finding);

#endif
