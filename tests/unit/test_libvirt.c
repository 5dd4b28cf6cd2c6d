// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_libvirt - what libvirt tells, as a library that is false says it, and which libvirt is asked
 *
 * not under valgrind: it waits for deadlines
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/host.h"
#include "core/pool.h"
#include "core/source_live_libvirt.h"
#include "tests/unit/unit.h"

/* What is answered to reading a path below IGD_LIBVIRT_DIR; "" for an error, which *ret_error is. */
static const char *ask_as(struct igd_live_libvirt *libvirt, const char *uri, const char *name,
	struct igd_answer *answer, int *ret_error)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_LIBVIRT_DIR "/%s", name);
	struct igd_question question = { IGD_ASK_READ, path, 2u << 20 };

	igd_answer_done(answer);
	igd_source_live_libvirt(libvirt, uri, &question, answer);
	*ret_error = answer->error;
	return answer->bytes ? answer->bytes : "";
}

struct asked {
	struct igd_live_libvirt libvirt;
	struct igd_answer answer;
	char *uri;
	int error;
};

static const char *ask(struct asked *asked, const char *name)
{
	return ask_as(&asked->libvirt, asked->uri, name, &asked->answer, &asked->error);
}

static void done(struct asked *asked)
{
	igd_live_libvirt_done(&asked->libvirt);
	igd_answer_done(&asked->answer);
	free(asked->uri);
	*asked = (struct asked){ 0 };
}

static struct asked fake(const char *word)
{
	return (struct asked){ .libvirt = { .library = IGD_FAKE_LIBVIRT },
		.uri = igd_printf("fake:///%s", word) };
}

static void test_everything_is_told(void **state)
{
	struct asked asked = fake("running");

	(void)state;
	assert_string_equal(ask(&asked, "connection"),
		"uri qemu:///system\nlibvirt 11.3.1\nqemu 10.0.8\n"
		"emulator /usr/bin/qemu-system-x86_64\n");
	assert_string_equal(ask(&asked, "domains"), "running vm0\n");
	assert_int_equal(strspn(ask(&asked, "domain/vm0/live.xml"), "l"), 64);
	assert_int_equal(strspn(ask(&asked, "domain/vm0/inactive.xml"), "i"), 64);
	ask(&asked, "error");
	assert_int_equal(asked.error, ENODATA);
	ask(&asked, "domain/vm1/inactive.xml");
	assert_int_equal(asked.error, ENODATA);
	done(&asked);
}

static void test_little_is_told(void **state)
{
	struct asked asked = fake("modest");

	(void)state;
	assert_string_equal(ask(&asked, "connection"), "uri qemu:///system\nlibvirt 11.3.1\n");
	assert_string_equal(ask(&asked, "domains"), "off vm0\n");
	ask(&asked, "domain/vm0/live.xml");
	assert_int_equal(asked.error, ENODATA);
	done(&asked);
}

/* A VM that ends while it is asked for. */
static void test_gone(void **state)
{
	struct asked asked = fake("gone");

	(void)state;
	assert_string_equal(ask(&asked, "domains"), "running vm0\n");
	ask(&asked, "domain/vm0/live.xml");
	assert_int_equal(asked.error, ENOENT);
	done(&asked);
}

/* A path or a URI cannot make lines of their own. */
static void test_forged(void **state)
{
	struct asked asked = fake("forged");

	(void)state;
	assert_string_equal(ask(&asked, "connection"), "libvirt 11.3.1\nqemu 10.0.8\n");
	done(&asked);
}

static void test_names(void **state)
{
	struct asked asked = fake("names");

	(void)state;
	assert_string_equal(ask(&asked, "domains"), "off my%20vm%2F%C3%A4%25%0A\n");
	assert_int_equal(strlen(ask(&asked, "domain/my%20vm%2F%C3%A4%25%0A/inactive.xml")), 64);
	done(&asked);
	asked = fake("nameless");
	assert_string_equal(ask(&asked, "domains"), "");
	assert_int_equal(asked.error, 0);
	done(&asked);
}

static void test_bounds(void **state)
{
	struct asked asked = fake("many");
	const char *list;
	int lines = 0;

	(void)state;
	for (list = ask(&asked, "domains"); *list; list++)
		lines += *list == '\n';
	assert_int_equal(lines, IGD_LIBVIRT_MAX_DOMAINS);
	assert_non_null(strstr(ask(&asked, "connection"), "left-out 44\n"));
	done(&asked);
	asked = fake("large");
	assert_string_equal(ask(&asked, "domains"), "off vm0\n");
	ask(&asked, "domain/vm0/inactive.xml");
	assert_int_equal(asked.error, EFBIG);
	done(&asked);
	asked = fake("fat");
	asked.libvirt.max_all = 16 << 10;
	ask(&asked, "domain/vm15/inactive.xml");
	assert_int_equal(asked.error, 0);
	ask(&asked, "domain/vm16/inactive.xml");
	assert_int_equal(asked.error, EFBIG);
	done(&asked);
}

static void test_failures(void **state)
{
	static const struct {
		const char *word;
		int error;
		const char *words;
	} cases[] = {
		{ "refused", EACCES, "in libvirt's\nown words\n" },
		{ "denied", EACCES, "in libvirt's\nown words\n" },
		{ "forbidden", EACCES, "in libvirt's\nown words\n" },
		{ "listless", EACCES, "not for you\n" },
		{ "dead", ECONNREFUSED, "in libvirt's\nown words\n" },
		{ "nowhere", ENOENT, "in libvirt's\nown words\n" },
		{ "broken", EIO, "in libvirt's\nown words\n" },
		{ "strange", EIO, "in libvirt's\nown words\n" },
		{ "wordless", EIO, "no reason was told\n" },
		{ "crash", EIO, "the client library of libvirt failed\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct asked asked = fake(cases[i].word);

		ask(&asked, "connection");
		assert_int_equal(asked.error, cases[i].error);
		assert_string_equal(ask(&asked, "error"), cases[i].words);
		ask(&asked, "domains");
		assert_int_equal(asked.error, ENODATA);
		done(&asked);
	}
}

static void test_long_words(void **state)
{
	struct asked asked = fake("long");

	(void)state;
	assert_int_equal(strlen(ask(&asked, "error")), IGD_LIBVIRT_MAX_WORDS + 1);
	done(&asked);
}

/* A daemon that has to run QEMU before it can tell a version: the VMs are told all the same. */
static void test_slow_version(void **state)
{
	struct asked asked = fake("slow");
	uint64_t before = igd_now_ms();

	(void)state;
	assert_string_equal(ask(&asked, "connection"), "uri fake:///slow\n");
	assert_string_equal(ask(&asked, "domains"), "off vm0\n");
	assert_int_equal(strlen(ask(&asked, "domain/vm0/inactive.xml")), 64);
	assert_in_range(
		igd_now_ms() - before, IGD_LIBVIRT_EXTRAS_MS - 50, IGD_LIBVIRT_TIMEOUT_MS - 1);
	done(&asked);
}

static void test_hangs(void **state)
{
	struct asked asked = fake("hang");
	uint64_t before = igd_now_ms();

	(void)state;
	ask(&asked, "connection");
	assert_int_equal(asked.error, ETIMEDOUT);
	assert_string_equal(ask(&asked, "error"), "no answer within 5 seconds\n");
	assert_in_range(igd_now_ms() - before, IGD_LIBVIRT_TIMEOUT_MS, IGD_LIBVIRT_TIMEOUT_MS * 2);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	done(&asked);
}

/* Nobody waits for the answer: the child is gone with whoever asked. */
static void test_not_heard(void **state)
{
	struct asked asked = fake("hang");
	uint64_t before = igd_now_ms();
	pid_t child;

	(void)state;
	igd_live_libvirt_ask(&asked.libvirt, asked.uri);
	child = asked.libvirt.child.pid;
	assert_true(child > 0);
	done(&asked);
	assert_int_equal(kill(child, 0), -1);
	assert_true(igd_now_ms() - before < IGD_LIBVIRT_TIMEOUT_MS);
}

static void test_surroundings(void **state)
{
	struct asked asked = fake("surroundings");

	(void)state;
	setenv("DISPLAY", ":0", 1);
	setenv("LIBVIRT_DRIVER_DIR", "/tmp", 1);
	assert_string_equal(ask(&asked, "error"),
		"autostart=0 display=unset driver=unset directory=/ descriptors=4\n");
	unsetenv("LIBVIRT_DRIVER_DIR");
	done(&asked);
}

static void test_no_library(void **state)
{
	static const char *const names[] = { "libnothing-of-this-name.so.0", "libc.so.6" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct asked asked = { .libvirt = { .library = names[i] },
			.uri = igd_strdup("qemu:///system") };

		ask(&asked, "connection");
		assert_int_equal(asked.error, ENOPKG);
		done(&asked);
	}
}

static void touch(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	close(fd);
}

/* The system's socket, then the caller's, then nobody is asked, and nothing is started for it. */
static void test_which(void **state)
{
	char root[] = "/tmp/igd-test-libvirt.XXXXXX";
	struct asked asked = { .libvirt = { .library = IGD_FAKE_LIBVIRT } };
	IGD_AUTOFREE char *session = NULL, *theirs = NULL, *system = NULL;

	(void)state;
	assert_non_null(mkdtemp(root));
	session = igd_printf("%s/libvirt", root);
	theirs = igd_printf("%s/libvirt-sock", session);
	system = igd_printf("%s/virtqemud-sock-ro", root);
	setenv("XDG_RUNTIME_DIR", root, 1);
	asked.libvirt.directory = root;
	ask(&asked, "connection");
	assert_int_equal(asked.error, ENOENT);
	assert_null(asked.libvirt.uri);
	done(&asked);
	assert_int_equal(mkdir(session, 0700), 0);
	touch(theirs);
	asked.libvirt =
		(struct igd_live_libvirt){ IGD_FAKE_LIBVIRT, root, 0, false, NULL, { 0 }, { 0 } };
	ask(&asked, "connection");
	assert_string_equal(asked.libvirt.uri, "qemu:///session");
	done(&asked);
	touch(system);
	asked.libvirt =
		(struct igd_live_libvirt){ IGD_FAKE_LIBVIRT, root, 0, false, NULL, { 0 }, { 0 } };
	ask(&asked, "connection");
	assert_string_equal(asked.libvirt.uri, "qemu:///system");
	done(&asked);
	unlink(system);
	unlink(theirs);
	rmdir(session);
	rmdir(root);
	unsetenv("XDG_RUNTIME_DIR");
}

static void test_questions(void **state)
{
	struct asked asked = fake("running");
	struct igd_question question = { IGD_ASK_READ, IGD_LIBVIRT_DIR "/domain/vm0/live.xml", 10 };
	struct igd_answer answer = { 0 };

	(void)state;
	igd_source_live_libvirt(&asked.libvirt, asked.uri, &question, &answer);
	assert_int_equal(answer.error, EFBIG);
	igd_answer_done(&answer);
	question.ask = IGD_ASK_LINK;
	igd_source_live_libvirt(&asked.libvirt, asked.uri, &question, &answer);
	assert_int_equal(answer.error, EINVAL);
	igd_answer_done(&answer);
	question = (struct igd_question){ IGD_ASK_READ, IGD_LIBVIRT_DIR "/../given/rom", 10 };
	igd_source_live_libvirt(&asked.libvirt, asked.uri, &question, &answer);
	assert_int_equal(answer.error, EINVAL);
	igd_answer_done(&answer);
	done(&asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_is_told),
		cmocka_unit_test(test_little_is_told),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_long_words),
		cmocka_unit_test(test_slow_version),
		cmocka_unit_test(test_hangs),
		cmocka_unit_test(test_not_heard),
		cmocka_unit_test(test_surroundings),
		cmocka_unit_test(test_no_library),
		cmocka_unit_test(test_which),
		cmocka_unit_test(test_questions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
