// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_archive - a recording in an archive, read into memory by libarchive
 *
 * The archive may come from a stranger. Nothing is ever extracted; names must be relative and without "..",
 * only files, directories and symbolic links count, and the number and size of the members are bounded.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/source_private.h"

#define MAX_MEMBERS 50000u

struct unpacking {
	struct archive *archive;
	const char *name;
	struct igd_tree tree;
	size_t total;
	unsigned members;
	struct igd_error *reterr;
};

static void unpacking_done(struct unpacking *unpacking)
{
	archive_read_free(unpacking->archive);
	igd_tree_done(&unpacking->tree);
}

static int refuse(const struct unpacking *unpacking, const char *member, const char *why)
{
	IGD_AUTOFREE char *shown = igd_printable(member, strlen(member), 200);

	return igd_error_set(unpacking->reterr, EBADMSG, "%s: member %s (at byte %lld): %s",
		unpacking->name, shown, (long long)archive_filter_bytes(unpacking->archive, -1),
		why);
}

static int read_member(struct unpacking *unpacking, const char *member, struct igd_text *ret)
{
	char piece[1 << 14];
	la_ssize_t got;

	igd_text_add(ret, "", 0);
	while ((got = archive_read_data(unpacking->archive, piece, sizeof(piece))) > 0) {
		unpacking->total += (size_t)got;
		if (ret->size + (size_t)got > IGD_RECORD_MAX_MEMBER ||
			unpacking->total > IGD_TREE_MAX_BYTES)
			return refuse(unpacking, member, "larger than is accepted");
		igd_text_add(ret, piece, (size_t)got);
	}
	if (got < 0)
		return refuse(unpacking, member, archive_error_string(unpacking->archive));
	return 0;
}

static int fill_node(struct unpacking *unpacking, struct archive_entry *entry, const char *member,
	struct igd_node *node)
{
	IGD_AUTOTEXT struct igd_text content = { 0 };
	const char *target;

	if (archive_entry_hardlink(entry))
		return refuse(unpacking, member, "a hard link has no place in a recording");
	switch (archive_entry_filetype(entry)) {
	case AE_IFREG:
		if (read_member(unpacking, member, &content) < 0)
			return -EBADMSG;
		node->type = IGD_NODE_FILE;
		node->size = content.size;
		node->bytes = IGD_TAKE_PTR(content.text);
		return 0;
	case AE_IFLNK:
		target = archive_entry_symlink(entry);
		if (!target || !*target)
			return refuse(unpacking, member, "a link without a target");
		node->type = IGD_NODE_LINK;
		node->size = strlen(target);
		node->bytes = igd_strdup(target);
		return 0;
	case AE_IFDIR:
		node->type = IGD_NODE_DIRECTORY;
		node->kind = IGD_DIRECTORY; /* igd_tree_drop_members() */
		return 0;
	default:
		return refuse(unpacking, member, "neither a file, a directory nor a symbolic link");
	}
}

/* The rest.tree among the members is read at once; it adds its own nodes. */
static int place_node(struct unpacking *unpacking, const char *member, struct igd_node *node)
{
	IGD_AUTOFREE char *name = NULL;
	int r;

	node->path = igd_printf("/%s", member);
	if (!igd_tree_canonicalise(node->path))
		return refuse(unpacking, member, "not a name that stays inside");
	if (strcmp(node->path, IGD_RECORD_REST) == 0 && node->type == IGD_NODE_FILE) {
		name = igd_printf("%s%s", unpacking->name, node->path);
		return igd_tree_parse(
			&unpacking->tree, node->bytes, node->size, name, unpacking->reterr);
	}
	if (strcmp(node->path, "/") == 0 && node->type != IGD_NODE_DIRECTORY)
		return refuse(unpacking, member, "the root can only be a directory");
	r = igd_tree_add(&unpacking->tree, node);
	return r < 0 ? refuse(unpacking, member, igd_tree_refusal(r)) : 0;
}

static int add_member(struct unpacking *unpacking, struct archive_entry *entry)
{
	struct igd_node node = { 0 };
	const char *member = archive_entry_pathname(entry);
	int r;

	if (!member || !*member || *member == '/')
		return refuse(unpacking, member ? member : "(unnamed)", "not a relative name");
	if (++unpacking->members > MAX_MEMBERS)
		return refuse(unpacking, member, "more members than are accepted");
	r = fill_node(unpacking, entry, member, &node);
	if (r == 0)
		r = place_node(unpacking, member, &node);
	free(node.path);
	free(node.bytes);
	return r;
}

/*
 * By name, because libarchive's "all" includes filters that start other programs, and formats such as cpio, for
 * which it allocates what a header claims its name to be long (libarchive 3.6 archive_read_support_format_cpio.c
 * header_newc: up to 4 GiB).
 */
static void support(struct archive *archive)
{
	archive_read_support_filter_gzip(archive);
	archive_read_support_filter_bzip2(archive);
	archive_read_support_filter_xz(archive);
	archive_read_support_filter_lzma(archive);
	archive_read_support_filter_zstd(archive);
	archive_read_support_filter_lz4(archive);
	archive_read_support_format_tar(archive);
	archive_read_support_format_zip(archive);
}

struct igd_source *igd_source_archive(int fd, const char *path, struct igd_error *reterr)
{
	IGD_CLEANUP(unpacking_done)
	struct unpacking unpacking = { archive_read_new(), path, { 0 }, 0, 0, reterr };
	struct archive_entry *entry;
	int r;

	support(unpacking.archive);
	if (archive_read_open_fd(unpacking.archive, fd, 1 << 16) != ARCHIVE_OK) {
		igd_error_set(reterr, EBADMSG,
			"%s: neither a .tree, a directory nor an archive: %s", path,
			archive_error_string(unpacking.archive));
		return NULL;
	}
	while ((r = archive_read_next_header(unpacking.archive, &entry)) == ARCHIVE_OK) {
		if (add_member(&unpacking, entry) < 0)
			return NULL;
	}
	if (r != ARCHIVE_EOF || !unpacking.members) {
		igd_error_set(reterr, EBADMSG, "%s: at byte %lld: %s", path,
			(long long)archive_filter_bytes(unpacking.archive, -1),
			r == ARCHIVE_EOF ? "an empty archive"
					 : archive_error_string(unpacking.archive));
		return NULL;
	}
	igd_tree_drop_members(&unpacking.tree);
	if (igd_tree_sort(&unpacking.tree, path, reterr) < 0)
		return NULL;
	return igd_source_of_tree(&unpacking.tree);
}
