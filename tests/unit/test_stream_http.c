// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_stream_http - an answer that comes before its question, whole, in parts and broken
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/source_live_stream.h"
#include "core/source_live_stream_http.h"
#include "tests/unit/unit.h"

#define OK "HTTP/1.1 200 OK\r\n"

/* A copy of its own, so that whoever reads past it is seen. */
static int read_copy(const char *text, size_t size, bool has_ended, struct igd_stream_body *ret)
{
	char *copy = igd_zalloc(size ? size : 1);
	int error;

	memcpy(copy, text, size);
	error = igd_stream_read_answer(copy, size, has_ended, ret);
	if (!error)
		ret->data = text + (ret->data - copy);
	free(copy);
	return error;
}

static void test_whole(void **state)
{
	static const char text[] =
		"HTTP/1.1 401 Unauthorized\r\ncontent-length:  5 \r\nX: y\r\n\r\n"
		"hallo and more";
	struct igd_stream_body body;

	(void)state;
	assert_int_equal(read_copy(text, sizeof(text) - 1, false, &body), 0);
	assert_int_equal(body.size, 5);
	assert_memory_equal(body.data, "hallo", 5);
	assert_int_equal(body.status, 401);
}

/* Every beginning of it wants more, or is too little at the end. */
static void test_parts(void **state)
{
	static const char text[] = OK "Content-Length: 7\r\n\r\n<root/>";
	struct igd_stream_body body;
	size_t size;

	(void)state;
	for (size = 0; size < sizeof(text) - 1; size++) {
		assert_int_equal(read_copy(text, size, false, &body), EAGAIN);
		assert_int_equal(read_copy(text, size, true, &body), EBADMSG);
	}
	assert_int_equal(read_copy(text, size, false, &body), 0);
	assert_int_equal(body.size, 7);
}

static void test_to_the_end(void **state)
{
	static const char text[] = "HTTP/1.0 200\r\nServer: x\r\n\r\n<root/>";
	struct igd_stream_body body;

	(void)state;
	assert_int_equal(read_copy(text, sizeof(text) - 1, false, &body), EAGAIN);
	assert_int_equal(read_copy(text, sizeof(text) - 1, true, &body), 0);
	assert_int_equal(body.size, 7);
	assert_int_equal(body.status, 200);
}

static void test_empty(void **state)
{
	static const char text[] = OK "Content-Length: 0\r\n\r\n";
	struct igd_stream_body body;

	(void)state;
	assert_int_equal(read_copy(text, sizeof(text) - 1, false, &body), 0);
	assert_int_equal(body.size, 0);
	assert_int_equal(read_copy(OK "\r\n", sizeof(OK "\r\n") - 1, true, &body), 0);
	assert_int_equal(body.size, 0);
}

static void test_broken(void **state)
{
	static const char *const texts[] = {
		"SSH-2.0-OpenSSH_9.2p1\r\n",
		"HTTP/2 200\r\n\r\n",
		"HTTP/1.1\r\n\r\n",
		"HTTP/1.1 2x0 OK\r\n\r\n",
		"HTTP/1.1 20\r\n\r\n",
		"HTTP/1.1 2000 OK\r\n\r\n",
		"HTTP/1.1x200 OK\r\n\r\n",
		"\r\n\r\n",
		"\n",
		OK "Content-Length:\r\n\r\n",
		OK "Content-Length: -1\r\n\r\n",
		OK "Content-Length: 5, 5\r\n\r\nhallo",
		OK "Content-Length: 0x5\r\n\r\nhallo",
		OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhallo\r\n0\r\n\r\n",
	};
	struct igd_stream_body body;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		assert_int_equal(read_copy(texts[i], strlen(texts[i]), false, &body), EBADMSG);
}

static void test_large(void **state)
{
	static const char endless[] = OK "Content-Length: 99999999999999999999999999999\r\n\r\n";
	size_t size = IGD_STREAM_MAX_BODY + sizeof(OK "\r\n");
	IGD_AUTOFREE char *text = igd_zalloc(size + 1);
	struct igd_stream_body body;

	(void)state;
	assert_int_equal(read_copy(endless, sizeof(endless) - 1, false, &body), EFBIG);
	memset(text, 'x', size);
	memcpy(text, OK, sizeof(OK) - 1);
	assert_int_equal(read_copy(text, size, false, &body), EFBIG);
	memcpy(text, OK "\r\n", sizeof(OK "\r\n") - 1);
	assert_int_equal(read_copy(text, size, true, &body), EFBIG);
	assert_int_equal(read_copy(text, size - 1, true, &body), 0);
	assert_int_equal(body.size, IGD_STREAM_MAX_BODY);
}

static void test_port(void **state)
{
	static const struct {
		const char *text;
		unsigned port;
	} cases[] = {
		{ "<root><HttpsPort>47984</HttpsPort></root>", 47984 },
		{ "<HttpsPort>1024<", 1024 },
		{ "<HttpsPort>65535<", 65535 },
		{ "<HttpsPort>65536<", 0 },
		{ "<HttpsPort>1023<", 0 },
		{ "<HttpsPort>0<", 0 },
		{ "<HttpsPort><", 0 },
		{ "<HttpsPort>-5<", 0 },
		{ "<HttpsPort>47984", 0 },
		{ "<HttpsPort>47984 <", 0 },
		{ "<HttpsPort>47984479844798447984<", 0 },
		{ "<HttpsPort>", 0 },
		{ "<HttpPort>47984<", 0 },
		{ "", 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t size = strlen(cases[i].text);
		char *copy = igd_zalloc(size ? size : 1);

		memcpy(copy, cases[i].text, size);
		assert_int_equal(igd_stream_https_port(copy, size), cases[i].port);
		free(copy);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_to_the_end),
		cmocka_unit_test(test_empty),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_large),
		cmocka_unit_test(test_port),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
