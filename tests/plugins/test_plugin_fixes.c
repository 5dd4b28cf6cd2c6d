// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_plugin_fixes - plugins with bad fixes: refused whole where that is seen before one runs; else the fix
 * fails with the reason, and the others of the same plugin say what they want all the same
 */
#include <stdlib.h>
#include <string.h>

#include "core/proposal.h"
#include "core/runner.h"
#include "tests/unit/unit.h"

static const char *specimens, *plugins;

static struct igd_host *new_host(void)
{
	static const char text[] = "igd-doctor.tree/1\ne /unreadable EIO\n";
	struct igd_error error;

	return igd_host_new(igd_source_tree_text(text, strlen(text), "test", &error));
}

/* Asks the fixes of these ids of the plugin in that directory, beside the built-in ones. */
static int ask(const char *specimen, const char *const *ids, struct igd_exam *ret_exam,
	struct igd_proposals *ret)
{
	IGD_CLEANUP(igd_plugins_done) struct igd_plugin_set set = { 0 };
	IGD_AUTOFREE char *directory = igd_printf("%s/%s", specimens, specimen);
	struct igd_run_options options = { .timeout_ms = 700, .proposals = ret, .propose = ids };
	struct igd_host *host = new_host();
	struct igd_error error;
	int r;

	assert_int_equal(igd_plugins_add(&set, plugins, &error), 0);
	assert_int_equal(igd_plugins_add(&set, directory, &error), 0);
	igd_plugins_sort(&set);
	r = igd_run(host, &set, &options, ret_exam, &error);
	igd_host_free(host);
	return r;
}

static void refused(const char *specimen, const char *text)
{
	static const char *const ids[] = { "kernel-cmdline.iommu", NULL };
	IGD_CLEANUP(igd_proposals_done) struct igd_proposals proposals = { 0 };
	IGD_CLEANUP(igd_exam_done) struct igd_exam exam = { 0 };
	const struct igd_finding *finding;

	assert_int_equal(ask(specimen, ids, &exam, &proposals), 0);
	finding = igd_exam_find(&exam, "plugin.refused");
	if (!finding || !strstr(finding->what, text))
		fail_msg("%s: %s", specimen, finding ? finding->what : "it was not refused");
	/* The built-in fix of that name is still the built-in one. */
	assert_int_equal(proposals.count, 1);
	assert_string_not_equal(proposals.items[0].title, "Do what a specimen does");
}

static void is_refused(void **state)
{
	(void)state;
	refused("fix_untitled", "its fix specimen.fix has no valid title");
	refused("fix_riskless", "its fix specimen.fix has no valid risk_text");
	refused("fix_strange_risk", "its fix specimen.fix has no valid risk");
	refused("fix_planless", "its fix specimen.fix has no valid plan");
	refused("fix_bad_id", "its fix Specimen Fix has no valid id");
	refused("fix_twice", "its fix specimen.fix stands in it twice");
	refused("fix_double", "its fix kernel-cmdline.iommu is one of");
}

static void is_the_plain_one(const struct igd_proposal *proposal)
{
	assert_string_equal(proposal->id, "specimen.plain");
	assert_null(proposal->failed);
	assert_int_equal(proposal->changes.count, 1);
	assert_int_equal(proposal->changes.items[0].kind, IGD_CHANGE_FILE);
	assert_string_equal(
		proposal->changes.items[0].subject, "/etc/modprobe.d/igd-doctor-one.conf");
}

/* The bad fix fails with that reason; those asked before and behind it do not. */
static void fails(const char *specimen, const char *text)
{
	static const char *const ids[] = { "specimen.fix", "specimen.plain", NULL };
	IGD_CLEANUP(igd_proposals_done) struct igd_proposals proposals = { 0 };
	IGD_CLEANUP(igd_exam_done) struct igd_exam exam = { 0 };
	const struct igd_proposal *bad;

	assert_int_equal(ask(specimen, ids, &exam, &proposals), 0);
	assert_int_equal(proposals.count, 2);
	bad = &proposals.items[0];
	assert_string_equal(bad->id, "specimen.fix");
	assert_int_equal(bad->risk, IGD_RISK_DISPLAY);
	if (!bad->failed || !strstr(bad->failed, text))
		fail_msg("%s: %s", specimen, bad->failed ? bad->failed : "it did not fail");
	assert_int_equal(bad->changes.count, 0);
	is_the_plain_one(&proposals.items[1]);
}

static void fails_alone(void **state)
{
	(void)state;
	fails("fix_crash", "killed by signal 11");
	fails("fix_hang", "did not answer in time");
	fails("fix_leaves", "ended by itself with status 0");
	fails("fix_relative", "does not fit");
	fails("fix_many", "the plugin was lost while it ran this fix");
	fails("fix_unread", "/unreadable: could not be read: Input/output error");
}

static void is_asked(void **state)
{
	static const char *const ids[] = { "specimen.fix", "specimen.plain", NULL };
	IGD_CLEANUP(igd_proposals_done) struct igd_proposals proposals = { 0 };
	IGD_CLEANUP(igd_exam_done) struct igd_exam exam = { 0 };

	(void)state;
	assert_int_equal(ask("fix_good", ids, &exam, &proposals), 0);
	assert_null(igd_exam_find(&exam, "plugin.refused"));
	assert_int_equal(proposals.count, 2);
	assert_null(proposals.items[0].failed);
	assert_string_equal(proposals.items[0].title, "Do what a specimen does");
	assert_string_equal(proposals.items[0].risk_text, "The picture may go, said the test.");
	assert_string_equal(
		proposals.items[0].changes.items[0].value, "# two, of igd-doctor's tests\n");
	is_the_plain_one(&proposals.items[1]);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_refused),
		cmocka_unit_test(fails_alone),
		cmocka_unit_test(is_asked),
	};

	if (argc != 3) {
		fprintf(stderr, "usage: test-plugin-fixes SPECIMENS PLUGINS\n");
		return 2;
	}
	specimens = argv[1];
	plugins = argv[2];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
