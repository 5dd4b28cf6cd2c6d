// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_source - directories and archives, the hostile ones too
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
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/source_private.h"
#include "tests/unit/unit.h"

#define REST "/.igd-doctor/rest.tree"

/* A new directory below /tmp; remove_root() takes it away. */
static char *make_root(void)
{
	char *path = igd_strdup("/tmp/igd-test-source.XXXXXX");

	assert_non_null(mkdtemp(path));
	chmod(path, 0755);
	return path;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *place)
{
	(void)status;
	(void)type;
	(void)place;
	return remove(path);
}

static void remove_root(char *root)
{
	nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(root);
}

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
	file = text ? fopen(whole, "we") : NULL;
	if (file) {
		fputs(text, file);
		fclose(file);
	}
}

static void put_link(const char *root, const char *path, const char *target)
{
	IGD_AUTOFREE char *whole = igd_printf("%s%s", root, path);

	assert_int_equal(symlink(target, whole), 0);
}

static struct igd_source *open_source(const char *path)
{
	struct igd_error error = { 0 };
	struct igd_source *source =
		igd_source_directory(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC), path, &error);

	if (!source)
		fail_msg("%s", error.message);
	return source;
}

/* "EACCES", or the kind's letter, or the bytes with ',' for NUL. */
static char *ask(struct igd_source *source, enum igd_ask what, const char *path)
{
	struct igd_question question = { what, path, 1000 };
	IGD_AUTOANSWER struct igd_answer answer = { 0 };
	size_t i;

	igd_source_answer(source, &question, &answer);
	if (answer.error)
		return igd_strdup(igd_errno_name(answer.error));
	if (what == IGD_ASK_KIND)
		return igd_printf("%c", "afdco"[answer.kind]);
	for (i = 0; what == IGD_ASK_LIST && i < answer.size; i++) {
		if (!answer.bytes[i])
			answer.bytes[i] = ',';
	}
	return igd_strdup(answer.bytes ? answer.bytes : "");
}

static void expect(
	struct igd_source *source, enum igd_ask what, const char *path, const char *wanted)
{
	IGD_AUTOFREE char *got = ask(source, what, path);

	if (strcmp(got, wanted) != 0)
		fail_msg("%s, question %d: %s instead of %s", path, (int)what, got, wanted);
}

static void links_stay_inside(void **state)
{
	static const char *const targets[] = { "/outside", "../outside",
		"../../../../../../outside", "/etc/../../outside", "/proc/self/root/outside" };
	char *root = make_root();
	IGD_AUTOFREE char *outside = igd_printf("%s.outside", root);
	struct igd_source *source;
	size_t i;

	(void)state;
	put("", outside, "secret");
	put(root, "/sub/inside", "ok");
	put(root, "/outside", "contained");
	put_link(root, "/sub/absolute", outside);
	put_link(root, "/self", "/proc/self/exe");
	put_link(root, "/sub/magic", "/proc/self/fd/0");
	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		IGD_AUTOFREE char *path = igd_printf("/sub/%zu", i);

		put_link(root, path, targets[i]);
	}
	source = open_source(root);
	expect(source, IGD_ASK_READ, "/sub/absolute", "ENOENT");
	expect(source, IGD_ASK_READ, outside, "ENOENT");
	expect(source, IGD_ASK_READ, "/self", "ENOENT");
	expect(source, IGD_ASK_KIND, "/sub/magic", "ENOENT");
	expect(source, IGD_ASK_LIST, "/proc", "ENOENT");
	expect(source, IGD_ASK_READ, "/../../../../sub/inside", "ok");
	for (i = 0; i < 4; i++) {
		IGD_AUTOFREE char *path = igd_printf("/sub/%zu", i);

		expect(source, IGD_ASK_READ, path, i == 3 ? "ENOENT" : "contained");
		expect(source, IGD_ASK_LINK, path, targets[i]);
		assert_int_equal(source->ops->open(source, "/sub/absolute"), -ENOENT);
	}
	expect(source, IGD_ASK_READ, "/sub/4", "ENOENT");
	igd_source_free(source);
	unlink(outside);
	remove_root(root);
}

static void only_regular_files_are_read(void **state)
{
	char *root = make_root();
	IGD_AUTOFREE char *fifo = igd_printf("%s/fifo", root);
	IGD_AUTOFREE char *device = igd_printf("%s/device", root);
	struct igd_source *source;
	int fd;

	(void)state;
	put(root, "/file", "text");
	put(root, "/empty/", NULL);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	source = open_source(root);
	expect(source, IGD_ASK_READ, "/fifo", "EINVAL");
	expect(source, IGD_ASK_KIND, "/fifo", "o");
	expect(source, IGD_ASK_READ, "/empty", "EISDIR");
	expect(source, IGD_ASK_LIST, "/empty", "");
	expect(source, IGD_ASK_LIST, "/file", "ENOTDIR");
	expect(source, IGD_ASK_LINK, "/file", "EINVAL");
	expect(source, IGD_ASK_ACCESS, "/file", "");
	expect(source, IGD_ASK_ACCESS, "/empty", "EISDIR");
	expect(source, IGD_ASK_ACCESS, "/none", "ENOENT");
	expect(source, IGD_ASK_READ, "/file/x", "ENOTDIR");
	expect(source, IGD_ASK_READ, "/.igd-doctor/derived/x", "ENODATA");
	if (mknod(device, S_IFCHR | 0600, makedev(1, 3)) == 0) {
		expect(source, IGD_ASK_READ, "/device", "EINVAL");
		expect(source, IGD_ASK_KIND, "/device", "c");
	}
	fd = source->ops->open(source, "/file");
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(source->ops->open(source, "/fifo"), -EINVAL);
	igd_source_free(source);
	remove_root(root);
}

/* In a child that is not root. */
static void expect_refused(const char *root, const char *kind)
{
	struct igd_source *source;

	if (getuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
		_exit(2);
	source = open_source(root);
	expect(source, IGD_ASK_READ, "/secret", "EACCES");
	expect(source, IGD_ASK_KIND, "/secret", kind);
	expect(source, IGD_ASK_LIST, "/closed", "EACCES");
	expect(source, IGD_ASK_KIND, "/closed/x", "EACCES");
	igd_source_free(source);
	_exit(0);
}

static void a_refusal_is_not_absence(void **state)
{
	char *root = make_root();
	IGD_AUTOFREE char *secret = igd_printf("%s/secret", root);
	IGD_AUTOFREE char *closed = igd_printf("%s/closed", root);
	int status, i;
	pid_t child;

	(void)state;
	put(root, "/secret", "text");
	put(root, "/closed/x", "text");
	for (i = 0; i < 2; i++) {
		assert_int_equal(chmod(secret, 0), 0);
		assert_int_equal(chmod(closed, 0), 0);
		child = fork();
		assert_true(child >= 0);
		if (child == 0)
			expect_refused(root, i ? "o" : "f"); /* a tree keeps the error alone */
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		chmod(closed, 0700);
		put(root, REST, "igd-doctor.tree/1\n"); /* and once more, read into memory */
	}
	remove_root(root);
}

static void the_running_system(void **state)
{
	struct igd_source *source = igd_source_live();

	(void)state;
	assert_true(source->is_live);
	expect(source, IGD_ASK_KIND, "/proc/self/status", "f");
	expect(source, IGD_ASK_KIND, "/dev/null", "c");
	expect(source, IGD_ASK_KIND, "/dev", "d");
	expect(source, IGD_ASK_READ, "/dev/null", "EINVAL");
	expect(source, IGD_ASK_READ, "/proc/self", "EISDIR");
	expect(source, IGD_ASK_LINK, "/proc/self/ns", "EINVAL");
	expect(source, IGD_ASK_ACCESS, "/dev/null", "");
	expect(source, IGD_ASK_ACCESS, "/dev", "EISDIR");
	expect(source, IGD_ASK_READ, "/nowhere/x", "ENOENT");
	expect(source, IGD_ASK_READ, "/.igd-doctor/derived/x", "ENODATA");
	expect(source, IGD_ASK_COUNT, "/dev", "ENOTSUP");
	igd_source_free(source);
}

static void expect_no_source(const char *path, int code, const char *part)
{
	struct igd_error error = { 0 };

	assert_null(igd_source_recorded(path, &error));
	assert_int_equal(error.code, code);
	if (!strstr(error.message, part))
		fail_msg("%s", error.message);
}

static void what_is_no_recording(void **state)
{
	char *root = make_root();
	IGD_AUTOFREE char *file = igd_printf("%s/file", root);

	(void)state;
	expect_no_source("/nowhere.tree", ENOENT, "/nowhere.tree: No such file");
	put(root, "/file", "");
	expect_no_source(file, EBADMSG, file);
	put(root, "/file", "neither this nor that, but long enough to be looked at by everybody");
	expect_no_source(file, EBADMSG, file);
	put(root, "/file", "igd-doctor.tree/1\nf /a 1\nq\n");
	expect_no_source(file, EBADMSG, "file:3: one of d f x l c e u n a");
	put(root, REST, "igd-doctor.tree/1\nq\n");
	expect_no_source(root, EBADMSG, "/.igd-doctor/rest.tree:2: one of d f");
	put(root, REST, "igd-doctor.tree/1\ne /file EACCES\n");
	expect_no_source(root, EBADMSG, "/file stands in it twice");
	remove_root(root);
}

/* Opens what a pipe gives as standard input. */
static void standard_input_is_read(void **state)
{
	static const char text[] = "igd-doctor.tree/1\nf /a 1\n";
	int saved = dup(STDIN_FILENO), ends[2];
	struct igd_source *source;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, sizeof(text) - 1), sizeof(text) - 1);
	close(ends[1]);
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	source = igd_source_recorded("-", NULL);
	expect(source, IGD_ASK_READ, "/a", "1");
	igd_source_free(source);
	expect_no_source("-", EBADMSG, "-: "); /* now empty */
	if (saved >= 0) {
		dup2(saved, STDIN_FILENO);
		close(saved);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_stay_inside),
		cmocka_unit_test(only_regular_files_are_read),
		cmocka_unit_test(a_refusal_is_not_absence),
		cmocka_unit_test(the_running_system),
		cmocka_unit_test(what_is_no_recording),
		cmocka_unit_test(standard_input_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
