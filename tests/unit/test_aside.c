// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_aside - igd_host_aside(): what is asked for only to be shown does not count
 */
#include <string.h>

#include "core/finding.h"
#include "core/host_private.h"
#include "tests/unit/unit.h"

static const struct igd_check check = { "area.claim", "A title", "Because.", "Do it.", IGD_DEGRADED,
	NULL, NULL, NULL, NULL };

static void look_aside(struct igd_host *host, void *context)
{
	igd_host_cite(host, "/elsewhere", "what is only shown");
	*(const char **)context = igd_host_line(host, "/bad");
}

static enum igd_verdict read_aside(struct igd_host *host, struct igd_finding *ret)
{
	const char *line = "x";
	int error = igd_host_aside(host, look_aside, &line);

	assert_null(line);
	if (igd_host_has(host, "/again"))
		igd_host_line(host, "/bad");
	return igd_pass(ret, "/file", "error %d", error);
}

/* It neither cites nor counts; but what is also asked for in the open does. */
static void what_is_aside_does_not_count(void **state)
{
	static const char *const trees[] = { "igd-doctor.tree/1\ne /bad EACCES\n",
		"igd-doctor.tree/1\n", "igd-doctor.tree/1\nf /again x\ne /bad EACCES\n" };
	static const char *const said[] = { "error 13", "error 0", "could not be read: " };
	struct igd_check aside = check;
	size_t i;

	(void)state;
	aside.run = read_aside;
	for (i = 0; i < 3; i++) {
		IGD_CLEANUP(igd_finding_done) struct igd_finding finding = { 0 };
		struct igd_host *host =
			igd_host_new(igd_source_tree_text(trees[i], strlen(trees[i]), "t", NULL));

		igd_finding_init(&finding, &aside, "plugin");
		igd_check_examine(&aside, host, NULL, &finding);
		assert_int_equal(finding.verdict, i == 2 ? IGD_UNKNOWN : IGD_PASS);
		assert_true(igd_starts_with(finding.what, said[i]));
		assert_int_equal(finding.evidence_count, 0);
		igd_host_free(host);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_aside_does_not_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
