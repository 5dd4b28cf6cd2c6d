// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * act_attributes - mode, owner, time, access lists and labels of a file that is put in another's place
 *
 * A file system that has no owners or modes (an ESP is FAT) refuses what it cannot keep; it gives every file the same,
 * so there is nothing to lose.
 */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/magic.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "mend/act.h"

/* Linux include/uapi/linux/limits.h XATTR_LIST_MAX */
#define LIST_MAX 65536
/* what a folder's default access list gives its new files */
#define ACCESS_LIST "system.posix_acl_access"

static char *by_descriptor(int folder, const char *name)
{
	return igd_printf("/proc/self/fd/%d/%s", folder, name);
}

static void read_one(const char *path, const char *name, struct igd_seen *ret)
{
	ssize_t size = lgetxattr(path, name, NULL, 0);
	struct igd_xattr *added;
	char *value;

	if (size < 0)
		return;
	value = igd_zalloc((size_t)size + 1);
	size = lgetxattr(path, name, value, (size_t)size);
	if (size < 0) {
		free(value);
		return;
	}
	ret->xattrs = igd_regrow(ret->xattrs, ret->xattr_count + 1, sizeof(*ret->xattrs));
	added = &ret->xattrs[ret->xattr_count++];
	*added = (struct igd_xattr){ igd_strdup(name), value, (size_t)size };
}

void igd_act_xattrs(int folder, const char *name, struct igd_seen *ret)
{
	IGD_AUTOFREE char *path = by_descriptor(folder, name);
	IGD_AUTOFREE char *names = igd_zalloc(LIST_MAX + 1);
	ssize_t size = llistxattr(path, names, LIST_MAX), at;

	for (at = 0; at < size; at += (ssize_t)strlen(names + at) + 1)
		read_one(path, names + at, ret);
}

static bool keeps_no_owners(int fd)
{
	struct statfs status;

	return fstatfs(fd, &status) == 0 && status.f_type == MSDOS_SUPER_MAGIC;
}

static int set_owner(
	const struct igd_act *act, int fd, const char *path, const struct igd_seen *like)
{
	struct stat status;
	int ret = igd_act_ask(act, "chown", path);

	if (ret || fstat(fd, &status) < 0)
		return ret ? ret : -errno;
	if (status.st_uid == like->uid && status.st_gid == like->gid)
		return 0;
	if (fchown(fd, like->uid, like->gid) < 0 && !(errno == EPERM && keeps_no_owners(fd)))
		return -errno;
	return 0;
}

static int set_mode(
	const struct igd_act *act, int fd, const char *path, const struct igd_seen *like)
{
	struct stat status;
	int ret = igd_act_ask(act, "chmod", path);

	if (ret || fstat(fd, &status) < 0)
		return ret ? ret : -errno;
	if ((status.st_mode & 07777) == like->mode)
		return 0;
	return fchmod(fd, like->mode) < 0 && !(errno == EPERM && keeps_no_owners(fd)) ? -errno : 0;
}

static bool is_tolerated(const char *name, int error)
{
	/* A label that the security module in charge does not let anybody set is its to give. */
	return error == ENOTSUP || (error == EPERM && igd_starts_with(name, "security."));
}

static int set_xattrs(
	const struct igd_act *act, int fd, const char *path, const struct igd_seen *like)
{
	int ret = igd_act_ask(act, "xattr", path);
	size_t i;

	for (i = 0; !ret && i < like->xattr_count; i++) {
		const struct igd_xattr *one = &like->xattrs[i];

		if (fsetxattr(fd, one->name, one->value, one->size, 0) < 0 &&
			!is_tolerated(one->name, errno))
			ret = -errno;
	}
	return ret;
}

static int set_time(const struct igd_act *act, int fd, const char *path, const struct igd_put *put)
{
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, put->like->time };
	int ret = put->has_time ? igd_act_ask(act, "utimens", path) : 0;

	return !ret && put->has_time && futimens(fd, times) < 0 ? -errno : ret;
}

int igd_act_dress(const struct igd_act *act, int fd, const char *path, const struct igd_put *put)
{
	int ret = set_owner(act, fd, path, put->like);

	/* One that is like another has no access list but that one's. */
	if (!ret && put->like->type == IGD_FILE_REGULAR)
		fremovexattr(fd, ACCESS_LIST);
	if (!ret)
		ret = set_mode(act, fd, path, put->like);
	if (!ret)
		ret = set_xattrs(act, fd, path, put->like);
	return ret ? ret : set_time(act, fd, path, put);
}

int igd_act_dress_link(
	const struct igd_act *act, int folder, const char *path, const struct igd_put *put)
{
	const char *name = igd_basename(path);
	IGD_AUTOFREE char *whole = by_descriptor(folder, name);
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, put->like->time };
	int ret = igd_act_ask(act, "chown", path);
	size_t i;

	if (!ret && fchownat(folder, name, put->like->uid, put->like->gid, AT_SYMLINK_NOFOLLOW) < 0)
		ret = -errno;
	for (i = 0; !ret && i < put->like->xattr_count; i++) {
		const struct igd_xattr *one = &put->like->xattrs[i];

		if (lsetxattr(whole, one->name, one->value, one->size, 0) < 0 &&
			!is_tolerated(one->name, errno))
			ret = -errno;
	}
	if (!ret && put->has_time)
		ret = igd_act_ask(act, "utimens", path);
	if (!ret && put->has_time && utimensat(folder, name, times, AT_SYMLINK_NOFOLLOW) < 0)
		ret = -errno;
	return ret;
}

static FILE *open_list(const struct igd_act *act, const char *path)
{
	IGD_AUTOCLOSE int fd = igd_act_find(act, path, O_RDONLY);
	FILE *list = fd < 0 ? NULL : fdopen(fd, "r");

	if (list)
		igd_take_fd(&fd);
	return list;
}

static int find_user(const struct igd_act *act, const char *name, uid_t *ret)
{
	FILE *list = open_list(act, "/etc/passwd");
	const struct passwd *entry = NULL;

	while (list && (entry = fgetpwent(list)) && strcmp(entry->pw_name, name) != 0)
		;
	if (entry)
		*ret = entry->pw_uid;
	if (list)
		fclose(list);
	return entry ? 0 : -ENOENT;
}

static int find_group(const struct igd_act *act, const char *name, gid_t *ret)
{
	FILE *list = open_list(act, "/etc/group");
	const struct group *entry = NULL;

	while (list && (entry = fgetgrent(list)) && strcmp(entry->gr_name, name) != 0)
		;
	if (entry)
		*ret = entry->gr_gid;
	if (list)
		fclose(list);
	return entry ? 0 : -ENOENT;
}

int igd_act_owner(const struct igd_act *act, const char *owner, uid_t *ret_uid, gid_t *ret_gid)
{
	const char *colon = strchr(owner, ':');
	IGD_AUTOFREE char *user = igd_strndup(owner, strcspn(owner, ":"));
	uint64_t number;
	int ret = 0;

	if (igd_parse_u64(user, 10, &number) == 0 && number < UINT32_MAX)
		*ret_uid = (uid_t)number;
	else
		ret = find_user(act, user, ret_uid);
	if (ret || !colon)
		return ret;
	if (igd_parse_u64(colon + 1, 10, &number) == 0 && number < UINT32_MAX)
		*ret_gid = (gid_t)number;
	else
		ret = find_group(act, colon + 1, ret_gid);
	return ret;
}
