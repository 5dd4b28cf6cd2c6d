// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_query - programs that are asked: the well-behaved, and those that hang, flood, crash or are not to be trusted
 */
#include <errno.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/host_private.h"
#include "core/pool.h"
#include "core/query.h"
#include "tests/unit/unit.h"

/* A directory that only its owner may write to, with programs in it. */
struct place {
	char *root;
};

static int make_place(void **state)
{
	struct place *place = igd_zalloc(sizeof(*place));

	place->root = igd_strdup("/tmp/igd-test-query.XXXXXX");
	if (!mkdtemp(place->root))
		return -1;
	chmod(place->root, 0755);
	*state = place;
	return 0;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *at)
{
	(void)status;
	(void)type;
	(void)at;
	return remove(path);
}

static int remove_place(void **state)
{
	struct place *place = *state;

	nftw(place->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(place->root);
	free(place);
	return 0;
}

/* A shell script of this mode; the caller frees its path. */
static char *script(const struct place *place, const char *body, mode_t mode)
{
	char *path = igd_printf("%s/qemu system", place->root);
	FILE *file = fopen(path, "we");

	assert_non_null(file);
	fprintf(file, "#!/bin/sh\n%s\n", body);
	fclose(file);
	assert_int_equal(chmod(path, mode), 0);
	return path;
}

static struct igd_answer ask(const char *name, const char *binary, size_t limit)
{
	IGD_AUTOFREE char *path = igd_query_path(name, binary);
	struct igd_question question = { IGD_ASK_READ, path, limit };
	struct igd_answer answer = { 0 };

	igd_query_answer(&question, &answer);
	return answer;
}

static int error_of(const struct place *place, const char *body, mode_t mode)
{
	IGD_AUTOFREE char *binary = script(place, body, mode);
	struct igd_answer answer = ask("qemu-version", binary, IGD_TEXT_LIMIT);
	int error = answer.error;

	igd_answer_done(&answer);
	return error;
}

static void test_names(void **state)
{
	IGD_AUTOFREE char *path = igd_query_path("qemu-version", "/opt/my qemu/x%2F");
	IGD_AUTOFREE char *binary = igd_query_binary(path);
	IGD_AUTOFREE char *command = igd_query_command("qemu-vfio-pci", "/usr/bin/kvm");

	(void)state;
	assert_string_equal(path, IGD_RECORD_QUERY "/qemu-version/%2Fopt%2Fmy%20qemu%2Fx%252F");
	assert_string_equal(binary, "/opt/my qemu/x%2F");
	assert_string_equal(command, "/usr/bin/kvm -device vfio-pci,help");
	assert_null(igd_query_binary(IGD_RECORD_QUERY "/qemu-version/usr"));
	assert_null(igd_query_binary(IGD_RECORD_QUERY "/qemu-version/%00"));
	assert_null(igd_query_binary(IGD_RECORD_QUERY "/qemu-version/%2"));
	assert_null(igd_query_binary(IGD_RECORD_QUERY "/qemu-version"));
	/* Another name of the same path is none: each path would be run again under each of them. */
	assert_null(igd_query_binary(IGD_RECORD_QUERY "/qemu-version/%2Fus%72"));
	assert_null(igd_query_binary(IGD_RECORD_QUERY "/qemu-version/%2fusr"));
	assert_null(igd_query_binary(IGD_RECORD_QUERY "/qemu-version//usr"));
	assert_null(igd_query_binary("/etc/passwd/%2Fx"));
}

static void test_output(void **state)
{
	IGD_AUTOFREE char *binary = script(*state,
		"echo \"$#:$1:$2:$LC_ALL:$HOME$IGD_SECRET\"; echo noise >&2; cat; pwd", 0755);
	struct igd_answer answer;

	setenv("IGD_SECRET", "leaked", 1);
	answer = ask("qemu-vfio-pci", binary, IGD_TEXT_LIMIT);
	assert_int_equal(answer.error, 0);
	assert_string_equal(answer.bytes, "2:-device:vfio-pci,help:C:\n/\n");
	igd_answer_done(&answer);
	answer = ask("qemu-vfio-pci", binary, 4);
	assert_int_equal(answer.error, EFBIG);
	igd_answer_done(&answer);
}

static void ignore_nothing(int signal_number)
{
	(void)signal_number;
}

/* Descriptors, ignored and blocked signals, and the terminal stay behind; SIGCHLD that is ignored does no harm. */
static void test_inherits_nothing(void **state)
{
	IGD_AUTOFREE char *binary = script(*state,
		"ls /proc/self/fd | wc -l; "
		"sed -n 's/^Sig\\(Ign\\|Blk\\):\\s*//p' /proc/self/status; "
		"[ \"$(cut -d' ' -f6 /proc/$$/stat)\" = $$ ] && echo leads; "
		"grep NoNewPrivs /proc/self/status",
		0755);
	int leaked = dup(STDIN_FILENO);
	struct igd_answer answer;
	sigset_t blocked;

	assert_true(leaked > STDERR_FILENO);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	sigprocmask(SIG_BLOCK, &blocked, NULL);
	signal(SIGPIPE, SIG_IGN);
	signal(SIGTERM, ignore_nothing);
	signal(SIGCHLD, SIG_IGN);
	answer = ask("qemu-version", binary, IGD_TEXT_LIMIT);
	signal(SIGPIPE, SIG_DFL);
	signal(SIGTERM, SIG_DFL);
	sigprocmask(SIG_UNBLOCK, &blocked, NULL);
	close(leaked);
	assert_int_equal(answer.error, 0);
	/* Of ls: the three, the script, and the directory that it reads. */
	assert_string_equal(answer.bytes, "5\n0000000000000000\n0000000000000000\nleads\n"
					  "NoNewPrivs:\t1\n");
	igd_answer_done(&answer);
}

static void test_only_the_table(void **state)
{
	IGD_AUTOFREE char *binary = script(*state, "echo ran", 0755);
	struct igd_answer answer = ask("qemu-monitor", binary, IGD_TEXT_LIMIT);

	assert_int_equal(answer.error, ENODATA);
	igd_answer_done(&answer);
	answer = ask("qemu", binary, IGD_TEXT_LIMIT);
	assert_int_equal(answer.error, ENODATA);
	igd_answer_done(&answer);
}

static void test_not_trusted(void **state)
{
	struct place *place = *state;

	assert_int_equal(error_of(place, "echo ran", 0757), EPERM);
	assert_int_equal(error_of(place, "echo ran", 0775), EPERM);
	assert_int_equal(error_of(place, "echo ran", 04755), EPERM);
	assert_int_equal(error_of(place, "echo ran", 02755), EPERM);
	assert_int_equal(error_of(place, "echo ran", 0644), EACCES);
	chmod(place->root, 0777);
	assert_int_equal(error_of(place, "echo ran", 0755), EPERM);
	chmod(place->root, 01777);
	assert_int_equal(error_of(place, "echo ran", 0755), EPERM);
	chmod(place->root, 0755);
	assert_int_equal(error_of(place, "echo ran", 0755), 0);
}

static void test_owned_by_another(void **state)
{
	IGD_AUTOFREE char *binary = script(*state, "echo ran", 0755);
	struct igd_answer answer;

	if (geteuid() != 0)
		skip();
	assert_int_equal(chown(binary, 65534, 65534), 0);
	answer = ask("qemu-version", binary, IGD_TEXT_LIMIT);
	assert_int_equal(answer.error, EPERM);
	igd_answer_done(&answer);
}

static void test_no_program(void **state)
{
	struct place *place = *state;
	struct igd_answer answer = ask("qemu-version", place->root, IGD_TEXT_LIMIT);
	struct igd_error error;

	assert_int_equal(answer.error, EINVAL);
	igd_answer_done(&answer);
	answer = ask("qemu-version", "/nowhere/qemu", IGD_TEXT_LIMIT);
	assert_int_equal(answer.error, ENOENT);
	igd_answer_done(&answer);
	assert_int_equal(igd_query_trust("/dev/null", &error), -EINVAL);
	assert_string_equal(error.message, "/dev/null: not a program");
}

/* A link is followed; what counts is where it leads. */
static void test_link(void **state)
{
	struct place *place = *state;
	IGD_AUTOFREE char *binary = script(place, "echo ran", 0755);
	IGD_AUTOFREE char *link = igd_printf("%s/link", place->root);
	struct igd_answer answer;

	assert_int_equal(symlink(binary, link), 0);
	answer = ask("qemu-version", link, IGD_TEXT_LIMIT);
	assert_int_equal(answer.error, 0);
	assert_string_equal(answer.bytes, "ran\n");
	igd_answer_done(&answer);
	assert_int_equal(chmod(binary, 0777), 0);
	answer = ask("qemu-version", link, IGD_TEXT_LIMIT);
	assert_int_equal(answer.error, EPERM);
	igd_answer_done(&answer);
}

static void test_failures(void **state)
{
	assert_int_equal(error_of(*state, "echo half; exit 1", 0755), ENOEXEC);
	assert_int_equal(error_of(*state, "kill -SEGV $$", 0755), ENOEXEC);
	assert_int_equal(error_of(*state, "while :; do echo flood flood flood; done", 0755), EFBIG);
}

/* Also a child that keeps the pipe open, and one that closes it, are gone after the deadline. */
static void test_hangs(void **state)
{
	struct place *place = *state;
	IGD_AUTOFREE char *note = igd_printf("%s/pid", place->root);
	IGD_AUTOFREE char *body = igd_printf("sleep 60 & echo $! >%s; sleep 60", note);
	uint64_t before = igd_now_ms();
	FILE *file;
	int pid = 0;

	assert_int_equal(error_of(place, body, 0755), ETIMEDOUT);
	assert_in_range(igd_now_ms() - before, IGD_QUERY_TIMEOUT_MS, 4 * IGD_QUERY_TIMEOUT_MS);
	file = fopen(note, "re");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "%d", &pid), 1);
	fclose(file);
	/* Whoever reaps it may take a moment: it is dead, or a zombie, but sleeps no more. */
	usleep(200000);
	if (kill(pid, 0) == 0) {
		IGD_AUTOFREE char *stat = igd_printf("/proc/%d/stat", pid);
		char state_of = '?';

		file = fopen(stat, "re");
		assert_true(!file || fscanf(file, "%*d %*s %c", &state_of) == 1);
		if (file)
			fclose(file);
		assert_true(!file || state_of == 'Z' || state_of == 'X');
	}
	before = igd_now_ms();
	assert_int_equal(error_of(place, "kill -STOP $$", 0755), ETIMEDOUT);
	assert_in_range(igd_now_ms() - before, IGD_QUERY_TIMEOUT_MS, 4 * IGD_QUERY_TIMEOUT_MS);
	before = igd_now_ms();
	assert_int_equal(error_of(place, "exec >&- 2>&- sleep 60", 0755), ETIMEDOUT);
	assert_in_range(igd_now_ms() - before, IGD_QUERY_TIMEOUT_MS, 4 * IGD_QUERY_TIMEOUT_MS);
}

/* By where it lies and what it is called: what a VM's definition names is anybody's word. */
static void test_own_qemu(void **state)
{
	static const struct {
		const char *binary;
		bool is_own;
	} cases[] = {
		{ "/usr/bin/qemu-system-x86_64", true },
		{ "/usr/libexec/qemu-kvm", true },
		{ "/usr/bin/kvm", true },
		{ "/run/libvirt/nix-emulators/qemu-system-x86_64", true },
		{ "/usr/bin/qemu-system-x86_64x", false },
		{ "/usr/bin/qemu-system-x86_6", false },
		{ "/usr/bin/sub/kvm", false },
		{ "/usr/bin//kvm", false },
		{ "/usr/bin/../../tmp/kvm", false },
		{ "/usr/bin/reboot", false },
		{ "/usr/bin/", false },
		{ "/usr/bin", false },
		{ "/tmp/qemu-system-x86_64", false },
		{ "/srv/usr/bin/qemu-kvm", false },
		{ "/kvm", false },
	};
	struct igd_host *host = igd_host_new(igd_source_live());
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		IGD_AUTOFREE char *path = igd_query_path("qemu-version", cases[i].binary);
		IGD_AUTOFREE char *command = igd_printf("%s --version", cases[i].binary);

		assert_int_equal(igd_query_is_of_system(path), cases[i].is_own);
		if (!cases[i].is_own) {
			assert_null(igd_host_query(host, "qemu-version", cases[i].binary));
			assert_int_equal(igd_host_error(host, command), ENODATA);
		}
	}
	assert_false(igd_query_is_of_system("/usr/bin/kvm"));
	igd_host_free(host);
}

/* A recording has nothing run, whatever it names. */
static void test_own_qemu_of_a_recording(void **state)
{
	struct igd_error error = { 0 };
	struct igd_source *source = igd_source_tree_text(
		IGD_TREE_MAGIC "\n", strlen(IGD_TREE_MAGIC) + 1, "test", &error);
	struct igd_host *host = igd_host_new(source);

	(void)state;
	assert_null(igd_host_query(host, "qemu-version", "/usr/bin/qemu-system-x86_64"));
	assert_int_equal(igd_host_error(host, "/usr/bin/qemu-system-x86_64 --version"), ENODATA);
	igd_host_free(host);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test_setup_teardown(test_output, make_place, remove_place),
		cmocka_unit_test_setup_teardown(test_inherits_nothing, make_place, remove_place),
		cmocka_unit_test_setup_teardown(test_only_the_table, make_place, remove_place),
		cmocka_unit_test_setup_teardown(test_not_trusted, make_place, remove_place),
		cmocka_unit_test_setup_teardown(test_owned_by_another, make_place, remove_place),
		cmocka_unit_test_setup_teardown(test_no_program, make_place, remove_place),
		cmocka_unit_test_setup_teardown(test_link, make_place, remove_place),
		cmocka_unit_test_setup_teardown(test_failures, make_place, remove_place),
		cmocka_unit_test_setup_teardown(test_hangs, make_place, remove_place),
		cmocka_unit_test(test_own_qemu),
		cmocka_unit_test(test_own_qemu_of_a_recording),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
