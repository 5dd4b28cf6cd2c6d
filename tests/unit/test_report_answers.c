// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_report_answers - what helpers ask for first, answered from recorded hosts: against tests/reports/answers/HOST.txt
 */
#include <locale.h>

#include "cli/report_answers.h"
#include "core/host_private.h"
#include "core/source.h"
#include "tests/unit/report_hosts.h"

#define ROOT IGD_SOURCE_DIR "/tests/"

static struct igd_answers ask(struct igd_source *source)
{
	struct igd_answers answers = { 0 };
	struct igd_host *host;

	assert_non_null(source);
	host = igd_host_new(source);
	igd_report_answers(host, &answers);
	igd_host_free(host);
	return answers;
}

static struct igd_answers ask_recording(const char *path)
{
	struct igd_error error;

	return ask(igd_source_recorded(path, &error));
}

static struct igd_answers ask_text(const char *text, size_t size)
{
	struct igd_error error;

	return ask(igd_source_tree_text(text, size, "a test", &error));
}

/* The answer whose command begins so. */
static const struct igd_answered *find(const struct igd_answers *answers, const char *command)
{
	size_t i;

	for (i = 0; i < answers->count; i++) {
		if (igd_starts_with(answers->items[i].command, command))
			return &answers->items[i];
	}
	fail_msg("nobody asks for %s", command);
	abort();
}

/* Each is answered or says why not, and lines are what their contract says. */
static void expect_contract(const struct igd_answers *answers)
{
	size_t i, size;

	for (i = 0; i < answers->count; i++) {
		const struct igd_answered *item = &answers->items[i];

		assert_true(!item->text != !item->missing);
		if (!item->text)
			continue;
		size = strlen(item->text);
		assert_true(size > 0 && size < 65536);
		assert_int_equal(item->text[size - 1], '\n');
		for (const char *at = item->text; *at; at++)
			assert_true((unsigned char)*at >= 0x20 || *at == '\n');
	}
}

/* Of libvirt, a process and Proxmox VE; one where nothing is permitted, and one with much in its log. */
static void test_golden(void **state)
{
	static const char *const trees[][2] = {
		{ "artix", "hosts/artix-12700k-openrc-grub" },
		{ "proxmox", "hosts/proxmox9-nuc13-grub-efifb-ff" },
		{ "faults", "hosts/lab-adl-faults" },
		{ "user", "hosts/lab-adl-user" },
		{ "libvirt", "checks/vm.memory/fail-hugepages" },
		{ "process", "checks/vm.found/pass-process-number" },
		{ "pve", "checks/vm.memory/fail-balloon-proxmox" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(trees) / sizeof(*trees); i++) {
		IGD_AUTOFREE char *path = igd_printf(ROOT "%s.tree", trees[i][1]);
		IGD_AUTOFREE char *golden = igd_printf(GOLDEN "answers/%s.txt", trees[i][0]);
		struct igd_answers answers = ask_recording(path);
		char *text = NULL;
		size_t size = 0;
		FILE *out = open_memstream(&text, &size);

		assert_non_null(out);
		expect_contract(&answers);
		igd_answers_text(&answers, out);
		fclose(out);
		report_compare(golden, text);
		free(text);
		igd_answers_done(&answers);
	}
}

static void test_nothing(void **state)
{
	static const char absent[] = "igd-doctor.tree/1\n";
	static const char unknown[] = "igd-doctor.tree/1 recorded\n";
	struct igd_answers of_absent = ask_text(absent, strlen(absent));
	struct igd_answers of_unknown = ask_text(unknown, strlen(unknown));

	(void)state;
	expect_contract(&of_absent);
	expect_contract(&of_unknown);
	assert_string_equal(find(&of_absent, "cat /proc/cmdline")->missing, "absent");
	assert_string_equal(find(&of_unknown, "cat /proc/cmdline")->missing, "not recorded");
	igd_answers_done(&of_absent);
	igd_answers_done(&of_unknown);
}

/* A log of a hundred thousand lines, and a definition without end: no answer is longer than a person reads. */
static void test_bounds(void **state)
{
	IGD_AUTOTEXT struct igd_text tree = { 0 };
	struct igd_answers answers;
	const struct igd_answered *log;
	size_t i;

	(void)state;
	igd_text_printf(&tree, "igd-doctor.tree/1\n"
			       "f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"
			       "f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"
			       "f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n"
			       "f /proc/cmdline ");
	for (i = 0; i < 20000; i++)
		igd_text_printf(&tree, "\\x1b[31mx");
	igd_text_printf(&tree, "\nf /dev/kmsg\n|6,1,1,-;Linux version 6.12.10\n");
	for (i = 0; i < 5000; i++)
		igd_text_printf(&tree, "|6,%zu,%zu,-;DMAR: line %zu\n", i, i, i);
	answers = ask_text(tree.text, tree.size);
	expect_contract(&answers);
	log = find(&answers, "dmesg");
	assert_non_null(strstr(log->text, "line 0\n"));
	assert_non_null(strstr(log->text, "line 4999\n"));
	assert_null(strstr(log->text, "line 2500\n"));
	assert_non_null(strstr(log->text, "lines left out"));
	igd_answers_done(&answers);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_bounds),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
