// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * bundle - which members there are, and in which order
 *
 * A member is a regular file and nothing else: links, devices and directories are lines of rest.tree, so that unpacking
 * a bundle makes nothing that leads anywhere. A file whose name an archive, a file system or another system's unpacker
 * might bend is a line of rest.tree as well.
 */
#include "bundle/bundle.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/bundle_private.h"

#define HOST "host"
#define RECORD_DIR "/.igd-doctor"
#define REST RECORD_DIR "/rest.tree"

/* NAME_MAX of Linux's file systems; ustar and zip hold more in a path, but other systems' unpackers do not. */
#define MAX_NAME 255u
#define MAX_PATH 1000u

static const struct {
	const char *suffix;
	enum igd_bundle_format format;
} suffixes[] = { { ".tar.zst", IGD_BUNDLE_TAR_ZST }, { ".tar.gz", IGD_BUNDLE_TAR_GZ },
	{ ".zip", IGD_BUNDLE_ZIP } };

int igd_bundle_format_of(const char *path, enum igd_bundle_format *ret)
{
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		if (igd_ends_with(path, suffixes[i].suffix) &&
			strlen(igd_basename(path)) > strlen(suffixes[i].suffix)) {
			*ret = suffixes[i].format;
			return 0;
		}
	}
	return -EINVAL;
}

/* Printable ASCII without the backslash, which some unpackers take for a slash. */
static bool is_plain(const char *path)
{
	size_t length = 0;

	for (; *path; path++) {
		if (*path < ' ' || *path > '~' || *path == '\\')
			return false;
		length = *path == '/' ? 0 : length + 1;
		if (length > MAX_NAME)
			return false;
	}
	return true;
}

/* Whether any node lies below the path, so that it has to be a directory. */
static bool has_below(const struct igd_tree *tree, const char *path)
{
	IGD_AUTOFREE char *prefix = igd_printf("%s/", path);
	size_t low = 0, high = tree->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(tree->nodes[middle].path, prefix) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low < tree->count && igd_starts_with(tree->nodes[low].path, prefix);
}

static bool is_member(const struct igd_tree *tree, const struct igd_node *node)
{
	return node->type == IGD_NODE_FILE && node->path[1] && strlen(node->path) <= MAX_PATH &&
	       strcmp(node->path, RECORD_DIR) != 0 && strcmp(node->path, REST) != 0 &&
	       is_plain(node->path) && !has_below(tree, node->path);
}

static char *keep(struct igd_listing *listing, char *memory)
{
	listing->memory =
		igd_regrow(listing->memory, listing->memory_count + 1, sizeof(*listing->memory));
	listing->memory[listing->memory_count++] = memory;
	return memory;
}

static void add(struct igd_listing *listing, const char *name, const char *bytes, size_t size)
{
	if (listing->count == listing->room) {
		listing->room = listing->room ? listing->room * 2 : 64;
		listing->items = igd_regrow(listing->items, listing->room, sizeof(*listing->items));
	}
	listing->items[listing->count++] = (struct igd_bundle_member){ name, bytes, size };
}

static void add_rest(struct igd_listing *listing, const struct igd_tree *tree)
{
	char *text = NULL;
	size_t i, size = 0;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		_Exit(IGD_EXIT_MEMORY);
	fprintf(file, IGD_TREE_MAGIC "%s\n", tree->is_recording ? " recorded" : "");
	for (i = 0; i < tree->count; i++) {
		if (!is_member(tree, &tree->nodes[i]))
			igd_tree_write_node(file, &tree->nodes[i]);
	}
	if (fclose(file) != 0)
		_Exit(IGD_EXIT_MEMORY);
	add(listing, HOST REST, keep(listing, text), size);
}

static int compare(const void *left, const void *right)
{
	const struct igd_bundle_member *a = left, *b = right;

	return strcmp(a->name, b->name);
}

static void add_evidence(struct igd_listing *listing, const struct igd_tree *tree)
{
	size_t i, first = listing->count;

	for (i = 0; i < tree->count; i++) {
		if (is_member(tree, &tree->nodes[i]))
			add(listing, keep(listing, igd_printf(HOST "%s", tree->nodes[i].path)),
				tree->nodes[i].bytes, tree->nodes[i].size);
	}
	add_rest(listing, tree);
	qsort(listing->items + first, listing->count - first, sizeof(*listing->items), compare);
}

void igd_listing_fill(const struct igd_bundle *bundle, struct igd_listing *ret)
{
	char *manifest;
	size_t i;

	*ret = (struct igd_listing){ 0 };
	add(ret, "manifest.json", NULL, 0);
	for (i = 0; i < bundle->member_count; i++)
		add(ret, bundle->members[i].name, bundle->members[i].bytes,
			bundle->members[i].size);
	add_evidence(ret, bundle->evidence);
	manifest = keep(ret, igd_manifest_text(bundle, ret));
	ret->items[0].bytes = manifest;
	ret->items[0].size = strlen(manifest);
}

void igd_listing_done(struct igd_listing *listing)
{
	while (listing->memory_count)
		free(listing->memory[--listing->memory_count]);
	free(listing->memory);
	free(listing->items);
}

int igd_bundle_each(const struct igd_bundle *bundle,
	int (*look)(void *context, const struct igd_bundle_member *member), void *context)
{
	IGD_CLEANUP(igd_listing_done) struct igd_listing listing;
	size_t i;
	int r = 0;

	igd_listing_fill(bundle, &listing);
	for (i = 0; r == 0 && i < listing.count; i++)
		r = look(context, &listing.items[i]);
	return r;
}
