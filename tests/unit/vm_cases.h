// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_cases - for tests: a command line, and what its model has to say
 */
#ifndef IGD_TESTS_UNIT_VM_CASES_H
#define IGD_TESTS_UNIT_VM_CASES_H

#include "tests/unit/unit.h"
#include "tests/unit/vm_dump.h"

struct test_case {
	const char *options; /* behind "qemu-system-x86_64 " */
	const char *
		lines[6]; /* pieces of the model, each within a line or from the beginning of one */
};

static void vm_check_text(const char *text, size_t size, const char *const *lines)
{
	struct igd_error error = { 0 };
	struct igd_vm vm;
	IGD_AUTOFREE char *dump = NULL;

	assert_int_equal(igd_vm_parse_command_line(text, size, &vm, &error), 0);
	dump = vm_dump(&vm);
	for (; *lines; lines++) {
		bool is_absent = **lines == '!';

		if (!strstr(dump, *lines + is_absent) != is_absent)
			fail_msg("%.*s\n%s: %s\n%s", (int)(size > 500 ? 500 : size), text,
				is_absent ? "has" : "lacks", *lines, dump);
	}
	igd_vm_done(&vm);
}

#endif
