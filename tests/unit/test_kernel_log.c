// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_kernel_log - the ways a kernel log is written, where it is read, and DMA faults by rate
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
// cmocka.h does not include what it needs
#include <cmocka.h>

#include "core/host_private.h"
#include "facts/log/dmar_faults.h"
#include "facts/log/kernel_log.h"

/* Parses text as one line; "" expected: it is left out. */
static void expect_line(enum igd_log_form form, const char *line, double seconds, const char *text)
{
	struct igd_log log;

	igd_log_parse(&log, line, strlen(line), form);
	assert_int_equal(log.count, *text ? 1 : 0);
	if (*text) {
		assert_string_equal(log.lines[0].text, text);
		assert_true(log.lines[0].seconds > seconds - 1e-9 &&
			    log.lines[0].seconds < seconds + 1e-9);
	}
	igd_log_done(&log);
}

static void test_kmsg(void **state)
{
	(void)state;
	expect_line(IGD_LOG_KMSG, "6,342,1234567,-;text; more\n", 1.234567, "text; more");
	expect_line(IGD_LOG_KMSG, "3,1,0,c,caller=T1;text", 0, "text");
	expect_line(IGD_LOG_KMSG, " SUBSYSTEM=pci\n", 0, "");
	expect_line(IGD_LOG_KMSG, "30,342,1234567,-;systemd[1]: not the kernel\n", 0, "");
	expect_line(IGD_LOG_KMSG, "6,342;text\n", 0, "");
	expect_line(IGD_LOG_KMSG, "6,342,12,-\n", 0, "");
	expect_line(IGD_LOG_KMSG, "999999999999999999999999,1,1,-;x\n", 0, "");
}

static void test_dmesg(void **state)
{
	(void)state;
	expect_line(IGD_LOG_DMESG, "[    0.102030] text\n", 0.10203, "text");
	expect_line(IGD_LOG_DMESG, "[12345.678901] text\r\n", 12345.678901, "text");
	expect_line(IGD_LOG_DMESG, "<6>[    1.500000] text\n", 1.5, "text");
	expect_line(IGD_LOG_DMESG, "[    1.500000][  T123] [drm] text\n", 1.5, "[drm] text");
	expect_line(IGD_LOG_DMESG, "[    1.500000][    C0] text\n", 1.5, "text");
	expect_line(IGD_LOG_DMESG, "[    1.500000][Tx] text\n", 1.5, "[Tx] text");
	expect_line(IGD_LOG_DMESG, "[Mon Nov 23 00:12:01 2026] text\n", -1, "text");
	expect_line(IGD_LOG_DMESG, "[drm] text\n", -1, "[drm] text");
	expect_line(IGD_LOG_DMESG, "text\n", -1, "text");
	expect_line(IGD_LOG_DMESG, "[    0.5\n", -1, "[    0.5");
}

static void test_syslog(void **state)
{
	(void)state;
	expect_line(
		IGD_LOG_SYSLOG, "Nov 23 00:12:01 host kernel: [    1.500000] text\n", 1.5, "text");
	expect_line(IGD_LOG_SYSLOG, "2026-11-23T00:12:01.1+00:00 host kernel: text: kernel: x\n",
		-1, "text: kernel: x");
	expect_line(IGD_LOG_SYSLOG, "Nov 23 00:12:01 host kern.info kernel: [    1.5] text\n", 1.5,
		"text");
	expect_line(
		IGD_LOG_SYSLOG, "2026-11-23T00:12:01.1 kern.warn: [    1.5] text\n", 1.5, "text");
	expect_line(IGD_LOG_SYSLOG, "Nov 23 00:12:01 [kernel] [    1.5] text\n", 1.5, "text");
	expect_line(IGD_LOG_SYSLOG, "Nov 23 00:12:01 host sshd[1]: kernel: text\n", 0, "");
	expect_line(IGD_LOG_SYSLOG, "Nov 23 00:12:01 host mykernel: text\n", 0, "");
	expect_line(IGD_LOG_SYSLOG, "kernel", 0, "");
}

static void test_last_boot(void **state)
{
	static const char text[] = "Nov 22 10:00:00 host kernel: Linux version 6.1.0\n"
				   "Nov 22 10:00:00 host kernel: old\n"
				   "Nov 23 10:00:00 host kernel: Linux version 6.1.0\n"
				   "Nov 23 10:00:00 host kernel: n\0w\n";
	struct igd_log log;

	(void)state;
	igd_log_parse(&log, text, sizeof(text) - 1, IGD_LOG_SYSLOG);
	assert_true(log.is_complete);
	assert_int_equal(log.count, 2);
	assert_string_equal(log.lines[1].text, "n w");
	igd_log_done(&log);
	igd_log_parse(&log, text + 49, 42, IGD_LOG_SYSLOG);
	assert_false(log.is_complete);
	igd_log_done(&log);
}

static struct igd_host *host_of(const char *nodes)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", nodes);

	return igd_host_new(igd_source_tree_text(text, strlen(text), "test", NULL));
}

static void expect_source(const char *nodes, const char *path, int error)
{
	struct igd_host *host = host_of(nodes);
	const struct igd_kernel_log *log = igd_kernel_log_get(host);
	struct igd_trace trace = igd_host_end(host);
	const struct igd_stuck *stuck = igd_trace_first(&trace);

	if (path)
		assert_string_equal(log->path, path);
	else
		assert_null(log->path);
	assert_int_equal(stuck ? stuck->error : 0, error);
	igd_trace_done(&trace);
	igd_host_begin(host);
	igd_host_free(host);
}

static void test_sources(void **state)
{
	(void)state;
	expect_source("f /dev/kmsg 6,0,0,-;x\\n\nf /var/log/dmesg y\\n\n", "/dev/kmsg", 0);
	expect_source("e /dev/kmsg EPERM\nf /var/log/dmesg y\\n\n", "/var/log/dmesg", 0);
	expect_source("e /dev/kmsg EPERM\ne /var/log/dmesg EACCES\n"
		      "f /var/log/messages a b kernel: y\\n\n",
		"/var/log/messages", 0);
	expect_source("e /dev/kmsg EPERM\ne /var/log/dmesg EACCES\n", NULL, EPERM);
	expect_source("", NULL, 0);
	/* Left there by another kernel. */
	expect_source("f /proc/sys/kernel/osrelease 6.12.0\\n\n"
		      "f /var/log/dmesg [    0.0] Linux version 6.12.0-rc1 (x)\\n\n",
		NULL, 0);
	expect_source("f /proc/sys/kernel/osrelease 6.12.0\\n\n"
		      "f /var/log/dmesg [    0.0] Linux version 6.12.0 (x)\\n\n",
		"/var/log/dmesg", 0);
}

static void test_find(void **state)
{
	struct igd_host *host = host_of("f /dev/kmsg 6,0,0,-;one\\n6,1,9,-;two\\n\n");

	(void)state;
	assert_null(igd_kernel_log_find(host, "three"));
	assert_string_equal(igd_kernel_log_find(host, "tw")->text, "two");
	igd_host_free(host);
}

#define FAULT                                                                                      \
	"DMAR: [DMA Read NO_PASID] Request device [00:02.0] fault addr 0x7cd80000 [fault reason 0x06] x"
#define ANOTHER                                                                                    \
	"DMAR: [DMA Write NO_PASID] Request device [01:00.0] fault addr 0x0 [fault reason 0x02] x"
#define REMAP "DMAR: [INTR-REMAP] Request device [00:02.0] fault index 0x0 [fault reason 0x26] x"

static void test_faults(void **state)
{
	static const struct igd_log_line wordings[] = {
		{ 100, FAULT },
		{ 100, "DMAR: [DMA Write] Request device [00:02.0] PASID ffffffff fault addr 0 [fault reason 05] x" },
		{ 100, "DMAR: [DMA Read] Request device [0x00:0x02.0] fault addr 0x0 [fault reason 0x06] x" },
		{ 100, "DMAR:[DMA Read] Request device [00:02.0] fault addr 0 x" },
		{ 100, ANOTHER },
		{ 100, REMAP },
		{ 100, "DMAR: [DMA Read] Request device [00:02" },
		{ 101, "dmar_fault: 5000 callbacks suppressed" },
		{ 101, "dmar_fault: many callbacks suppressed" },
	};
	struct igd_dmar_faults faults = igd_dmar_faults(wordings, 9, "0000:00:02.0");

	(void)state;
	assert_int_equal(faults.count, 4);
	assert_false(faults.is_stream); /* what was left out is the other device's */
	faults = igd_dmar_faults(wordings, 9, "0000:01:00.0");
	assert_int_equal(faults.count, 1);
	assert_true(faults.is_stream && faults.suppressed == 5000);
	faults = igd_dmar_faults(wordings, 0, "0000:00:02.0");
	assert_int_equal(faults.count, 0);
	assert_null(faults.sample);
}

/* A stream that has ended is still told, and a handful behind it does not hide it. */
static void test_stream_is_kept(void **state)
{
	struct igd_log_line lines[14];
	struct igd_dmar_faults faults;
	size_t i;

	(void)state;
	for (i = 0; i < 14; i++)
		lines[i] = (struct igd_log_line){ i < 11 ? 50 + 4 * (double)i : 5000, FAULT };
	faults = igd_dmar_faults(lines, 14, "0000:00:02.0");
	assert_true(faults.is_stream);
	assert_int_equal(faults.count, 14);
	assert_int_equal(faults.lines, 11);
	assert_true(faults.first < 51 && faults.last > 89 && faults.last < 91);
	assert_false(igd_dmar_faults(lines, 8, "0000:00:02.0").is_stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kmsg),
		cmocka_unit_test(test_dmesg),
		cmocka_unit_test(test_syslog),
		cmocka_unit_test(test_last_boot),
		cmocka_unit_test(test_sources),
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_stream_is_kept),
	};

	return cmocka_run_group_tests_name("kernel_log", tests, NULL, NULL);
}
