// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_files - the running system, and a directory that is another one's root
 *
 * Only regular files are opened to be read, so that no pipe can hold the program up and no device notices;
 * /dev/kmsg, which hands out one record a read and never blocks here, is the exception. A recorded directory is entered with openat2's
 * RESOLVE_IN_ROOT: its links, absolute or full of "..", stay inside.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "core/host.h"
#include "core/query.h"

#define KMSG "/dev/kmsg"

struct file_source {
	struct igd_source source;
	int root; /* -1: the running system's own root */
	struct igd_live_vfio vfio;
};

static int open_path(const struct file_source *files, const char *path, int flags)
{
	struct open_how how = { .flags = (unsigned)(flags | O_CLOEXEC),
		.resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS };
	long fd;

	if (files->root < 0)
		return open(path, flags | O_CLOEXEC);
	while (*path == '/')
		path++;
	fd = syscall(SYS_openat2, files->root, *path ? path : ".", &how, sizeof(how));
	return (int)fd;
}

static int read_all(int fd, size_t limit, bool is_log, struct igd_text *ret)
{
	char piece[1 << 14];
	ssize_t got;

	igd_text_add(ret, "", 0);
	for (;;) {
		got = read(fd, piece, sizeof(piece));
		if (got < 0 && (errno == EINTR || (is_log && errno == EPIPE)))
			continue; /* EPIPE: records were overwritten meanwhile; the next read goes on behind */
		if (got < 0 && is_log && errno == EAGAIN)
			return 0;
		if (got <= 0)
			return got < 0 ? errno : 0;
		if (ret->size + (size_t)got > limit)
			return EFBIG;
		igd_text_add(ret, piece, (size_t)got);
	}
}

static int look(const struct file_source *files, const char *path, struct stat *ret)
{
	IGD_AUTOCLOSE int fd = -1;

	if (files->root < 0)
		return stat(path, ret) < 0 ? errno : 0;
	fd = open_path(files, path, O_PATH);
	return fd < 0 || fstat(fd, ret) < 0 ? errno : 0;
}

/* A descriptor of a file that may be read, or -errno. */
static int open_regular(const struct file_source *files, const char *path, bool is_log)
{
	struct stat status = { 0 };
	int error = look(files, path, &status), fd;

	if (error)
		return -error;
	if (S_ISDIR(status.st_mode))
		return -EISDIR;
	if (!S_ISREG(status.st_mode) && !is_log)
		return -EINVAL;
	fd = open_path(files, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	return fd < 0 ? -errno : fd;
}

static int answer_read(
	struct file_source *files, const struct igd_question *question, struct igd_answer *ret)
{
	bool is_log = files->root < 0 && strcmp(question->path, KMSG) == 0;
	IGD_AUTOCLOSE int fd = open_regular(files, question->path, is_log);
	struct igd_text text = { 0 };
	int error;

	if (fd < 0)
		return -fd;
	error = read_all(fd, question->limit, is_log, &text);
	ret->bytes = text.text;
	ret->size = text.size;
	return error;
}

static int answer_kind(struct file_source *files, const char *path, struct igd_answer *ret)
{
	struct stat status = { 0 };
	int error = look(files, path, &status);

	if (error)
		return error;
	if (S_ISREG(status.st_mode))
		ret->kind = IGD_FILE;
	else if (S_ISDIR(status.st_mode))
		ret->kind = IGD_DIRECTORY;
	else
		ret->kind =
			S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode) ? IGD_DEVICE : IGD_OTHER;
	return 0;
}

static int answer_link(struct file_source *files, const char *path, struct igd_answer *ret)
{
	IGD_AUTOCLOSE int fd = -1;
	ssize_t size;

	ret->bytes = igd_zalloc(IGD_TREE_MAX_PATH + 1);
	if (files->root < 0) {
		size = readlink(path, ret->bytes, IGD_TREE_MAX_PATH);
	} else {
		fd = open_path(files, path, O_PATH | O_NOFOLLOW);
		size = fd < 0 ? fd : readlinkat(fd, "", ret->bytes, IGD_TREE_MAX_PATH);
		if (fd >= 0 && size < 0 && errno == ENOENT)
			errno = EINVAL; /* readlinkat("") on what is no link */
	}
	if (size < 0)
		return errno;
	ret->size = (size_t)size;
	return 0;
}

static int by_name(const struct dirent **left, const struct dirent **right)
{
	return strcmp((*left)->d_name, (*right)->d_name);
}

static int no_dots(const struct dirent *entry)
{
	return strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
}

static int scan(struct file_source *files, const char *path, struct dirent ***ret)
{
	IGD_AUTOCLOSE int fd = -1;

	if (files->root < 0)
		return scandir(path, ret, no_dots, by_name);
	fd = open_path(files, path, O_RDONLY | O_DIRECTORY);
	return fd < 0 ? fd : igd_scan_directory(fd, ret, no_dots);
}

static int answer_list(struct file_source *files, const char *path, struct igd_answer *ret)
{
	struct dirent **entries = NULL;
	struct igd_text list = { 0 };
	int i, count = scan(files, path, &entries);

	if (count < 0)
		return errno;
	igd_text_add(&list, "", 0);
	for (i = 0; i < count; i++) {
		igd_text_add(&list, entries[i]->d_name, strlen(entries[i]->d_name) + 1);
		free(entries[i]);
	}
	free(entries);
	ret->bytes = list.text;
	ret->size = list.size;
	return 0;
}

static int answer_access(struct file_source *files, const char *path)
{
	struct stat status = { 0 };
	int error = look(files, path, &status);

	if (error || S_ISDIR(status.st_mode))
		return error ? error : EISDIR;
	if (files->root < 0)
		return faccessat(AT_FDCWD, path, R_OK | W_OK, AT_EACCESS) < 0 ? errno : 0;
	return 0;
}

static int answer(
	struct file_source *files, const struct igd_question *question, struct igd_answer *ret)
{
	switch (question->ask) {
	case IGD_ASK_KIND:
		return answer_kind(files, question->path, ret);
	case IGD_ASK_READ:
		return answer_read(files, question, ret);
	case IGD_ASK_LINK:
		return answer_link(files, question->path, ret);
	case IGD_ASK_LIST:
		return answer_list(files, question->path, ret);
	case IGD_ASK_ACCESS:
		return answer_access(files, question->path);
	case IGD_ASK_PCI:
		if (files->root < 0)
			igd_source_live_pci("/sys/bus/pci", ret);
		else
			igd_source_recorded_pci(&files->source, ret);
		return ret->error;
	case IGD_ASK_COUNT:
		break;
	}
	return ENOTSUP;
}

/*
 * Of what is not the host's: who may reach a file, what VFIO, physical memory, libvirt and this machine's own QEMUs
 * tell; that nothing was given (given.h knows what was).
 */
static void answer_own(
	struct file_source *files, const struct igd_question *question, struct igd_answer *ret)
{
	if (igd_starts_with(question->path, IGD_RECORD_MODES "/"))
		igd_source_live_modes(question, ret);
	else if (igd_starts_with(question->path, IGD_VFIO_DIR "/"))
		igd_source_live_vfio(&files->vfio, files->source.may_probe, question, ret);
	else if (igd_starts_with(question->path, IGD_MEMORY_DIR "/"))
		igd_source_live_memory(question, ret);
	else if (igd_starts_with(question->path, IGD_LIBVIRT_DIR "/"))
		igd_source_libvirt(&files->source, question, ret);
	else if (igd_starts_with(question->path, IGD_GUEST_DIR "/"))
		igd_source_guest(&files->source, question, ret);
	else if (igd_starts_with(question->path, IGD_STREAM_DIR "/"))
		igd_source_stream(&files->source, question, ret);
	else if (igd_starts_with(question->path, IGD_PROCESSES_DIR "/"))
		igd_source_live_processes(question, ret);
	else if (igd_query_is_of_system(question->path))
		igd_query_answer(question, ret);
	else
		ret->error =
			igd_starts_with(question->path, IGD_RECORD_GIVEN "/") ? ENOENT : ENODATA;
}

/* Neither the running system nor a directory without a rest.tree says what was not recorded. */
static void files_answer(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	struct file_source *files = (struct file_source *)source;
	bool is_own = igd_starts_with(question->path, IGD_RECORD_DIR "/");

	if (is_own && files->root < 0) {
		answer_own(files, question, ret);
		return;
	}
	ret->error = answer(files, question, ret);
	if (is_own && (ret->error == ENOENT || ret->error == ENOTDIR))
		ret->error = ENODATA;
	else if (!is_own && question->ask != IGD_ASK_PCI && ret->error == ENODATA)
		ret->error = EIO; /* the kernel's ENODATA is an unreadable file */
}

static int files_open(struct igd_source *source, const char *path)
{
	return open_regular((struct file_source *)source, path, false);
}

static void files_free(struct igd_source *source)
{
	struct file_source *files = (struct file_source *)source;

	if (files->root >= 0)
		close(files->root);
	igd_live_vfio_done(&files->vfio);
	free(files);
}

static const struct igd_source_ops files_ops = { files_answer, files_open, files_free };

static struct igd_source *make(int root)
{
	struct file_source *files = igd_zalloc(sizeof(*files));

	files->source = (struct igd_source){ .ops = &files_ops, .is_live = root < 0 };
	files->root = root;
	return &files->source;
}

struct igd_source *igd_source_live(void)
{
	return make(-1);
}

struct igd_source *igd_source_files(int root)
{
	return make(root);
}
