// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * put - a file that is there whole, or not at all
 *
 * It is written without a name (O_TMPFILE), so that not even a power cut leaves a part of it, and gets its name when it is
 * on the disk. Where the file system cannot do that it has a name beside the target's meanwhile. Signals wait: what takes
 * milliseconds is not worth a way back of its own.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle/bundle.h"

/* of a name (NAME_MAX is 255), so that what is put behind it fits */
#define NAME_KEPT 180

struct putting {
	const struct igd_bundle_file *file;
	int folder, fd;
	const char *name;	     /* of the target, in the folder */
	char beside[NAME_KEPT + 40]; /* what it is called until then; "": nothing */
};

static int ask(const struct putting *putting, const char *operation)
{
	return putting->file->before ? putting->file->before(putting->file->context, operation) : 0;
}

/* The result of a call: 0, or -errno. */
static int outcome(int result)
{
	return result < 0 ? -errno : 0;
}

static void choose_name(struct putting *putting)
{
	uint64_t number = 0;

	(void)!getrandom(&number, sizeof(number), 0);
	snprintf(putting->beside, sizeof(putting->beside), ".%.*s.%016llx", NAME_KEPT,
		putting->name, (unsigned long long)number);
}

static int open_named(struct putting *putting)
{
	int ret = ask(putting, "create");

	choose_name(putting);
	if (!ret)
		putting->fd = openat(putting->folder, putting->beside,
			O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (!ret)
		ret = outcome(putting->fd);
	if (ret)
		putting->beside[0] = '\0';
	return ret;
}

static int open_new(struct putting *putting)
{
	int ret = ask(putting, "tmpfile");

	if (!ret) {
		putting->fd = openat(putting->folder, ".", O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
		ret = outcome(putting->fd);
	}
	/* EISDIR: a kernel that does not know O_TMPFILE; the others: a file system that does not (open(2)) */
	if (ret == -EOPNOTSUPP || ret == -EISDIR || ret == -EINVAL)
		return open_named(putting);
	return ret;
}

static int write_bytes(const struct putting *putting)
{
	size_t done = 0, size = putting->file->size;
	int ret = ask(putting, "write");

	while (!ret && done < size) {
		ssize_t got = write(putting->fd, putting->file->bytes + done, size - done);

		if (got >= 0)
			done += (size_t)got;
		else if (errno != EINTR)
			ret = -errno;
	}
	return ret;
}

static int settle(const struct putting *putting)
{
	mode_t mask = umask(077);
	int ret = ask(putting, "fchmod");

	umask(mask);
	if (!ret)
		ret = outcome(fchmod(putting->fd, putting->file->mode & ~mask));
	if (!ret)
		ret = ask(putting, "fsync");
	return ret ? ret : outcome(fsync(putting->fd));
}

/* Gives what has no name one. */
static int link_as(const struct putting *putting, const char *name)
{
	char self[40];
	int ret = ask(putting, "link");

	snprintf(self, sizeof(self), "/proc/self/fd/%d", putting->fd);
	return ret ? ret
		   : outcome(linkat(AT_FDCWD, self, putting->folder, name, AT_SYMLINK_FOLLOW));
}

static int rename_it(struct putting *putting)
{
	unsigned flags = putting->file->may_replace ? 0 : RENAME_NOREPLACE;
	int ret = ask(putting, "rename");

	if (ret)
		return ret;
	ret = outcome(
		renameat2(putting->folder, putting->beside, putting->folder, putting->name, flags));
	/* A file system that knows no such rename: what has the name was asked before. */
	if (ret == -EINVAL && flags)
		ret = faccessat(putting->folder, putting->name, F_OK, AT_SYMLINK_NOFOLLOW) == 0
			      ? -EEXIST
			      : outcome(renameat(putting->folder, putting->beside, putting->folder,
					putting->name));
	if (!ret)
		putting->beside[0] = '\0';
	return ret;
}

static int name_it(struct putting *putting)
{
	int ret;

	if (!putting->beside[0] && !putting->file->may_replace)
		return link_as(putting, putting->name);
	if (!putting->beside[0]) {
		choose_name(putting);
		ret = link_as(putting, putting->beside);
		if (ret)
			putting->beside[0] = '\0';
		if (ret)
			return ret;
	}
	return rename_it(putting);
}

/* A new name that is not on the disk is none, and is taken back. What was replaced cannot be. */
static int settle_name(struct putting *putting)
{
	int ret = ask(putting, "fsync of the folder");

	if (!ret)
		ret = outcome(fsync(putting->folder));
	if (ret && !putting->file->may_replace)
		unlinkat(putting->folder, putting->name, 0);
	return ret;
}

static int put(struct putting *putting)
{
	int ret = open_new(putting);

	if (!ret)
		ret = write_bytes(putting);
	if (!ret)
		ret = settle(putting);
	if (!ret)
		ret = name_it(putting);
	if (!ret)
		ret = settle_name(putting);
	if (putting->beside[0])
		unlinkat(putting->folder, putting->beside, 0);
	igd_close_at(&putting->fd);
	return ret;
}

int igd_bundle_put(const struct igd_bundle_file *file, struct igd_error *reterr)
{
	struct putting putting = { .file = file, .fd = -1, .name = igd_basename(file->path) };
	IGD_AUTOFREE char *folder = igd_strndup(file->path, (size_t)(putting.name - file->path));
	IGD_AUTOCLOSE int fd = open(*folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	sigset_t wanted, before;
	int ret = outcome(fd);

	putting.folder = fd;
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGINT);
	sigaddset(&wanted, SIGTERM);
	sigaddset(&wanted, SIGHUP);
	sigaddset(&wanted, SIGQUIT);
	sigprocmask(SIG_BLOCK, &wanted, &before);
	if (!ret)
		ret = put(&putting);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (ret == -EEXIST)
		return igd_error_set(reterr, EEXIST, "%s is there already", file->path);
	return ret ? igd_error_set(reterr, -ret, "%s: %s", file->path, strerror(-ret)) : 0;
}
