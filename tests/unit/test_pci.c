// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_pci - libpci and the recorded reading see the same functions in the same directory
 *
 * not under valgrind: it does not know openat2 (3.19)
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/host_private.h"
#include "tests/unit/unit.h"

#define DEVICES "/sys/bus/pci/devices/"

struct function {
	const char *address, *vendor, *device, *class_code;
};

static const struct function functions[] = {
	{ "0000:00:00.0", "0x8086", "0x4668", "0x060000" },
	{ "0000:00:02.0", "0x8086", "0x4680", "0x030000" },
	{ "0000:01:00.1", "0x10de", "0x228e", "0x040300" },
	{ "10000:e1:00.0", "0x144d", "0xa80a", "0x010802" },
};

static const char wanted[] = "0000:00:00.0 8086 4668 0600\n0000:00:02.0 8086 4680 0300\n"
			     "0000:01:00.1 10de 228e 0403\n10000:e1:00.0 144d a80a 0108\n";

static void put(const char *root, const char *path, const char *text)
{
	IGD_AUTOFREE char *whole = igd_printf("%s%s", root, path);
	char *slash;
	FILE *file;

	for (slash = strchr(whole + strlen(root) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(whole, 0755);
		*slash = '/';
	}
	file = fopen(whole, "we");
	assert_non_null(file);
	fprintf(file, "%s\n", text);
	fclose(file);
}

static void put_function(const char *root, const struct function *function)
{
	const char *const names[] = { "vendor", "device", "class", "irq", "resource" };
	const char *const texts[] = { function->vendor, function->device, function->class_code, "0",
		"0x0000000000000000 0x0000000000000000 0x0000000000000000" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		IGD_AUTOFREE char *path = igd_printf(DEVICES "%s/%s", function->address, names[i]);

		put(root, path, texts[i]);
	}
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

static int compare_lines(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The order is whoever's; so the lines are sorted. */
static void expect_functions(struct igd_answer *answer)
{
	char *lines[16], *line, *state = NULL;
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i, count = 0;

	assert_int_equal(answer->error, 0);
	for (line = strtok_r(answer->bytes, "\n", &state); line;
		line = strtok_r(NULL, "\n", &state)) {
		assert_in_range(count, 0, 15);
		lines[count++] = line;
	}
	qsort(lines, count, sizeof(*lines), compare_lines);
	for (i = 0; i < count; i++)
		igd_text_printf(&text, "%s\n", lines[i]);
	assert_string_equal(text.text, wanted);
}

static void both_readings_agree(void **state)
{
	char root[] = "/tmp/igd-test-pci.XXXXXX";
	IGD_AUTOFREE char *sysfs = NULL;
	IGD_AUTOANSWER struct igd_answer live = { 0 };
	IGD_AUTOANSWER struct igd_answer recorded = { 0 };
	struct igd_source *source;
	size_t i;

	(void)state;
	assert_non_null(mkdtemp(root));
	sysfs = igd_printf("%s/sys/bus/pci", root);
	for (i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		put_function(root, &functions[i]);
	igd_source_live_pci(sysfs, &live);
	expect_functions(&live);
	source = igd_source_recorded(root, NULL);
	assert_non_null(source);
	igd_source_recorded_pci(source, &recorded);
	expect_functions(&recorded);
	igd_source_free(source);
	nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* libpci calls back and wants never to be returned to; we must survive that. */
static void libpci_giving_up_is_an_error(void **state)
{
	IGD_AUTOANSWER struct igd_answer answer = { 0 };

	(void)state;
	igd_source_live_pci("/nowhere/sys/bus/pci", &answer);
	assert_int_equal(answer.error, ENODEV);
}

static void expect_recorded(const char *nodes, int error, const char *functions_found)
{
	IGD_AUTOFREE char *text = igd_printf("igd-doctor.tree/1\n%s", nodes);
	struct igd_question question = { IGD_ASK_PCI, "/sys/bus/pci/devices", 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", NULL);
	IGD_AUTOANSWER struct igd_answer answer = { 0 };

	assert_non_null(source);
	igd_source_answer(source, &question, &answer);
	assert_int_equal(answer.error, error);
	if (functions_found)
		assert_string_equal(answer.bytes, functions_found);
	igd_source_free(source);
}

#define FUNCTION(name)                                                                             \
	"f " DEVICES name "/vendor 0x8086\\n\nf " DEVICES name                                     \
	"/device 0x4680\\n\nf " DEVICES name "/class 0x030000\\n\n"

static void a_recorded_bus_is_read_strictly(void **state)
{
	(void)state;
	expect_recorded("", ENOENT, NULL);
	expect_recorded("d /sys/bus/pci/devices\n", 0, "");
	expect_recorded(FUNCTION("0000:00:02.0"), 0, "0000:00:02.0 8086 4680 0300\n");
	expect_recorded(
		FUNCTION("0000:00:02.0") "e " DEVICES "0000:00:03.0/vendor EACCES\n", EACCES, NULL);
	expect_recorded("f " DEVICES "0000:00:02.0/vendor intel\\n\n", EBADMSG, NULL);
	expect_recorded(FUNCTION("junk"), EBADMSG, NULL);
	expect_recorded(FUNCTION("0000:00:02.8"), EBADMSG, NULL);
	expect_recorded(FUNCTION("0000:00:02.0\\n0000:00:03.0"), EBADMSG, NULL);
	expect_recorded(FUNCTION("100000000:00:02.0"), EBADMSG, NULL);
}

static void the_host_sorts_them(void **state)
{
	static const char text[] =
		"igd-doctor.tree/1\n" FUNCTION("0000:01:00.0") FUNCTION("0000:00:02.0");
	static const char none[] = "igd-doctor.tree/1\n";
	struct igd_host *host = igd_host_new(igd_source_tree_text(text, strlen(text), "t", NULL));
	const struct igd_pci_device *devices;
	size_t count;

	(void)state;
	devices = igd_host_pci(host, &count);
	assert_int_equal(count, 2);
	assert_ptr_equal(igd_host_pci(host, &count), devices);
	assert_string_equal(devices[0].address, "0000:00:02.0");
	assert_int_equal(devices[0].vendor, 0x8086);
	assert_int_equal(devices[1].class_code, 0x0300);
	igd_host_free(host);
	host = igd_host_new(igd_source_tree_text(none, strlen(none), "t", NULL));
	assert_non_null(igd_host_pci(host, &count));
	assert_int_equal(count, 0);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(both_readings_agree),
		cmocka_unit_test(libpci_giving_up_is_an_error),
		cmocka_unit_test(a_recorded_bus_is_read_strictly),
		cmocka_unit_test(the_host_sorts_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
