// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_archive - a recording or a report in an archive, read into memory by libarchive
 *
 * The archive may come from a stranger. Nothing is ever extracted; names must be relative and without "..",
 * only files, directories and symbolic links count (in a report only files), and the number, depth and size of the
 * members, and what they are of the archive's own size, are bounded. What begins with a report's folder is a report: its
 * host/ is the root, the rest is left aside, and all of it has to be what its manifest says.
 */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/archive.h"
#include "core/source_archive_report.h"
#include "core/source_private.h"

#define MAX_MEMBERS 50000u
/* sysfs nests about 20 deep */
#define MAX_DEPTH 100u
/*
 * What the bytes of an archive may become. A recording becomes 10 to 40 times as much; the first 32 MiB are free, so that
 * an image of a flash chip, which is mostly ones, is no bomb.
 */
#define MAX_RATIO 1000u
#define FREE_BYTES ((size_t)32 << 20)

struct unpacking {
	struct archive *archive;
	const char *name;
	struct igd_tree tree;
	struct igd_seals seals;
	size_t total;
	unsigned members;
	bool is_decided, is_report; /* by the first member that is not the root itself */
	struct igd_error *reterr;
};

/* What is read of a member. */
struct content {
	struct igd_text *text; /* NULL: only looked at */
	size_t size, limit;
	struct sha256_ctx hash;
};

static void unpacking_done(struct unpacking *unpacking)
{
	archive_read_free(unpacking->archive);
	igd_tree_done(&unpacking->tree);
	igd_seals_done(&unpacking->seals);
}

static int refuse(const struct unpacking *unpacking, const char *member, const char *why)
{
	IGD_AUTOFREE char *shown = igd_printable(member, strlen(member), 200);

	return igd_error_set(unpacking->reterr, EBADMSG, "%s: member %s (at byte %lld): %s",
		unpacking->name, shown, (long long)archive_filter_bytes(unpacking->archive, -1),
		why);
}

static bool is_bomb(const struct unpacking *unpacking)
{
	la_int64_t packed = archive_filter_bytes(unpacking->archive, -1);

	return unpacking->total > FREE_BYTES &&
	       unpacking->total / MAX_RATIO > (packed > 0 ? (size_t)packed : 1);
}

static int read_member(struct unpacking *unpacking, const char *member, struct content *ret)
{
	char piece[1 << 14];
	la_ssize_t got;

	sha256_init(&ret->hash);
	if (ret->text)
		igd_text_add(ret->text, "", 0);
	while ((got = archive_read_data(unpacking->archive, piece, sizeof(piece))) > 0) {
		unpacking->total += (size_t)got;
		ret->size += (size_t)got;
		if (ret->size > ret->limit || unpacking->total > IGD_TREE_MAX_BYTES)
			return refuse(unpacking, member, "larger than is accepted");
		if (is_bomb(unpacking))
			return refuse(unpacking, member,
				"all this from so few bytes: it is made to fill a memory");
		if (ret->text)
			igd_text_add(ret->text, piece, (size_t)got);
		sha256_update(&ret->hash, (size_t)got, (const uint8_t *)piece);
	}
	if (got < 0)
		return refuse(unpacking, member, archive_error_string(unpacking->archive));
	return 0;
}

static int read_file(struct unpacking *unpacking, const char *member, struct igd_node *node)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct content content = { .text = &text, .limit = IGD_RECORD_MAX_MEMBER };

	if (read_member(unpacking, member, &content) < 0)
		return -EBADMSG;
	node->type = IGD_NODE_FILE;
	node->size = text.size;
	node->bytes = IGD_TAKE_PTR(text.text);
	return 0;
}

/* What has no content must not have any: skipping it would cost what reading it does, and count for nothing. */
static int read_nothing(struct unpacking *unpacking, const char *member)
{
	struct content content = { .limit = 0 };

	return read_member(unpacking, member, &content);
}

static int fill_node(struct unpacking *unpacking, struct archive_entry *entry, const char *member,
	struct igd_node *node)
{
	const char *target;

	if (archive_entry_hardlink(entry))
		return refuse(unpacking, member, "a hard link has no place in a recording");
	switch (archive_entry_filetype(entry)) {
	case AE_IFREG:
		return read_file(unpacking, member, node);
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
		return read_nothing(unpacking, member);
	default:
		return refuse(unpacking, member, "neither a file, a directory nor a symbolic link");
	}
}

/* The rest.tree among the members is read at once; it adds its own nodes. */
static int place_node(struct unpacking *unpacking, const char *member, struct igd_node *node)
{
	IGD_AUTOFREE char *name = NULL;
	int r;

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

/* A member of a plain recording. Takes the path over. */
static int add_recorded(
	struct unpacking *unpacking, struct archive_entry *entry, const char *member, char *path)
{
	struct igd_node node = { .path = path };
	int r = fill_node(unpacking, entry, member, &node);

	if (r == 0)
		r = place_node(unpacking, member, &node);
	free(node.path);
	free(node.bytes);
	return r;
}

/* A report's file: what is the host's becomes a node, the manifest is kept, the rest only sealed. Takes the path over. */
static int add_sealed(struct unpacking *unpacking, const char *member, char *path)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	bool is_host = igd_starts_with(path, IGD_REPORT_HOST "/");
	bool is_manifest = strcmp(path, IGD_REPORT_MANIFEST) == 0;
	struct igd_node node = { .type = IGD_NODE_FILE };
	struct content content = { .text = is_host || is_manifest ? &text : NULL,
		.limit = is_manifest ? IGD_REPORT_MAX_MANIFEST : IGD_RECORD_MAX_MEMBER };
	uint8_t digest[SHA256_DIGEST_SIZE];
	int r = read_member(unpacking, member, &content);

	sha256_digest(&content.hash, sizeof(digest), digest);
	if (r == 0 && is_manifest && !unpacking->seals.manifest.text) {
		unpacking->seals.manifest = text;
		text = (struct igd_text){ 0 };
	}
	if (r == 0 && is_host) {
		node.path = igd_strdup(path + strlen(IGD_REPORT_HOST));
		node.size = text.size;
		node.bytes = IGD_TAKE_PTR(text.text);
		r = place_node(unpacking, member, &node);
	}
	igd_seals_add(&unpacking->seals, path, content.size, digest);
	free(node.path);
	free(node.bytes);
	return r;
}

/* A folder says nothing here. */
static int add_reported(
	struct unpacking *unpacking, struct archive_entry *entry, const char *member, char *path)
{
	bool is_file = archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
	bool is_folder = archive_entry_filetype(entry) == AE_IFDIR;
	int r = 0;

	if (is_file && igd_starts_with(path, IGD_REPORT_ROOT "/"))
		return add_sealed(unpacking, member, path);
	if (is_file)
		r = refuse(unpacking, member, "it lies outside of the report's folder");
	else
		r = is_folder ? read_nothing(unpacking, member)
			      : refuse(unpacking, member, "only files have a place in a report");
	free(path);
	return r;
}

static bool is_deep(const char *path)
{
	size_t depth = 0;

	for (; *path; path++)
		depth += *path == '/';
	return depth > MAX_DEPTH;
}

static int add_member(struct unpacking *unpacking, struct archive_entry *entry)
{
	const char *member = archive_entry_pathname(entry);
	char *path;
	int r = 0;

	if (!member || !*member || *member == '/')
		return refuse(unpacking, member ? member : "(unnamed)", "not a relative name");
	path = igd_printf("/%s", member);
	if (++unpacking->members > MAX_MEMBERS)
		r = refuse(unpacking, member, "more members than are accepted");
	else if (!igd_tree_canonicalise(path))
		r = refuse(unpacking, member, "not a name that stays inside");
	else if (is_deep(path))
		r = refuse(unpacking, member, "deeper than is accepted");
	if (r < 0) {
		free(path);
		return r;
	}
	if (!unpacking->is_decided && path[1]) {
		unpacking->is_decided = true;
		unpacking->is_report = strcmp(path, IGD_REPORT_ROOT) == 0 ||
				       igd_starts_with(path, IGD_REPORT_ROOT "/");
	}
	return unpacking->is_report ? add_reported(unpacking, entry, member, path)
				    : add_recorded(unpacking, entry, member, path);
}

void igd_archive_accept(struct archive *archive)
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

/* libarchive would unpack what was packed 25 times, and the bytes in between count for nothing. */
static int open_archive(struct unpacking *unpacking, int fd)
{
	struct archive *archive = unpacking->archive;

	igd_archive_accept(archive);
	if (archive_read_open_fd(archive, fd, 1 << 16) != ARCHIVE_OK)
		return igd_error_set(unpacking->reterr, EBADMSG,
			"%s: neither a .tree, a directory nor an archive: %s", unpacking->name,
			archive_error_string(archive));
	/* the compression, and the file itself */
	if (archive_filter_count(archive) > 2)
		return igd_error_set(unpacking->reterr, EBADMSG, "%s: compressed more than once",
			unpacking->name);
	return 0;
}

static int read_all(struct unpacking *unpacking)
{
	struct archive_entry *entry;
	int r;

	while ((r = archive_read_next_header(unpacking->archive, &entry)) == ARCHIVE_OK) {
		if (add_member(unpacking, entry) < 0)
			return -EBADMSG;
	}
	if (r == ARCHIVE_EOF && unpacking->members)
		return 0;
	return igd_error_set(unpacking->reterr, EBADMSG, "%s: at byte %lld: %s", unpacking->name,
		(long long)archive_filter_bytes(unpacking->archive, -1),
		r == ARCHIVE_EOF ? "an empty archive" : archive_error_string(unpacking->archive));
}

struct igd_source *igd_source_archive(int fd, const char *path, struct igd_error *reterr)
{
	IGD_CLEANUP(unpacking_done)
	struct unpacking unpacking = {
		.archive = archive_read_new(), .name = path, .reterr = reterr
	};

	if (open_archive(&unpacking, fd) < 0 || read_all(&unpacking) < 0)
		return NULL;
	if (unpacking.is_report && igd_seals_check(&unpacking.seals, path, reterr) < 0)
		return NULL;
	igd_tree_drop_members(&unpacking.tree);
	if (igd_tree_sort(&unpacking.tree, path, reterr) < 0)
		return NULL;
	return igd_source_of_tree(&unpacking.tree);
}
