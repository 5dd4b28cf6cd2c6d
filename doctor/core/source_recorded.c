// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_recorded - what kind of recording a path is
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/source_private.h"

static int read_whole(int fd, const char *path, struct igd_text *ret, struct igd_error *reterr)
{
	char piece[1 << 16];
	ssize_t got;

	do {
		got = read(fd, piece, sizeof(piece));
		if (got > 0)
			igd_text_add(ret, piece, (size_t)got);
	} while ((got > 0 && ret->size <= IGD_TREE_MAX_BYTES) || (got < 0 && errno == EINTR));
	if (got < 0)
		return igd_error_set(reterr, errno, "%s: %s", path, strerror(errno));
	return 0;
}

/* What comes through a pipe is copied to where it can be read twice. */
static int spool(int fd, const char *path, struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	IGD_AUTOCLOSE int copy = memfd_create("recording", MFD_CLOEXEC);

	if (copy < 0)
		return igd_error_set(reterr, errno, "%s: %s", path, strerror(errno));
	if (read_whole(fd, path, &text, reterr) < 0)
		return -EIO;
	if (text.size > IGD_TREE_MAX_BYTES)
		return igd_error_set(
			reterr, EFBIG, "%s: larger than %u MiB", path, IGD_TREE_MAX_BYTES >> 20);
	if (text.size && write(copy, text.text, text.size) != (ssize_t)text.size)
		return igd_error_set(reterr, EIO, "%s: could not be copied", path);
	lseek(copy, 0, SEEK_SET);
	return igd_take_fd(&copy);
}

/* Of any folder or archive one can ask what a machine holds, and be told that it holds nothing. */
static struct igd_source *only_a_host(
	struct igd_source *source, const char *path, struct igd_error *reterr)
{
	static const char *const marks[] = { "/sys", "/proc", IGD_RECORD_DIR };
	size_t i;

	for (i = 0; source && i < sizeof(marks) / sizeof(*marks); i++) {
		IGD_AUTOANSWER struct igd_answer answer = { 0 };
		struct igd_question question = { IGD_ASK_KIND, marks[i], 0 };

		igd_source_answer(source, &question, &answer);
		if (!answer.error)
			return source;
	}
	if (source)
		igd_error_set(reterr, EBADMSG,
			"%s: no recording of a host: there is neither sys, proc nor .igd-doctor in it",
			path);
	igd_source_free(source);
	return NULL;
}

/* A .tree by its first line; everything else is for libarchive to recognise. */
static struct igd_source *open_file(int fd, const char *path, struct igd_error *reterr)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	char head[sizeof(IGD_TREE_MAGIC) - 1];
	off_t start = lseek(fd, 0, SEEK_CUR);
	ssize_t got = pread(fd, head, sizeof(head), start);

	if (got == (ssize_t)sizeof(head) && memcmp(head, IGD_TREE_MAGIC, sizeof(head)) == 0) {
		if (read_whole(fd, path, &text, reterr) < 0)
			return NULL;
		return igd_source_tree_text(text.text, text.size, path, reterr);
	}
	return only_a_host(igd_source_archive(fd, path, reterr), path, reterr);
}

/* The folder of the host in an unpacked report, named from within it or from beside it; negative: it is none. */
static int open_unpacked(int fd)
{
	static const char *const places[] = { "host", "igd-doctor-report/host" };
	struct open_how how = { .flags = O_RDONLY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };
	size_t i;

	for (i = 0; i < sizeof(places) / sizeof(*places); i++) {
		IGD_AUTOFREE char *path = igd_printf("%s" IGD_RECORD_REST, places[i]);
		IGD_AUTOCLOSE int rest = (int)syscall(SYS_openat2, fd, path, &how, sizeof(how));

		if (rest >= 0)
			return (int)syscall(SYS_openat2, fd, places[i], &how, sizeof(how));
	}
	return -1;
}

static struct igd_source *open_folder(int fd, const char *path, struct igd_error *reterr)
{
	int host = open_unpacked(fd);

	if (host >= 0)
		igd_close_at(&fd);
	return only_a_host(igd_source_directory(host >= 0 ? host : fd, path, reterr), path, reterr);
}

struct igd_source *igd_source_recorded(const char *path, struct igd_error *reterr)
{
	IGD_AUTOCLOSE int fd = -1;
	IGD_AUTOCLOSE int copy = -1;
	struct stat status;

	if (strcmp(path, "-") == 0)
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
	else
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &status) < 0) {
		igd_error_set(reterr, errno, "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (S_ISDIR(status.st_mode))
		return open_folder(igd_take_fd(&fd), path, reterr);
	if (S_ISREG(status.st_mode))
		return open_file(fd, path, reterr);
	copy = spool(fd, path, reterr);
	return copy < 0 ? NULL : open_file(copy, path, reterr);
}
