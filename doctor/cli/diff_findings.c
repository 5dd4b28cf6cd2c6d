// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_findings - which verdicts turned, and whether for better or worse
 */
#include <string.h>

#include "cli/diff.h"

static bool is_told(enum igd_verdict verdict)
{
	return verdict != IGD_UNKNOWN && verdict != IGD_BLOCKED;
}

static bool is_same(const char *was, const char *now)
{
	return was == now || (was && now && strcmp(was, now) == 0);
}

/* Both could be told. That a check which passes has seen something else is in the evidence. */
static enum igd_turn turn_of(const struct igd_finding *was, const struct igd_finding *now)
{
	bool fails = now->verdict == IGD_FAIL, failed = was->verdict == IGD_FAIL;

	if (failed != fails)
		return fails ? IGD_TURN_WORSE : IGD_TURN_BETTER;
	if (fails && was->severity != now->severity)
		return now->severity > was->severity ? IGD_TURN_WORSE : IGD_TURN_BETTER;
	return fails && !is_same(was->what, now->what) ? IGD_TURN_REWORDED : IGD_TURN_COUNT;
}

/* IGD_TURN_COUNT if there is nothing to tell. */
static enum igd_turn compare(const struct igd_finding *was, const struct igd_finding *now)
{
	if (is_told(was->verdict))
		return is_told(now->verdict) ? turn_of(was, now) : IGD_TURN_LOST;
	if (now->verdict == IGD_FAIL)
		return IGD_TURN_SEEN;
	return now->verdict == IGD_PASS ? IGD_TURN_BETTER : IGD_TURN_COUNT;
}

static void add(struct igd_comparison *comparison, enum igd_turn turn,
	const struct igd_finding *was, const struct igd_finding *now)
{
	comparison->findings = igd_regrow(
		comparison->findings, comparison->finding_count + 1, sizeof(*comparison->findings));
	comparison->findings[comparison->finding_count++] =
		(struct igd_changed_finding){ turn, was, now };
}

/* Those of this turn, in the order of the checks. */
static void add_all(struct igd_comparison *comparison, enum igd_turn wanted)
{
	const struct igd_exam *before = &comparison->sessions[0].exam;
	const struct igd_exam *after = &comparison->sessions[1].exam;
	const struct igd_finding *was, *now;
	size_t i;

	for (i = 0; i < after->count; i++) {
		now = &after->findings[i];
		was = igd_exam_find(before, now->id);
		if (was && compare(was, now) == wanted)
			add(comparison, wanted, was, now);
		else if (!was && wanted == IGD_TURN_SEEN && now->verdict == IGD_FAIL)
			add(comparison, wanted, NULL, now);
	}
	for (i = 0; i < before->count && wanted == IGD_TURN_LOST; i++) {
		was = &before->findings[i];
		if (!igd_exam_find(after, was->id) && is_told(was->verdict))
			add(comparison, wanted, was, NULL);
	}
}

void igd_compare_findings(struct igd_comparison *comparison)
{
	unsigned turn;

	for (turn = 0; turn < IGD_TURN_COUNT; turn++)
		add_all(comparison, (enum igd_turn)turn);
}
