// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_plugins - hostile plugins change nothing but their own verdicts
 *
 * Each specimen is run beside the built-in plugins. The findings of these must be what they are without it.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/runner.h"
#include "tests/unit/unit.h"

static const char *specimens, *plugins;

static struct igd_host *new_host(void)
{
	static const char text[] = "igd-doctor.tree/1\n"
				   "f /sys/bus/pci/devices/0000:00:02.0/vendor 0x8086\\n\n"
				   "f /sys/bus/pci/devices/0000:00:02.0/device 0x4680\\n\n"
				   "f /sys/bus/pci/devices/0000:00:02.0/class 0x030000\\n\n";
	struct igd_error error;

	return igd_host_new(igd_source_tree_text(text, strlen(text), "test", &error));
}

static void examine(const char *directory, struct igd_exam *ret)
{
	IGD_CLEANUP(igd_plugins_done) struct igd_plugin_set set = { 0 };
	struct igd_run_options options = { .timeout_ms = 700 };
	struct igd_host *host = new_host();
	struct igd_error error;

	assert_int_equal(igd_plugins_add(&set, plugins, &error), 0);
	if (directory)
		assert_int_equal(igd_plugins_add(&set, directory, &error), 0);
	igd_plugins_sort(&set);
	*ret = (struct igd_exam){ 0 };
	assert_int_equal(igd_run(host, &set, &options, ret, &error), 0);
	igd_host_free(host);
}

/* Every finding of the built-in plugins, in the same words. */
static void compare(const struct igd_exam *alone, const struct igd_exam *beside)
{
	const struct igd_finding *finding;
	size_t i;

	for (i = 0; i < alone->count; i++) {
		finding = igd_exam_find(beside, alone->findings[i].id);
		assert_non_null(finding);
		assert_int_equal(finding->verdict, alone->findings[i].verdict);
		if (alone->findings[i].what)
			assert_string_equal(finding->what, alone->findings[i].what);
	}
}

struct expected {
	const char *specimen, *id;
	enum igd_verdict verdict;
	enum igd_reason reason;
	const char *text;   /* part of what is said */
	const char *second; /* NULL, or a part of what is said of the check behind it */
};

static void meet(const struct expected *expected)
{
	IGD_AUTOFREE char *directory = igd_printf("%s/%s", specimens, expected->specimen);
	IGD_CLEANUP(igd_exam_done) struct igd_exam alone = { 0 };
	IGD_CLEANUP(igd_exam_done) struct igd_exam beside = { 0 };
	const struct igd_finding *finding;

	examine(NULL, &alone);
	examine(directory, &beside);
	compare(&alone, &beside);
	finding = igd_exam_find(&beside, expected->id);
	if (!finding || finding->verdict != expected->verdict ||
		finding->reason != expected->reason || !strstr(finding->what, expected->text))
		print_error("%s: %s %d %d: %s\n", expected->specimen,
			finding ? finding->id : "none", finding ? (int)finding->verdict : 0,
			finding ? (int)finding->reason : 0, finding ? finding->what : "");
	if (!finding)
		abort();
	assert_true(finding->where && finding->remedy && !finding->evidence_count);
	assert_int_equal(finding->verdict, expected->verdict);
	assert_int_equal(finding->reason, expected->reason);
	assert_non_null(strstr(finding->what, expected->text));
	if (!expected->second)
		return;
	finding = igd_exam_find(&beside, "specimen.second");
	assert_non_null(finding);
	assert_non_null(strstr(finding->what, expected->second));
}

static void meet_all(const struct expected *expected, size_t count)
{
	while (count--)
		meet(expected++);
}

#define COUNT(array) (sizeof(array) / sizeof(*(array)))
#define CHECK "specimen.check"

static void test_running(void **state)
{
	static const struct expected rows[] = {
		{ "good", CHECK, IGD_PASS, IGD_REASON_NONE, "nothing was done", "nothing" },
		{ "prints", CHECK, IGD_PASS, IGD_REASON_NONE, "nothing was done", "nothing" },
		{ "crash", CHECK, IGD_UNKNOWN, IGD_REASON_CRASHED, "killed by signal 11",
			"before it came to this check" },
		{ "hang", CHECK, IGD_UNKNOWN, IGD_REASON_TIMEOUT, "did not answer in time",
			"before" },
		{ "garbage", CHECK, IGD_UNKNOWN, IGD_REASON_PROTOCOL, "no message", "before" },
		{ "liar", CHECK, IGD_UNKNOWN, IGD_REASON_PROTOCOL, "does not fit", "before" },
		{ "relative", CHECK, IGD_UNKNOWN, IGD_REASON_PROTOCOL, "does not fit", "before" },
		{ "strange", CHECK, IGD_UNKNOWN, IGD_REASON_PROTOCOL, "does not fit", "before" },
		{ "unasked", CHECK, IGD_UNKNOWN, IGD_REASON_PROTOCOL, "does not fit", "before" },
		{ "owes", CHECK, IGD_UNKNOWN, IGD_REASON_PROTOCOL, "does not fit", "before" },
		{ "half", CHECK, IGD_UNKNOWN, IGD_REASON_PROTOCOL, "does not fit", "before" },
		{ "leaves", CHECK, IGD_UNKNOWN, IGD_REASON_CRASHED, "ended by itself with status 0",
			"before" },
		{ "closes", CHECK, IGD_UNKNOWN, IGD_REASON_CRASHED, "while it ran", "before" },
		{ "verdict", CHECK, IGD_UNKNOWN, IGD_REASON_PROTOCOL, "does not fit", "before" },
		{ "circle", "specimen.circle-a", IGD_UNKNOWN, IGD_REASON_PROTOCOL,
			"wait for each other", NULL },
	};

	(void)state;
	meet_all(rows, COUNT(rows));
}

/* Which bound it meets first, the time or the amount, depends on the machine. */
static void meet_flood(const char *specimen)
{
	IGD_AUTOFREE char *directory = igd_printf("%s/%s", specimens, specimen);
	IGD_CLEANUP(igd_exam_done) struct igd_exam alone = { 0 };
	IGD_CLEANUP(igd_exam_done) struct igd_exam beside = { 0 };
	const struct igd_finding *finding;

	examine(NULL, &alone);
	examine(directory, &beside);
	compare(&alone, &beside);
	finding = igd_exam_find(&beside, CHECK);
	assert_non_null(finding);
	assert_int_equal(finding->verdict, IGD_UNKNOWN);
	assert_true(
		finding->reason == IGD_REASON_PROTOCOL || finding->reason == IGD_REASON_TIMEOUT);
}

static void test_talking_without_listening(void **state)
{
	(void)state;
	meet_flood("flood");
	meet_flood("torrent");
}

static void test_loading(void **state)
{
	static const struct expected rows[] = {
		{ "crash_loading", "plugin.failed", IGD_UNKNOWN, IGD_REASON_CRASHED, "it ", NULL },
		{ "hang_loading", "plugin.failed", IGD_UNKNOWN, IGD_REASON_TIMEOUT, "in time",
			NULL },
		{ "double", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED,
			"its check platform.igpu is one of", NULL },
		{ "early", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED,
			"its check vm.found is one of", NULL },
		{ "bad_id", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED, "no valid id",
			NULL },
		{ "twice", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED, "stands in it twice",
			NULL },
		{ "no_remedy", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED, "no valid remedy",
			NULL },
		{ "no_symbol", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED,
			"no symbol igd_plugin", NULL },
		{ "abi", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED, "plugin ABI 3", NULL },
		{ "incomplete", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED, "not complete",
			NULL },
		{ "name", "plugin.refused", IGD_UNKNOWN, IGD_REASON_REFUSED, "another name", NULL },
	};

	(void)state;
	meet_all(rows, COUNT(rows));
}

/* A sanitizer needs the address space that the limit would take. */
static void test_memory(void **state)
{
#ifdef IGD_SANITIZED
	(void)state;
	skip();
#else
	static const struct expected rows[] = {
		{ "memory", CHECK, IGD_UNKNOWN, IGD_REASON_MEMORY, "memory", "before" },
		{ "memory_of_ours", CHECK, IGD_UNKNOWN, IGD_REASON_MEMORY, "ran out of memory",
			"before" },
	};

	(void)state;
	meet_all(rows, COUNT(rows));
#endif
}

static void write_file(const char *path, const char *content, mode_t mode)
{
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fputs(content, file);
	fclose(file);
	assert_int_equal(chmod(path, mode), 0);
}

static void test_nothing_can_be_written(void **state)
{
	static const struct expected row = { "writes", CHECK, IGD_PASS, IGD_REASON_NONE,
		"nothing was done", "nothing" };
	char target[] = "/tmp/igd-doctor-target.XXXXXX";
	int fd = mkstemp(target);
	struct stat status;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "kept", 4), 4);
	close(fd);
	setenv("SPECIMEN_TARGET", target, 1);
	meet(&row);
	assert_int_equal(stat(target, &status), 0);
	assert_int_equal(status.st_size, 4);
	assert_int_equal(status.st_mode & 07777, 0600);
	unlink(target);
}

static void refused(const char *directory, const char *text)
{
	IGD_CLEANUP(igd_exam_done) struct igd_exam alone = { 0 };
	IGD_CLEANUP(igd_exam_done) struct igd_exam beside = { 0 };
	const struct igd_finding *finding;

	examine(NULL, &alone);
	examine(directory, &beside);
	compare(&alone, &beside);
	finding = igd_exam_find(&beside, "plugin.refused");
	assert_non_null(finding);
	if (!strstr(finding->what, text))
		print_error("%s\n", finding->what);
	assert_non_null(strstr(finding->what, text));
}

/* Copies the good specimen, so that its file can be spoilt. */
static char *copy_of(const char *directory, const char *name)
{
	IGD_AUTOFREE char *good = igd_printf("%s/good/specimen.so", specimens);
	char *path = igd_printf("%s/%s", directory, name);
	FILE *from = fopen(good, "re"), *to = fopen(path, "we");
	char piece[4096];
	size_t got;

	if (!from || !to)
		fail_msg("%s cannot be copied", good);
	while ((got = fread(piece, 1, sizeof(piece), from)))
		assert_int_equal(fwrite(piece, 1, got, to), got);
	fclose(from);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(chmod(path, 0644), 0);
	return path;
}

static void test_files(void **state)
{
	char directory[] = "/tmp/igd-doctor-plugins.XXXXXX";
	IGD_AUTOFREE char *good = NULL;
	IGD_AUTOFREE char *path = NULL;

	(void)state;
	assert_non_null(mkdtemp(directory));
	path = copy_of(directory, "specimen.so");
	chmod(path, 0666);
	refused(directory, "may be written to by others (mode 0666)");
	chmod(path, 0644);
	chmod(directory, 0777);
	refused(directory, "its directory may be written to by others");
	chmod(directory, 0755);
	good = copy_of(directory, "target");
	unlink(path);
	assert_int_equal(symlink(good, path), 0);
	refused(directory, "is a symbolic link");
	unlink(path);
	assert_int_equal(mkfifo(path, 0644), 0);
	refused(directory, "is not a regular file");
	unlink(path);
	write_file(path, "junk", 0644);
	refused(directory, "cannot be loaded");
	write_file(path, "", 0644);
	refused(directory, "cannot be loaded");
	if (geteuid() == 0) {
		assert_int_equal(chown(path, 12345, 12345), 0);
		refused(directory, "belongs to user 12345");
	}
	unlink(path);
	unlink(good);
	rmdir(directory);
}

static void test_nothing_is_printed(void **state)
{
	IGD_AUTOFREE char *directory = igd_printf("%s/prints", specimens);
	IGD_CLEANUP(igd_exam_done) struct igd_exam exam = { 0 };
	int out = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
	int err = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 0);
	int ends[2]; /* a pipe: no worker can write to a file anyway */
	char byte;

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	fflush(NULL);
	dup2(ends[1], STDOUT_FILENO);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	examine(directory, &exam);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	close(out);
	close(err);
	assert_int_equal(read(ends[0], &byte, 1), 0);
	close(ends[0]);
}

static void test_two_of_one_name(void **state)
{
	IGD_AUTOFREE char *one = igd_printf("%s/good", specimens);
	IGD_AUTOFREE char *other = igd_printf("%s/crash", specimens);
	IGD_CLEANUP(igd_plugins_done) struct igd_plugin_set set = { 0 };
	struct igd_error error;
	size_t i = 0;

	(void)state;
	assert_int_equal(igd_plugins_add(&set, one, &error), 0);
	assert_int_equal(igd_plugins_add(&set, plugins, &error), 0);
	assert_int_equal(igd_plugins_add(&set, other, &error), 0);
	igd_plugins_sort(&set);
	assert_true(set.count > 2);
	while (i < set.count - 2 && strcmp(set.files[i].name, "specimen") != 0)
		i++;
	assert_string_equal(set.files[i].name, "specimen");
	assert_null(set.files[i].refusal);
	assert_non_null(strstr(set.files[i].path, "/good/"));
	assert_string_equal(set.files[i + 1].name, "specimen");
	assert_non_null(strstr(set.files[i + 1].refusal, "has the same name"));
	assert_int_equal(set.files[i + 1].fd, -1);
}

/* Those that are not loaded, here for their names, have a place among the others as well. */
static void test_double_behind_the_refused(void **state)
{
	IGD_AUTOFREE char *directory = igd_printf("%s/early", specimens);
	const char *const added[] = { plugins, plugins, directory };
	IGD_CLEANUP(igd_plugins_done) struct igd_plugin_set set = { 0 };
	IGD_CLEANUP(igd_exam_done) struct igd_exam exam = { 0 };
	struct igd_run_options options = { .timeout_ms = 700 };
	struct igd_host *host = new_host();
	size_t i, count = 0;
	struct igd_error error;

	(void)state;
	for (i = 0; i < COUNT(added); i++)
		assert_int_equal(igd_plugins_add(&set, added[i], &error), 0);
	igd_plugins_sort(&set);
	assert_int_equal(igd_run(host, &set, &options, &exam, &error), 0);
	for (i = 0; i < exam.count; i++)
		count += strcmp(exam.findings[i].id, "vm.found") == 0;
	assert_int_equal(count, 1);
	igd_host_free(host);
}

int main(int argc, char **argv)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_running),
		cmocka_unit_test(test_talking_without_listening),
		cmocka_unit_test(test_loading),
		cmocka_unit_test(test_double_behind_the_refused),
		cmocka_unit_test(test_memory),
		cmocka_unit_test(test_nothing_can_be_written),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_nothing_is_printed),
		cmocka_unit_test(test_two_of_one_name),
	};

	if (argc != 3) {
		fprintf(stderr, "usage: test-plugins SPECIMENS PLUGINS\n");
		return 2;
	}
	specimens = argv[1];
	plugins = argv[2];
	return cmocka_run_group_tests(tests, NULL, NULL);
}
