// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_sentry - logs that come, go, are rotated, emptied or dirty, and libvirt's events beside them
 *
 * not under valgrind: it measures how soon a line has its name
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/unit/sentry_scene.h"

static void test_comes_later(void **state)
{
	struct post post;
	uint64_t before;

	(void)state;
	prepare(&post);
	begin(&post);
	assert_int_equal(igd_sentry_deaf(post.sentry, IGD_SENTRY_QEMU), ENOENT);
	assert_int_equal(igd_sentry_deaf(post.sentry, IGD_SENTRY_LIBVIRT), ENOENT);
	expect_nothing(&post);
	before = igd_now_ms();
	write_to(post.qemu, NOT_VIABLE);
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S3", "group 1 is not viable");
	assert_true(igd_now_ms() - before < NAMED_MS);
	assert_int_equal(igd_sentry_deaf(post.sentry, IGD_SENTRY_QEMU), 0);
	write_to(post.qemu, "char device redirected to /dev/pts/1 (label charserial0)\n");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, NULL, "char device redirected");
	expect_nothing(&post);
	done(&post);
}

static void test_only_what_is_new(void **state)
{
	struct post post;

	(void)state;
	prepare(&post);
	write_to(post.qemu, NOT_VIABLE);
	write_to(post.firmware, "PlatformPei\n");
	begin(&post);
	assert_int_equal(igd_sentry_deaf(post.sentry, IGD_SENTRY_FIRMWARE), 0);
	expect_nothing(&post);
	write_to(post.firmware, "IgdAssignmentDxe: 0000:00:02.0: failed to allocate OpRegion\r\n");
	expect(&post, IGD_SENTRY_FIRMWARE, IGD_SENTRY_FATAL, "S137", "failed to allocate");
	done(&post);
}

static void test_rotated_and_emptied(void **state)
{
	struct post post;
	IGD_AUTOFREE char *old = NULL;

	(void)state;
	prepare(&post);
	write_to(post.qemu, "old\n");
	begin(&post);
	old = igd_printf("%s.0", post.qemu);
	write_to(post.qemu, "the last of the old\n");
	assert_int_equal(rename(post.qemu, old), 0);
	write_to(post.qemu, "the first of the new\n" NOT_VIABLE);
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, NULL, "the last of the old");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, NULL, "the first of the new");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S3", "not viable");
	assert_int_equal(truncate(post.qemu, 0), 0);
	expect_nothing(&post);
	write_to(post.qemu, "after\n");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, NULL, "after");
	assert_int_equal(unlink(post.qemu), 0);
	expect_nothing(&post);
	write_to(post.qemu, "again\n");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, NULL, "again");
	done(&post);
}

static void test_dirty_lines(void **state)
{
	struct post post;
	IGD_AUTOFREE char *long_line = igd_zalloc(200001);

	(void)state;
	prepare(&post);
	begin(&post);
	write_to(post.qemu, "\033[31mvfio: group 1 is not \033[1mviable\033[0m\r\r\n\n");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S3", "vfio: group 1 is not viable");
	write_to(post.qemu, "\001\xff\b evil\n");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, NULL, "\\x01\\xff\\x08 evil");
	memset(long_line, 'x', 200000);
	write_to(post.qemu, "group 1 is not viable");
	write_to(post.qemu, long_line);
	write_to(post.qemu, "\nshort\n");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S3", "...");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, NULL, "short");
	/* without an end */
	write_to(post.qemu, "vfio: group 2 is not viable");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S3", "group 2");
	done(&post);
}

static void test_with_hand(void **state)
{
	struct igd_hand_options options = { IGD_FAKE_LIBVIRT, IGD_FAKE_LIBVIRT, "fake:///dies",
		"win11" };
	struct igd_sentry_event event = { 0 };
	struct igd_hand_message answer;
	struct post post;
	unsigned number;

	(void)state;
	prepare(&post);
	post.hand = igd_hand_open(&options, NULL);
	assert_non_null(post.hand);
	begin(&post);
	assert_int_equal(igd_sentry_deaf(post.sentry, IGD_SENTRY_LIBVIRT), 0);
	number = igd_hand_begin(post.hand, IGD_HAND_START, NULL, 5000);
	while (!igd_sentry_answer(post.sentry, &answer)) {
		if (igd_sentry_next(post.sentry, NAMED_MS, &event)) {
			assert_int_equal(event.word, IGD_HAND_STARTED);
			assert_string_equal(event.text, "the VM has started");
			igd_sentry_event_done(&event);
		}
	}
	assert_int_equal(answer.number, number);
	assert_int_equal(answer.error, 0);
	free(answer.text);
	write_to(post.qemu,
		NOT_VIABLE "2026-11-23 17:00:00.000+0000: shutting down, reason=failed\n");
	while (igd_sentry_next(post.sentry, 500, &event)) {
		if (event.ear == IGD_SENTRY_LIBVIRT && event.word == IGD_HAND_STOPPED)
			number = 0;
		if (event.symptom && strcmp(event.symptom->id, "S3") == 0)
			answer.number = 0;
		igd_sentry_event_done(&event);
	}
	assert_int_equal(number, 0);
	assert_int_equal(answer.number, 0);
	done(&post);
}

static void test_hand_is_lost(void **state)
{
	struct igd_hand_options options = { IGD_FAKE_LIBVIRT, IGD_FAKE_LIBVIRT, "fake:///vanish",
		"win11" };
	struct post post;

	(void)state;
	prepare(&post);
	post.hand = igd_hand_open(&options, NULL);
	assert_non_null(post.hand);
	begin(&post);
	expect(&post, IGD_SENTRY_LIBVIRT, IGD_SENTRY_OPEN, NULL,
		"libvirt is lost: libvirt does not answer any more");
	assert_int_equal(igd_sentry_deaf(post.sentry, IGD_SENTRY_LIBVIRT), ENOTCONN);
	write_to(post.qemu, NOT_VIABLE);
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S3", "not viable");
	done(&post);
}

static void test_deaf(void **state)
{
	struct igd_sentry_event event;
	struct post post;

	(void)state;
	prepare(&post);
	free(post.qemu);
	post.qemu = igd_strdup("/dev");
	begin(&post);
	assert_int_equal(igd_sentry_deaf(post.sentry, IGD_SENTRY_QEMU), EINVAL);
	assert_false(igd_sentry_next(post.sentry, 0, &event));
	free(post.qemu);
	post.qemu = igd_strdup("/nowhere/at/all.log");
	done(&post);
	prepare(&post);
	free(post.qemu);
	post.qemu = igd_strdup("/nowhere/at/all.log");
	begin(&post);
	assert_int_equal(igd_sentry_deaf(post.sentry, IGD_SENTRY_QEMU), ENOENT);
	expect_nothing(&post);
	done(&post);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_comes_later),
		cmocka_unit_test(test_only_what_is_new),
		cmocka_unit_test(test_rotated_and_emptied),
		cmocka_unit_test(test_dirty_lines),
		cmocka_unit_test(test_with_hand),
		cmocka_unit_test(test_hand_is_lost),
		cmocka_unit_test(test_deaf),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
