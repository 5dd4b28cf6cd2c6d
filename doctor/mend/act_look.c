// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * act_look - what stands at a path: its attributes, its bytes, and by what it is known again
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mend/act.h"

#define HASHED_MAX ((uint64_t)4 << 20)

void igd_seen_done(struct igd_seen *seen)
{
	size_t i;

	for (i = 0; i < seen->xattr_count; i++) {
		free(seen->xattrs[i].name);
		free(seen->xattrs[i].value);
	}
	free(seen->xattrs);
	free(seen->target);
	*seen = (struct igd_seen){ 0 };
}

static bool is_gone(int error)
{
	return error == -ENOENT || error == -ENOTDIR;
}

static char *read_target(int folder, const char *name)
{
	char target[PATH_MAX];
	ssize_t size = readlinkat(folder, name, target, sizeof(target));

	return size > 0 && (size_t)size < sizeof(target) ? igd_strndup(target, (size_t)size) : NULL;
}

int igd_act_look(const struct igd_act *act, const char *path, struct igd_seen *ret)
{
	const char *name;
	IGD_AUTOCLOSE int folder = igd_act_parent(act, path, &name);
	struct stat status;

	*ret = (struct igd_seen){ .type = IGD_FILE_ABSENT };
	if (folder < 0)
		return is_gone(folder) ? 0 : folder;
	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) < 0)
		return is_gone(-errno) ? 0 : -errno;
	if (S_ISDIR(status.st_mode))
		return -EISDIR;
	if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode))
		return -ENOTSUP;
	ret->mode = status.st_mode & 07777;
	ret->uid = status.st_uid;
	ret->gid = status.st_gid;
	ret->time = status.st_mtim;
	ret->size = (uint64_t)status.st_size;
	ret->links = status.st_nlink;
	ret->type = S_ISLNK(status.st_mode) ? IGD_FILE_LINK : IGD_FILE_REGULAR;
	if (ret->type == IGD_FILE_LINK && !(ret->target = read_target(folder, name))) {
		igd_seen_done(ret);
		return -EIO;
	}
	igd_act_xattrs(folder, name, ret);
	return 0;
}

int igd_act_read(
	const struct igd_act *act, const char *path, size_t limit, struct igd_file_state *ret)
{
	struct igd_seen seen;
	int error = igd_act_look(act, path, &seen);
	IGD_AUTOFREE char *bytes = NULL;
	ssize_t got = 0;

	igd_file_state_done(ret);
	if (!error && seen.type == IGD_FILE_LINK)
		igd_file_state_set(ret, IGD_FILE_LINK, seen.target, strlen(seen.target));
	if (!error && seen.type == IGD_FILE_REGULAR) {
		IGD_AUTOCLOSE int fd = igd_act_find(act, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);

		if (seen.size <= limit)
			bytes = igd_zalloc((size_t)seen.size + 1);
		got = fd < 0 ? fd : !bytes ? -EFBIG : igd_read(fd, bytes, (size_t)seen.size);
		error = got < 0 ? (int)got : 0;
		if (!error)
			igd_file_state_set(ret, IGD_FILE_REGULAR, bytes, (size_t)got);
	}
	igd_seen_done(&seen);
	return error;
}

static int hash_open(int fd, char ret[IGD_HASH_SIZE])
{
	struct sha256_ctx context;
	uint8_t digest[SHA256_DIGEST_SIZE];
	char bytes[1 << 14];
	ssize_t got;
	size_t i;

	sha256_init(&context);
	while ((got = igd_read(fd, bytes, sizeof(bytes))) > 0)
		sha256_update(&context, (size_t)got, (const uint8_t *)bytes);
	if (got < 0)
		return (int)got;
	sha256_digest(&context, sizeof(digest), digest);
	for (i = 0; i < sizeof(digest); i++)
		snprintf(ret + 2 * i, 3, "%02x", digest[i]);
	return 0;
}

int igd_act_hash(const struct igd_act *act, const char *path, char ret[IGD_HASH_SIZE])
{
	struct igd_seen seen;
	int error = igd_act_look(act, path, &seen);

	ret[0] = '\0';
	if (!error && seen.type == IGD_FILE_LINK)
		igd_hash(seen.target, strlen(seen.target), ret);
	if (!error && seen.type == IGD_FILE_REGULAR) {
		IGD_AUTOCLOSE int fd = igd_act_find(act, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);

		error = fd < 0 ? fd : hash_open(fd, ret);
	}
	igd_seen_done(&seen);
	return error;
}

int igd_act_mark(const struct igd_act *act, const char *path, char ret[IGD_MARK_SIZE])
{
	struct igd_seen seen;
	char hash[IGD_HASH_SIZE];
	int error = igd_act_look(act, path, &seen);

	if (error)
		return error;
	snprintf(ret, IGD_MARK_SIZE, "absent");
	if (seen.type == IGD_FILE_REGULAR && seen.size > HASHED_MAX) {
		snprintf(ret, IGD_MARK_SIZE, "size:%llu:%lld.%09ld", (unsigned long long)seen.size,
			(long long)seen.time.tv_sec, seen.time.tv_nsec);
	} else if (seen.type != IGD_FILE_ABSENT) {
		error = igd_act_hash(act, path, hash);
		snprintf(ret, IGD_MARK_SIZE, "%s:%s", igd_file_type_name(seen.type),
			error ? "" : hash);
	}
	igd_seen_done(&seen);
	return error;
}
