// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_finding - how a check is concluded, what sticks, and remedies filled in
 */
#include <errno.h>
#include <string.h>

#include "core/finding.h"
#include "core/host_private.h"
#include "tests/unit/unit.h"

static const char *expand(struct igd_host *host, const char *directive)
{
	if (strcmp(directive, "none x") == 0)
		return NULL;
	return strcmp(directive, "where") == 0 ? (host ? "here" : "anywhere") : "{filled}";
}

static void expect_remedy(const char *remedy, bool has_expand, const char *wanted)
{
	IGD_AUTOFREE char *got = igd_remedy_expand(remedy, NULL, has_expand ? expand : NULL);

	assert_string_equal(got, wanted);
}

static void directives_are_filled_in(void **state)
{
	(void)state;
	expect_remedy("plain", true, "Plain");
	expect_remedy("Do {where}, then {kernel-arg+ a b}.", true, "Do anywhere, then {filled}.");
	expect_remedy("Do {kernel-arg+ a b}", false, "Do a b");
	expect_remedy("Do {none x} and {restart}", false, "Do x and restart");
	expect_remedy("Do {none x}", true, "Do x");
	expect_remedy("Open { is open", true, "Open { is open");
	expect_remedy("Closed } first {where}", true, "Closed } first anywhere");
	expect_remedy("{where} it begins", true, "Anywhere it begins");
	expect_remedy("{kernel-arg+ a=b} begins", false, "a=b begins");
	expect_remedy("{}", false, "");
	expect_remedy("", true, "");
}

#define SOURCE                                                                                     \
	"igd-doctor.tree/1 recorded\nf /file text\\n\ne /root EACCES\ne /denied EPERM\ne /broken EIO\n"

static enum igd_verdict run_pass(struct igd_host *host, struct igd_finding *ret)
{
	return igd_pass(ret, "/file", "it says %s\x1b", igd_host_line(host, "/file"));
}

static enum igd_verdict run_cause(struct igd_host *host, struct igd_finding *ret)
{
	igd_host_text(host, "/file");
	igd_remedy(ret, "Own {where}.");
	igd_severity(ret, IGD_HINT);
	igd_fix(ret, NULL);
	return igd_fail(ret, "/file:1", "wrong");
}

/* What could not be read looks absent, and the check draws its conclusion from that. */
static enum igd_verdict run_root(struct igd_host *host, struct igd_finding *ret)
{
	igd_host_text(host, "/root");
	igd_host_text(host, "/broken");
	return run_cause(host, ret);
}

static enum igd_verdict run_denied(struct igd_host *host, struct igd_finding *ret)
{
	igd_host_text(host, "/denied");
	return igd_pass(ret, "/file", "fine");
}

static enum igd_verdict run_broken(struct igd_host *host, struct igd_finding *ret)
{
	igd_host_text(host, "/broken");
	return igd_na(ret, "/file", "does not apply");
}

static enum igd_verdict run_unlisted(struct igd_host *host, struct igd_finding *ret)
{
	igd_host_text(host, "/unlisted");
	return igd_unknown(ret, "/file", "who knows");
}

static enum igd_verdict run_undecided(struct igd_host *host, struct igd_finding *ret)
{
	igd_host_text(host, "/broken");
	igd_host_forgive(host, "/broken");
	return igd_unknown(ret, "/file", "who knows");
}

static const char *const references[] = { "https://example.org", NULL };

struct expected {
	enum igd_verdict (*run)(struct igd_host *host, struct igd_finding *ret);
	enum igd_verdict verdict;
	enum igd_reason reason;
	enum igd_severity severity;
	const char *where, *what, *remedy, *fix;
};

static void expect_finding(struct igd_host *host, const struct expected *expected)
{
	struct igd_check check = { .id = "area.claim",
		.title = "title",
		.why = "why",
		.remedy = "Do {where}.",
		.severity = IGD_BLOCKER,
		.fix = "fix.id",
		.references = references,
		.run = expected->run };
	struct igd_finding finding;

	igd_finding_init(&finding, &check, "plugin");
	igd_check_examine(&check, host, expand, &finding);
	assert_string_equal(finding.id, "area.claim");
	assert_string_equal(finding.plugin, "plugin");
	assert_string_equal(finding.references[0], references[0]);
	assert_int_equal(finding.reference_count, 1);
	assert_string_equal(igd_verdict_name(finding.verdict), igd_verdict_name(expected->verdict));
	assert_string_equal(igd_reason_name(finding.reason), igd_reason_name(expected->reason));
	assert_int_equal(finding.severity, expected->severity);
	assert_string_equal(finding.where, expected->where);
	assert_string_equal(finding.what, expected->what);
	assert_string_equal(finding.remedy, expected->remedy);
	if (expected->fix)
		assert_string_equal(finding.fix, expected->fix);
	else
		assert_null(finding.fix);
	igd_finding_done(&finding);
}

static void what_sticks_makes_unknown(void **state)
{
	static const struct expected cases[] = {
		{ run_pass, IGD_PASS, IGD_REASON_NONE, IGD_BLOCKER, "/file", "it says text\\x1b",
			"Do here.", "fix.id" },
		{ run_cause, IGD_FAIL, IGD_REASON_NONE, IGD_HINT, "/file:1", "wrong", "Own here.",
			NULL },
		/* what was chosen for a cause that is none is withdrawn */
		{ run_root, IGD_UNKNOWN, IGD_REASON_NOT_PERMITTED, IGD_BLOCKER, "/root",
			"could not be read: Permission denied", "Do here.", "fix.id" },
		{ run_denied, IGD_UNKNOWN, IGD_REASON_NOT_PERMITTED, IGD_BLOCKER, "/denied",
			"could not be read: Operation not permitted", "Do here.", "fix.id" },
		{ run_broken, IGD_UNKNOWN, IGD_REASON_UNREADABLE, IGD_BLOCKER, "/broken",
			"could not be read: Input/output error", "Do here.", "fix.id" },
		{ run_unlisted, IGD_UNKNOWN, IGD_REASON_NOT_RECORDED, IGD_BLOCKER, "/unlisted",
			"could not be read: not in the recording", "Do here.", "fix.id" },
		{ run_undecided, IGD_UNKNOWN, IGD_REASON_UNDECIDED, IGD_BLOCKER, "/file",
			"who knows", "Do here.", "fix.id" },
	};
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(SOURCE, strlen(SOURCE), "t", NULL));
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_finding(host, &cases[i]);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]);
		i++) /* one check does not disturb another */
		expect_finding(host, &cases[i]);
	igd_host_free(host);
}

static void evidence_is_what_was_cited(void **state)
{
	static const struct igd_check check = {
		.id = "a.b", .title = "t", .why = "w", .remedy = "r", .run = run_pass
	};
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(SOURCE, strlen(SOURCE), "t", NULL));
	struct igd_finding finding;

	(void)state;
	igd_finding_init(&finding, &check, "plugin");
	igd_check_examine(&check, host, NULL, &finding);
	assert_int_equal(finding.evidence_count, 1);
	assert_string_equal(finding.evidence[0].source, "/file");
	assert_string_equal(finding.evidence[0].excerpt, "text");
	assert_null(finding.fix);
	igd_finding_done(&finding);
	igd_finding_done(&finding); /* twice does no harm */
	igd_host_free(host);
}

static void everything_has_a_name(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < IGD_REASON_COUNT; i++)
		assert_true(strlen(igd_reason_name((enum igd_reason)i)) > 3);
	assert_string_equal(igd_reason_name(IGD_REASON_PROTOCOL), "protocol");
	assert_string_equal(igd_verdict_name(IGD_BLOCKED), "blocked");
	assert_string_equal(igd_verdict_name(IGD_UNKNOWN), "unknown");
	assert_string_equal(igd_severity_name(IGD_BLOCKER), "blocker");
	assert_string_equal(igd_severity_name(IGD_HINT), "hint");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(directives_are_filled_in),
		cmocka_unit_test(what_sticks_makes_unknown),
		cmocka_unit_test(evidence_is_what_was_cited),
		cmocka_unit_test(everything_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
