// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * symptom_pattern - the patterns of symptoms, by PCRE2 within bounds
 */
#ifndef IGD_FACTS_LOG_SYMPTOM_PATTERN_H
#define IGD_FACTS_LOG_SYMPTOM_PATTERN_H

#include "core/util.h"

struct igd_symptom_pattern;

/* NULL with *ret_reason (the caller's to free) and *ret_offset, a byte of the text, if it is no pattern. */
struct igd_symptom_pattern *igd_symptom_pattern_new(
	const char *text, char **ret_reason, size_t *ret_offset);
void igd_symptom_pattern_free(struct igd_symptom_pattern *pattern);

bool igd_symptom_pattern_matches(
	const struct igd_symptom_pattern *pattern, const char *line, size_t size);
bool igd_symptom_pattern_has_group(const struct igd_symptom_pattern *pattern, const char *name);
/* What the named group found, NULL if it does not match, or has no such group; the caller frees it. */
char *igd_symptom_pattern_group(
	const struct igd_symptom_pattern *pattern, const char *name, const char *line, size_t size);

#endif
