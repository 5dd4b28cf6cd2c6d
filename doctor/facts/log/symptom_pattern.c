// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * symptom_pattern - the patterns of symptoms, by PCRE2 within bounds
 *
 * Backtracking is bounded by a number of steps (pcre2api(3), "match limit"), so that no line and no pattern can
 * hold the program up: at most some tens of milliseconds are lost on one. Patterns are matched against bytes,
 * not UTF-8: logs are cut anywhere.
 */
#define PCRE2_CODE_UNIT_WIDTH 8
#include "facts/log/symptom_pattern.h"

#include <pcre2.h>
#include <stdlib.h>

#define MATCH_LIMIT 100000
#define DEPTH_LIMIT 1000

struct igd_symptom_pattern {
	pcre2_code *code;
	pcre2_match_context *bounds;
};

static void free_match(pcre2_match_data **match)
{
	pcre2_match_data_free(*match);
}

struct igd_symptom_pattern *igd_symptom_pattern_new(
	const char *text, char **ret_reason, size_t *ret_offset)
{
	struct igd_symptom_pattern *pattern = igd_zalloc(sizeof(*pattern));
	PCRE2_UCHAR reason[256] = "";
	int error;

	pattern->code = pcre2_compile((PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
		PCRE2_NEVER_BACKSLASH_C, &error, ret_offset, NULL);
	if (!pattern->code) {
		pcre2_get_error_message(error, reason, sizeof(reason));
		*ret_reason = igd_strdup((const char *)reason);
		igd_symptom_pattern_free(pattern);
		return NULL;
	}
	pattern->bounds = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(pattern->bounds, MATCH_LIMIT);
	pcre2_set_depth_limit(pattern->bounds, DEPTH_LIMIT);
	return pattern;
}

void igd_symptom_pattern_free(struct igd_symptom_pattern *pattern)
{
	if (!pattern)
		return;
	pcre2_match_context_free(pattern->bounds);
	pcre2_code_free(pattern->code);
	free(pattern);
}

static bool match(const struct igd_symptom_pattern *pattern, const char *line, size_t size,
	pcre2_match_data *ret)
{
	return pcre2_match(pattern->code, (PCRE2_SPTR)line, size, 0, 0, ret, pattern->bounds) >= 0;
}

bool igd_symptom_pattern_matches(
	const struct igd_symptom_pattern *pattern, const char *line, size_t size)
{
	IGD_CLEANUP(free_match)
	pcre2_match_data *found = pcre2_match_data_create_from_pattern(pattern->code, NULL);

	return match(pattern, line, size, found);
}

bool igd_symptom_pattern_has_group(const struct igd_symptom_pattern *pattern, const char *name)
{
	return pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR)name) > 0;
}

char *igd_symptom_pattern_group(
	const struct igd_symptom_pattern *pattern, const char *name, const char *line, size_t size)
{
	IGD_CLEANUP(free_match)
	pcre2_match_data *found = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	PCRE2_UCHAR *text;
	PCRE2_SIZE length;
	char *copy = NULL;

	if (!match(pattern, line, size, found) ||
		pcre2_substring_get_byname(found, (PCRE2_SPTR)name, &text, &length) != 0)
		return NULL;
	copy = igd_strndup((const char *)text, length);
	pcre2_substring_free(text);
	return copy;
}
