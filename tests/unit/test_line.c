// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_line - lines of somebody's file that are to read otherwise
 */
#include "tests/unit/plan_scene.h"

#define PATH "/etc/libvirt/qemu.conf"

/* One file, up to two edits of one fix, and what becomes of it. */
static void edits(void **state)
{
	static const struct {
		const char *text;
		uint32_t first;
		const char *old, *fresh;
		uint32_t second;
		const char *old2, *fresh2;
		const char *wanted;
	} cases[] = {
		{ "a\nb\nc\n", 2, "b", "B", 0, NULL, NULL, "a\nB\nc\n" },
		/* two edits count the lines as they were */
		{ "a\nb\nc\n", 1, "a", NULL, 3, "c", "C", "b\nC\n" },
		{ "a\nb\nc\n", 3, "c", "C", 1, "a", "A", "A\nb\nC\n" },
		/* how lines end is kept, also that the last does not */
		{ "a\r\nb\r\nc\r\n", 2, "b", "B", 0, NULL, NULL, "a\r\nB\r\nc\r\n" },
		{ "a\nb", 2, "b", "B", 0, NULL, NULL, "a\nB" },
		{ "a\r\nb", 1, "a", "x\ny", 0, NULL, NULL, "x\r\ny\r\nb" },
		{ "a\n\n\tb `c` \"d\\\n", 3, "\tb `c` \"d\\", "e", 0, NULL, NULL, "a\n\ne\n" },
		/* behind the last */
		{ "a\nb\n", 0, NULL, "c", 0, NULL, NULL, "a\nb\nc\n" },
		{ "a\nb", 0, NULL, "c", 0, NULL, NULL, "a\nb\nc\n" },
		{ "a\r\nb\r\n", 0, NULL, "c", 0, NULL, NULL, "a\r\nb\r\nc\r\n" },
		{ "", 0, NULL, "c", 0, NULL, NULL, "c\n" },
		/* the same wish twice is one */
		{ "a\nb\n", 1, "a", "A", 1, "a", "A", "A\nb\n" },
		{ "a\n", 0, NULL, "c", 0, NULL, "c", "a\nc\n" },
		{ "a\na\n", 1, "a", NULL, 2, "a", NULL, "" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		IGD_AUTOFREE char *nodes = NULL, *wanted = NULL;
		struct igd_text escaped = { 0 };
		const char *at;
		struct scene scene;

		for (at = cases[i].text; *at; at++)
			igd_text_printf(&escaped, "\\x%02x", (unsigned)(unsigned char)*at);
		nodes = igd_printf("f " PATH " %s\n", escaped.text ? escaped.text : "");
		igd_text_done(&escaped);
		scene_init(&scene, nodes);
		scene_line(
			&scene, 0, PATH, scene_edit(cases[i].first, cases[i].old, cases[i].fresh));
		if (cases[i].second || cases[i].fresh2)
			scene_line(&scene, 0, PATH,
				scene_edit(cases[i].second, cases[i].old2, cases[i].fresh2));
		wanted = igd_printf("file " PATH "\n%s", cases[i].wanted);
		scene_expect(&scene, wanted);
		assert_string_equal(scene.plan.steps[0].before.content, cases[i].text);
		assert_false(scene.plan.fixes[0].is_settled);
		scene_done(&scene);
	}
}

static void leaves_what_is_so(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "f " PATH " a\\nB\\n\n");
	scene_line(&scene, 0, PATH, scene_edit(2, "b", "B"));
	scene_line(&scene, 1, PATH, scene_edit(0, NULL, "a"));
	scene_expect(&scene, "");
	assert_true(scene.plan.fixes[0].is_settled);
	assert_true(scene.plan.fixes[1].is_settled);
	scene_done(&scene);
}

static void declines(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "f " PATH " a\\nx y\\n\ne /etc/secret EACCES\nx /etc/binary 610062\n");
	scene_line(&scene, 0, PATH, scene_edit(2, "b", "B"));
	scene_line(&scene, 1, PATH, scene_edit(7, "b", "B"));
	scene_line(&scene, 2, "/etc/secret", scene_edit(1, "b", "B"));
	scene_line(&scene, 3, "/etc/binary", scene_edit(1, "a", "B"));
	scene_expect(&scene, "");
	scene_declines(&scene, 0, "line 2 of " PATH " now reads `x y`");
	scene_declines(&scene, 1, PATH " has only 2 lines");
	scene_declines(&scene, 2, "/etc/secret cannot be read: Permission denied");
	assert_non_null(scene.plan.fixes[3].declined);
	scene_done(&scene);
}

/* A fix takes part as a whole or not at all, and what it would have done does not hinder the others. */
static void takes_nothing_of_who_declines(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "f " PATH " a\\nb\\nc\\n\n");
	scene_line(&scene, 0, PATH, scene_edit(1, "a", "A"));
	scene_line(&scene, 0, PATH, scene_edit(3, "x", "X"));
	scene_line(&scene, 1, PATH, scene_edit(1, "a", "other"));
	scene_line(&scene, 2, PATH, scene_edit(1, "a", "third"));
	scene_expect(&scene, "file " PATH "\nother\nb\nc\n");
	scene_declines(&scene, 0, "line 3 of " PATH " now reads `c`");
	assert_null(scene.plan.fixes[1].declined);
	scene_declines(&scene, 2, "line 1 of " PATH " is changed otherwise by another fix");
	scene_done(&scene);
}

static void puts_titles_together(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "f " PATH " a\\nb\\n\n");
	scene_line(&scene, 0, PATH, scene_edit(1, "a", NULL));
	scene_line(&scene, 1, PATH, scene_edit(2, "b", "B"));
	scene_line(&scene, 1, PATH, scene_edit(0, NULL, "c"));
	scene_plan(&scene);
	assert_int_equal(scene.plan.step_count, 2); /* and the boot */
	assert_string_equal(scene.plan.steps[0].title,
		"Take `a` out of " PATH "; make line 2 of " PATH " read `B`; add `c` to " PATH);
	assert_int_equal(scene.plan.steps[0].effect, IGD_EFFECT_BOOT);
	scene_done(&scene);
}

/* A link is edited where it leads to; two names of one file are one file. */
static void follows_links(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "l /etc/x ../usr/x.d\nf /usr/x.d/c a\\nb\\n\nl /etc/y x/./c\n"
			   "l /etc/nix /nix/store/1-etc\nf /nix/store/1-etc/c a\\n\n"
			   "l /etc/loop loop\n");
	scene_line(&scene, 0, "/etc/x/c", scene_edit(1, "a", "A"));
	scene_line(&scene, 1, "/etc/y", scene_edit(2, "b", "B"));
	scene_line(&scene, 2, "/etc/nix/c", scene_edit(1, "a", "A"));
	scene_line(&scene, 3, "/etc/loop", scene_edit(1, "a", "A"));
	scene_expect(&scene,
		"file /usr/x.d/c\nA\nB\n"
		"manual Make line 1 of /etc/nix/c read `A`: in the configuration of your system, "
		"which makes that file: A\n");
	assert_non_null(scene.plan.fixes[3].declined);
	scene_done(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(edits),
		cmocka_unit_test(leaves_what_is_so),
		cmocka_unit_test(declines),
		cmocka_unit_test(takes_nothing_of_who_declines),
		cmocka_unit_test(puts_titles_together),
		cmocka_unit_test(follows_links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
