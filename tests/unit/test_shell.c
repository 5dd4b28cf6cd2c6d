// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_shell - what a shell would set, without a shell
 */
#include <string.h>

#include "facts/boot/shell.h"
#include "tests/unit/unit.h"

/* A text, and what it makes of the variable A: NULL for "not a constant", "-" for "not set". */
static const struct {
	const char *text, *value;
	unsigned line;
} cases[] = {
	{ "A=b", "b", 1 },
	{ "A=\"b c\"\n", "b c", 1 },
	{ "\n\nA='$b \"c\"'", "$b \"c\"", 3 },
	{ "A=b\nA=c # not\n", "c", 2 },
	{ "A=b#c", "b#c", 1 },
	{ "#A=b\n", "-", 0 },
	{ "A=b\nA+=\" c\"\n", "b c", 2 },
	{ "A+=c", "c", 1 },
	{ "B=x\nA=\"$B ${B}y\"", "x xy", 2 },
	{ "A=\"a $A b\"", "a  b", 1 },
	{ "A=a\nA=\"$A b\"", "a b", 2 },
	{ "A=\"a \\\nb\"\nB=1", "a b", 1 },
	{ "A=a\\ b", "a b", 1 },
	{ "A=\"\\$B \\\"q\\\" \\n\"", "$B \"q\" \\n", 1 },
	{ "A=a\"b\"'c'", "abc", 1 },
	{ "A=", "", 1 },
	{ "A= b", "-", 0 }, /* for the command b only */
	{ "A=$(cat x)", NULL, 1 },
	{ "A=`cat x`", NULL, 1 },
	{ "A=\"x `cat \\`y\\`` z\"", NULL, 1 },
	{ "A=\"$(echo \")\" '}')\" B=1", NULL, 1 },
	{ "A=${B:-x}", NULL, 1 },
	{ "A=$1", NULL, 1 },
	{ "A=\"a$\"", "a$", 1 },
	{ "A=(a b)", NULL, 1 },
	{ "export A=b", "b", 1 },
	{ "declare -x A=b; B=c", "b", 1 },
	{ "A=b; unset A", "", 1 },
	{ "A=b cmd C=d", "-", 0 },
	{ "echo A=b", "-", 0 },
	{ "A=1 B=2\n", "1", 1 },
	{ "if true; then A=b; fi", NULL, 1 },
	{ "if true; then B=b; fi; A=c", "c", 1 },
	{ "case x in a) A=b;; esac", NULL, 1 },
	{ "case x in (a) B=b;; esac\nA=c", "c", 2 },
	{ "[ -d x ] && A=b", NULL, 1 },
	{ "[ -d x ] ||\nA=b\n", NULL, 2 },
	{ "[ -d x ] || B=b\nA=c\n", "c", 2 },
	{ "f() { A=b; }\n", NULL, 1 },
	{ "f() {\nB=b\n}\nA=c\n", "c", 4 },
	{ "( A=b )", NULL, 1 },
	{ "for i in 1 2; do A=$i; done", NULL, 1 },
	{ "while read A; do B=1; done\nA=x", "x", 2 },
	{ "cat <<E\nA=b\nE\n", "-", 0 },
	{ "cmd \\\n A=b\n", "-", 0 },
	{ "A=b\r\n", "b", 1 },
};

static void expect(const char *text, const char *value, unsigned line)
{
	struct igd_shell shell = { 0 };
	const struct igd_shell_assignment *found;

	igd_shell_read(&shell, "x", text, strlen(text));
	found = igd_shell_find(&shell, "A");
	if (value && strcmp(value, "-") == 0) {
		if (found)
			fail_msg("%s: is set", text);
	} else if (!found || found->line != line) {
		fail_msg("%s: is not set in line %u", text, line);
	} else if (value ? !found->value || strcmp(found->value, value) != 0 : !!found->value) {
		fail_msg("%s: is \"%s\"", text, found->value ? found->value : "(not a constant)");
	}
	igd_shell_done(&shell);
}

static void constants(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect(cases[i].text, cases[i].value, cases[i].line);
}

static void open_ends(void **state)
{
	static const char *const texts[] = { ". /etc/x", "eval x", "A='x", "A=\"x", "A=`x", "A=$(x",
		"A=${B", "cat <<E", ": ${A:=b}", NULL };
	const char *const *text;

	(void)state;
	for (text = texts; *text; text++) {
		struct igd_shell shell = { 0 };

		igd_shell_read(&shell, "x", *text, strlen(*text));
		assert_true(shell.is_open);
		igd_shell_done(&shell);
	}
}

static void files(void **state)
{
	struct igd_shell shell = { 0 };

	(void)state;
	igd_shell_read(&shell, "one", "A=b\nK[default]=\"q\"\n", 20);
	igd_shell_read(&shell, "two", "#\nA=\"$A c\"\nK[default]+=\" r\"\nK['x']=y", 39);
	assert_string_equal(igd_shell_value(&shell, "A"), "b c");
	assert_string_equal(igd_shell_value(&shell, "K[default]"), "q r");
	assert_string_equal(igd_shell_value(&shell, "K[x]"), "y");
	assert_string_equal(igd_shell_find(&shell, "A")->path, "two");
	assert_null(igd_shell_value(&shell, "B"));
	assert_false(shell.is_open);
	igd_shell_done(&shell);
}

/* A value that doubles with every line stops being a constant long before it fills the memory. */
static void bounds(void **state)
{
	struct igd_shell shell = { 0 };
	struct igd_text text = { 0 };
	unsigned i;

	(void)state;
	igd_text_printf(&text, "A=xxxxxxxx\n");
	for (i = 0; i < 40; i++)
		igd_text_printf(&text, "A=\"$A$A\"\n");
	for (i = 0; i < 3000; i++)
		igd_text_printf(&text, "B=%u\n", i);
	igd_shell_read(&shell, "x", text.text, text.size);
	assert_null(igd_shell_value(&shell, "A"));
	assert_int_equal(shell.count, IGD_SHELL_MAX_ASSIGNMENTS);
	assert_true(shell.is_open);
	igd_shell_done(&shell);
	igd_text_done(&text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(constants),
		cmocka_unit_test(open_ends),
		cmocka_unit_test(files),
		cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
