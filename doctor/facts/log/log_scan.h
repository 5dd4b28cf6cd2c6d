// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_scan - names the symptoms in a log
 *
 * A log is fed in pieces of any size; memory is bounded, and time grows with the log's length only. Lines are
 * taken as people paste them: with colours, carriage returns, quotation marks of forums, no-break spaces, as
 * UTF-16 with a byte order mark, and cut in two by a terminal's width.
 */
#ifndef IGD_FACTS_LOG_LOG_SCAN_H
#define IGD_FACTS_LOG_LOG_SCAN_H

#include "facts/log/dmar_faults.h"
#include "facts/log/symptom.h"

/* So many different lines of one symptom are kept. */
#define IGD_LOG_SAMPLES 8

struct igd_log_sample {
	size_t line; /* its number in the log, from 1 */
	char *text;  /* the line, without colours and such; not printable, not even text for sure */
	size_t size;
};

struct igd_log_hit {
	const struct igd_symptom *symptom;
	enum igd_symptom_verdict verdict; /* what the rest of the log makes of the symptom's */
	size_t count;			  /* lines */
	struct igd_log_sample samples[IGD_LOG_SAMPLES]; /* the first ones that differ */
	size_t sample_count;				/* at least 1 */
	char device[16]; /* of DMA faults: whose they are, "0000:00:02.0"; otherwise empty */
	struct igd_dmar_faults
		faults; /* with a device only: how many and how fast; without the sample */
};

/* What was found, in the order of the first line of each symptom; DMA faults one for each device. */
struct igd_log_hits {
	struct igd_log_hit *list;
	size_t count;
	size_t lines, bytes; /* of the log */
};

/* Counts a line, and keeps a copy if it differs from those that are kept. */
void igd_log_hit_add(struct igd_log_hit *hit, size_t number, const char *text, size_t size);
void igd_log_hit_done(struct igd_log_hit *hit);

struct igd_log_scan;

/* symptoms are sorted, and borrowed until what the scan returned is released. */
IGD_EXPORT struct igd_log_scan *igd_log_scan_new(const struct igd_symptoms *symptoms);
IGD_EXPORT void igd_log_scan_feed(struct igd_log_scan *scan, const char *bytes, size_t size);
/* Ends the scan and frees it. */
IGD_EXPORT void igd_log_scan_end(struct igd_log_scan *scan, struct igd_log_hits *ret);
IGD_EXPORT void igd_log_hits_done(struct igd_log_hits *hits);

#endif
