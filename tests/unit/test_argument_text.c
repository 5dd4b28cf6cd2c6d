// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_argument_text - edits of kernel arguments leave every other byte of a file as it was
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixes/apply/argument_text.h"
#include "tests/unit/unit.h"

static const struct igd_argument_edit add[] = { { NULL, "a=on" } };
static const struct igd_argument_edit add_two[] = { { NULL, "a=on" }, { NULL, "b" } };
static const struct igd_argument_edit take[] = { { "x-y=1", NULL } };
static const struct igd_argument_edit change[] = { { "x-y=1", "a=on" } };
static const struct igd_argument_edit mixed[] = { { NULL, "b" }, { "x-y=1", "a=on" },
	{ "gone", NULL } };

struct edit_case {
	const struct igd_argument_edit *items;
	size_t count;
	const char *before, *after; /* NULL: refused */
	unsigned line;
	const char *key;
};

#define ADD add, 1
#define ADD_TWO add_two, 2
#define TAKE take, 1
#define CHANGE change, 1
#define MIXED mixed, 3

static void try(char *(*edit)(const char *text, size_t size, const struct igd_argument_edits *edits,
			const char **ret_why),
	const struct edit_case *one)
{
	const struct igd_argument_edits edits = { one->items, one->count, one->key, one->line };
	const char *why = NULL, *again_why = NULL;
	char *fresh = edit(one->before, strlen(one->before), &edits, &why), *again;

	if (!one->after) {
		assert_null(fresh);
		assert_non_null(why);
		return;
	}
	assert_non_null(fresh);
	assert_string_equal(fresh, one->after);
	again = edit(fresh, strlen(fresh), &edits, &again_why);
	assert_non_null(again);
	assert_string_equal(again, fresh);
	free(fresh);
	free(again);
}

#define TRY_ALL(edit, cases)                                                                       \
	do {                                                                                       \
		size_t i_;                                                                         \
		for (i_ = 0; i_ < sizeof(cases) / sizeof(*(cases)); i_++)                          \
			try(edit, &(cases)[i_]);                                                   \
	} while (0)

static void file(void **state)
{
	static const struct edit_case cases[] = {
		{ ADD, "root=ZFS=rpool/ROOT/pve-1 boot=zfs\n",
			"root=ZFS=rpool/ROOT/pve-1 boot=zfs a=on\n", 0, NULL },
		{ ADD, "ro", "ro a=on", 0, NULL },
		{ ADD, "", "a=on", 0, NULL },
		{ ADD, "\n", "a=on\n", 0, NULL },
		{ ADD, "ro \t\r\n", "ro a=on \t\r\n", 0, NULL },
		{ ADD, "# c\n", "# c\na=on", 0, NULL },
		{ ADD, "# c", NULL, 0, NULL },
		{ ADD, " # a=on\n\nro\n# x\nrw\n", " # a=on\n\nro a=on\n# x\nrw\n", 0, NULL },
		{ ADD, "ro\nquiet a=on\n", "ro\nquiet a=on\n", 0, NULL },
		{ ADD_TWO, "ro a=on\n", "ro a=on b\n", 0, NULL },
		{ ADD, "dyndbg=\"file a=on\" ro\n", "dyndbg=\"file a=on\" ro a=on\n", 0, NULL },
		{ TAKE, "ro x_y=1  quiet\n", "ro quiet\n", 0, NULL },
		{ TAKE, "ro x-y=1\n", "ro\n", 0, NULL },
		{ TAKE, "x-y=1", "", 0, NULL },
		{ TAKE, "x-y=1 ro  x_y=1\tx-y=1 \n", "ro \n", 0, NULL },
		{ TAKE, "ro x-y=11 x-y x-y=1,2\n", "ro x-y=11 x-y x-y=1,2\n", 0, NULL },
		{ TAKE, "ro \"x-y=1\" rw\n", "ro rw\n", 0, NULL },
		{ CHANGE, "ro x-y=1 rw x-y=1\n", "ro a=on rw\n", 0, NULL },
		{ CHANGE, "ro a=on x-y=1 rw\n", "ro a=on rw\n", 0, NULL },
		{ CHANGE, "ro\n", "ro a=on\n", 0, NULL },
		{ MIXED, "gone x-y=1 gone\nx-y=1 q\n", "a=on b\nq\n", 0, NULL },
	};

	(void)state;
	TRY_ALL(igd_arguments_in_file, cases);
}

static void lines(void **state)
{
	static const struct edit_case cases[] = {
		{ ADD, "title A\nlinux /vmlinuz\noptions root=a ro\n",
			"title A\nlinux /vmlinuz\noptions root=a ro a=on\n", 0, "options" },
		{ ADD, "options\troot=a\r\n# options x\r\noptions ro\r\n",
			"options\troot=a a=on\r\n# options x\r\noptions ro\r\n", 0, "options" },
		{ TAKE, "options x-y=1 ro\noptions rw x-y=1", "options ro\noptions rw", 0,
			"options" },
		{ ADD, "  APPEND a\n  append b\n", "  APPEND a\n  append b a=on\n", 2, "append" },
		{ ADD, "/Arch\n    cmdline: root=a\n", "/Arch\n    cmdline: root=a a=on\n", 0,
			"cmdline" },
		{ ADD, "[UKI]\nCmdline=ro\n", "[UKI]\nCmdline=ro a=on\n", 0, "Cmdline" },
		{ TAKE, "options x-y=1\noptions ro\n", "options ro\n", 0, "options" },
		{ TAKE, "options ro\noptions x-y=1", "options ro\n", 0, "options" },
		{ TAKE, "title A\noptions x-y=1\n", "title A\noptions \n", 0, "options" },
		{ CHANGE, "options x-y=1\noptions ro\n", "options a=on\noptions ro\n", 0,
			"options" },
		{ ADD, "options q -- b\noptions a=on\n", "options q a=on -- b\noptions a=on\n", 0,
			"options" },
		{ TAKE, "options q --\noptions x-y=1\n", "options q --\noptions x-y=1\n", 0,
			"options" },
		{ ADD, "options  \n", "options  a=on\n", 0, "options" },
		{ ADD, "options\n", NULL, 0, "options" },
		{ ADD, "cmdline:\n", "cmdline:a=on\n", 0, "cmdline" },
		{ ADD, "options ro \"a b\n", NULL, 0, "options" },
		{ ADD, "title A\n", NULL, 0, "options" },
	};

	(void)state;
	TRY_ALL(igd_arguments_in_lines, cases);
}

static void refind(void **state)
{
	static const struct edit_case cases[] = {
		{ ADD, "\"Boot with standard options\"  \"ro root=UUID=1 quiet \"\n\"Single\" \"ro single\"\n",
			"\"Boot with standard options\"  \"ro root=UUID=1 quiet a=on \"\n\"Single\" \"ro single\"\n",
			1, NULL },
		{ CHANGE, "# x-y=1\n\"A\" \"x-y=1 ro\"", "# x-y=1\n\"A\" \"a=on ro\"", 2, NULL },
		{ TAKE, "\"A\" \"dyndbg=\"\"a x-y=1\"\" x-y=1\"\n",
			"\"A\" \"dyndbg=\"\"a x-y=1\"\"\"\n", 1, NULL },
		{ ADD, "\"A\" ro\n", NULL, 1, NULL },
		{ ADD, "\"A\"ro \"\n", NULL, 1, NULL },
		{ ADD, "\"A\" \"ro\"\n", NULL, 2, NULL },
	};

	(void)state;
	TRY_ALL(igd_arguments_in_refind, cases);
}

#define V "GRUB_CMDLINE_LINUX_DEFAULT"

static void shell(void **state)
{
	static const struct edit_case cases[] = {
		{ ADD, V "=\"quiet splash\" # mine\n", V "=\"quiet splash a=on\" # mine\n", 1, V },
		{ ADD, V "='quiet'\n", V "='quiet a=on'\n", 1, V },
		{ ADD, V "=quiet", V "=\"quiet a=on\"", 1, V },
		{ ADD, V "=", V "=a=on", 1, V },
		{ ADD, V "=\"\"\r\n", V "=\"a=on\"\r\n", 1, V },
		{ ADD, V "=\"  \"\n", V "=\"a=on  \"\n", 1, V },
		{ ADD_TWO, V "=\n", V "=\"a=on b\"\n", 1, V },
		{ ADD, "# " V "=\"a\"\nexport " V "=\"quiet\"; X=1\n",
			"# " V "=\"a\"\nexport " V "=\"quiet a=on\"; X=1\n", 2, V },
		{ ADD, "X=1\n" V "=\"$" V " q\"\n", "X=1\n" V "=\"$" V " q a=on\"\n", 2, V },
		{ ADD, V "=\"quiet $(cat /etc/x) `date`\"\n",
			V "=\"quiet $(cat /etc/x) `date` a=on\"\n", 1, V },
		{ ADD, V "=\"quiet \\\n  splash\" \n", V "=\"quiet \\\n  splash a=on\" \n", 1, V },
		{ ADD, V "=quiet\\ splash\n", V "=quiet\\ splash\" a=on\"\n", 1, V },
		{ ADD, V "=\"a\"'b'c\n", V "=\"a\"'b'c\" a=on\"\n", 1, V },
		{ ADD, V "+=\" q\"\n", V "+=\" q a=on\"\n", 1, V },
		{ ADD, "kernel_cmdline+=\" root=a \"\n", "kernel_cmdline+=\" root=a a=on \"\n", 1,
			"kernel_cmdline" },
		{ ADD, "KERNEL_CMDLINE[default]+=\"ro\"\n",
			"KERNEL_CMDLINE[default]+=\"ro a=on\"\n", 1, "KERNEL_CMDLINE[default]" },
		{ ADD, "KERNEL_CMDLINE[\"default\"]='ro'\n",
			"KERNEL_CMDLINE[\"default\"]='ro a=on'\n", 1, "KERNEL_CMDLINE[default]" },
		{ TAKE, V "=\"x-y=1 quiet x_y=1\"\n", V "=\"quiet\"\n", 1, V },
		{ TAKE, V "=\"quiet \\\nx-y=1 \\\nsplash\"\n", V "=\"quiet \\\n\\\nsplash\"\n", 1,
			V },
		{ TAKE, V "='x-y=1'\n", V "=''\n", 1, V },
		{ TAKE, V "=x-y=1\n", V "=\n", 1, V },
		{ CHANGE, V "=x-y=1\n", V "=a=on\n", 1, V },
		{ CHANGE, V "=\"quiet x-y=1 dyndbg=\\\"a b\\\"\"\n",
			V "=\"quiet a=on dyndbg=\\\"a b\\\"\"\n", 1, V },
		{ ADD, V "=\"-- x-y=1 q\"\n", V "=\"a=on -- x-y=1 q\"\n", 1, V },
		{ ADD, V "=\"q -- a=on\"\n", V "=\"q a=on -- a=on\"\n", 1, V },
		{ ADD, V "=--\n", V "=\"a=on \"--\n", 1, V },
		{ TAKE, V "=\"q x-y=1 -- x-y=1\"\n", V "=\"q -- x-y=1\"\n", 1, V },
		{ MIXED, V "=\"gone quiet x-y=1\"\n", V "=\"quiet a=on b\"\n", 1, V },
		{ ADD, V "=\"quiet\n", NULL, 1, V },
		{ ADD, V "=(a b)\n", NULL, 1, V },
		{ ADD, V "=a " V "=b\n", NULL, 1, V },
		{ ADD, V "=a\n", NULL, 2, V },
		{ ADD, "X" V "=a\n", NULL, 1, V },
		{ ADD, V "=\"$(cat\"\n", NULL, 1, V },
	};

	(void)state;
	TRY_ALL(igd_arguments_in_shell, cases);
}

static void refused(void **state)
{
	static const char *const bad[] = { "a b", "a\"b", "a'b", "a$b", "a`b", "a\\b", "", "#a",
		"a\nb", "--", "\xc3\xa4" };
	struct igd_argument_edit item = { 0 };
	const struct igd_argument_edits edits = { &item, 1, "options", 0 };
	const char *why = NULL;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_false(igd_argument_is_plain(bad[i]));
		item.come = bad[i];
		assert_null(igd_arguments_in_file("ro\n", 3, &edits, &why));
		assert_non_null(why);
	}
	item.come = "a";
	assert_null(igd_arguments_in_file("ro\0\n", 4, &edits, &why));
	assert_null(igd_arguments_in_lines("options \0\n", 10, &edits, &why));
	assert_true(igd_argument_is_plain("vfio-pci.ids=8086:4680,8086:7ad0"));
	assert_true(igd_argument_is_same("vfio_pci.ids=a", "vfio-pci.ids=a"));
	assert_false(igd_argument_is_same("i915.x=a-b", "i915.x=a_b"));
	assert_false(igd_argument_is_same("iommu", "iommu="));
}

/* A line as long as nobody writes one: each byte of it is looked at once or twice, not by the million. */
static void long_line(void **state)
{
	const size_t words = 20000;
	char *text = malloc(words * 6 + 64), *at = text, *fresh;
	const struct igd_argument_edits edits = { change, 1, "options", 0 };
	const char *why = NULL;
	size_t i;

	(void)state;
	assert_non_null(text);
	at += sprintf(at, "options ");
	for (i = 0; i < words; i++)
		at += sprintf(at, "w%04zu ", i % 10000);
	memcpy(at, "x-y=1\n", sizeof("x-y=1\n"));
	fresh = igd_arguments_in_lines(text, strlen(text), &edits, &why);
	assert_non_null(fresh);
	memcpy(at, "a=on\n", sizeof("a=on\n"));
	assert_string_equal(fresh, text);
	free(fresh);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(file),
		cmocka_unit_test(lines),
		cmocka_unit_test(refind),
		cmocka_unit_test(shell),
		cmocka_unit_test(refused),
		cmocka_unit_test(long_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
