// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * act_file - a file or link is put in place of another by a rename
 *
 * The new one is written beside the old one, under a name that can be told beforehand, so that what a power cut leaves
 * is found and removed. Until the rename nothing has changed; from then on all has.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mend/act.h"

/* copied at once; each piece is a fault point */
#define PIECE ((size_t)4 << 20)
/* of a name (NAME_MAX is 255), so that what is put around it fits */
#define NAME_KEPT 180

char *igd_act_temporary(const char *path, const char *id)
{
	const char *name = igd_basename(path);

	return igd_printf("%.*s.igd-doctor.%.*s.%s", (int)(name - path), path, NAME_KEPT, name, id);
}

static int write_bytes(
	const struct igd_act *act, int fd, const char *path, const struct igd_put *put)
{
	size_t done = 0;
	int ret = igd_act_ask(act, "write", path);

	while (!ret && done < put->size) {
		ssize_t got = write(fd, put->bytes + done, put->size - done);

		if (got >= 0)
			done += (size_t)got;
		else if (errno != EINTR)
			ret = -errno;
	}
	return ret;
}

/* copy_file_range() where the two file systems can, else by hand. The number of bytes, 0 at the end, or -errno. */
static ssize_t copy_piece(int from, int to)
{
	ssize_t got = copy_file_range(from, NULL, to, NULL, PIECE, 0);
	char bytes[1 << 14];
	ssize_t size, done = 0;

	if (got >= 0)
		return got;
	if (errno != EXDEV && errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP)
		return -errno;
	size = igd_read(from, bytes, sizeof(bytes));
	while (size > 0 && done < size) {
		got = write(to, bytes + done, (size_t)(size - done));
		if (got < 0 && errno != EINTR)
			return -errno;
		done += got < 0 ? 0 : got;
	}
	return size < 0 ? size : done;
}

static int copy_file(const struct igd_act *act, int from, int to, const char *path)
{
	ssize_t got = 1;
	int ret = igd_act_ask(act, "write", path);

	if (!ret && lseek(from, 0, SEEK_SET) < 0)
		ret = -errno;
	/* A reflink costs neither time nor room. */
	if (!ret && ioctl(to, FICLONE, from) == 0)
		return 0;
	while (!ret && got > 0) {
		got = copy_piece(from, to);
		ret = got < 0 ? (int)got : igd_act_ask(act, "write", path);
	}
	return ret;
}

/* Makes a new file in the folder, dressed and on the disk. */
static int make_file(
	const struct igd_act *act, int folder, const char *path, const struct igd_put *put)
{
	int ret = igd_act_ask(act, "write", path);
	IGD_AUTOCLOSE int fd =
		ret ? -1
		    : openat(folder, igd_basename(path),
			      O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0)
		return ret ? ret : -errno;
	ret = put->bytes ? write_bytes(act, fd, path, put) : copy_file(act, put->from, fd, path);
	if (!ret)
		ret = igd_act_dress(act, fd, path, put);
	if (!ret)
		ret = igd_act_ask(act, "fsync", path);
	return !ret && fsync(fd) < 0 ? -errno : ret;
}

static int make_link(
	const struct igd_act *act, int folder, const char *path, const struct igd_put *put)
{
	const char *name = igd_basename(path);
	int ret = igd_act_ask(act, "link", path);

	if (!ret && symlinkat(put->bytes, folder, name) < 0)
		ret = -errno;
	return ret ? ret : igd_act_dress_link(act, folder, path, put);
}

static int make_in(
	const struct igd_act *act, int folder, const char *path, const struct igd_put *put)
{
	return put->type == IGD_FILE_LINK ? make_link(act, folder, path, put)
					  : make_file(act, folder, path, put);
}

int igd_act_make(const struct igd_act *act, const char *path, const struct igd_put *put)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, path, &name);

	return folder < 0 ? folder : make_in(act, folder, path, put);
}

static int rename_in(const struct igd_act *act, int folder, const char *from, const char *to)
{
	int ret = igd_act_ask(act, "rename", to);

	if (!ret && renameat(folder, igd_basename(from), folder, igd_basename(to)) < 0)
		ret = -errno;
	if (!ret)
		ret = igd_act_ask(act, "fsync", to);
	return !ret && fsync(folder) < 0 ? -errno : ret;
}

int igd_act_put(const struct igd_act *act, const char *path, const struct igd_put *put)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, path, &name);
	IGD_AUTOFREE char *temporary = igd_act_temporary(path, put->id);
	int ret = folder < 0 ? folder : igd_act_remove(act, temporary);

	if (ret)
		return ret;
	ret = make_in(act, folder, temporary, put);
	if (!ret)
		ret = rename_in(act, folder, temporary, path);
	if (ret)
		igd_act_remove(act, temporary);
	return ret;
}

int igd_act_move(const struct igd_act *act, const char *from, const char *to)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, to, &name);
	IGD_AUTOCLOSE int fd = igd_act_find(act, from, O_RDONLY | O_NOFOLLOW);
	int ret = folder < 0 ? folder : fd < 0 ? fd : igd_act_ask(act, "fsync", from);

	if (!ret && fsync(fd) < 0)
		ret = -errno;
	return ret ? ret : rename_in(act, folder, from, to);
}
