// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_given - files of this machine that become part of a host, live or recorded; who may reach them
 *
 * not under valgrind: it does not know openat2 (3.19)
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/given.h"
#include "core/host_private.h"
#include "core/query.h"
#include "facts/access/reach.h"
#include "tests/unit/unit.h"

static struct igd_host *recorded(const char *text)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(text, strlen(text), "test", &error);

	if (!source)
		fail_msg("%s", error.message);
	return igd_host_new(source);
}

static char *make_file(const char *text)
{
	char *path = igd_strdup("/tmp/igd-test-given.XXXXXX");
	int fd = mkstemp(path);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return path;
}

static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	int fd = igd_host_open(host, IGD_GIVEN "rom"), *calls = context;
	char piece[16];
	ssize_t got;

	(*calls)++;
	if (fd < 0)
		return -fd;
	got = read(fd, piece, sizeof(piece));
	close(fd);
	igd_text_add(ret, piece, got > 0 ? (size_t)got : 0);
	return 0;
}

static void test_nothing_given(void **state)
{
	struct igd_host *host = recorded(IGD_TREE_MAGIC "\n");
	int calls = 0;

	(void)state;
	assert_null(igd_host_given(host, "rom"));
	assert_int_equal(igd_host_open(host, IGD_GIVEN "rom"), -ENOTSUP);
	assert_null(igd_host_derive(host, "given/rom", work, &calls));
	igd_host_free(host);
	host = igd_host_new(igd_source_live());
	igd_host_begin(host);
	assert_null(igd_host_given(host, "rom"));
	assert_null(igd_host_given(host, "qemu"));
	{
		struct igd_trace trace = igd_host_end(host);

		assert_null(igd_trace_first(&trace));
		igd_trace_done(&trace);
	}
	igd_host_free(host);
}

/* What is given now counts, and not what was given when the recording was made, nor what was made of that. */
static void test_overrides_a_recording(void **state)
{
	struct igd_host *host = recorded(IGD_TREE_MAGIC " recorded\n"
							"f /.igd-doctor/given/rom /old.rom\\n\n"
							"f /.igd-doctor/derived/given/rom old\n"
							"f /.igd-doctor/derived/other kept\n");
	IGD_AUTOFREE char *path = make_file("new");
	struct igd_error error;
	int calls = 0;

	(void)state;
	assert_int_equal(igd_source_give(igd_host_source(host), "rom", path, &error), 0);
	assert_string_equal(igd_host_given(host, "rom"), path);
	assert_string_equal(igd_host_derive(host, "given/rom", work, &calls), "new");
	assert_string_equal(igd_host_derive(host, "given/rom", work, &calls), "new");
	assert_string_equal(igd_host_derive(host, "other", work, &calls), "kept");
	assert_int_equal(calls, 1);
	assert_string_equal(igd_host_modes(host, path), "");
	igd_host_free(host);
	unlink(path);
}

static void test_replays(void **state)
{
	struct igd_host *host = recorded(IGD_TREE_MAGIC " recorded\n"
							"f /.igd-doctor/given/rom /old.rom\\n\n"
							"f /.igd-doctor/derived/given/rom old\n");
	int calls = 0;

	(void)state;
	assert_string_equal(igd_host_given(host, "rom"), "/old.rom");
	assert_string_equal(igd_host_derive(host, "given/rom", work, &calls), "old");
	assert_int_equal(calls, 0);
	igd_host_free(host);
}

/* What is recorded of a given file is its path and what was made of it, not the file. */
static void test_recorded(void **state)
{
	struct igd_host *host = igd_host_new(igd_source_live());
	IGD_AUTOFREE char *path = make_file("proprietary");
	IGD_AUTOFREE char *text = NULL;
	struct igd_error error;
	size_t size = 0;
	int calls = 0;
	FILE *file = open_memstream(&text, &size);

	(void)state;
	assert_int_equal(igd_source_give(igd_host_source(host), "rom", path, &error), 0);
	assert_string_equal(igd_host_given(host, "rom"), path);
	assert_non_null(igd_host_derive(host, "given/rom", work, &calls));
	assert_true(strstr(igd_host_modes(host, path), " 0600 ") != NULL ||
		    strstr(igd_host_modes(host, path), "f 0600") != NULL);
	assert_int_equal(igd_host_record(host, file), 0);
	fclose(file);
	igd_host_free(host);
	host = recorded(text);
	assert_string_equal(igd_host_given(host, "rom"), path);
	assert_string_equal(igd_host_derive(host, "given/rom", work, &calls), "proprietary");
	assert_true(strstr(igd_host_modes(host, path), "f 0600") != NULL);
	assert_int_equal(calls, 1);
	igd_host_free(host);
	unlink(path);
}

static int give(const char *name, const char *path, struct igd_error *error)
{
	struct igd_source *source = igd_source_live();
	int result = igd_source_give(source, name, path, error);

	igd_source_free(source);
	return result;
}

static void test_refused(void **state)
{
	struct igd_error error;

	(void)state;
	assert_int_equal(give("rom", "/nowhere/x.rom", &error), -ENOENT);
	assert_non_null(strstr(error.message, "/nowhere/x.rom: No such file"));
	assert_int_equal(give("rom", "/", &error), -EINVAL);
	assert_int_equal(give("rom", "/dev/zero", &error), -EINVAL);
	assert_int_equal(give("qemu", "/etc/passwd", &error), -EACCES);
	assert_int_equal(give("qemu", "/tmp", &error), -EINVAL);
}

/* A binary that was named in a recording, or by a check, is not run: only the one that the person named is. */
static void test_only_what_was_given_is_run(void **state)
{
	struct igd_host *host =
		recorded(IGD_TREE_MAGIC "\nf /.igd-doctor/given/qemu /bin/echo\\n\n");
	struct igd_error error;

	(void)state;
	assert_string_equal(igd_host_given(host, "qemu"), "/bin/echo");
	assert_null(igd_host_query(host, "qemu-version", "/bin/echo"));
	assert_int_equal(igd_host_error(host, "/bin/echo --version"), ENODATA);
	igd_host_free(host);
	host = igd_host_new(igd_source_live());
	assert_null(igd_host_query(host, "qemu-version", "/bin/echo"));
	assert_int_equal(igd_host_error(host, "/bin/echo --version"), ENODATA);
	igd_host_free(host);
	host = igd_host_new(igd_source_live());
	assert_int_equal(igd_source_give(igd_host_source(host), "qemu", "/bin/echo", &error), 0);
	assert_string_equal(
		igd_host_query(host, "qemu-vfio-pci", "/bin/echo"), "-device vfio-pci,help\n");
	assert_null(igd_host_query(host, "qemu-version", "/bin/cat"));
	igd_host_free(host);
}

/* What was a file when it was given, and is none when it is opened. */
static void test_replaced(void **state)
{
	struct igd_host *host = igd_host_new(igd_source_live());
	IGD_AUTOFREE char *path = make_file("x");
	struct igd_error error;

	(void)state;
	assert_int_equal(igd_source_give(igd_host_source(host), "rom", path, &error), 0);
	unlink(path);
	assert_int_equal(igd_host_open(host, IGD_GIVEN "rom"), -ENOENT);
	assert_int_equal(symlink("/dev/zero", path), 0);
	assert_int_equal(igd_host_open(host, IGD_GIVEN "rom"), -EINVAL);
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	assert_int_equal(igd_host_open(host, IGD_GIVEN "rom"), -EINVAL);
	igd_host_free(host);
	unlink(path);
}

/* A link that leads to a name with a line feed in it, which would read as a line of its own. */
static void test_modes_of_a_forger(void **state)
{
	char root[] = "/tmp/igd-test-forger.XXXXXX";
	struct igd_host *host = igd_host_new(igd_source_live());
	IGD_AUTOFREE char *link = NULL, *file = NULL;
	int fd;

	(void)state;
	assert_non_null(mkdtemp(root));
	link = igd_printf("%s/link", root);
	file = igd_printf("%s/x\nf 0644 0 0 1 - ", root);
	fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(symlink(file, link), 0);
	igd_host_begin(host);
	assert_null(igd_host_modes(host, link));
	assert_null(igd_host_modes(host, file));
	{
		struct igd_trace trace = igd_host_end(host);

		assert_non_null(igd_trace_first(&trace));
		igd_trace_done(&trace);
	}
	igd_host_free(host);
	unlink(link);
	unlink(file);
	rmdir(root);
}

static void test_relative_path(void **state)
{
	IGD_AUTOFREE char *path = make_file("x");
	struct igd_source *source = igd_source_live();
	struct igd_error error;

	(void)state;
	assert_int_equal(chdir("/tmp"), 0);
	assert_int_equal(igd_source_give(source, "rom", igd_basename(path), &error), 0);
	assert_string_equal(igd_source_given(source, "rom"), path);
	igd_source_free(source);
	unlink(path);
}

static void test_modes(void **state)
{
	struct igd_mode mode;
	struct igd_user user;

	(void)state;
	assert_true(igd_mode_parse("f 0640+ 0 4294967295 17 u:r:t_t:s0 /a b/c\nrest", &mode));
	assert_int_equal(mode.mode, 0640);
	assert_true(mode.has_acl);
	assert_int_equal(mode.gid, 4294967295u);
	assert_string_equal(mode.label, "u:r:t_t:s0");
	assert_string_equal(mode.path, "/a b/c");
	assert_false(igd_mode_parse("", &mode));
	assert_false(igd_mode_parse("f 0640 0 0 17 -", &mode));
	assert_false(igd_mode_parse("f 99 0 0 17 - /a", &mode));
	assert_false(igd_mode_parse("f 0640 0 4294967296 17 - /a", &mode));
	assert_false(igd_mode_parse("file 0640 0 0 17 - /a", &mode));
	assert_true(igd_user_find("a:x:1:2::/:\nqemu:x:107:108::/:\n",
		"x:x:5:a,qemu\ny:x:6:qemux\nz:x:7:xqemu,b\n", "qemu", &user));
	assert_int_equal(user.uid, 107);
	assert_int_equal(user.gid_count, 2);
	assert_int_equal(user.gids[1], 5);
	assert_false(igd_user_find("a:x:1:2\nqemu:x\n", "", "qemu", &user));
}

/* An owner whom the mode forbids is forbidden, even if everybody else may. */
static void test_classes(void **state)
{
	struct igd_user user = { "qemu", 107, { 108 }, 1 };
	struct igd_mode mode = { .type = 'f', .mode = 0044, .uid = 107, .gid = 0 };

	(void)state;
	assert_false(igd_mode_allows(&mode, &user));
	assert_false(igd_mode_allows_all(&mode));
	mode.uid = 0;
	assert_true(igd_mode_allows(&mode, &user));
	mode.gid = 108;
	mode.mode = 0604;
	assert_false(igd_mode_allows(&mode, &user));
	mode.type = 'd';
	mode.mode = 0711;
	assert_true(igd_mode_allows(&mode, &user));
	assert_true(igd_mode_allows_all(&mode));
	user.uid = 0;
	mode.mode = 0;
	assert_true(igd_mode_allows(&mode, &user));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_given),
		cmocka_unit_test(test_overrides_a_recording),
		cmocka_unit_test(test_replays),
		cmocka_unit_test(test_recorded),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_only_what_was_given_is_run),
		cmocka_unit_test(test_replaced),
		cmocka_unit_test(test_modes_of_a_forger),
		cmocka_unit_test(test_relative_path),
		cmocka_unit_test(test_modes),
		cmocka_unit_test(test_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
