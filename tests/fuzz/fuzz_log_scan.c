// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_log_scan - any bytes as a log, in pieces of any size, against the program's own symptoms
 */
#include <stdlib.h>
#include <string.h>

#include "facts/log/log_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void scan(const struct igd_symptoms *symptoms, const char *log, size_t size, size_t piece)
{
	struct igd_log_scan *scan = igd_log_scan_new(symptoms);
	struct igd_log_hits hits;
	size_t at, i;

	for (at = 0; at < size; at += piece)
		igd_log_scan_feed(scan, log + at, size - at < piece ? size - at : piece);
	igd_log_scan_end(scan, &hits);
	for (i = 0; i < hits.count; i++) {
		const struct igd_log_hit *hit = &hits.list[i];
		char *cause = igd_symptom_fill(hit->symptom, hit->symptom->cause,
			hit->samples[0].text, hit->samples[0].size);

		if (!hit->count || !hit->sample_count || hit->samples[0].line > hits.lines)
			abort();
		free(cause);
	}
	if (hits.bytes != size || hits.lines > size)
		abort();
	igd_log_hits_done(&hits);
}

/* Read once: a hundred and more patterns take longer than a log. */
static const struct igd_symptoms *own_symptoms(void)
{
	static struct igd_symptoms symptoms;

	if (!symptoms.count)
		igd_symptoms_own(&symptoms);
	return &symptoms;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size) {
		scan(own_symptoms(), (const char *)data, size, size);
		scan(own_symptoms(), (const char *)data, size, 1 + data[0] % 64);
	}
	return 0;
}
