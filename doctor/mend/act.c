// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * act - the only code that changes the machine: folders, names, and how a path is found
 */
#include "mend/act.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/child.h"

/* As many links as the kernel follows (Linux include/linux/namei.h MAXSYMLINKS). */
#define LINKS_MAX 40u
/* openat2 answers EAGAIN where something is renamed meanwhile (openat2(2)). */
#define ATTEMPTS 32u

int igd_act_open(struct igd_act *ret, const char *place, struct igd_error *reterr)
{
	int root = open(place, O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (root < 0)
		return igd_error_set(reterr, errno, "%s: %s", place, igd_errno_text(errno));
	*ret = (struct igd_act){ .root = root, .place = place };
	return 0;
}

void igd_act_close(struct igd_act *act)
{
	igd_close_at(&act->root);
	act->root = -1;
}

int igd_act_ask(const struct igd_act *act, const char *operation, const char *path)
{
	return act->fault ? -act->fault(act->context, operation, path) : 0;
}

/* Takes the last name off a path without links; "" is the root. */
static void climb(struct igd_text *done)
{
	while (done->size && done->text[--done->size] != '/')
		;
	done->text[done->size] = '\0';
}

/* Puts where the link of that name leads before the rest of the way; false: it is no link. */
static bool follow(const struct igd_act *act, struct igd_text *done, char **rest, const char *name)
{
	char target[PATH_MAX];
	IGD_AUTOFREE char *path = igd_printf("%s/%s", done->text, name);
	ssize_t size = readlinkat(act->root, path + 1, target, sizeof(target) - 1);
	char *joined;

	if (size <= 0)
		return false;
	target[size] = '\0';
	if (target[0] == '/')
		done->text[done->size = 0] = '\0';
	joined = igd_printf("%s/%s", target, *rest);
	free(*rest);
	*rest = joined;
	return true;
}

/* Takes the first name off the way; NULL: there is none left. The caller frees it. */
static char *next_name(char *rest, bool *ret_is_last)
{
	size_t start = strspn(rest, "/"), length = strcspn(rest + start, "/");
	char *name = length ? igd_strndup(rest + start, length) : NULL;

	memmove(rest, rest + start + length, strlen(rest + start + length) + 1);
	*ret_is_last = !rest[strspn(rest, "/")];
	return name;
}

/* What openat2 does, by hand: every link is taken from root, ".." at the root is the root. */
static int walk(const struct igd_act *act, const char *path, int flags)
{
	IGD_AUTOTEXT struct igd_text done = { 0 };
	IGD_AUTOFREE char *rest = igd_strdup(path);
	unsigned links = 0;
	bool is_last;
	char *name;

	igd_text_add(&done, "", 0);
	while (links <= LINKS_MAX && (name = next_name(rest, &is_last))) {
		bool is_kept = is_last && (flags & O_NOFOLLOW);

		if (strcmp(name, "..") == 0)
			climb(&done);
		else if (strcmp(name, ".") != 0 && !is_kept && follow(act, &done, &rest, name))
			links++;
		else if (strcmp(name, ".") != 0)
			igd_text_printf(&done, "/%s", name);
		free(name);
	}
	if (links > LINKS_MAX)
		return -ELOOP;
	return openat(act->root, done.size ? done.text + 1 : ".", flags | O_CLOEXEC | O_NOFOLLOW);
}

int igd_act_find(const struct igd_act *act, const char *path, int flags)
{
	struct open_how how = { .flags = (unsigned)(flags | O_CLOEXEC),
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	unsigned attempt;
	long fd = -1;

	errno = EAGAIN;
	for (attempt = 0; fd < 0 && errno == EAGAIN && attempt < ATTEMPTS; attempt++)
		fd = syscall(SYS_openat2, act->root, path, &how, sizeof(how));
	if (fd < 0 && errno == ENOSYS) {
		errno = ENOENT;
		fd = walk(act, path, flags);
		return fd == -1 ? -errno : (int)fd;
	}
	return fd < 0 ? -errno : (int)fd;
}

int igd_act_parent(const struct igd_act *act, const char *path, const char **ret_name)
{
	const char *name = igd_basename(path);
	IGD_AUTOFREE char *folder = igd_strndup(path, (size_t)(name - path));

	if (path[0] != '/' || !*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return -EINVAL;
	*ret_name = name;
	return igd_act_find(act, folder, O_RDONLY | O_DIRECTORY);
}

static int settle(const struct igd_act *act, int folder, const char *path)
{
	int ret = igd_act_ask(act, "fsync", path);

	return !ret && fsync(folder) < 0 ? -errno : ret;
}

int igd_act_settle(const struct igd_act *act, const char *path)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, path, &name);

	return folder < 0 ? folder : settle(act, folder, path);
}

int igd_act_make_folder(const struct igd_act *act, const char *path, uint32_t mode)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, path, &name);
	int ret = folder < 0 ? folder : igd_act_ask(act, "mkdir", path);

	if (ret < 0)
		return ret;
	if (mkdirat(folder, name, mode) < 0)
		return -errno;
	/* Whatever the umask is. */
	if (fchmodat(folder, name, mode, 0) < 0 && errno != EPERM)
		return -errno;
	return settle(act, folder, path);
}

int igd_act_make_folders(const struct igd_act *act, const char *path)
{
	const char *slash;
	int ret = 0;

	for (slash = strchr(path + 1, '/'); slash && !ret; slash = strchr(slash + 1, '/')) {
		IGD_AUTOFREE char *folder = igd_strndup(path, (size_t)(slash - path));
		IGD_AUTOCLOSE int fd = igd_act_find(act, folder, O_PATH | O_DIRECTORY);

		if (fd == -ENOENT)
			ret = igd_act_make_folder(act, folder, 0755);
		else if (fd < 0)
			ret = fd;
	}
	return ret;
}

int igd_act_remove_folder(const struct igd_act *act, const char *path)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, path, &name);
	int ret = folder < 0 ? folder : igd_act_ask(act, "rmdir", path);

	if (!ret || folder >= 0)
		ret = ret ? ret : unlinkat(folder, name, AT_REMOVEDIR) < 0 ? -errno : 0;
	/* Somebody else has put something there, or it is gone: either is as it should be. */
	if (ret == -ENOTEMPTY || ret == -EEXIST || ret == -ENOENT)
		return 0;
	return ret ? ret : settle(act, folder, path);
}

int igd_act_remove(const struct igd_act *act, const char *path)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, path, &name);
	struct stat status;
	int ret;

	if (folder == -ENOENT || folder == -ENOTDIR)
		return 0;
	if (folder < 0)
		return folder;
	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? 0 : -errno;
	ret = igd_act_ask(act, "unlink", path);
	if (ret < 0)
		return ret;
	if (unlinkat(folder, name, 0) < 0)
		return -errno;
	return settle(act, folder, path);
}

int igd_act_append(
	const struct igd_act *act, int fd, const char *path, const char *text, size_t size)
{
	int ret = igd_act_ask(act, "write", path);
	size_t done = 0;
	ssize_t got;

	while (!ret && done < size) {
		got = write(fd, text + done, size - done);
		if (got >= 0)
			done += (size_t)got;
		else if (errno != EINTR)
			ret = -errno;
	}
	if (!ret)
		ret = igd_act_ask(act, "fsync", path);
	return !ret && fsync(fd) < 0 ? -errno : ret;
}

struct poke {
	int fd;
	const char *value;
};

/* In a child, which may never come back: it holds nothing open that anybody waits for, such as the lock. */
static int poke(void *context, int out)
{
	const struct poke *it = context;
	int error = 0;

	if (dup2(it->fd, STDIN_FILENO) < 0)
		return EXIT_FAILURE;
	igd_child_keep_only(out, false);
	if (write(STDIN_FILENO, it->value, strlen(it->value)) < 0)
		error = errno;
	return write(out, &error, sizeof(error)) == sizeof(error) ? 0 : EXIT_FAILURE;
}

int igd_act_sysfs(const struct igd_act *act, const char *path, const char *value)
{
	IGD_AUTOCLOSE int fd = igd_act_find(act, path, O_WRONLY | O_NOCTTY);
	IGD_AUTOTEXT struct igd_text answer = { 0 };
	struct igd_child child;
	int ret = fd < 0 ? fd : igd_act_ask(act, "sysfs", path), error;

	if (ret)
		return ret;
	error = igd_child_start(&child, poke, &(struct poke){ fd, value },
		act->sysfs_ms ? act->sysfs_ms : IGD_ACT_SYSFS_MS);
	if (!error)
		error = igd_child_hear(&child, sizeof(error), &answer);
	if (error)
		return -error;
	if (answer.size != sizeof(error))
		return -EIO;
	memcpy(&error, answer.text, sizeof(error));
	/* A driver may say so as well; then the kernel has come back. */
	return error == ETIMEDOUT ? -EIO : -error;
}
