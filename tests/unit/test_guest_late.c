// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_guest_late - a guest, its agent or libvirt that does not answer in time: which of them it was
 *
 * not under valgrind: it waits for deadlines, and loads libraries that are slow there
 */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>

#include "core/pool.h"
#include "tests/unit/guest_scene.h"

static void test_stuck(void **state)
{
	struct asked asked = fake("stuck-powershell");
	uint64_t before = igd_now_ms();

	(void)state;
	asked.guest.timeout_ms = 3000;
	assert_int_equal(error_of(&asked, "windows"), ETIMEDOUT);
	assert_in_range(igd_now_ms() - before, 500, 2900);
	assert_string_equal(
		ask(&asked, "error"), "windows: PowerShell in the guest did not end in time\n");
	assert_int_equal(error_of(&asked, "os"), 0);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	done(&asked);
}

/* An agent that is silent, told in another language: the time it took tells it from one that is away. */
static void test_late(void **state)
{
	struct asked asked = fake("late");

	(void)state;
	asked.guest.timeout_ms = 2500;
	assert_int_equal(error_of(&asked, "info"), ETIMEDOUT);
	assert_int_equal(error_of(&asked, "windows"), ETIMEDOUT);
	assert_string_equal(ask(&asked, "error"),
		"info: Gastagent antwortet nicht\nwindows: what system it is was not told\n");
	done(&asked);
}

/* Its state need not be told; what libvirt says of the agent is enough. */
static void test_stateless(void **state)
{
	struct asked asked = fake("stateless");

	(void)state;
	assert_int_equal(error_of(&asked, "info"), EIO);
	done(&asked);
}

/* The connection is lost while the agent is waited for: that is no answer of the agent's, however late. */
static void test_closed(void **state)
{
	struct asked asked = fake("closed");

	(void)state;
	asked.guest.timeout_ms = 2500;
	assert_int_equal(error_of(&asked, "info"), EIO);
	done(&asked);
}

/* Where libvirt hangs, nothing is known of the guest. */
static void test_hangs(void **state)
{
	static const struct {
		const char *word, *words;
	} cases[] = {
		{ "hang", "info: the connection to it did not come about\n" },
		{ "held",
			"info: it did not come back with an answer of the agent's, or without\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct asked asked = fake(cases[i].word);
		uint64_t before = igd_now_ms();

		asked.guest.timeout_ms = 2500;
		expect_error(&asked, cases[i].word, ETIME);
		assert_in_range(igd_now_ms() - before, 2400, 4500);
		if (!igd_starts_with(ask(&asked, "error"), cases[i].words))
			fail_msg("%s: %s", cases[i].word, asked.answer.bytes);
		assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
		done(&asked);
	}
}

/* An agent that answered once is there; what came of the rest in time is its affair. */
static void test_held_later(void **state)
{
	struct asked asked = fake("held-later");

	(void)state;
	asked.guest.timeout_ms = 2500;
	assert_int_equal(error_of(&asked, "info"), 0);
	assert_int_equal(error_of(&asked, "os"), ETIMEDOUT);
	assert_int_equal(error_of(&asked, "windows"), ETIMEDOUT);
	assert_int_equal(error_of(&asked, "reached"), ENODATA);
	done(&asked);
}

/* What libvirt took of the time the agent does not have: nothing is asked that could not be told from silence. */
static void test_slow_door(void **state)
{
	struct asked asked = fake("slow-door");

	(void)state;
	asked.guest.timeout_ms = 4000;
	expect_error(&asked, "slow-door", ETIME);
	assert_true(igd_starts_with(
		ask(&asked, "error"), "info: the connection to it took too long\n"));
	done(&asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_stuck),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_stateless),
		cmocka_unit_test(test_closed),
		cmocka_unit_test(test_hangs),
		cmocka_unit_test(test_held_later),
		cmocka_unit_test(test_slow_door),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
