// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_dmi - what firmware says of the machine, filled in and not
 */
#include <string.h>

#include "core/host_private.h"
#include "facts/host/dmi.h"
#include "tests/unit/unit.h"

#define ID "/sys/class/dmi/id/"

static void expect_machine(const char *nodes, const char *machine)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", nodes);
	struct igd_error error = { 0 };
	struct igd_host *host =
		igd_host_new(igd_source_tree_text(text, strlen(text), "test", &error));
	const char *got;
	struct igd_trace trace;

	igd_host_begin(host);
	got = igd_dmi_machine(host);
	trace = igd_host_end(host);
	assert_null(igd_trace_first(&trace));
	igd_trace_done(&trace);
	if (machine)
		assert_string_equal(got, machine);
	else
		assert_null(got);
	igd_host_free(host);
}

static void describes_the_machine(void **state)
{
	(void)state;
	expect_machine("f " ID "board_vendor ASUSTeK COMPUTER INC.\\n\n"
		       "f " ID "board_name ROG STRIX Z690-A\\n\n"
		       "f " ID "product_name System Product Name\\n\n"
		       "f " ID "bios_version 2802\\n\nf " ID "bios_date 10/27/2023\\n\n",
		"ASUSTeK COMPUTER INC. ROG STRIX Z690-A, firmware 2802 of 10/27/2023");
	expect_machine("f " ID "sys_vendor QEMU\\n\nf " ID "product_name Standard PC\\n\n",
		"QEMU Standard PC");
}

static void fillers_and_refusals_are_nothing(void **state)
{
	(void)state;
	expect_machine("", NULL);
	expect_machine("f " ID "board_vendor Default string\\n\n"
		       "f " ID "sys_vendor To Be Filled By O.E.M.\\n\nf " ID "board_name \\n\n",
		NULL);
	expect_machine("e " ID "board_vendor EACCES\nf " ID "board_name X\\n\n", "X");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(describes_the_machine),
		cmocka_unit_test(fillers_and_refusals_are_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
