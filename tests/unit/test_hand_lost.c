// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_hand_lost - daemons that hang, die, or do not let anybody in; and children that do
 *
 * not under valgrind: it waits for deadlines
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/unit/hand_scene.h"

static void test_hangs(void **state)
{
	struct igd_hand *hand = open_as("hang");
	uint64_t before = igd_now_ms();
	unsigned start = igd_hand_begin(hand, IGD_HAND_START, NULL, 300);

	(void)state;
	expect_answer(hand, start, ETIMEDOUT, "libvirt gave no answer within 0.3 seconds");
	assert_in_range(igd_now_ms() - before, 299, 8000);
	assert_int_equal(igd_hand_do(hand, IGD_HAND_START, NULL, 100, NULL), -ETIMEDOUT);
	assert_int_equal(igd_hand_do(hand, IGD_HAND_DESTROY, NULL, SOON_MS, NULL), 0);
	expect(hand, IGD_HAND_STOPPED, "destroyed");
	igd_hand_free(hand);
}

static void test_many_orders(void **state)
{
	struct igd_hand *hand = open_as("hang");
	struct igd_hand_message message;
	unsigned i, busy = 0, late = 0;

	(void)state;
	for (i = 0; i < 20; i++)
		igd_hand_begin(hand, IGD_HAND_START, NULL, 500);
	for (i = 0; i < 20; i++) {
		message = next(hand);
		busy += message.error == EBUSY;
		late += message.error == ETIMEDOUT;
		free(message.text);
	}
	assert_int_equal(busy, 4);
	assert_int_equal(late, 16);
	igd_hand_free(hand);
}

static void expect_lost(struct igd_hand *hand, const char *why)
{
	struct igd_hand_message message;

	expect(hand, IGD_HAND_LOST, why);
	assert_false(igd_hand_next(hand, &message));
	expect_answer(hand, igd_hand_begin(hand, IGD_HAND_STATE, NULL, SOON_MS), EIO, "lost");
	assert_false(igd_hand_next(hand, &message));
	igd_hand_free(hand);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_daemon_dies(void **state)
{
	(void)state;
	expect_lost(open_as("vanish"), "libvirt does not answer any more");
}

static void test_child_dies(void **state)
{
	struct igd_hand *hand = open_as("crash");
	unsigned start = igd_hand_begin(hand, IGD_HAND_START, NULL, SOON_MS);

	(void)state;
	expect_answer(hand, start, EIO, "has ended");
	expect_lost(hand, "the child that speaks with libvirt has ended");
}

static void test_child_talks_nonsense(void **state)
{
	struct igd_hand *hand = open_as("nonsense");
	unsigned start = igd_hand_begin(hand, IGD_HAND_START, NULL, SOON_MS);

	(void)state;
	expect_answer(hand, start, EIO, "nonsense");
	expect_lost(hand, "the child that speaks with libvirt talks nonsense");
}

static void test_flood(void **state)
{
	static const struct timespec pause_of_caller = { 0, 300000000 };
	struct igd_hand *hand = open_as("flood");
	struct igd_hand_message message;
	size_t reboots = 0;

	(void)state;
	nanosleep(&pause_of_caller, NULL);
	for (message = next(hand); message.word != IGD_HAND_STOPPED; message = next(hand)) {
		reboots += message.word == IGD_HAND_REBOOTED;
		free(message.text);
	}
	assert_string_equal(message.text, "crashed");
	free(message.text);
	assert_in_range(reboots, 1, 19999);
	igd_hand_free(hand);
}

static void test_not_opened(void **state)
{
	static const struct {
		const char *word, *vm;
		int error;
		const char *words;
	} cases[] = {
		{ "refused", "win11", EACCES, "fake:///refused: in libvirt's own words" },
		{ "dead", "win11", ECONNREFUSED, "fake:///dead: in libvirt's own words" },
		{ "nowhere", "win11", ENOENT, "fake:///nowhere: in libvirt's own words" },
		{ "strange", "win11", EIO, "fake:///strange: in libvirt's own words" },
		{ "wordless", "win11", EIO, "fake:///wordless: no reason was told" },
		{ "good", "other", ESRCH, "no domain with matching name" },
		{ "crash-early", "win11", EIO, "the child that speaks with libvirt has ended" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct igd_error error = { 0 };

		assert_null(try_open(cases[i].word, cases[i].vm, &error));
		assert_int_equal(error.code, cases[i].error);
		assert_non_null(strstr(error.message, cases[i].words));
	}
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_no_library(void **state)
{
	static const char *const names[] = { "libnothing-of-this-name.so.0", "libc.so.6" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct igd_hand_options options = { names[i], names[i], NULL, "win11" };
		struct igd_error error = { 0 };

		assert_null(igd_hand_open(&options, &error));
		assert_int_equal(error.code, ENOPKG);
		assert_non_null(strstr(error.message, "qemu:///system: "));
	}
}

static void test_opening_hangs(void **state)
{
	uint64_t before = igd_now_ms();
	struct igd_error error = { 0 };

	(void)state;
	assert_null(try_open("mute", "win11", &error));
	assert_int_equal(error.code, ETIMEDOUT);
	assert_in_range(igd_now_ms() - before, 4999, 20000);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

static void test_loop_fails(void **state)
{
	struct igd_error error = { 0 };
	struct igd_hand *hand = try_open("broken-loop", "win11", &error);

	(void)state;
	if (hand)
		expect_lost(hand, "libvirt's event loop has failed");
	else
		assert_int_equal(error.code, EIO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hangs),
		cmocka_unit_test(test_many_orders),
		cmocka_unit_test(test_daemon_dies),
		cmocka_unit_test(test_child_dies),
		cmocka_unit_test(test_child_talks_nonsense),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_not_opened),
		cmocka_unit_test(test_no_library),
		cmocka_unit_test(test_opening_hangs),
		cmocka_unit_test(test_loop_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
