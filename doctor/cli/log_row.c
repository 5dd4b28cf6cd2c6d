// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_row - what a report says of one symptom, from what was found
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/log.h"

static const enum igd_log_verdict verdicts[] = { [IGD_SYMPTOM_FATAL] = IGD_LOG_FATAL,
	[IGD_SYMPTOM_DEPENDS] = IGD_LOG_DEPENDS,
	[IGD_SYMPTOM_HARMLESS] = IGD_LOG_HARMLESS };

static char *copy(const char *text)
{
	return text ? igd_strdup(text) : NULL;
}

/* What a group found came out of the log. */
static char *fill(const struct igd_log_hit *hit, const char *text)
{
	const struct igd_log_sample *sample = hit->samples;
	IGD_AUTOFREE char *filled =
		igd_symptom_fill(hit->symptom, text, sample->text, sample->size);

	return igd_printable(filled, strlen(filled), SIZE_MAX - 8);
}

/* How many faults and how fast, before what they mean. */
static char *rate_and(const struct igd_dmar_faults *faults, const char *cause)
{
	IGD_AUTOFREE char *left_out =
		faults->suppressed
			? igd_printf(" and %" PRIu64 " that were not printed", faults->suppressed)
			: igd_strdup("");

	if (!faults->is_stream && faults->early == faults->count)
		return igd_printf(
			"%zu in the first half minute, none later. %s", faults->count, cause);
	if (!faults->is_stream)
		return igd_printf("%zu in all, and no stream of them. %s", faults->count, cause);
	if (faults->first < 0)
		return igd_printf("%zu in a row%s. %s", faults->lines, left_out, cause);
	return igd_printf("%zu within %.0f s%s. %s", faults->lines, faults->last - faults->first,
		left_out, cause);
}

void igd_log_row_fill(struct igd_log_row *row, const struct igd_log_hit *hit)
{
	const struct igd_symptom *symptom = hit->symptom;
	size_t i;

	*row = (struct igd_log_row){ .verdict = verdicts[hit->verdict], .count = hit->count };
	row->id = igd_strdup(symptom->id);
	row->title = *hit->device ? igd_printf("%s: %s", hit->device, symptom->title)
				  : igd_strdup(symptom->title);
	row->depends = row->verdict == IGD_LOG_DEPENDS ? copy(symptom->depends) : NULL;
	row->cause = fill(hit, symptom->cause);
	row->device = *hit->device ? igd_strdup(hit->device) : NULL;
	if (row->device) {
		IGD_AUTOFREE char *cause = row->cause;

		row->cause = rate_and(&hit->faults, cause);
	}
	row->remedy = fill(hit, symptom->remedy);
	row->check = copy(symptom->check);
	row->versions = copy(symptom->versions);
	row->excerpts = igd_zalloc(hit->sample_count * sizeof(*row->excerpts));
	for (i = 0; i < hit->sample_count; i++)
		row->excerpts[row->excerpt_count++] = (struct igd_log_excerpt){
			hit->samples[i].line,
			igd_printable(hit->samples[i].text, hit->samples[i].size, SIZE_MAX - 8)
		};
	for (i = 0; symptom->sources[i]; i++) {
		row->sources =
			igd_regrow(row->sources, row->source_count + 1, sizeof(*row->sources));
		row->sources[row->source_count++] = igd_strdup(symptom->sources[i]);
	}
}
