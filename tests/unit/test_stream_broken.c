// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_stream_broken - ports that are closed or get no answer, and stand-ins for Sunshine that behave badly
 *
 * not under valgrind: it waits for deadlines
 */
#include "tests/unit/stream_wanted.h"

static const struct wanted quick_wanted[] = {
	{ .options = "--curve --all closed",
		.states = "refused refused refused refused",
		.serverinfo = ECONNREFUSED,
		.https = ECONNREFUSED,
		.web = ECONNREFUSED,
		.in_error = "serverinfo: Connection refused\n" },
	{ .options = "--curve --close rtsp",
		.states = "open open open refused",
		.in_https = UNKNOWN_CLIENT,
		.in_web = LOCALE },
	{ .options = "--curve --close https --close web",
		.states = "refused open refused open",
		.https = ECONNREFUSED,
		.web = ECONNREFUSED,
		.in_serverinfo = "<hostname>" },
	{ .options = "--curve --close http",
		.states = "open refused open open",
		.serverinfo = ECONNREFUSED,
		.in_https = UNKNOWN_CLIENT },
	{ .options = "--curve --all reset",
		.serverinfo = ECONNRESET,
		.https = ECONNRESET,
		.web = ECONNRESET },
	{ .options = "--curve --all hangup",
		.serverinfo = ECONNRESET,
		.https = ENOMSG,
		.web = ECONNRESET },
	{ .options = "--curve --all endless-headers",
		.serverinfo = EFBIG,
		.https = EFBIG,
		.web = EFBIG,
		.in_error = "serverinfo: more than 64 KiB\n" },
	{ .options = "--curve --all endless-body",
		.serverinfo = EFBIG,
		.https = EFBIG,
		.web = EFBIG },
	{ .options = "--curve --all huge", .serverinfo = EFBIG, .https = EFBIG, .web = EFBIG },
	{ .options = "--curve --all truncated",
		.serverinfo = EBADMSG,
		.https = EBADMSG,
		.web = EBADMSG },
	{ .options = "--curve --all laughs", .in_serverinfo = "&l9;", .in_https = "<!ENTITY l9 " },
	{ .options = "--curve --all garbage",
		.serverinfo = EBADMSG,
		.https = EBADMSG,
		.web = EBADMSG },
	{ .options = "--curve --all error-500",
		.in_web = "500\n",
		.in_error = "serverinfo: HTTP status 500\n" },
	{ .options = "--curve --all other",
		.in_serverinfo = "no Sunshine",
		.in_https = "no Sunshine",
		.in_web = "404\n<html>",
		.in_error = "https: HTTP status 404\n" },
	/* Nobody goes there. */
	{ .options = "--curve --all redirect",
		.in_web = "302\n",
		.in_error = "serverinfo: HTTP status 302\n" },
	{ .options = "--curve --all swapped",
		.serverinfo = ANY_BREAK,
		.https = ANY_BREAK,
		.web = ANY_BREAK },
};

static void test_quick(void **state)
{
	(void)state;
	expect_all(quick_wanted, sizeof(quick_wanted) / sizeof(*quick_wanted), LONG_MS);
}

/* They end when nobody waits any longer. */
static const struct wanted late_wanted[] = {
	{ .options = "--curve --all stuck",
		.states = "timeout timeout timeout timeout",
		.serverinfo = ETIMEDOUT,
		.https = ETIMEDOUT,
		.web = ETIMEDOUT,
		.in_error = "https: Connection timed out\n" },
	{ .options = "--curve --http stuck",
		.states = "open timeout open open",
		.serverinfo = ETIMEDOUT,
		.in_https = UNKNOWN_CLIENT,
		.in_web = LOCALE },
	{ .options = "--curve --all deaf",
		.serverinfo = ETIMEDOUT,
		.https = ETIMEDOUT,
		.web = ETIMEDOUT,
		.in_error = "serverinfo: no answer in time\n" },
	{ .options = "--curve --all mute",
		.serverinfo = ETIMEDOUT,
		.https = ENOMSG,
		.web = ETIMEDOUT,
		.in_error = "https: a handshake, and then nothing\n" },
	{ .options = "--curve --all trickle --delay 1000",
		.serverinfo = ETIMEDOUT,
		.https = ETIMEDOUT,
		.web = ETIMEDOUT },
};

static void test_late(void **state)
{
	(void)state;
	expect_all(late_wanted, sizeof(late_wanted) / sizeof(*late_wanted), 0);
}

/* Bytes of any kind are handed on as they are. */
static void test_binary(void **state)
{
	struct igd_live_stream stream = { .patience_ms = LONG_MS };
	struct standin standin = standin_start(LOCAL, "--curve --all binary");
	IGD_AUTOFREE char *path = NULL;
	IGD_AUTOANSWER struct igd_answer answer = { 0 };
	struct igd_question question = { IGD_ASK_READ, NULL, 1u << 20 };

	(void)state;
	standin_wait(&standin);
	path = igd_printf(IGD_STREAM_DIR "/" LOCAL "/%u/serverinfo", standin.port);
	question.path = path;
	igd_source_live_stream(&stream, &question, &answer);
	assert_int_equal(answer.error, 0);
	assert_int_equal(answer.size, 1024);
	assert_memory_equal(answer.bytes, "\0", 1);
	igd_answer_done(&answer);
	question.limit = 1023;
	igd_source_live_stream(&stream, &question, &answer);
	assert_int_equal(answer.error, EFBIG);
	igd_live_stream_done(&stream);
	free(standin_end(&standin));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_quick),
		cmocka_unit_test(test_late),
		cmocka_unit_test(test_binary),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
