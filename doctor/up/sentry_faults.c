// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sentry_faults - DMA faults of the iGPU as they come: the first at once, then one event a second
 *
 * A handful is no fault; a stream that does not end is (facts/log/dmar_faults.h says where the one becomes the other).
 */
#include <stdlib.h>
#include <string.h>

#include "core/pool.h"
#include "facts/log/dmar_faults.h"
#include "up/sentry_private.h"

/* The kernel prints ten in five seconds at most: these are two minutes of a storm. */
#define MAX_LINES ((size_t)256)
/* Where the log does not tell the time, it is this program's, put behind what counts as booting (dmar_faults.c). */
#define CLOCK_BASE 86400.0
#define MAX_LEFT_OUT 1000000000ull

static void make_room(struct igd_sentry_faults *faults)
{
	size_t i, gone = MAX_LINES / 2;

	if (!faults->lines) {
		faults->lines = igd_zalloc(MAX_LINES * sizeof(*faults->lines));
		faults->texts = igd_zalloc(MAX_LINES * sizeof(*faults->texts));
	}
	if (faults->count < MAX_LINES)
		return;
	for (i = 0; i < gone; i++)
		free(faults->texts[i]);
	faults->count -= gone;
	memmove(faults->texts, faults->texts + gone, faults->count * sizeof(*faults->texts));
	memmove(faults->lines, faults->lines + gone, faults->count * sizeof(*faults->lines));
}

static void keep(struct igd_sentry_faults *faults, char *text, double seconds)
{
	make_room(faults);
	if (seconds < 0)
		seconds = CLOCK_BASE + (double)igd_now_ms() / 1000.0;
	faults->texts[faults->count] = text;
	faults->lines[faults->count++] = (struct igd_log_line){ seconds, text };
}

/* "dmar_fault: 3428 callbacks suppressed": so many more (lib/ratelimit.c). */
static size_t left_out(const char *text)
{
	static const char lead[] = "dmar_fault: ";
	const char *at = strstr(text, lead);
	unsigned long long number = at ? strtoull(at + strlen(lead), NULL, 10) : 0;

	return (size_t)(number < MAX_LEFT_OUT ? number : MAX_LEFT_OUT);
}

static const struct igd_symptom *symptom_of(
	const struct igd_symptoms *symptoms, enum igd_symptom_faults kind)
{
	size_t i;

	for (i = 0; i < symptoms->count; i++) {
		if (symptoms->list[i].faults == kind)
			return &symptoms->list[i];
	}
	return NULL;
}

static void tell(struct igd_sentry *sentry, size_t count, const char *text)
{
	const struct igd_sentry_faults *faults = &sentry->faults;
	struct igd_dmar_faults found = igd_dmar_faults(faults->lines, faults->count, sentry->igpu);
	enum igd_symptom_faults kind = found.is_stream		    ? IGD_FAULTS_STREAM
				       : found.early == found.count ? IGD_FAULTS_AT_BOOT
								    : IGD_FAULTS_FEW;
	struct igd_sentry_event event = { .ear = IGD_SENTRY_KERNEL,
		.weight = found.is_stream ? IGD_SENTRY_FATAL : IGD_SENTRY_HARMLESS,
		.symptom = symptom_of(sentry->symptoms, kind),
		.count = count };

	igd_sentry_add(sentry, &event, text, strlen(text));
}

void igd_sentry_take_fault(struct igd_sentry *sentry, const char *text, size_t size, double seconds)
{
	struct igd_sentry_faults *faults = &sentry->faults;
	IGD_AUTOFREE char *line = igd_strndup(text, size);
	struct igd_log_line one = { seconds, line };
	bool is_fault = strstr(line, "Request device [") != NULL;
	struct igd_sentry_event strange = { .ear = IGD_SENTRY_KERNEL, .count = 1 };

	if (is_fault)
		faults->is_mine = igd_dmar_faults(&one, 1, sentry->igpu).count != 0;
	if (!faults->is_mine) {
		if (igd_sentry_may_pass(&sentry->plain[IGD_SENTRY_KERNEL], 1, text, size))
			igd_sentry_add(sentry, &strange, text, size);
		return;
	}
	keep(faults, igd_strdup(line), seconds);
	if (!is_fault) {
		/* They happened before this line, and are told with what is held. */
		faults->rate.held += left_out(line);
		return;
	}
	if (igd_sentry_may_pass(&faults->rate, 1, text, size))
		tell(sentry, 1, line);
}

void igd_sentry_flush_faults(struct igd_sentry *sentry)
{
	struct igd_sentry_faults *faults = &sentry->faults;
	struct igd_sentry_rate *rate = &faults->rate;
	uint64_t now = igd_now_ms();
	size_t held = rate->held;

	if (!held || now - rate->since < 1000)
		return;
	rate->held = 0;
	rate->since = now;
	rate->passed = 1;
	tell(sentry, held, rate->last ? rate->last : faults->texts[faults->count - 1]);
}
