// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_libvirt_net - libvirt's networks and the VMs' addresses, as a library that is false tells them
 *
 * not under valgrind: it waits for deadlines
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host.h"
#include "core/source_live_libvirt.h"
#include "tests/unit/unit.h"

struct asked {
	struct igd_live_libvirt libvirt;
	struct igd_answer answer;
	char *uri;
};

static struct asked fake(const char *library, const char *word)
{
	return (struct asked){ .libvirt = { .library = library },
		.uri = igd_printf("fake:///%s", word) };
}

/* What is answered to reading a path below IGD_LIBVIRT_DIR; the name of its error. */
static const char *ask(struct asked *asked, const char *name)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_LIBVIRT_DIR "/%s", name);
	struct igd_question question = { IGD_ASK_READ, path, 2u << 20 };

	igd_answer_done(&asked->answer);
	igd_source_live_libvirt(&asked->libvirt, asked->uri, &question, &asked->answer);
	return asked->answer.error ? igd_errno_name(asked->answer.error) : asked->answer.bytes;
}

static void done(struct asked *asked)
{
	igd_live_libvirt_done(&asked->libvirt);
	igd_answer_done(&asked->answer);
	free(asked->uri);
	*asked = (struct asked){ 0 };
}

static void test_told(void **state)
{
	struct asked asked = fake(IGD_FAKE_LIBVIRT, "running");

	(void)state;
	assert_string_equal(ask(&asked, "networks"), "active default\ninactive my%20net\n");
	assert_string_equal(ask(&asked, "network/default.xml"), "<network/>");
	assert_string_equal(ask(&asked, "network/my%20net.xml"), "<network>i</network>");
	assert_string_equal(ask(&asked, "domain/vm0/addresses"),
		"52:54:00:ab:00:16 192.168.122.57 lease\n"
		"52:54:00:ab:00:16 fe80::5054:ff:fe00:16 lease\n"
		"52:54:00:ab:00:16 192.168.122.58 arp\n");
	assert_string_equal(ask(&asked, "error"), "ENODATA");
	assert_string_equal(ask(&asked, IGD_LIBVIRT_PLAN), "ENODATA");
	done(&asked);
	/* A network that is gone while it is asked for, a VM that does not run. */
	asked = fake(IGD_FAKE_LIBVIRT, "gone");
	assert_string_equal(ask(&asked, "network/default.xml"), "ENOENT");
	done(&asked);
	asked = fake(IGD_FAKE_LIBVIRT, "modest");
	assert_string_equal(ask(&asked, "domain/vm0/addresses"), "ENODATA");
	done(&asked);
}

/* What is not told of networks and addresses takes nothing from the rest. */
static void test_not_told(void **state)
{
	static const struct {
		const char *library, *word, *networks, *addresses;
	} cases[] = {
		{ IGD_FAKE_LIBVIRT, "addressless", "ECONNREFUSED", "ECONNREFUSED" },
		{ IGD_FAKE_LIBVIRT, "modest", "ENOENT", "ENODATA" },
		{ IGD_FAKE_LIBVIRT, "arp", "active default\ninactive my%20net\n",
			"52:54:00:ab:00:16 192.168.122.58 arp\n" },
		{ IGD_FAKE_LIBVIRT_OLD, "running", "ENODATA", "ENODATA" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct asked asked = fake(cases[i].library, cases[i].word);

		assert_string_equal(ask(&asked, "networks"), cases[i].networks);
		assert_string_equal(ask(&asked, "domain/vm0/addresses"), cases[i].addresses);
		assert_non_null(strstr(ask(&asked, "connection"), "libvirt 11.3.1\n"));
		assert_non_null(strstr(ask(&asked, "domains"), "vm0\n"));
		done(&asked);
	}
}

/* What was cut off is told as that, and takes nothing from what was told before. */
static void test_cut_off(void **state)
{
	static const char addresses[] = "52:54:00:ab:00:16 192.168.122.57 lease\n"
					"52:54:00:ab:00:16 fe80::5054:ff:fe00:16 lease\n"
					"52:54:00:ab:00:16 192.168.122.58 arp\n";
	static const char networks[] = "active default\ninactive my%20net\n";
	static const struct {
		const char *library, *word, *addresses, *networks;
	} cases[] = {
		{ IGD_FAKE_LIBVIRT, "nethang", addresses, "ETIMEDOUT" },
		{ IGD_FAKE_LIBVIRT, "netcrash", addresses, "EIO" },
		{ IGD_FAKE_LIBVIRT, "leasehang", "ETIMEDOUT", "ETIMEDOUT" },
		{ IGD_FAKE_LIBVIRT, "slow-running", addresses, networks },
		{ IGD_FAKE_LIBVIRT, "slow", "ENODATA", networks }, /* it does not run */
		{ IGD_FAKE_LIBVIRT_OLD, "slow-running", "ENODATA", "ENODATA" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct asked asked = fake(cases[i].library, cases[i].word);
		IGD_AUTOFREE char *connection = igd_printf("uri %s\n", asked.uri);

		assert_string_equal(ask(&asked, "domain/vm0/addresses"), cases[i].addresses);
		assert_string_equal(ask(&asked, "networks"), cases[i].networks);
		assert_non_null(strstr(ask(&asked, "domains"), "vm0\n"));
		assert_string_equal(ask(&asked, "connection"), connection);
		assert_string_equal(ask(&asked, IGD_LIBVIRT_PLAN), "ENODATA");
		done(&asked);
	}
}

/* An address cannot make words or lines of its own. */
static void test_hostile(void **state)
{
	struct asked asked = fake(IGD_FAKE_LIBVIRT, "hostile");

	(void)state;
	assert_string_equal(ask(&asked, "domain/vm0/addresses"),
		"52:54:00:00:00:16 10.0.0.1 lease\n52:54:00:00:00:16 10.0.0.1 arp\n");
	done(&asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_told),
		cmocka_unit_test(test_not_told),
		cmocka_unit_test(test_cut_off),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
