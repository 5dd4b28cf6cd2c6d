// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_sentry_judge - what lines weigh: with others, in floods, and DMA faults by their rate
 *
 * not under valgrind: it measures how soon a line has its name
 */
#include <stdlib.h>
#include <string.h>

#include "tests/unit/sentry_scene.h"

#define FAULT(time, device)                                                                        \
	"[" time "] DMAR: [DMA Read NO_PASID] Request device [" device                             \
	"] fault addr 0x7cd80000 [fault reason 0x06] PTE Read access is not set\n"

static void test_turns_fatal(void **state)
{
	struct post post;

	(void)state;
	prepare(&post);
	begin(&post);
	write_to(post.qemu, CANNOT_MAP);
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_OPEN, "S55", "0x380000000000");
	write_to(post.qemu, UNABLE);
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S55", "0x380000000000");
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S130", "unable to continue");
	write_to(post.qemu, CANNOT_MAP);
	expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S55", "0x380000000000");
	expect_nothing(&post);
	done(&post);
}

static void test_many_lines(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct post post;
	int i;

	(void)state;
	prepare(&post);
	begin(&post);
	for (i = 0; i < 1000; i++)
		igd_text_printf(&text, "line %d\n", i);
	for (i = 0; i < 100; i++)
		igd_text_printf(&text, "%s", NOT_VIABLE);
	write_to(post.qemu, text.text);
	for (i = 0; i < 50; i++)
		expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_PLAIN, NULL, "line ");
	/* The first is told whatever the rate, and four in a second. */
	for (i = 0; i < 5; i++)
		expect(&post, IGD_SENTRY_QEMU, IGD_SENTRY_FATAL, "S3", "not viable");
	expect_count(&post, 95, IGD_SENTRY_FATAL);
	expect_count(&post, 950, IGD_SENTRY_PLAIN);
	expect_nothing(&post);
	done(&post);
}

static void test_torrent(void **state)
{
	size_t size = (size_t)48 << 20;
	IGD_AUTOFREE char *torrent = igd_zalloc(size + 1);
	struct igd_sentry_event event = { 0 };
	bool is_left_out = false, is_kernel = false, is_named = false;
	struct post post;
	uint64_t end;

	(void)state;
	prepare(&post);
	begin(&post);
	memset(torrent, 'x', size);
	for (size_t i = 99; i < size; i += 100)
		torrent[i] = '\n';
	write_to(post.qemu, torrent);
	write_to(post.qemu, NOT_VIABLE);
	write_to(post.kernel, "[  100.5] kvmfr: failed to allocate memory for static device\n");
	for (end = igd_now_ms() + 10000; igd_now_ms() < end && !(is_named && is_kernel);) {
		if (!igd_sentry_next(post.sentry, NAMED_MS, &event))
			continue;
		is_left_out = is_left_out || strstr(event.text, "bytes of the log were left out");
		is_kernel = is_kernel || event.ear == IGD_SENTRY_KERNEL;
		is_named = is_named || (event.symptom && strcmp(event.symptom->id, "S3") == 0);
		igd_sentry_event_done(&event);
	}
	assert_true(is_left_out && is_kernel && is_named);
	done(&post);
}

static void test_few_faults(void **state)
{
	struct post post;

	(void)state;
	prepare(&post);
	begin(&post);
	write_to(post.kernel, "[  100.000000] DMAR: DRHD: handling fault status reg 3\n");
	expect(&post, IGD_SENTRY_KERNEL, IGD_SENTRY_HARMLESS, "S133", "handling fault");
	write_to(post.kernel, FAULT("  100.100000", "00:02.0") FAULT("  100.200000", "00:02.0"));
	expect(&post, IGD_SENTRY_KERNEL, IGD_SENTRY_HARMLESS, "S66", "Request device [00:02.0]");
	expect_count(&post, 1, IGD_SENTRY_HARMLESS);
	write_to(post.kernel, FAULT("  100.900000", "03:00.0"));
	expect(&post, IGD_SENTRY_KERNEL, IGD_SENTRY_PLAIN, NULL, "[03:00.0]");
	expect_nothing(&post);
	done(&post);
}

static void test_stream_of_faults(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct post post;
	int i;

	(void)state;
	prepare(&post);
	begin(&post);
	for (i = 0; i < 12; i++)
		igd_text_printf(&text,
			"6,%d,%d00000,-;DMAR: [DMA Write] Request device [00:02.0] fault addr 1000 "
			"[fault reason 05] PTE Write access is not set\n",
			700 + i, 1000 + i * 40);
	write_to(post.kernel, text.text);
	expect(&post, IGD_SENTRY_KERNEL, IGD_SENTRY_HARMLESS, "S66", "Request device");
	expect_count(&post, 11, IGD_SENTRY_FATAL);
	write_to(post.kernel, "6,720,145000000,-;dmar_fault: 3428 callbacks suppressed\n");
	expect_count(&post, 3428, IGD_SENTRY_FATAL);
	done(&post);
}

static void test_other_devices(void **state)
{
	struct post post;

	(void)state;
	prepare(&post);
	begin(&post);
	write_to(post.kernel,
		"[  100.0] vfio-pci 0000:01:00.0: not ready 65535ms after FLR; giving up\n");
	expect(&post, IGD_SENTRY_KERNEL, IGD_SENTRY_OPEN, "S24", "0000:01:00.0");
	write_to(post.kernel,
		"[  101.0] vfio-pci 0000:00:02.0: not ready 65535ms after FLR; giving up\n");
	expect(&post, IGD_SENTRY_KERNEL, IGD_SENTRY_FATAL, "S24", "0000:00:02.0");
	done(&post);
}

static void test_named(void **state)
{
	struct igd_sentry_event event = { 0 };
	struct post post;

	(void)state;
	prepare(&post);
	begin(&post);
	assert_true(igd_sentry_name(post.sentry, IGD_SENTRY_LIBVIRT,
		"internal error: process exited while connecting to monitor:\n" CANNOT_MAP UNABLE,
		&event));
	assert_string_equal(event.symptom->id, "S55");
	assert_int_equal(event.weight, IGD_SENTRY_FATAL);
	assert_non_null(event.cause);
	igd_sentry_event_done(&event);
	assert_true(igd_sentry_name(post.sentry, IGD_SENTRY_LIBVIRT,
		"Requested operation is not valid: network 'default' is not active", &event));
	assert_string_equal(event.symptom->id, "S120");
	assert_non_null(strstr(event.remedy, "default"));
	igd_sentry_event_done(&event);
	assert_false(igd_sentry_name(post.sentry, IGD_SENTRY_LIBVIRT, "domain is broken", &event));
	assert_false(igd_sentry_name(post.sentry, IGD_SENTRY_LIBVIRT, "\n\n", &event));
	expect_nothing(&post);
	done(&post);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_turns_fatal),
		cmocka_unit_test(test_many_lines),
		cmocka_unit_test(test_torrent),
		cmocka_unit_test(test_few_faults),
		cmocka_unit_test(test_stream_of_faults),
		cmocka_unit_test(test_other_devices),
		cmocka_unit_test(test_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
