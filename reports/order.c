// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * order - which findings belong together, and in which order they are told
 */
#include "reports/order.h"

#include <string.h>

struct collection {
	const struct igd_finding **findings;
	size_t count;
};

static bool holds(const struct collection *collection, const struct igd_finding *finding)
{
	size_t i;

	for (i = 0; i < collection->count; i++) {
		if (collection->findings[i] == finding)
			return true;
	}
	return false;
}

/* Several may have one id: "plugin.refused". NULL stands for any id. */
static void collect(struct collection *collection, const struct igd_exam *exam, const char *id)
{
	const struct igd_finding *finding;

	for (finding = exam->findings; finding < exam->findings + exam->count; finding++) {
		if (finding->verdict == IGD_FAIL && (!id || strcmp(finding->id, id) == 0) &&
			!holds(collection, finding))
			collection->findings[collection->count++] = finding;
	}
}

const struct igd_finding **igd_order_failed(const struct igd_exam *exam, size_t *ret_count)
{
	struct collection failed = {
		.findings = igd_zalloc((exam->count + 1) * sizeof(struct igd_finding *)),
	};
	size_t i;

	for (i = 0; i < exam->start_count; i++)
		collect(&failed, exam, exam->start_with[i]);
	collect(&failed, exam, NULL);
	*ret_count = failed.count;
	return failed.findings;
}

const char *igd_order_waits_for(const struct igd_exam *exam, const struct igd_finding *finding)
{
	size_t i, j;

	if (finding->verdict != IGD_BLOCKED)
		return NULL;
	for (i = 0; i < exam->start_count; i++) {
		for (j = 0; j < finding->blocked_by_count; j++) {
			if (strcmp(exam->start_with[i], finding->blocked_by[j]) == 0)
				return exam->start_with[i];
		}
	}
	return finding->blocked_by_count ? finding->blocked_by[0] : "";
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool igd_order_is_alike(const struct igd_finding *a, const struct igd_finding *b)
{
	return a->verdict == IGD_UNKNOWN && b->verdict == IGD_UNKNOWN && a->reason == b->reason &&
	       is_same_text(a->where, b->where) && is_same_text(a->what, b->what);
}

bool igd_order_opens_alike(const struct igd_exam *exam, size_t place)
{
	size_t i;

	for (i = 0; i < place; i++) {
		if (igd_order_is_alike(&exam->findings[i], &exam->findings[place]))
			return false;
	}
	return exam->findings[place].verdict == IGD_UNKNOWN;
}

const char *igd_order_opens_wait(const struct igd_exam *exam, size_t place)
{
	const char *cause = igd_order_waits_for(exam, &exam->findings[place]), *other;
	size_t i;

	for (i = 0; cause && i < place; i++) {
		other = igd_order_waits_for(exam, &exam->findings[i]);
		if (other && strcmp(other, cause) == 0)
			return NULL;
	}
	return cause;
}

size_t igd_order_area(const struct igd_finding *finding)
{
	return strcspn(finding->id, ".");
}

bool igd_order_is_same_area(const struct igd_finding *a, const struct igd_finding *b)
{
	size_t length = igd_order_area(a);

	return length == igd_order_area(b) && memcmp(a->id, b->id, length) == 0;
}

bool igd_order_opens_area(const struct igd_exam *exam, size_t place)
{
	size_t i;

	for (i = 0; i < place; i++) {
		if (igd_order_is_same_area(&exam->findings[i], &exam->findings[place]))
			return false;
	}
	return true;
}
