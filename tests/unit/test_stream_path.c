// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_stream_path - which addresses and ports are asked at all, and what happens where nobody can ask, or wait
 *
 * not under valgrind: it waits for deadlines
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "tests/unit/stream_scene.h"

static const struct {
	const char *path;
	int error;
} paths[] = {
	{ "192.168.122.57/47989/ports", 0 },
	{ "10.0.0.1/47989/serverinfo", 0 },
	{ "172.16.0.1/47989/https", 0 },
	{ "172.31.255.254/47989/web", 0 },
	{ "100.64.0.1/47989/seconds", 0 },
	{ "100.127.0.1/47989/error", 0 },
	{ "169.254.3.4/47989/ports", 0 },
	{ "127.0.0.1/47989/ports", 0 },
	{ "::1/47989/ports", 0 },
	{ "fd00::5/47989/ports", 0 },
	{ "fe80::5054:ff:fe12:3456%25virbr0/47989/ports", 0 },
	{ "fe80::1%25br-lan.7@x/47989/ports", 0 },
	/* Somebody else's */
	{ "172.15.0.1/47989/ports", ECANCELED },
	{ "172.32.0.1/47989/ports", ECANCELED },
	{ "100.63.0.1/47989/ports", ECANCELED },
	{ "100.128.0.1/47989/ports", ECANCELED },
	{ "192.169.0.1/47989/ports", ECANCELED },
	{ "9.9.9.9/47989/ports", ECANCELED },
	{ "11.0.0.1/47989/ports", ECANCELED },
	{ "0.0.0.0/47989/ports", ECANCELED },
	{ "255.255.255.255/47989/ports", ECANCELED },
	{ "224.0.0.1/47989/ports", ECANCELED },
	{ "2001:db8::1/47989/ports", ECANCELED },
	{ "::/47989/ports", ECANCELED },
	{ "ff02::1/47989/ports", ECANCELED },
	{ "::ffff:192.168.122.57/47989/ports", ECANCELED },
	/* Not an address, or not as it is written */
	{ "192.168.122.057/47989/ports", ENODATA },
	{ "192.168.122/47989/ports", ENODATA },
	{ "3232266809/47989/ports", ENODATA },
	{ "0xc0.168.122.57/47989/ports", ENODATA },
	{ " 192.168.122.57/47989/ports", ENODATA },
	{ "192.168.122.57 /47989/ports", ENODATA },
	{ "FD00::5/47989/ports", ENODATA },
	{ "fd00:0::5/47989/ports", ENODATA },
	{ "[fd00::5]/47989/ports", ENODATA },
	{ "fd00::5%25virbr0/47989/ports", ENODATA },
	{ "fe80::1/47989/ports", ENODATA },
	{ "fe80::1%25/47989/ports", ENODATA },
	{ "fe80::1%virbr0/47989/ports", ENODATA },
	{ "fe80::1%25an-interface-of-16/47989/ports", ENODATA },
	{ "fe80::1%25a b/47989/ports", ENODATA },
	{ "fe80::1%25../47989/ports", ENODATA },
	{ "fe80::1%25\xc3\xa4/47989/ports", ENODATA },
	{ "192.168.122.57%25virbr0/47989/ports", ENODATA },
	{ "localhost/47989/ports", ENODATA },
	{ "/47989/ports", ENODATA },
	{ "", ENODATA },
	/* Ports: those that all others can be counted from */
	{ "10.0.0.1/1029/ports", 0 },
	{ "10.0.0.1/65514/ports", 0 },
	{ "10.0.0.1/1028/ports", ENODATA },
	{ "10.0.0.1/65515/ports", ENODATA },
	{ "10.0.0.1/047989/ports", ENODATA },
	{ "10.0.0.1/+47989/ports", ENODATA },
	{ "10.0.0.1/47989x/ports", ENODATA },
	{ "10.0.0.1/18446744073709599605/ports", ENODATA },
	{ "10.0.0.1//ports", ENODATA },
	{ "10.0.0.1/47989/", ENODATA },
	{ "10.0.0.1/47989", ENODATA },
	{ "10.0.0.1/47989/passwords", ENODATA },
	{ "10.0.0.1/47989/ports/", ENODATA },
	{ "10.0.0.1/47989/../47989/ports", ENODATA },
};

static void test_addresses(void **state)
{
	struct igd_stream_place place;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(paths) / sizeof(*paths); i++) {
		int error = igd_stream_read_path(paths[i].path, &place);

		if (error != paths[i].error)
			fail_msg("%s: %s", paths[i].path, error ? igd_errno_name(error) : "taken");
	}
}

static void test_long_path(void **state)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_stream_place place;
	int i;

	(void)state;
	for (i = 0; i < 4096; i++)
		igd_text_add(&text, "f", 1);
	igd_text_printf(&text, "/47989/ports");
	assert_int_equal(igd_stream_read_path(text.text, &place), ENODATA);
}

static void test_what_is_read(void **state)
{
	struct igd_stream_place place;

	(void)state;
	assert_int_equal(igd_stream_read_path("fe80::2%25virbr0/48989/web", &place), 0);
	assert_string_equal(place.name, "fe80::2%25virbr0/48989");
	assert_string_equal(place.interface, "virbr0");
	assert_int_equal(place.family, AF_INET6);
	assert_int_equal(place.address.s6_addr[15], 2);
	assert_int_equal(place.port, 48989);
}

/* A port of this machine at which nobody listens, nor at those around it: bound, so that nobody will. */
static int bind_somewhere(unsigned *ret_port)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	socklen_t length = sizeof(at);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, length), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&at, &length), 0);
	*ret_port = ntohs(at.sin_port);
	return fd;
}

/* The ports are tried all the same. */
static void test_no_library(void **state)
{
	static const char *const names[] = { "libnothing-of-this-name.so.4", "libc.so.6" };
	struct standin standin = { .address = "127.0.0.1" };
	IGD_AUTOCLOSE int fd = bind_somewhere(&standin.port);
	size_t i;
	int error;

	(void)state;
	assert_int_equal(listen(fd, 4), 0);
	for (i = 0; i < 2; i++) {
		struct igd_live_stream stream = { .library = names[i] };
		IGD_AUTOFREE char *ports = stream_read(&stream, &standin, "ports", &error);
		IGD_AUTOFREE char *words = stream_read(&stream, &standin, "error", &error);
		IGD_AUTOFREE char *line = igd_printf("\nhttp %u open\n", standin.port);
		IGD_AUTOFREE char *info = stream_read(&stream, &standin, "serverinfo", &error);

		assert_non_null(strstr(ports, line));
		assert_int_equal(error, ENOPKG);
		assert_string_equal(info, "");
		assert_non_null(strstr(words, "serverinfo: libcurl is not installed\n"));
		igd_live_stream_done(&stream);
	}
}

static void test_no_such_interface(void **state)
{
	struct igd_live_stream stream = { 0 };
	struct standin standin = { .address = "fe80::1%25igd-nothing", .port = 47989 };
	int error;
	IGD_AUTOFREE char *ports = stream_read(&stream, &standin, "ports", &error);

	(void)state;
	assert_string_equal(ports, "https 47984 error-ENODEV\nhttp 47989 error-ENODEV\n"
				   "web 47990 error-ENODEV\nrtsp 48010 error-ENODEV\n");
	igd_live_stream_done(&stream);
}

/* Sixteen, and the first of them still have their answers. */
static void test_many_places(void **state)
{
	struct igd_live_stream stream = { .patience_ms = 30000 };
	struct standin standin = { .address = "127.0.0.1", .port = 2000 };
	unsigned i;
	int error;

	(void)state;
	for (i = 0; i < IGD_STREAM_MAX_PLACES; i++, standin.port++)
		stream_ask(&stream, &standin);
	free(stream_read(&stream, &standin, "ports", &error));
	assert_int_equal(error, ECANCELED);
	standin.port = 2000;
	free(stream_read(&stream, &standin, "ports", &error));
	assert_int_equal(error, 0);
	assert_int_equal(stream.count, IGD_STREAM_MAX_PLACES);
	igd_live_stream_done(&stream);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* Nobody waits for the answer: the child is gone with whoever asked. */
static void test_not_heard(void **state)
{
	struct standin standin = standin_start("127.0.0.1", "--curve --all stuck");
	struct igd_live_stream stream = { 0 };
	uint64_t before;
	pid_t child;

	(void)state;
	standin_wait(&standin);
	before = igd_now_ms();
	stream_ask(&stream, &standin);
	child = stream.asked[0].child.pid;
	assert_true(child > 0);
	igd_live_stream_done(&stream);
	assert_int_equal(kill(child, 0), -1);
	assert_true(igd_now_ms() - before < IGD_STREAM_PATIENCE_MS);
	free(standin_end(&standin));
}

/* One that is killed, or held up, is an error of every file, and nothing more. */
static void test_child_ends(void **state)
{
	static const struct {
		int signal, error;
	} cases[] = { { SIGKILL, EIO }, { SIGSTOP, ETIMEDOUT } };
	static const char *const files[] = { "ports", "serverinfo", "https", "web", "seconds",
		"error" };
	struct standin standin = standin_start("127.0.0.1", "--curve --all stuck");
	size_t i, j;

	(void)state;
	standin_wait(&standin);
	for (i = 0; i < 2; i++) {
		struct igd_live_stream stream = { 0 };
		int error;

		stream_ask(&stream, &standin);
		kill(stream.asked[0].child.pid, cases[i].signal);
		for (j = 0; j < 6; j++) {
			free(stream_read(&stream, &standin, files[j], &error));
			assert_int_equal(error, cases[i].error);
		}
		igd_live_stream_done(&stream);
	}
	free(standin_end(&standin));
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
}

/* The way of every question: by the source; what is no path of a stream's makes nobody ask anything. */
static void test_source(void **state)
{
	struct igd_source *source = igd_source_live();
	struct igd_question question = { IGD_ASK_READ, IGD_STREAM_DIR "/9.9.9.9/47989/ports",
		4096 };
	IGD_AUTOANSWER struct igd_answer answer = { 0 };

	(void)state;
	igd_source_answer(source, &question, &answer);
	assert_int_equal(answer.error, ECANCELED);
	question.path = IGD_STREAM_DIR "/127.0.0.1/47989";
	question.ask = IGD_ASK_LIST;
	igd_source_answer(source, &question, &answer);
	assert_int_equal(answer.error, ENODATA);
	assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
	igd_source_free(source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_addresses),
		cmocka_unit_test(test_long_path),
		cmocka_unit_test(test_what_is_read),
		cmocka_unit_test(test_no_library),
		cmocka_unit_test(test_no_such_interface),
		cmocka_unit_test(test_many_places),
		cmocka_unit_test(test_not_heard),
		cmocka_unit_test(test_child_ends),
		cmocka_unit_test(test_source),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
