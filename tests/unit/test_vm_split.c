// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_vm_split - text as the words that a shell would see, and what people paste instead
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_build.h"
#include "tests/unit/unit.h"

/* The words between brackets: "[a][b c]". */
static char *split(struct igd_vm *vm, const char *text, size_t size)
{
	struct igd_text joined = { 0 };
	size_t count, i;
	const char *const *words;

	igd_vm_begin(vm, IGD_VM_COMMAND_LINE);
	words = igd_vm_split(vm, text, size, &count);
	igd_text_add(&joined, "", 0);
	for (i = 0; i < count; i++)
		igd_text_printf(&joined, "[%s]", words[i]);
	assert_null(words[count]);
	return joined.text;
}

struct test_case {
	const char *text, *words, *remark; /* a part of the only remark; NULL: there is none */
};

static void check_case(const struct test_case *item)
{
	struct igd_vm vm;
	IGD_AUTOFREE char *words = split(&vm, item->text, strlen(item->text));

	assert_string_equal(words, item->words);
	assert_int_equal(vm.remark_count, item->remark ? 1 : 0);
	if (item->remark)
		assert_non_null(strstr(vm.remarks[0], item->remark));
	igd_vm_done(&vm);
}

static void test_quotes(void **state)
{
	static const struct test_case cases[] = {
		{ "", "", NULL },
		{ "  \n\t", "", NULL },
		{ "a b\tc", "[a][b][c]", NULL },
		{ "'a b' \"c d\"", "[a b][c d]", NULL },
		{ "a'b'\"c\"d", "[abcd]", NULL },
		{ "'' \"\"", "[][]", NULL },
		{ "a\\ b \\'", "[a b][']", NULL },
		{ "'a\\b' \"a\\b\"", "[a\\b][a\\b]", NULL },
		{ "\"a\\\"b\\\\c\"", "[a\"b\\c]", NULL },
		{ "'{\"driver\":\"x\"}'", "[{\"driver\":\"x\"}]", NULL },
		{ "\"a\\\nb\"", "[ab]", NULL },
		{ "'a\nb'", "[a\nb]", NULL },
		{ "$'it\\'s'", "[it's]", NULL },
		{ "$'a\\tb'", "[a\\tb]", "escape in $'...'" },
		{ "'not closed", "[not closed]", NULL },
		{ "\"not closed", "[not closed]", NULL },
		{ "ends in \\", "[ends][in]", NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_case(&cases[i]);
}

static void test_ends(void **state)
{
	static const struct test_case cases[] = {
		{ "a b & c", "[a][b]", NULL },
		{ "a b; c", "[a][b]", NULL },
		{ "a b | tee x", "[a][b]", NULL },
		{ "a && b", "[a]", NULL },
		{ "a\nb", "[a]", NULL },
		{ "\n\n# x\na", "[a]", NULL },
		{ "a > log 2>&1 -b", "[a][-b]", NULL },
		{ "a 2>/dev/null b", "[a][b]", NULL },
		{ "a &> log b", "[a][b]", NULL },
		{ "a < in", "[a]", NULL },
		{ "a2> x", "[a2]", NULL },
		{ "a # b c\nd", "[a]", NULL },
		{ "a#b", "[a#b]", NULL },
		{ "a -b \\\n -c", "[a][-b][-c]", NULL },
		{ "a -b \\\r\n -c\r\n", "[a][-b][-c]", NULL },
		{ "a -b \\ \n -c", "[a][-b][-c]", "a backslash and a blank" },
		{ "a -b\n  -c", "[a][-b][-c]", "does not end in a backslash" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_case(&cases[i]);
}

static void test_what_is_not_expanded(void **state)
{
	static const struct test_case cases[] = {
		{ "a $RAM ${X}G", "[a][$RAM][${X}G]", "`$RAM`, `${X}`" },
		{ "a \"$DIR/x y\"", "[a][$DIR/x y]", "`$DIR`" },
		{ "a '$RAM'", "[a][$RAM]", NULL },
		{ "a $(cat x y) b", "[a][$(cat x y)][b]", "`$(cat x y)`" },
		{ "a `cat x` b", "[a][`cat x`][b]", "`cat x`" },
		{ "a \"$@\"", "[a][$@]", "`$@`" },
		{ "a *.iso", "[a][*.iso]", "`*`" },
		{ "$ a", "[$][a]", NULL },
		{ "a $A $B $C $D $E", "[a][$A][$B][$C][$D][$E]", "`$D` and more" },
		{ "a $(not closed", "[a][$(not][closed]", NULL },
		{ "a ${", "[a][${]", NULL },
		{ "a $", "[a][$]", NULL },
		{ "a `", "[a][`]", NULL },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_case(&cases[i]);
}

static void test_paste(void **state)
{
	static const struct test_case cases[] = {
		{ "> a -b \\\n> -c\n", "[a][-b][-c]", NULL },
		{ "> > a -b \\\n> > -c\n", "[a][-b][-c]", NULL },
		{ "\xef\xbb\xbf"
		  "a",
			"[a]", NULL },
		{ "a\xc2\xa0"
		  "b",
			"[a][b]", NULL },
		{ "a -device {\"driver\":\"x y\",\"id\":\"}\"} -b",
			"[a][-device][{\"driver\":\"x y\",\"id\":\"}\"}][-b]", NULL },
		{ "a {\"b\" c", "[a][{b][c]", NULL },
		{ "/usr/bin/kvm\n-id\n101\n-smbios\ntype=1,manufacturer=A \"B\" C\n",
			"[/usr/bin/kvm][-id][101][-smbios][type=1,manufacturer=A \"B\" C]", NULL },
		{ "  /usr/bin/kvm\r\n  -S\r\n  -m\r\n  8192\r\n", "[/usr/bin/kvm][-S][-m][8192]",
			NULL },
		{ "-machine\nq35\n", "[-machine][q35]", NULL },
		{ "kvm\n-m 4096\n-S\n", "[kvm][-m][4096][-S]", "does not end in a backslash" },
	};
	static const char process[] = "/usr/bin/kvm\0-name\0a 'b\0\0-S";
	struct igd_vm vm;
	char *words;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		check_case(&cases[i]);
	words = split(&vm, process, sizeof(process));
	assert_string_equal(words, "[/usr/bin/kvm][-name][a 'b][][-S]");
	igd_vm_done(&vm);
	free(words);
}

/* A long word is whole, and too many of them end somewhere. */
static void test_sizes(void **state)
{
	size_t size = (size_t)1 << 20, count;
	IGD_AUTOFREE char *text = igd_zalloc(size);
	struct igd_vm vm;

	(void)state;
	memset(text, 'a', size);
	igd_vm_begin(&vm, IGD_VM_COMMAND_LINE);
	assert_int_equal(strlen(igd_vm_split(&vm, text, size, &count)[0]), size);
	assert_int_equal(count, 1);
	igd_vm_done(&vm);

	for (count = 1; count < size; count += 2)
		text[count] = ' ';
	igd_vm_begin(&vm, IGD_VM_COMMAND_LINE);
	igd_vm_split(&vm, text, size, &count);
	assert_int_equal(count, 65535);
	assert_int_equal(vm.remark_count, 1);
	igd_vm_done(&vm);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quotes),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_what_is_not_expanded),
		cmocka_unit_test(test_paste),
		cmocka_unit_test(test_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
