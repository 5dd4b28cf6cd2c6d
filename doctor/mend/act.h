// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * act - the only code that changes the machine
 *
 * Everything else in the program reads. Each function here does one thing that either happened or did not; paths are
 * absolute, taken from root, and never lead out of it by a link (openat2 with RESOLVE_IN_ROOT; a walk where the kernel
 * lacks it). A test gives a fault(): it is asked before every system call that writes, and may answer an errno, or end
 * the process there.
 */
#ifndef IGD_MEND_ACT_H
#define IGD_MEND_ACT_H

#include <time.h>

#include "mend/plan.h"

struct igd_act {
	int root; /* a descriptor of the root directory */
	const char *
		place; /* the same as a path: "/" on a machine; a folder in tests, where programs are looked for as well */
	/* operation: "write", "fsync", "rename", "link", "unlink", "mkdir", "rmdir", "chmod", "chown", "utimens", "xattr", "exec", "sysfs". */
	int (*fault)(void *context, const char *operation, const char *path);
	void *context;
	unsigned
		sysfs_ms; /* so long the kernel is given for a write to sysfs; 0: IGD_ACT_SYSFS_MS */
};

/* A driver lets go of a device, or takes it, in seconds; one whose users do not let go of it may never. */
#define IGD_ACT_SYSFS_MS 60000u

/* Opens place, which is kept and has to outlive ret. 0 or -errno. */
int igd_act_open(struct igd_act *ret, const char *place, struct igd_error *reterr);
void igd_act_close(struct igd_act *act);

/*
 * What follows is for doctor/mend alone.
 */

/* What fault() says: 0, or -errno. */
int igd_act_ask(const struct igd_act *act, const char *operation, const char *path);
/* Opens what is there (flags as of open(2), without O_CREAT). A descriptor, or -errno. */
int igd_act_find(const struct igd_act *act, const char *path, int flags);
/* The folder that path lies in, open to be read; ret_name is the rest, within path. A descriptor, or -errno. */
int igd_act_parent(const struct igd_act *act, const char *path, const char **ret_name);
/* Makes each folder of path (a file's) that is missing, 0755. 0 or -errno. */
int igd_act_make_folders(const struct igd_act *act, const char *path);
int igd_act_make_folder(const struct igd_act *act, const char *path, uint32_t mode);
int igd_act_remove_folder(const struct igd_act *act, const char *path);
/* Removes a file or link; none there is as good. 0 or -errno. */
int igd_act_remove(const struct igd_act *act, const char *path);
/* Makes the entries of the folder that path lies in last. */
int igd_act_settle(const struct igd_act *act, const char *path);

struct igd_xattr {
	char *name;
	void *value;
	size_t size;
};

/* What is seen at a path without its bytes. */
struct igd_seen {
	enum igd_file_type type;
	uint32_t mode;
	uid_t uid;
	gid_t gid;
	struct timespec time; /* of its last change */
	uint64_t size;
	uint64_t links;
	char *target; /* a link's */
	struct igd_xattr *xattrs;
	size_t xattr_count;
};

void igd_seen_done(struct igd_seen *seen);
/* 0; -EISDIR for a folder, -ENOTSUP for what is neither file nor link; -errno. Not there (nor its folder): ABSENT. */
int igd_act_look(const struct igd_act *act, const char *path, struct igd_seen *ret);
/* All of a regular file's bytes or a link's target; -EFBIG above limit. An absent one gives ABSENT and 0. */
int igd_act_read(
	const struct igd_act *act, const char *path, size_t limit, struct igd_file_state *ret);
/* The hash as in struct igd_file_state, "" where nothing is. 0 or -errno. */
int igd_act_hash(const struct igd_act *act, const char *path, char ret[IGD_HASH_SIZE]);

/*
 * By what a file is known again, cheaply: the hash of a small one; size and time of one above 4 MiB, as an initramfs
 * has, which would take longer to read than a plan may cost. "absent" where nothing is.
 */
#define IGD_MARK_SIZE 80u
int igd_act_mark(const struct igd_act *act, const char *path, char ret[IGD_MARK_SIZE]);

struct igd_put {
	enum igd_file_type type;
	const char *bytes; /* a file's, or a link's target; NULL: from is copied */
	size_t size;
	int from;
	/* Its mode, owner, extended attributes; and its time if has_time. */
	const struct igd_seen *like;
	bool has_time;
	const char *id; /* of the journal, for the name of the temporary file */
};
/* Puts it at path, whole, in place of what is there. 0 or -errno. */
int igd_act_put(const struct igd_act *act, const char *path, const struct igd_put *put);
/* The same without a detour: for files in a journal that nobody knows of yet. */
int igd_act_make(const struct igd_act *act, const char *path, const struct igd_put *put);
/* The path of the temporary file that igd_act_put() writes first; the caller frees it. */
char *igd_act_temporary(const char *path, const char *id);
/* Renames one file to the other, in the same folder, once its bytes are on the disk. */
int igd_act_move(const struct igd_act *act, const char *from, const char *to);
/* act_attributes.c: gives an open file what like has. path is for fault(). */
int igd_act_dress(const struct igd_act *act, int fd, const char *path, const struct igd_put *put);
int igd_act_dress_link(
	const struct igd_act *act, int folder, const char *path, const struct igd_put *put);
/* Reads the extended attributes of what is called name in an open folder. */
void igd_act_xattrs(int folder, const char *name, struct igd_seen *ret);
/* "user:group", by name or number, from root's own lists. -ENOENT: there is no such user or group. */
int igd_act_owner(const struct igd_act *act, const char *owner, uid_t *ret_uid, gid_t *ret_gid);

/* Writes all of it, then fsync(2). */
int igd_act_append(
	const struct igd_act *act, int fd, const char *path, const char *text, size_t size);
/*
 * Writes a value to an attribute of sysfs, in one write(2). -ETIMEDOUT: the kernel has not come back from it in time, and may
 * still do it.
 */
int igd_act_sysfs(const struct igd_act *act, const char *path, const char *value);

/* Paths, sorted. */
struct igd_paths {
	char **items;
	size_t count;
};
void igd_paths_done(struct igd_paths *paths);
void igd_paths_add(struct igd_paths *paths, const char *path);
bool igd_paths_has(const struct igd_paths *paths, const char *path);
/* Adds the files and links that a shell pattern shows; no temporary ones of ours. 0 or -errno. */
int igd_act_glob(const struct igd_act *act, const char *pattern, struct igd_paths *ret);
/* Whether the path is one that the pattern would show. */
bool igd_act_matches(const char *pattern, const char *path);

struct igd_run {
	char *const *words;
	int log; /* where its output goes */
	int keep; /* a descriptor that it keeps open, or -1: so the lock is held while any part of it runs */
	unsigned timeout_ms; /* then it is killed, with all that it started */
};
/* Where the program is, below root; NULL: it is not installed. The caller frees it. */
char *igd_act_program(const struct igd_act *act, const char *name);
/* Runs a program. 0; -ENOEXEC with reterr where it is missing or fails; -ETIMEDOUT; -errno. */
int igd_act_run(const struct igd_act *act, const struct igd_run *run, struct igd_error *reterr);

#endif
