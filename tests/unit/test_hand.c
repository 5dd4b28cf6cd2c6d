// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_hand - a VM driven through a libvirt that is false: starts, failures, events, agents, networks
 *
 * not under valgrind: it waits for deadlines
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "tests/unit/hand_scene.h"

static void test_starts(void **state)
{
	struct igd_hand *hand = open_as("good");
	char *text = NULL;

	(void)state;
	assert_int_equal(igd_hand_do(hand, IGD_HAND_STATE, NULL, SOON_MS, &text), 0);
	assert_string_equal(text, "shutoff shutdown");
	free(text);
	assert_int_equal(igd_hand_do(hand, IGD_HAND_START, NULL, SOON_MS, NULL), 0);
	expect(hand, IGD_HAND_STARTED, "booted");
	assert_int_equal(igd_hand_do(hand, IGD_HAND_STATE, NULL, SOON_MS, &text), 0);
	assert_string_equal(text, "running booted");
	free(text);
	assert_int_equal(igd_hand_do(hand, IGD_HAND_START, NULL, SOON_MS, &text), -EINVAL);
	assert_string_equal(text, "domain is already running");
	free(text);
	assert_int_equal(igd_hand_do(hand, IGD_HAND_SHUTDOWN, NULL, SOON_MS, NULL), 0);
	expect(hand, IGD_HAND_STOPPED, "shutdown");
	assert_int_equal(igd_hand_do(hand, IGD_HAND_DESTROY, NULL, SOON_MS, NULL), 0);
	expect(hand, IGD_HAND_STOPPED, "destroyed");
	igd_hand_free(hand);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_start_fails(void **state)
{
	static const struct {
		const char *word;
		int error;
		const char *words;
	} cases[] = {
		{ "diskless", ENOENT, "Cannot access storage file '/images/win11.qcow2'" },
		{ "busy", EBUSY, "PCI device 0000:00:02.0 is in use by driver QEMU, domain other" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_hand *hand = open_as(cases[i].word);

		expect_answer(hand, igd_hand_begin(hand, IGD_HAND_START, NULL, SOON_MS),
			cases[i].error, cases[i].words);
		igd_hand_free(hand);
	}
}

static void test_slow_start(void **state)
{
	struct igd_hand *hand = open_as("slow");
	unsigned start = igd_hand_begin(hand, IGD_HAND_START, NULL, SOON_MS), other;

	(void)state;
	other = igd_hand_begin(hand, IGD_HAND_AGENT, "guest-ping", SOON_MS);
	assert_int_not_equal(start, other);
	expect_answer(hand, other, 0, "{\"return\":9}");
	expect(hand, IGD_HAND_CRASHED, "panicked");
	expect_answer(hand, start, 0, "");
	igd_hand_free(hand);
}

static void test_kept(void **state)
{
	struct igd_hand *hand = open_as("slow");
	unsigned sleeper = igd_hand_begin(hand, IGD_HAND_AGENT, "sleep", SOON_MS);

	(void)state;
	assert_int_equal(igd_hand_do(hand, IGD_HAND_START, NULL, SOON_MS, NULL), 0);
	expect(hand, IGD_HAND_CRASHED, "panicked");
	expect_answer(hand, sleeper, 0, "{\"return\":9}");
	expect(hand, IGD_HAND_STARTED, "booted");
	igd_hand_free(hand);
}

static void test_dies_at_once(void **state)
{
	struct igd_hand *hand = open_as("dies");

	(void)state;
	assert_int_equal(igd_hand_do(hand, IGD_HAND_START, NULL, SOON_MS, NULL), 0);
	expect(hand, IGD_HAND_STARTED, "booted");
	expect(hand, IGD_HAND_STOPPED, "failed");
	igd_hand_free(hand);
}

static void test_events(void **state)
{
	struct igd_hand *hand = open_as("events");

	(void)state;
	expect(hand, IGD_HAND_STARTED, "restored");
	expect(hand, IGD_HAND_PAUSED, "ioerror");
	expect(hand, IGD_HAND_IO_ERROR, "/images/disk.qcow2: enospc (the VM is paused)");
	expect(hand, IGD_HAND_RESUMED, "unknown");
	expect(hand, IGD_HAND_AGENT_UP, "");
	expect(hand, IGD_HAND_AGENT_DOWN, "");
	expect(hand, IGD_HAND_WATCHDOG, "reset");
	expect(hand, IGD_HAND_REBOOTED, "");
	expect(hand, IGD_HAND_DEVICE_GONE, "hostdev0");
	expect(hand, IGD_HAND_PAUSED, "asleep");
	expect(hand, IGD_HAND_CRASHED, "panicked");
	expect(hand, IGD_HAND_STOPPED, "crashed");
	igd_hand_free(hand);
}

static void test_agent_is_there(void **state)
{
	struct igd_hand *hand = open_as("connected");

	(void)state;
	expect(hand, IGD_HAND_AGENT_UP, "");
	igd_hand_free(hand);
}

static void test_old_daemon(void **state)
{
	struct igd_hand *hand = open_as("old");
	struct igd_error error = { 0 };

	(void)state;
	assert_int_equal(igd_hand_do(hand, IGD_HAND_START, NULL, SOON_MS, NULL), 0);
	expect(hand, IGD_HAND_STARTED, "booted");
	igd_hand_free(hand);
	assert_null(try_open("eventless", "win11", &error));
	assert_int_equal(error.code, EOPNOTSUPP);
}

static void test_states_of_later(void **state)
{
	static const struct {
		const char *word, *text;
	} cases[] = { { "new", "nostate unknown" }, { "newer", "shutoff unknown" } };
	struct igd_hand *hand;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		hand = open_as(cases[i].word);
		expect_answer(hand, igd_hand_begin(hand, IGD_HAND_STATE, NULL, SOON_MS), 0,
			cases[i].text);
		igd_hand_free(hand);
	}
	hand = open_as("stateless");
	assert_int_equal(igd_hand_do(hand, IGD_HAND_STATE, NULL, SOON_MS, NULL), -ENOENT);
	igd_hand_free(hand);
}

static void test_agent(void **state)
{
	static const struct {
		const char *command;
		int error;
		const char *words;
	} cases[] = {
		{ "guest-ping", 0, "{\"return\":9}" },
		{ "disabled", EOPNOTSUPP, "the command is not allowed" },
		{ "unknown", EOPNOTSUPP, "has not been found" },
		{ "fails", EIO, "failed to open file" },
		{ "unresponsive", ENOTCONN, "is not connected" },
		{ "late", ETIMEDOUT, "didn't respond" },
		{ "unconfigured", EOPNOTSUPP, "is not configured" },
		{ "off", EINVAL, "domain is not running" },
		{ "locked", EBUSY, "state change lock" },
		{ "long", EFBIG, "the answer is too long" },
	};
	struct igd_hand *hand = open_as("good");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		expect_answer(hand, igd_hand_begin(hand, IGD_HAND_AGENT, cases[i].command, SOON_MS),
			cases[i].error, cases[i].words);
	igd_hand_free(hand);
}

static void test_agent_library_missing(void **state)
{
	struct igd_hand_options options = { IGD_FAKE_LIBVIRT, "libnothing-of-this-name.so.0",
		"fake:///good", "win11" };
	struct igd_hand *hand = igd_hand_open(&options, NULL);

	(void)state;
	assert_non_null(hand);
	expect_answer(hand, igd_hand_begin(hand, IGD_HAND_AGENT, "guest-ping", SOON_MS), EOPNOTSUPP,
		"is not installed");
	igd_hand_free(hand);
}

static void test_networks(void **state)
{
	struct igd_hand *hand = open_as("good");

	(void)state;
	assert_int_equal(igd_hand_do(hand, IGD_HAND_NETWORK_START, "default", SOON_MS, NULL), 0);
	assert_int_equal(
		igd_hand_do(hand, IGD_HAND_NETWORK_START, "default", SOON_MS, NULL), -EINVAL);
	assert_int_equal(igd_hand_do(hand, IGD_HAND_NETWORK_STOP, "default", SOON_MS, NULL), 0);
	assert_int_equal(igd_hand_do(hand, IGD_HAND_NETWORK_START, "none", SOON_MS, NULL), -ENOENT);
	igd_hand_free(hand);
}

static void test_long_order(void **state)
{
	struct igd_hand *hand = open_as("good");
	IGD_AUTOFREE char *order = igd_zalloc((64u << 10) + 2);

	(void)state;
	memset(order, 'x', (64u << 10) + 1);
	expect_answer(
		hand, igd_hand_begin(hand, IGD_HAND_AGENT, order, SOON_MS), E2BIG, "too long");
	order[64u << 10] = '\0';
	expect_answer(hand, igd_hand_begin(hand, IGD_HAND_AGENT, order, SOON_MS), 0, "return");
	igd_hand_free(hand);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_starts),
		cmocka_unit_test(test_start_fails),
		cmocka_unit_test(test_slow_start),
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_dies_at_once),
		cmocka_unit_test(test_events),
		cmocka_unit_test(test_agent_is_there),
		cmocka_unit_test(test_old_daemon),
		cmocka_unit_test(test_states_of_later),
		cmocka_unit_test(test_agent),
		cmocka_unit_test(test_agent_library_missing),
		cmocka_unit_test(test_networks),
		cmocka_unit_test(test_long_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
