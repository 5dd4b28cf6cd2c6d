// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_watch - whether Looking Glass goes on writing: its headers, looked at more than once
 *
 * The memory outlives the guest's restart, so that they are there does not mean that anything is alive. Only that its
 * clock moves does.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "facts/shmem/shmem_frames.h"

/*
 * The client takes the guest's side for dead when its clock has stood still for a second (LookingGlass B7
 * client/src/main.c, lgmp/src/client.c lgmpClientSessionValid()). B7's moves each 10 ms, the IDD's each 250 ms.
 */
#define WATCH_MS 1000u
#define STEP_MS 20u

/* As many bytes as there are from there on, up to size; -errno. */
static ssize_t read_at(int fd, void *buffer, size_t size, off_t offset)
{
	size_t got = 0;
	ssize_t piece;

	while (got < size) {
		piece = pread(fd, (char *)buffer + got, size - got, offset + (off_t)got);
		if (piece < 0 && errno == EINTR)
			continue;
		if (piece < 0)
			return -errno;
		if (piece == 0)
			break;
		got += (size_t)piece;
	}
	return (ssize_t)got;
}

static int look(int fd, off_t size, struct igd_frames_header *ret)
{
	IGD_AUTOFREE unsigned char *head = igd_zalloc(IGD_FRAMES_HEAD);
	unsigned char tail[IGD_FRAMES_TAIL];
	ssize_t head_size = read_at(fd, head, IGD_FRAMES_HEAD, 0), tail_size = 0;

	if (head_size >= 0 && size >= (off_t)IGD_FRAMES_TAIL_FROM_END)
		tail_size = read_at(fd, tail, sizeof(tail), size - (off_t)IGD_FRAMES_TAIL_FROM_END);
	if (head_size < 0 || tail_size < 0)
		return (int)(head_size < 0 ? -head_size : -tail_size);
	igd_frames_parse(head, (size_t)head_size, tail, (size_t)tail_size, ret);
	return 0;
}

/* Looks again until the clock has moved. */
static int watch(int fd, off_t size, struct igd_frames_header *header)
{
	static const struct timespec step = { 0, STEP_MS * 1000000l };
	struct igd_frames_header now = { 0 };
	unsigned waited;
	int error;

	for (waited = 0; waited < WATCH_MS; waited += STEP_MS) {
		nanosleep(&step, NULL);
		error = look(fd, size, &now);
		if (error)
			return error;
		if (now.clock != header->clock) {
			*header = now;
			header->motion = IGD_FRAMES_MOVES;
			return 0;
		}
	}
	header->motion = IGD_FRAMES_STILL;
	return 0;
}

static int work(struct igd_host *host, void *context, struct igd_text *ret)
{
	const char *path = context;
	IGD_AUTOCLOSE int fd = igd_host_open(host, path);
	struct igd_frames_header header = { 0 };
	struct stat status;
	int error;

	if (fd < 0)
		return fd == -ENOTSUP ? ENODATA : -fd;
	if (fstat(fd, &status) < 0)
		return errno;
	error = look(fd, status.st_size, &header);
	if (!error && igd_host_is_live(host) && header.has_clock)
		error = watch(fd, status.st_size, &header);
	if (!error)
		igd_frames_write(&header, ret);
	return error;
}

bool igd_frames_get(struct igd_host *host, const char *path, struct igd_frames_header *ret)
{
	const char *key = igd_host_print(host, "shmem%s", path), *text;

	/* The key is a path of the recording. */
	if (*path != '/' || strstr(path, "/.") || strstr(path, "//")) {
		igd_host_stick(host, path, EINVAL);
		return false;
	}
	text = igd_host_derive(host, key, work, (void *)(uintptr_t)path);
	if (text && !igd_frames_read(text, ret))
		igd_host_stick(host, key, EBADMSG);
	return text && !igd_host_error(host, key);
}
