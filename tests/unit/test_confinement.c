// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_confinement - what AppArmor's rules let a VM read, and SELinux' labels
 */
#include <string.h>

#include "facts/access/apparmor.h"
#include "facts/access/selinux.h"
#include "tests/unit/unit.h"

static void test_apparmor_patterns(void **state)
{
	static const struct {
		const char *pattern, *path;
		bool matches;
	} cases[] = {
		{ "/a/b", "/a/b", true },
		{ "/a/b", "/a/bc", false },
		{ "/a/*", "/a/b.rom", true },
		{ "/a/*", "/a/b/c", false },
		{ "/a/**", "/a/b/c", true },
		{ "/a/**.rom", "/a/b/c.rom", true },
		{ "/a/?.rom", "/a/b.rom", true },
		{ "/a/*/c*d", "/a/b/cxdxd", true },
		{ "/a/*/c*d", "/a/b/cx/d", false },
		{ "/a/**/c*d", "/a/b/cx/c/cxd", true },
		{ "/a/**c/*", "/a/c/c/d", true },
		{ "/a/**c/*", "/a/c/d/e", false },
		{ "/a**", "/a", true },
		{ "/a*", "/a", true },
		{ "/a[]b", "/ab", false },
		{ "/a\\{b,c}", "/a{b,c}", true },
		{ "/a?", "/a/", false },
		{ "/a[a-c]d", "/abd", true },
		{ "/a", "/ab", false },
		{ "/a?b", "/a/b", false },
		{ "/usr/share/{ovmf,OVMF}/**", "/usr/share/OVMF/x", true },
		{ "/usr/share/{ovmf,OVMF}/**", "/usr/share/oVMF/x", false },
		{ "/a{/b{,c},d}", "/a/bc", true },
		{ "/a{/b{,c},d}", "/a/b", true },
		{ "/a{/b{,c},d}", "/ad", true },
		{ "/a{/b{,c},d}", "/ac", false },
		{ "/usr/lib{,32,64}/x", "/usr/lib/x", true },
		{ "/a[0-9b]", "/a5", true },
		{ "/a[^0-9]", "/a5", false },
		{ "/a[0-9]", "/a/", false },
		{ "/a\\*", "/a*", true },
		{ "/a\\*", "/ab", false },
		{ "@{HOME}/**", "/srv/x", false },
		{ "/a{b", "/ab", false },
		{ "/a[b", "/ab", false },
	};
	IGD_AUTOTEXT struct igd_text evil = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		if (igd_apparmor_match(cases[i].pattern, cases[i].path) != cases[i].matches)
			fail_msg("%s, %s", cases[i].pattern, cases[i].path);
	}
	for (i = 0; i < 100; i++)
		igd_text_printf(&evil, "**a{b,**}");
	assert_false(igd_apparmor_match(evil.text, "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"));
}

/* It would match after 45,000 comparisons, and is given up before. */
static void test_apparmor_gives_up(void **state)
{
	IGD_AUTOTEXT struct igd_text path = { 0 };
	int i;

	(void)state;
	igd_text_printf(&path, "/");
	for (i = 0; i < 300; i++)
		igd_text_printf(&path, "a");
	igd_text_printf(&path, "/ab");
	assert_false(igd_apparmor_match("/**a*b", path.text));
	assert_true(igd_apparmor_match("/**/a*b", path.text));
}

static struct igd_apparmor_answer judge(const char *rules, const char *path)
{
	struct igd_apparmor_answer answer = { 0 };

	igd_apparmor_judge(rules, path, &answer);
	return answer;
}

static void test_apparmor_rules(void **state)
{
	struct igd_apparmor_answer answer = judge("owner /a r,\n# /a r,\n/a w,\n/b r,\n", "/a");

	(void)state;
	assert_false(answer.is_allowed);
	assert_false(answer.is_denied);
	assert_true(answer.may_be_allowed);
	assert_true(judge("  audit /a/** rwk,\n", "/a/b").is_allowed);
	assert_true(judge("file /a/** r,\n", "/a/b").is_allowed);
	assert_true(judge("\"/a b/**\" r,\n", "/a b/c").is_allowed);
	assert_false(judge("/a/** r,\n", "/a/b").may_be_allowed);
	answer = judge("/a/** r,\ndeny /a/b r,\n", "/a/b");
	assert_true(answer.is_denied);
	assert_false(judge("deny owner /a r,\n", "/a").may_be_allowed);
	answer = judge("@{HOME}/rom/*.rom r,\n", "/srv/kim/rom/igd.rom");
	assert_true(answer.may_be_allowed);
	assert_false(answer.is_allowed);
	assert_false(judge("@{HOME}/rom/*.rom r,\n", "/srv/kim/igd.rom").may_be_allowed);
	assert_false(judge("@{HOME}/rom/*.rom w,\n", "/srv/kim/rom/igd.rom").may_be_allowed);
	assert_false(judge("/b@{ r,\n", "/a").may_be_allowed);
}

static void test_selinux_types(void **state)
{
	char type[16];

	(void)state;
	assert_true(igd_selinux_type("system_u:object_r:usr_t:s0:c1,c2", type, sizeof(type)));
	assert_string_equal(type, "usr_t");
	assert_false(igd_selinux_type("", type, sizeof(type)));
	assert_false(igd_selinux_type("a:b", type, sizeof(type)));
	assert_false(igd_selinux_type("a:b:a_very_long_type_name_t:s0", type, sizeof(type)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_apparmor_patterns),
		cmocka_unit_test(test_apparmor_rules),
		cmocka_unit_test(test_apparmor_gives_up),
		cmocka_unit_test(test_selinux_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
