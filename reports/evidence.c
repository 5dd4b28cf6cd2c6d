// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * evidence - what was seen, the most relevant first
 */
#include "reports/evidence.h"

#include <string.h>

/* Whether this is evidence of the very place that the finding names, or of something below it. */
static bool is_near(const struct igd_finding *finding, const struct igd_evidence *evidence)
{
	if (!finding->where || !*finding->where || !*evidence->source)
		return false;
	return igd_starts_with(finding->where, evidence->source) ||
	       strstr(evidence->source, finding->where);
}

static bool is_said(const struct igd_finding *finding, const struct igd_evidence *evidence)
{
	return finding->where && finding->what && strcmp(finding->where, evidence->source) == 0 &&
	       strcmp(finding->what, evidence->excerpt) == 0;
}

static size_t collect(const struct igd_finding *finding, bool near, const struct igd_evidence **to)
{
	const struct igd_evidence *evidence = finding->evidence;
	size_t i, count = 0;

	for (i = 0; i < finding->evidence_count; i++) {
		if (is_near(finding, &evidence[i]) == near && !is_said(finding, &evidence[i]))
			to[count++] = &evidence[i];
	}
	return count;
}

const struct igd_evidence **igd_evidence_order(const struct igd_finding *finding, size_t *ret_count)
{
	const struct igd_evidence **order =
		igd_zalloc((finding->evidence_count + 1) * sizeof(struct igd_evidence *));
	size_t count = collect(finding, true, order);

	*ret_count = count + collect(finding, false, order + count);
	return order;
}

char *igd_evidence_lines(const struct igd_finding *finding, size_t limit, size_t *ret_more)
{
	size_t i, count;
	IGD_AUTOFREE const struct igd_evidence **order = igd_evidence_order(finding, &count);
	struct igd_text lines = { 0 };

	igd_text_add(&lines, "", 0);
	for (i = 0; i < count && i < limit; i++)
		igd_text_printf(&lines, "%s: %s\n", order[i]->source, order[i]->excerpt);
	*ret_more = count - i;
	return lines.text;
}
