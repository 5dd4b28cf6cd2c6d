// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * exam - a finished examination: counting and ranking
 */
#include "core/exam.h"

#include <stdlib.h>
#include <string.h>

const char *igd_outcome_name(enum igd_outcome outcome)
{
	static const char *const names[] = { "ok", "degraded", "blocked", "unknown" };

	return names[outcome];
}

size_t igd_exam_count(const struct igd_exam *exam, enum igd_verdict verdict)
{
	size_t i, count = 0;

	for (i = 0; i < exam->count; i++)
		count += exam->findings[i].verdict == verdict;
	return count;
}

/* A check that is blocked stands for one that has failed, which need not have been chosen to be shown. */
static bool is_bad(const struct igd_finding *finding)
{
	return finding->verdict == IGD_FAIL || finding->verdict == IGD_BLOCKED;
}

enum igd_outcome igd_exam_outcome(const struct igd_exam *exam)
{
	bool is_unknown = false, is_degraded = false;
	size_t i;

	for (i = 0; i < exam->count; i++) {
		if (is_bad(&exam->findings[i]) && exam->findings[i].severity == IGD_BLOCKER)
			return IGD_OUTCOME_BLOCKED;
		is_degraded |= is_bad(&exam->findings[i]);
		is_unknown |= exam->findings[i].verdict == IGD_UNKNOWN &&
			      exam->findings[i].severity != IGD_HINT;
	}
	if (is_unknown)
		return IGD_OUTCOME_UNKNOWN;
	return is_degraded ? IGD_OUTCOME_DEGRADED : IGD_OUTCOME_OK;
}

const struct igd_finding *igd_exam_find(const struct igd_exam *exam, const char *id)
{
	size_t i;

	for (i = 0; i < exam->count; i++) {
		if (strcmp(exam->findings[i].id, id) == 0)
			return &exam->findings[i];
	}
	return NULL;
}

const struct igd_fix_known *igd_exam_find_fix(const struct igd_exam *exam, const char *id)
{
	size_t i;

	for (i = 0; i < exam->fix_count; i++) {
		if (strcmp(exam->fixes[i].id, id) == 0)
			return &exam->fixes[i];
	}
	return NULL;
}

const struct igd_fix_known *igd_exam_fix(
	const struct igd_exam *exam, const struct igd_finding *finding)
{
	return finding->verdict == IGD_FAIL && finding->fix ? igd_exam_find_fix(exam, finding->fix)
							    : NULL;
}

void igd_exam_add_fix(struct igd_exam *exam, const struct igd_fix_known *fix)
{
	struct igd_fix_known *copy;

	exam->fixes = igd_regrow(exam->fixes, exam->fix_count + 1, sizeof(*exam->fixes));
	copy = &exam->fixes[exam->fix_count++];
	*copy = (struct igd_fix_known){ .risk = fix->risk };
	copy->id = igd_strdup(fix->id);
	copy->plugin = igd_strdup(fix->plugin);
	copy->title = igd_strdup(fix->title);
	copy->risk_text = fix->risk_text ? igd_strdup(fix->risk_text) : NULL;
}

bool igd_exam_is_restricted(const struct igd_exam *exam)
{
	size_t i;

	for (i = 0; i < exam->count; i++) {
		if (exam->findings[i].verdict == IGD_UNKNOWN &&
			exam->findings[i].reason == IGD_REASON_NOT_PERMITTED)
			return true;
	}
	return false;
}

static bool is_blocked_by(const struct igd_finding *finding, const char *id)
{
	size_t i;

	for (i = 0; i < finding->blocked_by_count; i++) {
		if (strcmp(finding->blocked_by[i], id) == 0)
			return true;
	}
	return false;
}

size_t igd_exam_waiting(const struct igd_exam *exam, const char *id)
{
	size_t i, count = 0;

	for (i = 0; i < exam->count; i++)
		count += is_blocked_by(&exam->findings[i], id);
	return count;
}

struct rank {
	const struct igd_finding *finding;
	size_t waiting, place;
};

/* The graver first, then the one on which more wait, then as they are shown. */
static int compare_ranks(const void *left, const void *right)
{
	const struct rank *a = left, *b = right;

	if (a->finding->severity != b->finding->severity)
		return a->finding->severity < b->finding->severity ? 1 : -1;
	if (a->waiting != b->waiting)
		return a->waiting < b->waiting ? 1 : -1;
	return a->place < b->place ? -1 : 1;
}

void igd_exam_rank(struct igd_exam *exam)
{
	IGD_AUTOFREE struct rank *ranks = igd_zalloc(exam->count * sizeof(*ranks));
	size_t i, count = 0;

	for (i = 0; i < exam->count; i++) {
		if (exam->findings[i].verdict == IGD_FAIL)
			ranks[count++] = (struct rank){ &exam->findings[i],
				igd_exam_waiting(exam, exam->findings[i].id), i };
	}
	if (count)
		qsort(ranks, count, sizeof(*ranks), compare_ranks);
	for (i = 0; i < count; i++)
		igd_finding_add(&exam->start_with, &exam->start_count, ranks[i].finding->id);
}

static void subject_done(struct igd_subject *subject)
{
	free(subject->kernel);
	free(subject->distribution);
	free(subject->machine);
	free(subject->igpu_address);
	free(subject->igpu_id);
	free(subject->igpu_name);
	free(subject->igpu_platform);
	free(subject->igpu_driver);
}

void igd_exam_done(struct igd_exam *exam)
{
	size_t i;

	for (i = 0; i < exam->count; i++)
		igd_finding_done(&exam->findings[i]);
	for (i = 0; i < exam->start_count; i++)
		free(exam->start_with[i]);
	for (i = 0; i < exam->fix_count; i++)
		igd_fix_known_done(&exam->fixes[i]);
	free(exam->findings);
	free(exam->start_with);
	free(exam->fixes);
	subject_done(&exam->subject);
	*exam = (struct igd_exam){ 0 };
}
