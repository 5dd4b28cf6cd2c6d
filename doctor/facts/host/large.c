// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * large - reads, for igd_host_derive()'s work(), a file that is not worth recording as a whole
 */
#include "facts/host/large.h"

#include <errno.h>
#include <unistd.h>

/* What a source without descriptors may make us hold, where only the beginning is asked for. */
#define HEAD_LIMIT ((size_t)16 << 20)

static int drain(int fd, size_t size, struct igd_text *ret)
{
	char piece[4096];
	ssize_t got;

	while (size) {
		got = read(fd, piece, size < sizeof(piece) ? size : sizeof(piece));
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return errno;
		if (got == 0)
			return 0;
		igd_text_add(ret, piece, (size_t)got);
		size -= (size_t)got;
	}
	return 0;
}

static int from_answer(
	struct igd_host *host, const char *path, size_t limit, size_t size, struct igd_text *ret)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, path, limit);
	int error;

	if (!bytes) {
		error = igd_host_error(host, path);
		return error ? error : ENOENT;
	}
	igd_text_add(ret, bytes->data, bytes->size < size ? bytes->size : size);
	return 0;
}

static int absent(int error)
{
	return error == ENOTDIR ? ENOENT : error;
}

int igd_large_read(struct igd_host *host, const char *path, size_t limit, struct igd_text *ret)
{
	size_t before = ret->size;
	IGD_AUTOCLOSE int fd = igd_host_open(host, path);
	int error;

	if (fd == -ENOTSUP)
		return from_answer(host, path, limit, limit, ret);
	if (fd < 0)
		return absent(-fd);
	error = drain(fd, limit + 1, ret);
	return !error && ret->size - before > limit ? EFBIG : error;
}

int igd_large_head(struct igd_host *host, const char *path, size_t size, struct igd_text *ret)
{
	IGD_AUTOCLOSE int fd = igd_host_open(host, path);

	if (fd == -ENOTSUP)
		return from_answer(host, path, HEAD_LIMIT, size, ret);
	return fd < 0 ? absent(-fd) : drain(fd, size, ret);
}
