// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_protocol - how a client is treated: negotiation, messages that cannot be, its end, and that nothing leaks
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bytes.h"
#include "client.h"
#include "tests/unit/unit.h"

static const char *const none[] = { NULL };

static void test_negotiation(void **state)
{
	struct client client;
	uint8_t body[32] = { 0 };

	(void)state;
	client_start(&client, none);
	client_connect(&client, client.path, true);
	assert_int_equal(igd_get16(client.answer), 0);
	assert_int_equal(client.answer[client.size - 1], 0);
	assert_non_null(strstr((char *)client.answer + 4, "\"max_dma_maps\":65535"));
	igd_put32(body, 16);
	assert_int_equal(client_ask(&client, IGD_GET_INFO, body, 16, -1), 0);
	assert_int_equal(igd_get32(client.answer + 4), 3); /* PCI, can be reset */
	assert_int_equal(igd_get32(client.answer + 8), 9);
	assert_int_equal(igd_get32(client.answer + 12), 5);
	igd_put32(body + 8, 1);
	assert_int_equal(client_ask(&client, IGD_GET_IRQ_INFO, body, 16, -1), 0);
	assert_int_equal(igd_get32(client.answer + 12), 1);
	client_leave(&client);

	/* another major version, a text without an end, and something else first: refused, and hung up on */
	client_connect(&client, client.path, false);
	assert_int_equal(client_ask(&client, IGD_VERSION_COMMAND, "\1\0\0\0", 4, -1), ENOTSUP);
	assert_false(client_take(&client));
	client_leave(&client);
	client_connect(&client, client.path, false);
	assert_int_equal(client_ask(&client, IGD_VERSION_COMMAND, "\0\0\0\0{", 5, -1), EINVAL);
	client_leave(&client);
	client_connect(&client, client.path, false);
	assert_int_equal(client_ask(&client, IGD_GET_INFO, body, 16, -1), EINVAL);
	assert_false(client_take(&client));
	assert_int_equal(client_end(&client, true), 0);
}

/* A body of numbers: pairs of a place and a value of 64 bits. */
static void fill(uint8_t body[64], const uint64_t *numbers)
{
	memset(body, 0, 64);
	for (; *numbers != UINT64_MAX; numbers += 2)
		igd_put64(body + numbers[0], numbers[1]);
}

#define NUMBERS(...) ((const uint64_t[]){ __VA_ARGS__, UINT64_MAX })

#define MAP (32 | 3ull << 32) /* argsz, flags */
#define FAR (UINT64_MAX - 1)

/* Every request that has a body, with what makes it impossible. */
static const struct {
	uint16_t command;
	size_t size;
	const uint64_t *numbers;
} malformed[] = {
	{ IGD_DMA_MAP, 31, NUMBERS(0, MAP, 24, 4096) },
	{ IGD_DMA_MAP, 32, NUMBERS(0, 31 | 3ull << 32, 24, 4096) },
	{ IGD_DMA_MAP, 32, NUMBERS(0, 32 | 4ull << 32, 24, 4096) },
	{ IGD_DMA_MAP, 32, NUMBERS(0, MAP, 24, 0) },
	{ IGD_DMA_MAP, 32, NUMBERS(0, MAP, 24, 4095) },
	{ IGD_DMA_MAP, 32, NUMBERS(0, MAP, 16, 8192, 24, FAR & ~0xfffull) },
	{ IGD_DMA_UNMAP, 23, NUMBERS(0, 24, 16, 4096) },
	{ IGD_DMA_UNMAP, 24, NUMBERS(0, 24 | 4ull << 32, 16, 4096) },
	{ IGD_DMA_UNMAP, 24, NUMBERS(0, 24 | 2ull << 32, 16, 4096) },
	{ IGD_DMA_UNMAP, 24, NUMBERS(0, 24, 16, 0) },
	{ IGD_DMA_UNMAP, 24, NUMBERS(0, 24, 8, 8192, 16, FAR) },
	{ IGD_GET_INFO, 0, NUMBERS(0, 0) },
	{ IGD_GET_INFO, 16, NUMBERS(0, 15) },
	{ IGD_GET_REGION_INFO, 16, NUMBERS(0, 32) },
	{ IGD_GET_REGION_INFO, 32, NUMBERS(0, 32, 8, 9) },
	{ IGD_GET_REGION_INFO, 32, NUMBERS(0, 32, 8, 0xffffffff) },
	{ IGD_GET_IRQ_INFO, 16, NUMBERS(0, 16, 8, 5) },
	{ IGD_GET_IRQ_INFO, 8, NUMBERS(0, 16) },
	{ IGD_SET_IRQS, 16, NUMBERS(0, 20) },
	{ IGD_SET_IRQS, 20, NUMBERS(0, 20, 8, 0xffffffff) },
	{ IGD_REGION_READ, 15, NUMBERS(0, 0) },
	{ IGD_REGION_READ, 16, NUMBERS(0, 0, 8, 1 | 4ull << 32) }, /* no such BAR */
	{ IGD_REGION_READ, 16, NUMBERS(0, 0, 8, 6 | 4ull << 32) }, /* the ROM */
	{ IGD_REGION_READ, 16, NUMBERS(0, 0, 8, 0xffffffff | 4ull << 32) },
	{ IGD_REGION_READ, 16, NUMBERS(0, 253, 8, 7 | 4ull << 32) },
	{ IGD_REGION_READ, 16, NUMBERS(0, FAR, 8, 7 | 4ull << 32) },
	{ IGD_REGION_READ, 16, NUMBERS(0, 0, 8, 0xffffffffull << 32) },
	{ IGD_REGION_READ, 16,
		NUMBERS(0, 0, 8, 0x100001ull << 32) }, /* more than max_data_xfer_size */
	{ IGD_REGION_READ, 16,
		NUMBERS(0, 62, 8, 4 | 4ull << 32) }, /* beyond 64 ports, inside their page */
	{ IGD_REGION_WRITE, 16, NUMBERS(0, 0, 8, 7 | 4ull << 32) }, /* the data is not there */
	{ IGD_REGION_WRITE, 20, NUMBERS(0, 253, 8, 7 | 4ull << 32) },
	{ IGD_REGION_WRITE, 20, NUMBERS(0, 0, 8, 8ull << 32) },
	{ IGD_GET_REGION_IO_FDS, 16, NUMBERS(0, 16) },
	{ IGD_DMA_READ, 16, NUMBERS(0, 0) },
	{ 14, 16, NUMBERS(0, 0) },
	{ 0, 0, NUMBERS(0, 0) },
	{ 0xffff, 0, NUMBERS(0, 0) },
};

/* Whatever comes, it is refused, and the next request is answered. */
static void test_malformed(void **state)
{
	struct client client;
	uint8_t body[64];
	size_t i;

	(void)state;
	client_start(&client, none);
	client_connect(&client, client.path, true);
	for (i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++) {
		int error;

		fill(body, malformed[i].numbers);
		error = client_ask(&client, malformed[i].command, body, malformed[i].size, -1);
		if (error != EINVAL && error != ENOTSUP)
			fail_msg("row %zu: answered %d", i, error);
		assert_int_equal(client.size, 0);
		assert_int_equal(client_config(&client, 0, 2), 0x8086);
	}
	assert_int_equal(client_end(&client, true), 0);
}

/* QEMU takes down a whole address space in pieces that end at 2^64. */
static void test_whole_space(void **state)
{
	struct client client;
	uint8_t body[64];

	(void)state;
	client_start(&client, none);
	client_connect(&client, client.path, true);
	fill(body, NUMBERS(0, 24, 8, 0xfef00000, 16, 0xffffffff01100000));
	assert_int_equal(client_ask(&client, IGD_DMA_UNMAP, body, 24, -1), 0);
	assert_int_equal(client.size, 24);
	fill(body, NUMBERS(0, 24 | 2ull << 32));
	assert_int_equal(client_ask(&client, IGD_DMA_UNMAP, body, 24, -1), 0);
	assert_int_equal(client_end(&client, true), 0);
}

/* A size that cannot be is answered and ends the connection; the next client is served. */
static void test_impossible_sizes(void **state)
{
	static const uint32_t sizes[] = { 0, 15, 0x200000, UINT32_MAX };
	struct client client;
	size_t i;

	(void)state;
	client_start(&client, none);
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		client_connect(&client, client.path, true);
		client_send(&client, (struct igd_header){ 7, IGD_GET_INFO, sizes[i], 0, 0 }, NULL,
			0, -1);
		assert_true(client_take(&client));
		assert_int_equal(client.header.error, EINVAL);
		assert_int_equal(client.header.id, 7);
		assert_false(client_take(&client));
		client_leave(&client);
	}
	/* half a message, and then nothing more */
	client_connect(&client, client.path, true);
	client_send(&client, (struct igd_header){ 7, IGD_GET_INFO, 32, 0, 0 }, "1234", 4, -1);
	client_leave(&client);
	client_connect(&client, client.path, true);
	assert_int_equal(client_config(&client, 0, 2), 0x8086);
	assert_int_equal(client_end(&client, true), 0);
}

static void test_no_reply(void **state)
{
	struct client client;
	uint8_t body[64];

	(void)state;
	client_start(&client, none);
	client_connect(&client, client.path, true);
	fill(body, NUMBERS(0, 0x3c, 8, 7 | 1ull << 32, 16, 0x0b));
	client_send(&client,
		(struct igd_header){ 9, IGD_REGION_WRITE, IGD_HEADER + 17, IGD_NO_REPLY, 0 }, body,
		17, -1);
	client_send(
		&client, (struct igd_header){ 9, 99, IGD_HEADER, IGD_NO_REPLY, 0 }, NULL, 0, -1);
	assert_int_equal(client_config(&client, 0x3c, 1), 0x0b);
	assert_int_equal(client_end(&client, true), 0);
}

static int count_fds(pid_t pid)
{
	char path[64];
	int count = 0;
	DIR *folder;

	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	folder = opendir(path);
	assert_non_null(folder);
	while (readdir(folder))
		count++;
	closedir(folder);
	return count;
}

/* Thousands of mappings, as a guest makes page by page, each with a descriptor. */
static void test_storm(void **state)
{
	int fd = memfd_create("ram", MFD_CLOEXEC), before;
	struct client client;
	uint8_t body[64];
	uint64_t i;

	(void)state;
	assert_int_equal(ftruncate(fd, 1 << 20), 0);
	client_start(&client, none);
	client_connect(&client, client.path, true);
	fill(body, NUMBERS(0, 32 | 3ull << 32, 24, 4096));
	assert_int_equal(client_ask(&client, IGD_DMA_MAP, body, 32, fd), 0);
	before = count_fds(client.pid);
	for (i = 1; i < 5000; i++) {
		igd_put64(body + 16, i * 4096);
		assert_int_equal(client_ask(&client, IGD_DMA_MAP, body, 32, fd), 0);
	}
	igd_put32(body, 20); /* SET_IRQS with a descriptor, and requests that fail with one */
	assert_int_equal(client_ask(&client, IGD_SET_IRQS, body, 20, fd), 0);
	assert_int_equal(client_ask(&client, IGD_GET_INFO, body, 2, fd), EINVAL);
	assert_int_equal(client_ask(&client, 99, body, 2, fd), ENOTSUP);
	assert_int_equal(count_fds(client.pid), before);
	close(fd);
	client_leave(&client);
	client_connect(&client, client.path, true);
	assert_int_equal(count_fds(client.pid), before);
	assert_int_equal(client_end(&client, true), 0);
}

/* Memory that cannot be had is refused, not believed. */
static void test_strange_memory(void **state)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct client client;
	uint8_t body[64];

	(void)state;
	client_start(&client, none);
	client_connect(&client, client.path, true);
	fill(body, NUMBERS(0, 32 | 3ull << 32, 24, 4096));
	assert_int_equal(client_ask(&client, IGD_DMA_MAP, body, 32, fd), EINVAL);
	close(fd);
	assert_int_equal(client_end(&client, true), 0);
}

static void test_second_client(void **state)
{
	struct client client, other;

	(void)state;
	client_start(&client, none);
	client_connect(&client, client.path, true);
	other = client;
	other.fd = -1;
	client_connect(&other, client.path, false);
	assert_false(client_take(&other));
	client_leave(&other);
	/* what one client has written, the next does not find */
	client_config_write(&client, 0xfc, 0x1000, 4);
	client_leave(&client);
	client_connect(&client, client.path, true);
	assert_int_equal(client_config(&client, 0xfc, 4), 0);
	assert_int_equal(client_end(&client, true), 0);
}

static void test_once(void **state)
{
	const char *const words[] = { "--once", "--audio", "AUDIO", NULL };
	struct client client;

	(void)state;
	client_start(&client, words);
	client_connect(&client, client.path, true);
	assert_int_equal(client_end(&client, false), 0);
}

/* The log has a line for each message. */
static void test_log(void **state)
{
	char log[] = "/tmp/igd-device-log-XXXXXX", text[4096] = "";
	const char *const words[] = { "--log", log, "--verbose", NULL };
	struct client client;
	int fd = mkstemp(log);

	(void)state;
	client_start(&client, words);
	client_connect(&client, client.path, true);
	client_config(&client, 0, 4);
	assert_int_equal(client_ask(&client, 77, NULL, 0, -1), ENOTSUP);
	assert_int_equal(client_end(&client, true), 0);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	unlink(log);
	assert_non_null(strstr(text, "graphics: VERSION id 23130 size"));
	assert_non_null(
		strstr(text, "graphics: REGION_READ id 23130 size 32 fds 0: 0 0 7 4 -> ok"));
	assert_non_null(strstr(text, "graphics: unknown command refused: "));
	assert_non_null(strstr(text, " end\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_negotiation),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_whole_space),
		cmocka_unit_test(test_impossible_sizes),
		cmocka_unit_test(test_no_reply),
		cmocka_unit_test(test_storm),
		cmocka_unit_test(test_strange_memory),
		cmocka_unit_test(test_second_client),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
