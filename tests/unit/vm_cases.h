// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_cases - for tests: the text of a VM, and what its model has to say
 */
#ifndef IGD_TESTS_UNIT_VM_CASES_H
#define IGD_TESTS_UNIT_VM_CASES_H

#include "tests/unit/unit.h"
#include "tests/unit/vm_dump.h"

/* Each of the lines is a piece of the model that parse() makes of the text; one behind a '!' is not in it. */
static void vm_check_text(
	int (*parse)(const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr),
	const char *text, size_t size, const char *const *lines)
{
	struct igd_error error = { 0 };
	struct igd_vm vm;
	IGD_AUTOFREE char *dump = NULL;

	assert_int_equal(parse(text, size, &vm, &error), 0);
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
