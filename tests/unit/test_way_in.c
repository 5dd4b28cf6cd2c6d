// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_way_in - which ports /proc/net/tcp says are open to other machines
 */
#include <stdlib.h>
#include <string.h>

#include "facts/host/way_in.h"
#include "tests/unit/unit.h"

#define HEAD "  sl  local_address rem_address   st tx_queue rx_queue\n"
#define ANY6 "00000000000000000000000000000000"

static void expect(const char *text, const char *ports)
{
	IGD_AUTOTEXT struct igd_text got = { 0 };

	igd_text_add(&got, "", 0);
	igd_listeners_parse(text, strlen(text), &got);
	assert_string_equal(got.text, ports);
}

static void keeps_listening_ports(void **state)
{
	(void)state;
	expect(HEAD "   0: 00000000:0016 00000000:0000 0A 00000000:00000000\n"
		    "   1: 0501A8C0:1F90 00000000:0000 0A 00000000:00000000\n"
		    "   2: 0501A8C0:0050 0901A8C0:D2F0 01 00000000:00000000\n",
		"22\n8080\n");
	expect(HEAD "   0: " ANY6 ":0016 " ANY6 ":0000 0A 00000000:00000000\n", "22\n");
	/* An IPv6 address that happens to end in 7F. */
	expect(HEAD "   0: B80D0120000000000000000001000 07F:0016 " ANY6 ":0000 0A\n", "");
	expect(HEAD "   0: B80D012000000000000000000100007F:0016 " ANY6 ":0000 0A\n", "22\n");
}

static void leaves_out_loopback(void **state)
{
	(void)state;
	expect(HEAD "   0: 0100007F:0016 00000000:0000 0A\n", "");
	expect(HEAD "   0: 3500007F:0035 00000000:0000 0A\n", "");
	expect(HEAD "   0: 00000000000000000000000001000000:0016 " ANY6 ":0000 0A\n", "");
	expect(HEAD "   0: 0000000000000000FFFF00000100007F:0016 " ANY6 ":0000 0A\n", "");
}

static void survives_nonsense(void **state)
{
	char line[1024];

	(void)state;
	expect("", "");
	expect("\n\n\n", "");
	expect("0: 00000000:0016 00000000:0000 0A", "");
	expect("0: :: 0A\n0: zz:0016 zz:0000 0A\n0: 00000000:0016\n", "");
	memset(line, '0', sizeof(line));
	line[1] = ':';
	line[sizeof(line) - 2] = '\n';
	line[sizeof(line) - 1] = '\0';
	expect(line, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_listening_ports),
		cmocka_unit_test(leaves_out_loopback),
		cmocka_unit_test(survives_nonsense),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
