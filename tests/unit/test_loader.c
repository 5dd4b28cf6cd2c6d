// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_loader - the file and variable formats of boot loaders, and the lint of a command line
 */
#include <stdlib.h>
#include <string.h>

#include "facts/boot/lint.h"
#include "facts/boot/loader_text.h"
#include "tests/unit/unit.h"

static void lines(void **state)
{
	static const char text[] = "title Linux\n# options no\noptions  a b \r\nOptions: c\n"
				   "optionsx=d\n\toptions = e\noptions";
	static const struct {
		const char *value;
		unsigned line;
	} found[] = { { "a b", 3 }, { "c", 4 }, { "e", 6 }, { "", 7 } };
	struct igd_loader_span span = { 0 };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(found) / sizeof(*found); i++) {
		assert_true(igd_loader_line(text, sizeof(text) - 1, "options", &span));
		assert_int_equal(span.line, found[i].line);
		assert_int_equal(span.size, strlen(found[i].value));
		assert_memory_equal(span.text, found[i].value, span.size);
	}
	assert_false(igd_loader_line(text, sizeof(text) - 1, "options", &span));
	assert_false(igd_loader_line("", 0, "options", &(struct igd_loader_span){ 0 }));
}

static void refind(void **state)
{
	static const char text[] =
		"# x\n\n\"broken\n\"Boot \"\"it\"\"\"  \"root=a ro\"\n\"b\" \"c\"";
	struct igd_loader_span span = { 0 };

	(void)state;
	assert_true(igd_loader_refind_line(text, sizeof(text) - 1, &span));
	assert_int_equal(span.line, 4);
	assert_int_equal(span.size, 9);
	assert_memory_equal(span.text, "root=a ro", 9);
	assert_true(igd_loader_refind_line(text, sizeof(text) - 1, &span));
	assert_int_equal(span.line, 5);
	assert_false(igd_loader_refind_line(text, sizeof(text) - 1, &span));
}

static void efi_text(void **state)
{
	char *text;

	(void)state;
	text = igd_loader_efi_text("\6\0\0\0s\0d\0\xe9\0\0\0x\0", 14);
	assert_string_equal(text, "sd?");
	free(text);
	text = igd_loader_efi_text("\6\0\0\0", 4);
	assert_string_equal(text, "");
	free(text);
	assert_null(igd_loader_efi_text("\6\0\0", 3));
	assert_null(igd_loader_efi_text("\6\0\0\0s", 5));
}

static void efi_entry(void **state)
{
	/* attributes, active, 14 bytes of device path, "A", a file node "\k", the end, "ro" */
	static const char entry[] =
		"\7\0\0\0\1\0\0\0\16\0A\0\0\0\4\4\12\0\\\0k\0\0\0\x7f\xff\4\0r\0o\0";
	char *path = NULL, *arguments = NULL;
	size_t size;

	(void)state;
	assert_true(igd_loader_efi_entry(entry, sizeof(entry) - 1, &path, &arguments));
	assert_string_equal(path, "\\k");
	assert_string_equal(arguments, "ro");
	free(path);
	free(arguments);
	for (size = 0; size < 28; size++)
		assert_false(igd_loader_efi_entry(entry, size, &path, &arguments));
	assert_false(igd_loader_efi_entry(
		"\7\0\0\0\1\0\0\0\4\0A\0\0\0\4\4\377\377", 18, &path, &arguments));
}

static void lint(void **state)
{
	static const char text[] =
		"video=efifb ff nomodeset intel_iommu=on,bogus pcie_acs_override=downstream "
		"vfio-pci.ids x{y}\xff iommu=pt";
	struct igd_lint found;

	(void)state;
	igd_lint_cmdline(&found, text, sizeof(text) - 1, NULL);
	assert_int_equal(found.count, 6);
	assert_string_equal(found.problems[1].clause, "{kernel-arg- ff}");
	assert_int_equal(found.problems[2].severity, IGD_HINT);
	assert_string_equal(found.problems[5].what,
		"`x{y}\\xff` holds bytes that are not ASCII, from a damaged copy");
	assert_null(strpbrk(found.problems[5].clause, "{}"));
	assert_string_equal(found.unneeded.text, "`iommu=pt`");
	igd_lint_done(&found);
	igd_lint_cmdline(&found, "a= = = = = = = = = =", 20, NULL);
	assert_int_equal(found.count, IGD_LINT_MAX);
	igd_lint_done(&found);
	assert_true(igd_lint_has_acs_override("6.9.1-zen1-1-zen"));
	assert_false(igd_lint_has_acs_override("6.12.107+deb13-amd64"));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines),
		cmocka_unit_test(refind),
		cmocka_unit_test(efi_text),
		cmocka_unit_test(efi_entry),
		cmocka_unit_test(lint),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
