// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_directory - a directory that holds a recording, such as an unpacked archive
 *
 * What an archive cannot hold is in its rest.tree, and what the rest.tree says (that something is absent, that
 * a list is complete, where a link leads) is about the members too. So both become one tree.
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

#include "core/source_private.h"

struct loading {
	int root;
	const char *name;
	struct igd_tree tree;
	size_t total;
	struct igd_error *reterr;
};

static void loading_done(struct loading *loading)
{
	igd_tree_done(&loading->tree);
	close(loading->root);
}

static int open_beneath(const struct loading *loading, const char *path, int flags)
{
	struct open_how how = { .flags = (unsigned)(flags | O_CLOEXEC),
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS };

	return (int)syscall(
		SYS_openat2, loading->root, path[1] ? path + 1 : ".", &how, sizeof(how));
}

static int refuse(const struct loading *loading, const char *path, const char *why)
{
	IGD_AUTOFREE char *shown = igd_printable(path, strlen(path), 200);

	return igd_error_set(
		loading->reterr, EBADMSG, "%s: member %s: %s", loading->name, shown, why);
}

/* A file that cannot be read is one that cannot be read, as it was on the host. */
static int load_file(struct loading *loading, struct igd_node *node)
{
	IGD_AUTOCLOSE int fd = open_beneath(loading, node->path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	IGD_AUTOTEXT struct igd_text content = { 0 };
	char piece[1 << 14];
	ssize_t got = -1;

	igd_text_add(&content, "", 0);
	while (fd >= 0 && (got = read(fd, piece, sizeof(piece))) > 0) {
		loading->total += (size_t)got;
		igd_text_add(&content, piece, (size_t)got);
		if (content.size > IGD_RECORD_MAX_MEMBER || loading->total > IGD_TREE_MAX_BYTES)
			return refuse(loading, node->path, "larger than is accepted");
	}
	node->type = IGD_NODE_FILE;
	if (got < 0) {
		node->type = IGD_NODE_ERROR;
		node->error = errno;
		return 0;
	}
	node->size = content.size;
	node->bytes = IGD_TAKE_PTR(content.text);
	return 0;
}

static int load_link(struct igd_node *node, int directory, const char *name)
{
	char target[IGD_TREE_MAX_PATH];
	ssize_t size = readlinkat(directory, name, target, sizeof(target));

	node->type = size > 0 ? IGD_NODE_LINK : IGD_NODE_ERROR;
	node->error = size > 0 ? 0 : EIO;
	if (size > 0) {
		node->bytes = igd_strndup(target, (size_t)size);
		node->size = (size_t)size;
	}
	return 0;
}

static int fill_node(
	struct loading *loading, struct igd_node *node, int directory, const char *name)
{
	struct stat status;

	if (fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
		node->type = IGD_NODE_UNKNOWN;
		node->error = errno;
		return 0;
	}
	switch (status.st_mode & S_IFMT) {
	case S_IFREG:
		return load_file(loading, node);
	case S_IFLNK:
		return load_link(node, directory, name);
	case S_IFDIR:
		node->type = IGD_NODE_DIRECTORY;
		node->kind = IGD_DIRECTORY; /* igd_tree_drop_members() */
		return 0;
	default:
		node->type = IGD_NODE_NAME;
		node->kind =
			S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode) ? IGD_DEVICE : IGD_OTHER;
		return 0;
	}
}

static int add_entry(struct loading *loading, const char *parent, int directory, const char *name)
{
	struct igd_node node = { 0 };
	int r;

	node.path = igd_printf("%s/%s", parent[1] ? parent : "", name);
	if (strcmp(node.path, IGD_RECORD_REST) == 0) {
		free(node.path);
		return 0;
	}
	r = fill_node(loading, &node, directory, name);
	if (r == 0) {
		r = igd_tree_add(&loading->tree, &node);
		r = r < 0 ? refuse(loading, node.path, igd_tree_refusal(r)) : 0;
	}
	free(node.path);
	free(node.bytes);
	return r;
}

/* at is a directory of the tree; what it holds is added behind. One that cannot be read says so. */
static int load_directory(struct loading *loading, size_t at)
{
	IGD_AUTOFREE char *path = igd_strdup(loading->tree.nodes[at].path);
	int fd = open_beneath(loading, path, O_RDONLY | O_DIRECTORY), r = 0;
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!directory) {
		loading->tree.nodes[at].type = IGD_NODE_ERROR;
		loading->tree.nodes[at].kind = IGD_ABSENT;
		loading->tree.nodes[at].error = errno;
		igd_close_at(&fd);
		return 0;
	}
	while (r == 0 && (entry = readdir(directory))) {
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			r = add_entry(loading, path, fd, entry->d_name);
	}
	closedir(directory);
	return r;
}

static int load_all(struct loading *loading)
{
	struct igd_node root = { .type = IGD_NODE_DIRECTORY, .kind = IGD_DIRECTORY };
	size_t i;
	int r;

	root.path = igd_strdup("/");
	r = igd_tree_add(&loading->tree, &root);
	for (i = 0; r == 0 && i < loading->tree.count; i++) {
		if (loading->tree.nodes[i].type == IGD_NODE_DIRECTORY)
			r = load_directory(loading, i);
	}
	return r;
}

static struct igd_source *load(struct loading *loading, const struct igd_answer *rest)
{
	IGD_AUTOFREE char *name = igd_printf("%s%s", loading->name, IGD_RECORD_REST);

	if (load_all(loading) < 0 ||
		igd_tree_parse(&loading->tree, rest->bytes, rest->size, name, loading->reterr) < 0)
		return NULL;
	igd_tree_drop_members(&loading->tree);
	if (igd_tree_sort(&loading->tree, loading->name, loading->reterr) < 0)
		return NULL;
	return igd_source_of_tree(&loading->tree);
}

struct igd_source *igd_source_directory(int fd, const char *path, struct igd_error *reterr)
{
	struct igd_question question = { IGD_ASK_READ, IGD_RECORD_REST, IGD_TREE_MAX_BYTES };
	IGD_CLEANUP(loading_done) struct loading loading = { .root = -1 };
	IGD_AUTOANSWER struct igd_answer rest = { 0 };
	struct igd_source *files = igd_source_files(fd);

	igd_source_answer(files, &question, &rest);
	if (rest.error == ENODATA)
		return files;
	if (rest.error) {
		igd_error_set(reterr, rest.error, "%s%s: %s", path, IGD_RECORD_REST,
			igd_errno_text(rest.error));
		igd_source_free(files);
		return NULL;
	}
	loading.root = fcntl(fd, F_DUPFD_CLOEXEC, 3);
	loading.name = path;
	loading.reterr = reterr;
	igd_source_free(files);
	return load(&loading, &rest);
}
