// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * stream_wanted - stand-ins for Sunshine that are asked all at once, and what each is to answer
 */
#ifndef IGD_TESTS_UNIT_STREAM_WANTED_H
#define IGD_TESTS_UNIT_STREAM_WANTED_H

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/unit/stream_scene.h"

#define UNKNOWN_CLIENT "status_code=\"401\""
#define LOCALE "200\n{\"locale\":\"en\",\"status\":true}"
#define LOCAL "127.0.0.1"
/* What the slowest machine may take longer than the deadline says: to be killed, and told of. */
#define SLACK_MS 4000u
/* For what ends by itself, however busy the machine is. */
#define LONG_MS 30000u

/* What one is to answer. */
struct wanted {
	const char *options;
	const char *address;	    /* NULL: LOCAL */
	const char *states;	    /* of https, http, web and rtsp; NULL: all open */
	int serverinfo, https, web; /* errors */
	const char *in_serverinfo, *in_https, *in_web; /* what has to stand there */
	const char *in_error;
};

/* One of those that a broken connection may end in. */
#define ANY_BREAK (-1)

static inline void expect_error(int wanted, int got, const char *what, const char *options)
{
	bool is_break = got == ECONNRESET || got == EBADMSG || got == EPROTO;

	if (wanted == ANY_BREAK ? is_break : wanted == got)
		return;
	fail_msg("%s: %s has %s, wanted %s", options, what, got ? igd_errno_name(got) : "none",
		wanted ? igd_errno_name(wanted) : "none");
}

struct wanted_file {
	const char *name;
	int error;
	const char *text;
};

static inline void expect_file(struct igd_live_stream *stream, const struct standin *standin,
	const struct wanted_file *wanted, const char *options)
{
	int error;
	IGD_AUTOFREE char *told = stream_read(stream, standin, wanted->name, &error);

	if (wanted->error != error && wanted->error != ANY_BREAK) {
		int ignored;
		IGD_AUTOFREE char *words = stream_read(stream, standin, "error", &ignored);

		print_message("%s: %s", options, words);
	}
	expect_error(wanted->error, error, wanted->name, options);
	if (wanted->text && !strstr(told, wanted->text))
		fail_msg("%s: not in %s: %s\n%s", options, wanted->name, wanted->text, told);
}

static inline void expect_files(
	struct igd_live_stream *stream, const struct standin *standin, const struct wanted *wanted)
{
	const struct wanted_file files[] = {
		{ "serverinfo", wanted->serverinfo, wanted->in_serverinfo },
		{ "https", wanted->https, wanted->in_https },
		{ "web", wanted->web, wanted->in_web },
	};
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(*files); i++)
		expect_file(stream, standin, &files[i], wanted->options);
}

/* "https 5 open" of the lines, in their order; only the states are looked at. */
static inline void expect_states(
	struct igd_live_stream *stream, const struct standin *standin, const struct wanted *wanted)
{
	char states[4][32] = { "" }, found[256];
	unsigned ports[4] = { 0 };
	int error, count;
	IGD_AUTOFREE char *told = stream_read(stream, standin, "ports", &error);

	assert_int_equal(error, 0);
	count = sscanf(told, "https %u %31s\nhttp %u %31s\nweb %u %31s\nrtsp %u %31s\n", &ports[0],
		states[0], &ports[1], states[1], &ports[2], states[2], &ports[3], states[3]);
	if (count != 8)
		fail_msg("%s: %s", wanted->options, told);
	snprintf(found, sizeof(found), "%s %s %s %s", states[0], states[1], states[2], states[3]);
	assert_string_equal(found, wanted->states ? wanted->states : "open open open open");
	assert_int_equal(ports[1], standin->port);
	assert_int_equal(ports[2], standin->port + 1);
	assert_int_equal(ports[3], standin->port + 21);
}

static inline void expect_words(
	struct igd_live_stream *stream, const struct standin *standin, const struct wanted *wanted)
{
	int error;
	IGD_AUTOFREE char *told = stream_read(stream, standin, "error", &error);
	bool has_words = wanted->serverinfo || wanted->https || wanted->web || wanted->in_error;

	assert_int_equal(error, has_words ? 0 : ENOENT);
	if (wanted->in_error && !strstr(told, wanted->in_error))
		fail_msg("%s: not in error: %s\n%s", wanted->options, wanted->in_error, told);
}

/* A line for each of the four, and none later than the deadline. */
static inline void expect_seconds(struct igd_live_stream *stream, const struct standin *standin)
{
	unsigned limit_ms =
		stream->patience_ms ? stream->patience_ms + 1000 : IGD_STREAM_TIMEOUT_MS;
	double seconds[4];
	int error, i;
	IGD_AUTOFREE char *told = stream_read(stream, standin, "seconds", &error);

	assert_int_equal(error, 0);
	assert_int_equal(sscanf(told, "https %lf\nhttp %lf\nweb %lf\nrtsp %lf\n", &seconds[0],
				 &seconds[1], &seconds[2], &seconds[3]),
		4);
	for (i = 0; i < 4; i++)
		assert_true(seconds[i] >= 0 && seconds[i] * 1000 <= limit_ms);
}

static inline void expect(
	struct igd_live_stream *stream, const struct standin *standin, const struct wanted *wanted)
{
	expect_states(stream, standin, wanted);
	expect_files(stream, standin, wanted);
	expect_words(stream, standin, wanted);
	expect_seconds(stream, standin);
}

static inline unsigned count_descriptors(void)
{
	DIR *directory = opendir("/proc/self/fd");
	unsigned count = 0;

	assert_non_null(directory);
	while (readdir(directory))
		count++;
	closedir(directory);
	return count;
}

/* Nothing is done at the other end that anybody would have to answer for. */
static inline void expect_manners(const char *seen)
{
	static const char *const never[] = { "/launch", "/resume", "/cancel", "/pair", "/applist",
		"rtsp: a request" };
	size_t i;

	for (i = 0; i < sizeof(never) / sizeof(*never); i++)
		assert_null(strstr(seen, never[i]));
}

/* A machine without IPv6 is asked by the other one. */
static inline const char *address_of(const struct wanted *wanted)
{
	struct sockaddr_in6 at = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };
	IGD_AUTOCLOSE int fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (!wanted->address || fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0)
		return LOCAL;
	return wanted->address;
}

/* All at once, for so long (0: as long as it is); and when they have answered nothing is left of those who asked. */
static inline void expect_all(const struct wanted *wanted, size_t count, unsigned patience_ms)
{
	struct igd_live_stream stream = { .patience_ms = patience_ms };
	struct standin standins[IGD_STREAM_MAX_PLACES];
	unsigned before = count_descriptors();
	uint64_t began;
	size_t i;

	assert_in_range(count, 1, IGD_STREAM_MAX_PLACES);
	for (i = 0; i < count; i++)
		standins[i] = standin_start(address_of(&wanted[i]), wanted[i].options);
	for (i = 0; i < count; i++)
		standin_wait(&standins[i]);
	began = igd_now_ms();
	for (i = 0; i < count; i++)
		stream_ask(&stream, &standins[i]);
	for (i = 0; i < count; i++)
		expect(&stream, &standins[i], &wanted[i]);
	assert_in_range(igd_now_ms() - began, 0,
		(patience_ms ? patience_ms : IGD_STREAM_TIMEOUT_MS) + SLACK_MS);
	igd_live_stream_done(&stream);
	for (i = 0; i < count; i++) {
		IGD_AUTOFREE char *seen = standin_end(&standins[i]);

		expect_manners(seen);
	}
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	assert_int_equal(count_descriptors(), before);
}

#endif
