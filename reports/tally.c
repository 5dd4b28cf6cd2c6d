// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tally - how often each verdict occurs, in an area or in all of an examination
 */
#include "reports/tally.h"

#include "reports/order.h"
#include "reports/text_finding.h"

/* The order of enum igd_mark is not that of gravity. */
static unsigned gravity(enum igd_mark mark)
{
	static const unsigned gravities[] = {
		[IGD_MARK_NA] = 0,
		[IGD_MARK_PASS] = 1,
		[IGD_MARK_WAITING] = 2,
		[IGD_MARK_HINT] = 3,
		[IGD_MARK_UNKNOWN] = 4,
		[IGD_MARK_DEGRADED] = 5,
		[IGD_MARK_BLOCKER] = 6,
	};

	return gravities[mark];
}

struct igd_tally igd_tally(const struct igd_exam *exam, const struct igd_finding *area)
{
	struct igd_tally tally = { .mark = IGD_MARK_NA };
	size_t i;

	for (i = 0; i < exam->count; i++) {
		if (area && !igd_order_is_same_area(area, &exam->findings[i]))
			continue;
		tally.count[exam->findings[i].verdict]++;
		if (exam->findings[i].verdict == IGD_FAIL)
			tally.failed[exam->findings[i].severity]++;
		tally.total++;
		if (gravity(igd_text_mark(&exam->findings[i])) > gravity(tally.mark))
			tally.mark = igd_text_mark(&exam->findings[i]);
	}
	return tally;
}

static void add_count(struct igd_text *text, size_t count, const char *one, const char *many)
{
	if (count)
		igd_text_printf(
			text, "%s%zu %s", text->size ? ", " : "", count, count == 1 ? one : many);
}

char *igd_tally_words(const struct igd_tally *tally, bool is_whole)
{
	struct igd_text text = { 0 };
	size_t applying = tally->total - tally->count[IGD_NA];

	if (is_whole)
		igd_text_printf(&text, "%zu ok", tally->count[IGD_PASS]);
	else if (applying)
		igd_text_printf(&text, "%zu of %zu ok", tally->count[IGD_PASS], applying);
	add_count(&text, tally->failed[IGD_BLOCKER], "blocker", "blockers");
	add_count(&text, tally->failed[IGD_DEGRADED], "degraded", "degraded");
	add_count(&text, tally->failed[IGD_HINT], "hint", "hints");
	add_count(&text, tally->count[IGD_UNKNOWN], "unknown", "unknown");
	add_count(&text, tally->count[IGD_BLOCKED], "waits", "wait");
	add_count(&text, tally->count[IGD_NA], "does not apply", "do not apply");
	return text.text ? text.text : igd_strdup("nothing");
}

const char *igd_tally_word(const struct igd_finding *finding)
{
	static const char *const words[] = {
		[IGD_UNKNOWN] = "unknown",
		[IGD_PASS] = "ok",
		[IGD_FAIL] = "failed",
		[IGD_NA] = "n/a",
		[IGD_BLOCKED] = "waits",
	};

	return finding->verdict == IGD_FAIL ? igd_severity_name(finding->severity)
					    : words[finding->verdict];
}
