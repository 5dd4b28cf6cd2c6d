// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * test_shmem_watch - shared memory that somebody writes to, that somebody wrote to, and that is not there
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/host_private.h"
#include "facts/shmem/shmem_frames.h"
#include "tests/unit/unit.h"

#define SIZE ((size_t)1 << 20)

/* A megabyte with B7's header. */
struct memory {
	char path[64];
	unsigned char *bytes;
};

static void open_memory(struct memory *memory)
{
	int fd;

	snprintf(memory->path, sizeof(memory->path), "/tmp/igd-shmem-XXXXXX");
	fd = mkstemp(memory->path);
	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)SIZE), 0);
	memory->bytes = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	assert_ptr_not_equal(memory->bytes, MAP_FAILED);
	close(fd);
}

static void write_header(struct memory *memory)
{
	memcpy(memory->bytes, "LGMP\x06\0\0", 8);
	memcpy(memory->bytes + 5756, "KVMFR---\x14\0\0\0B7", 14);
}

static void close_memory(struct memory *memory)
{
	munmap(memory->bytes, SIZE);
	unlink(memory->path);
}

/* As the guest does, each 10 ms: the clock at 16. */
static pid_t start_guest(struct memory *memory)
{
	static const struct timespec step = { 0, 10000000 };
	pid_t parent = getpid(), pid = fork();

	assert_true(pid >= 0);
	while (!pid && getppid() == parent) {
		__atomic_add_fetch((uint64_t *)(memory->bytes + 16), 10, __ATOMIC_RELAXED);
		nanosleep(&step, NULL);
	}
	if (!pid)
		_exit(EXIT_SUCCESS);
	return pid;
}

static struct igd_frames_header look(const struct memory *memory)
{
	struct igd_host *host = igd_host_new(igd_source_live());
	struct igd_frames_header header = { 0 };

	assert_true(igd_frames_get(host, memory->path, &header));
	igd_host_free(host);
	return header;
}

static void test_watch(void **state)
{
	struct memory memory;
	struct igd_frames_header header;
	pid_t guest;

	(void)state;
	open_memory(&memory);
	header = look(&memory);
	assert_int_equal(header.content, IGD_FRAMES_EMPTY);
	assert_int_equal(header.motion, IGD_FRAMES_ONCE);
	write_header(&memory);
	header = look(&memory);
	assert_int_equal(header.content, IGD_FRAMES_WRITTEN);
	assert_int_equal(header.motion, IGD_FRAMES_STILL);
	assert_string_equal(header.release, "B7");
	guest = start_guest(&memory);
	header = look(&memory);
	kill(guest, SIGKILL);
	waitpid(guest, NULL, 0);
	assert_int_equal(header.motion, IGD_FRAMES_MOVES);
	assert_int_equal(header.kvmfr, 20);
	assert_int_equal(header.lgmp, 6);
	close_memory(&memory);
}

static void test_recovery_block(void **state)
{
	struct memory memory;
	struct igd_frames_header header;
	unsigned char *block;

	(void)state;
	open_memory(&memory);
	block = memory.bytes + SIZE - IGD_FRAMES_TAIL_FROM_END;
	memcpy(block, "KVMFRRCV\x01\0", 10);
	block[16] = 14;
	block[20] = 34;
	block[60] = 1;
	memcpy(block + 64, "B8", 2);
	header = look(&memory);
	close_memory(&memory);
	assert_true(header.has_recovery);
	assert_int_equal(header.kvmfr, 34);
	assert_string_equal(header.release, "B8");
}

static void test_absent(void **state)
{
	static const char *const odd[] = { "relative", "/tmp/../etc/passwd", "/tmp//x", "/tmp/.x" };
	struct igd_host *host = igd_host_new(igd_source_live());
	struct igd_frames_header header;
	size_t i;

	(void)state;
	assert_false(igd_frames_get(host, "/tmp/igd-shmem-there-is-none", &header));
	assert_int_equal(igd_host_error(host, "shmem/tmp/igd-shmem-there-is-none"), 0);
	for (i = 0; i < sizeof(odd) / sizeof(*odd); i++) {
		assert_false(igd_frames_get(host, odd[i], &header));
		assert_int_equal(igd_host_error(host, odd[i]), EINVAL);
	}
	igd_host_free(host);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_watch),
		cmocka_unit_test(test_recovery_block),
		cmocka_unit_test(test_absent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
