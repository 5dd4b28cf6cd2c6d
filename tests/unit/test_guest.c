// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_guest - what a guest tells through its agent, as libraries that are false and the cases of tests/standin/agent
 * have it
 *
 * not under valgrind: it waits for deadlines, and loads libraries that are slow there
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "core/given.h"
#include "core/host.h"
#include "core/pool.h"
#include "tests/unit/guest_scene.h"

static void test_everything_is_told(void **state)
{
	struct asked asked = fake("good");

	(void)state;
	assert_true(igd_starts_with(ask(&asked, "info"), "{\"version\":\"8.2.2\","));
	assert_non_null(strstr(ask(&asked, "os"), "\"id\":\"mswindows\""));
	assert_non_null(strstr(ask(&asked, "interfaces"), "\"name\":\"Ethernet\""));
	assert_true(igd_starts_with(ask(&asked, "windows"), "{\"v\":1,"));
	assert_non_null(strstr(asked.answer.bytes, "\"user\":true"));
	assert_int_equal(error_of(&asked, "error"), ENOENT);
	done(&asked);
}

/* PowerShell is started when its answer is wanted, and once. */
static void test_query_when_wanted(void **state)
{
	struct asked asked = fake("slow-powershell");
	uint64_t before = igd_now_ms();

	(void)state;
	ask(&asked, "interfaces");
	assert_false(asked.guest.vms[0].has_windows);
	assert_true(igd_now_ms() - before < 1500);
	assert_int_equal(error_of(&asked, "windows"), 0);
	assert_true(asked.guest.vms[0].has_windows);
	assert_true(igd_now_ms() - before >= 1800);
	before = igd_now_ms();
	assert_int_equal(error_of(&asked, "windows"), 0);
	assert_true(igd_now_ms() - before < 100);
	assert_true(asked.guest.vms[0].budget_ms < IGD_GUEST_TIMEOUT_MS - 1800);
	done(&asked);
}

/* All that libvirt says before the agent can. */
static const struct {
	const char *word;
	int error;
	const char *words;
} failures[] = {
	{ "refused", EACCES, "info: authentication failed\n" },
	{ "denied", EACCES, "info: access denied\n" },
	{ "read-only", EACCES, "info: read only access prevents it\n" },
	{ "dead", EIO, "info: broken pipe\n" },
	{ "no-socket", EIO, "info: no such socket\n" },
	{ "far", ETIME, "info: connection timed out\n" },
	{ "command-late", ETIMEDOUT, "info: Zeit des Gastagenten abgelaufen\n" },
	{ "wordless", EIO, "info: no reason was told\n" },
	{ "crash", EIO, "info: the client library of libvirt failed\n" },
	{ "off", ENOENT, "info: it does not run\n" },
	{ "off-meanwhile", ENOENT, "info: domain is not running\n" },
	{ "no-channel", ENODEV, "info: QEMU guest agent is not configured\n" },
	{ "disconnected", ENOTCONN,
		"info: Guest agent is not responding: QEMU guest agent is not connected\n" },
	{ "translated", ENOTCONN, "info: Gastagent antwortet nicht: " },
	{ "ailing", EIO,
		"info: Guest agent is not responding: QEMU guest agent is not "
		"available due to an error\n" },
	{ "crashed", ENOENT, "info: it does not run\n" },
	{ "paused", EINTR, "info: it is paused\n" },
	{ "asleep", EHOSTDOWN, "info: it sleeps\n" },
	{ "dying", ENOENT, "info: domain is not running\n" },
	{ "paused-meanwhile", EINTR, "info: domain is not running\n" },
	{ "locked", EBUSY, "info: cannot acquire state change lock\n" },
	{ "unsynced", EBADMSG, "info: guest agent replied with wrong id\n" },
	{ "strange", EIO, "info: an error\\x1b[31m\n" },
	{ "junk", EBADMSG, "info: the answer is no agent's\n" },
	{ "no-return", EBADMSG, "info: the answer is no agent's\n" },
	{ "large", EFBIG, "info: the answer is too large\n" },
	{ "silent", ETIMEDOUT, "info: Guest agent is not responding: guest agent didn't" },
};

static void test_failures(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(failures) / sizeof(*failures); i++) {
		struct asked asked = fake(failures[i].word);

		expect_error(&asked, failures[i].word, failures[i].error);
		if (!igd_starts_with(ask(&asked, "error"), failures[i].words))
			fail_msg("%s: %s", failures[i].word, asked.answer.bytes);
		done(&asked);
	}
}

/* What the query comes to, and the words for it. */
static void test_queries(void **state)
{
	static const struct {
		const char *word;
		int error;
		const char *words;
	} cases[] = {
		{ "linux", ENOENT, "" },
		{ "exec-blocked", EOPNOTSUPP,
			"windows: the agent does not allow programs to be started (guest-exec)\n" },
		{ "frozen", EOPNOTSUPP,
			"windows: internal error: unable to execute QEMU agent command 'guest-exec': "
			"Command guest-exec has been disabled: the agent is in frozen state\n" },
		{ "no-powershell", EIO,
			"windows: internal error: unable to execute QEMU agent command 'guest-exec': "
			"Guest agent command failed, error was 'Failed to execute helper program (No "
			"such file or directory)'\n" },
		{ "powershell-fails", EIO,
			"windows: PowerShell in the guest ended with the status 1\n" },
		{ "powershell-mute", EBADMSG,
			"windows: PowerShell in the guest printed nothing\n" },
		{ "powershell-cut", EFBIG, "windows: PowerShell in the guest printed too much\n" },
		{ "powershell-chatty", EBADMSG,
			"windows: what PowerShell in the guest printed is not what the query "
			"prints\n" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct asked asked = fake(cases[i].word);

		assert_int_equal(error_of(&asked, "os"), 0);
		if (error_of(&asked, "windows") != cases[i].error)
			fail_msg("%s: %d", cases[i].word, asked.answer.error);
		assert_string_equal(ask(&asked, "error"), cases[i].words);
		done(&asked);
	}
}

/* What the guest says is handed on as it is, if it is JSON; whoever reads it has to mind. */
static void test_hostile(void **state)
{
	struct asked asked = fake("hostile");

	(void)state;
	assert_int_equal(error_of(&asked, "info"), 0);
	assert_int_equal(error_of(&asked, "interfaces"), 0);
	assert_int_equal(error_of(&asked, "windows"), 0);
	assert_int_equal(error_of(&asked, "error"), ENOENT);
	done(&asked);
}

static void test_no_library(void **state)
{
	struct asked asked = fake("good");

	(void)state;
	asked.guest.qemu_library = "libc.so.6";
	assert_int_equal(error_of(&asked, "info"), ENOPKG);
	assert_int_equal(error_of(&asked, "windows"), ENOPKG);
	done(&asked);
	asked = fake("good");
	asked.guest.library = "libnothing-of-this-name.so.0";
	assert_int_equal(error_of(&asked, "os"), ENOPKG);
	done(&asked);
}

/* The true libraries and libvirt's own test driver, whose guests have no agents. */
static void test_true(void **state)
{
	struct asked asked = { .uri = igd_strdup("test:///default") };

	(void)state;
	ask_path(&asked, "test/info");
	assert_int_equal(asked.answer.error, EIO);
	assert_non_null(strstr(ask_path(&asked, "test/error"), "info: "));
	assert_non_null(strstr(asked.answer.bytes, "virDomainQemuAgentCommand"));
	ask_path(&asked, "nobody/info");
	assert_int_equal(asked.answer.error, ENOENT);
	done(&asked);
}

static void test_no_libvirt(void **state)
{
	struct asked asked = { .guest = { .directory = "/nonexistent" } };

	(void)state;
	unsetenv("XDG_RUNTIME_DIR");
	assert_int_equal(error_of(&asked, "info"), ENOENT);
	assert_int_equal(error_of(&asked, "windows"), ENOENT);
	assert_int_equal(error_of(&asked, "error"), ENOENT);
	done(&asked);
}

static void test_names(void **state)
{
	static const char *const none[] = { "my%20vm", "my%20vm/other", "my%20vm/info/x",
		"my vm/info", "my%20vm%/info", "m%79%20vm/info", "/info", "%00/info",
		"my%2520vm%2/info" };
	struct asked asked = fake("good");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(none) / sizeof(*none); i++) {
		ask_path(&asked, none[i]);
		if (asked.answer.error != ENODATA)
			fail_msg("%s: %d", none[i], asked.answer.error);
	}
	assert_int_equal(asked.guest.count, 0);
	ask_path(&asked, "other/info");
	assert_int_equal(asked.answer.error, ENOENT);
	ask_path(&asked, "my%20vm/info");
	assert_int_equal(asked.answer.error, 0);
	assert_int_equal(asked.guest.count, 2);
	done(&asked);
}

static void test_bounds(void **state)
{
	struct asked asked = fake("off");
	unsigned i;

	(void)state;
	for (i = 0; i <= IGD_GUEST_MAX_VMS; i++) {
		IGD_AUTOFREE char *name = igd_printf("vm%u/info", i);

		ask_path(&asked, name);
		assert_int_equal(asked.answer.error, i < IGD_GUEST_MAX_VMS ? ENOENT : EIO);
	}
	done(&asked);
}

/* Nobody is asked unless the person allowed it. */
static void test_permission(void **state)
{
	static const char tree[] = "igd-doctor.tree/1\n";
	struct igd_source *source = igd_source_tree_text(tree, strlen(tree), "test", NULL);
	struct igd_question question = { IGD_ASK_READ, IGD_GUEST_DIR "/win11/info", 1024 };
	struct igd_answer answer = { 0 };

	(void)state;
	igd_source_guest(source, &question, &answer);
	assert_int_equal(answer.error, ECANCELED);
	assert_null(source->guest);
	igd_source_allow_guest(source);
	assert_int_equal(igd_source_give(source, "connect", "test+unknown:///nobody", NULL), 0);
	igd_answer_done(&answer);
	igd_source_guest(source, &question, &answer);
	assert_int_not_equal(answer.error, ECANCELED);
	assert_int_not_equal(answer.error, 0);
	assert_non_null(source->guest);
	igd_answer_done(&answer);
	igd_source_free(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_is_told),
		cmocka_unit_test(test_query_when_wanted),
		cmocka_unit_test(test_failures),
		cmocka_unit_test(test_queries),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_no_library),
		cmocka_unit_test(test_true),
		cmocka_unit_test(test_no_libvirt),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_permission),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
