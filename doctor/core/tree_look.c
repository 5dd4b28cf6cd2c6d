// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree_look - where a path leads in a recorded host
 *
 * Links are followed as the kernel follows them: ".." is the parent of where a link has led, not of how it is
 * written. Before each link is followed the path is looked up as it stands, because a recording holds the
 * paths that were asked, and need not hold the links that they went through.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/source_private.h"
#include "core/tree_impl.h"

#define MAX_HOPS 40

static bool is_dots(const char *part, size_t length)
{
	return length == 2 && part[0] == '.' && part[1] == '.';
}

static bool climbs(const char *path)
{
	size_t length;

	for (; *path; path += length) {
		path += strspn(path, "/");
		length = strcspn(path, "/");
		if (is_dots(path, length))
			return true;
	}
	return false;
}

/* Cuts the last part off; never more than all. */
static void cut_last(char *path)
{
	char *slash = strrchr(path, '/');

	if (slash)
		*slash = '\0';
}

/* The caller has made room. */
static void add_part(char *path, const char *part, size_t length)
{
	size_t size = strlen(path);

	path[size] = '/';
	memcpy(path + size + 1, part, length);
	path[size + 1 + length] = '\0';
}

/* directory holds no link any more, so a target's leading ".." can be taken off it at once. */
static char *join(char *directory, const char *target, const char *rest)
{
	size_t length;

	if (*target == '/')
		*directory = '\0';
	for (;; target += length) {
		target += strspn(target, "/");
		length = strcspn(target, "/");
		if (is_dots(target, length))
			cut_last(directory);
		else if (length != 1 || *target != '.')
			return igd_printf("%s/%s%s", directory, target, rest);
	}
}

/* Replaces the first link on the way by its target; where there is none, makes path canonical: NULL. */
static char *follow(const struct igd_tree *tree, char *path, bool follow_last)
{
	IGD_AUTOFREE char *done = igd_zalloc(strlen(path) + 2);
	const struct igd_node *link;
	char *in, *rest;

	for (in = path + strspn(path, "/"); *in; in = rest + strspn(rest, "/")) {
		rest = in + strcspn(in, "/");
		if (is_dots(in, (size_t)(rest - in))) {
			cut_last(done);
			continue;
		}
		add_part(done, in, (size_t)(rest - in));
		link = *rest || follow_last ? igd_tree_find(tree, done, true) : NULL;
		if (link) {
			cut_last(done);
			return join(done, link->bytes, rest);
		}
	}
	if (!*done)
		add_part(done, "", 0);
	memcpy(path, done, strlen(done) + 1);
	return NULL;
}

/* Whether something below is there: that something is not there does not make a directory. */
static bool has_children(const struct igd_tree *tree, const char *path)
{
	IGD_AUTOFREE char *prefix = igd_tree_prefix(path);
	size_t i;

	for (i = igd_tree_lower_bound(tree, prefix); i < tree->count; i++) {
		if (!igd_starts_with(tree->nodes[i].path, prefix))
			return false;
		if (tree->nodes[i].type != IGD_NODE_ABSENT)
			return true;
	}
	return false;
}

/* What a node tells of everything below it that is not listed. */
static int error_below(const struct igd_node *node)
{
	switch (node->type) {
	case IGD_NODE_ERROR:
	case IGD_NODE_UNKNOWN:
		return node->error;
	case IGD_NODE_NAME:
		return node->kind == IGD_FILE || node->kind == IGD_DEVICE ? ENOTDIR : ENODATA;
	case IGD_NODE_FILE:
	case IGD_NODE_DEVICE:
		return ENOTDIR;
	case IGD_NODE_DIRECTORY:
	case IGD_NODE_ABSENT:
	case IGD_NODE_LINK:
		break;
	}
	return ENOENT;
}

/*
 * What it means that a path is not listed: its nearest listed parent may tell. A directory that is only
 * known by what lies below it tells nothing. What this program itself keeps in a recording is no part of the
 * host: that it is not there never says more than that it was not recorded.
 */
static int unlisted(const struct igd_tree *tree, const char *path)
{
	bool is_own = igd_starts_with(path, IGD_RECORD_DIR "/");
	int silence = tree->is_recording || is_own ? ENODATA : ENOENT;
	IGD_AUTOFREE char *parent = igd_strdup(path);
	const struct igd_node *node;

	while (parent[1]) {
		cut_last(parent);
		if (!*parent)
			add_part(parent, "", 0);
		node = igd_tree_find(tree, parent, false);
		if (node)
			return is_own && node->type == IGD_NODE_DIRECTORY ? silence
									  : error_below(node);
		if (has_children(tree, parent))
			return silence;
	}
	return silence;
}

static const struct igd_node *find_either(
	const struct igd_tree *tree, const char *path, bool want_link)
{
	const struct igd_node *node = igd_tree_find(tree, path, want_link);

	return node || !want_link ? node : igd_tree_find(tree, path, false);
}

/* No link is left on the way. */
static void arrive(const struct igd_tree *tree, bool want_link, struct igd_place *place)
{
	place->node = find_either(tree, place->path, want_link);
	if (!place->node && !has_children(tree, place->path))
		place->error = unlisted(tree, place->path);
}

struct igd_place igd_tree_look(const struct igd_tree *tree, const char *path, bool want_link)
{
	struct igd_place place = { .path = igd_strdup(path) };
	char *next;
	int hops;

	if (climbs(path) || !igd_tree_canonicalise(place.path)) {
		place.error = EINVAL;
		return place;
	}
	for (hops = 0; hops < MAX_HOPS; hops++) {
		if (!climbs(place.path) && igd_tree_canonicalise(place.path))
			place.node = find_either(tree, place.path, want_link);
		if (place.node)
			return place;
		next = follow(tree, place.path, !want_link);
		if (!next) {
			arrive(tree, want_link, &place);
			return place;
		}
		free(place.path);
		place.path = next;
		if (strlen(next) >= IGD_TREE_MAX_PATH) {
			place.error = ENAMETOOLONG;
			return place;
		}
	}
	place.error = ELOOP;
	return place;
}

void igd_place_done(struct igd_place *place)
{
	free(place->path);
}
