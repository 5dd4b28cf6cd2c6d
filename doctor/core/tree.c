// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree - a recorded host as a set of named nodes: lookup
 *
 * Nodes are sorted by path, so everything below a directory lies together. A link and another node may share
 * a path: the recording of a program that asked both for the link and for what it leads to.
 */
#include "core/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX_HOPS 40

/* "/a//b/./c/" to "/a/b/c"; false for a relative path or one with "..". */
static bool canonicalise(char *path)
{
	char *in = path, *out = path;
	size_t length;

	if (*path != '/')
		return false;
	while (*in) {
		while (*in == '/')
			in++;
		length = strcspn(in, "/");
		if (length == 2 && in[0] == '.' && in[1] == '.')
			return false;
		if (length && !(length == 1 && *in == '.')) {
			*out++ = '/';
			memmove(out, in, length);
			out += length;
		}
		in += length;
	}
	if (out == path)
		*out++ = '/';
	*out = '\0';
	return true;
}

/* The same with ".." resolved against what stands before it; it never climbs above the root. */
static char *join(const char *base, size_t base_length, const char *target, const char *rest)
{
	IGD_AUTOFREE char *whole = NULL;
	char *joined, *out, *part, *state = NULL;

	whole = *target == '/' ? igd_printf("%s%s", target, rest)
			       : igd_printf("%.*s/%s%s", (int)base_length, base, target, rest);
	joined = igd_zalloc(strlen(whole) + 2);
	out = joined;
	for (part = strtok_r(whole, "/", &state); part; part = strtok_r(NULL, "/", &state)) {
		if (strcmp(part, ".") == 0)
			continue;
		if (strcmp(part, "..") == 0) {
			*out = '\0';
			out = strrchr(joined, '/');
			out = out ? out : joined;
			continue;
		}
		*out++ = '/';
		out = stpcpy(out, part);
	}
	*out = '\0';
	if (out == joined)
		strcpy(joined, "/");
	return joined;
}

int igd_tree_add(struct igd_tree *tree, struct igd_node *node)
{
	if (!canonicalise(node->path) || strlen(node->path) >= IGD_TREE_MAX_PATH)
		return -EINVAL;
	if (tree->count == IGD_TREE_MAX_NODES)
		return -EFBIG;
	if (tree->count == tree->room) {
		tree->room = tree->room ? tree->room * 2 : 64;
		tree->nodes = igd_regrow(tree->nodes, tree->room, sizeof(*tree->nodes));
	}
	tree->nodes[tree->count++] = *node;
	*node = (struct igd_node){ 0 };
	return 0;
}

static int compare_nodes(const void *left, const void *right)
{
	const struct igd_node *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	return order ? order : (a->type == IGD_NODE_LINK) - (b->type == IGD_NODE_LINK);
}

int igd_tree_sort(struct igd_tree *tree, const char *name, struct igd_error *reterr)
{
	size_t i;

	if (tree->count)
		qsort(tree->nodes, tree->count, sizeof(*tree->nodes), compare_nodes);
	for (i = 1; i < tree->count; i++) {
		if (compare_nodes(&tree->nodes[i - 1], &tree->nodes[i]) == 0)
			return igd_error_set(reterr, EBADMSG, "%s: %s stands in it twice", name,
				tree->nodes[i].path);
	}
	return 0;
}

/* The first node whose path is not less than path. */
static size_t lower_bound(const struct igd_tree *tree, const char *path)
{
	size_t low = 0, high = tree->count, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(tree->nodes[middle].path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static const struct igd_node *find(const struct igd_tree *tree, const char *path, bool want_link)
{
	size_t i;

	for (i = lower_bound(tree, path); i < tree->count; i++) {
		if (strcmp(tree->nodes[i].path, path) != 0)
			return NULL;
		if ((tree->nodes[i].type == IGD_NODE_LINK) == want_link)
			return &tree->nodes[i];
	}
	return NULL;
}

static bool has_children(const struct igd_tree *tree, const char *path)
{
	IGD_AUTOFREE char *prefix = NULL;
	size_t i;

	prefix = igd_printf("%s/", strcmp(path, "/") == 0 ? "" : path);
	i = lower_bound(tree, prefix);
	return i < tree->count && igd_starts_with(tree->nodes[i].path, prefix);
}

/* Replaces the first link on the way to path by its target; NULL where there is none. */
static char *follow(const struct igd_tree *tree, const char *path, bool follow_last)
{
	IGD_AUTOFREE char *prefix = igd_strdup(path);
	const struct igd_node *link;
	size_t end = 0;
	char *slash;

	while (path[end]) {
		end += 1 + strcspn(path + end + 1, "/");
		if (!path[end] && !follow_last)
			break;
		prefix[end] = '\0';
		link = find(tree, prefix, true);
		if (link) {
			slash = strrchr(prefix, '/');
			return join(prefix, (size_t)(slash - prefix), link->bytes, path + end);
		}
		prefix[end] = path[end];
	}
	return NULL;
}

/* What a tree says of a path: a node, or that it is a directory by what lies below it, or nothing. */
struct place {
	const struct igd_node *node;
	bool is_implied;
	int error;
	char *path;
};

static void place_done(struct place *place)
{
	free(place->path);
}

/* Where a recording does not list a path, its nearest recorded parent tells whether that means absent. */
static int unlisted(const struct igd_tree *tree, const char *path)
{
	IGD_AUTOFREE char *parent = igd_strdup(path);
	const struct igd_node *node;
	char *slash;

	if (!tree->is_recording)
		return ENOENT;
	while ((slash = strrchr(parent, '/')) && slash != parent) {
		*slash = '\0';
		node = find(tree, parent, false);
		if (!node)
			continue;
		switch ((int)node->type) {
		case IGD_NODE_ERROR:
		case IGD_NODE_UNKNOWN:
			return node->error;
		case IGD_NODE_NAME:
			return ENODATA;
		default:
			return ENOENT;
		}
	}
	return ENODATA;
}

static struct place look(const struct igd_tree *tree, const char *path, bool want_link)
{
	struct place place = { .path = igd_strdup(path) };
	char *next;
	int hops;

	if (!canonicalise(place.path)) {
		place.error = EINVAL;
		return place;
	}
	for (hops = 0; hops < MAX_HOPS; hops++) {
		place.node = find(tree, place.path, want_link);
		if (!place.node && want_link)
			place.node = find(tree, place.path, false);
		if (place.node)
			return place;
		next = follow(tree, place.path, !want_link);
		if (!next) {
			place.is_implied = has_children(tree, place.path);
			place.error = place.is_implied ? 0 : unlisted(tree, place.path);
			return place;
		}
		free(place.path);
		place.path = next;
	}
	place.error = ELOOP;
	return place;
}

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The names right below a directory, each once, sorted, each ended by a NUL. */
static void list_children(const struct igd_tree *tree, const char *path, struct igd_answer *ret)
{
	IGD_AUTOFREE char *prefix = NULL;
	IGD_AUTOFREE char **names = NULL;
	struct igd_text list = { 0 };
	size_t i, count = 0, skip, length;
	const char *name;

	prefix = igd_printf("%s/", strcmp(path, "/") == 0 ? "" : path);
	skip = strlen(prefix);
	for (i = lower_bound(tree, prefix); i < tree->count; i++) {
		name = tree->nodes[i].path;
		if (!igd_starts_with(name, prefix))
			break;
		name += skip;
		length = strcspn(name, "/");
		if (!length || (!name[length] && tree->nodes[i].type == IGD_NODE_ABSENT))
			continue;
		if (count && strncmp(names[count - 1], name, length) == 0 && !names[count - 1][length])
			continue;
		names = igd_regrow(names, count + 1, sizeof(*names));
		names[count++] = igd_strndup(name, length);
	}
	if (count)
		qsort(names, count, sizeof(*names), compare_names);
	igd_text_add(&list, "", 0);
	for (i = 0; i < count; i++) {
		if (i == 0 || strcmp(names[i - 1], names[i]) != 0)
			igd_text_add(&list, names[i], strlen(names[i]) + 1);
	}
	for (i = 0; i < count; i++)
		free(names[i]);
	ret->bytes = list.text;
	ret->size = list.size;
}

static int answer_kind(const struct place *place, struct igd_answer *ret)
{
	if (place->is_implied) {
		ret->kind = IGD_DIRECTORY;
		return 0;
	}
	switch (place->node->type) {
	case IGD_NODE_ABSENT:
		return ENOENT;
	case IGD_NODE_UNKNOWN:
		return place->node->error;
	case IGD_NODE_DIRECTORY:
		ret->kind = IGD_DIRECTORY;
		return 0;
	case IGD_NODE_FILE:
		ret->kind = IGD_FILE;
		return 0;
	case IGD_NODE_DEVICE:
		ret->kind = IGD_DEVICE;
		return 0;
	case IGD_NODE_NAME:
		ret->kind = place->node->kind;
		return 0;
	case IGD_NODE_LINK:
	case IGD_NODE_ERROR:
		break;
	}
	ret->kind = IGD_OTHER;
	return 0;
}

/* What the node's type alone says to a question that wants another type. */
static int refusal(const struct place *place, enum igd_node_type wanted)
{
	if (place->is_implied)
		return wanted == IGD_NODE_LINK ? EINVAL : EISDIR;
	switch (place->node->type) {
	case IGD_NODE_ABSENT:
		return ENOENT;
	case IGD_NODE_ERROR:
	case IGD_NODE_UNKNOWN:
		return place->node->error;
	case IGD_NODE_NAME:
		return ENODATA;
	case IGD_NODE_DIRECTORY:
		return wanted == IGD_NODE_LINK ? EINVAL : EISDIR;
	case IGD_NODE_FILE:
	case IGD_NODE_LINK:
	case IGD_NODE_DEVICE:
		break;
	}
	return wanted == IGD_NODE_DIRECTORY ? ENOTDIR : EINVAL;
}

static int answer_bytes(const struct igd_node *node, size_t limit, struct igd_answer *ret)
{
	if (node->size > limit)
		return EFBIG;
	ret->bytes = igd_zalloc(node->size + 1);
	if (node->size)
		memcpy(ret->bytes, node->bytes, node->size);
	ret->size = node->size;
	return 0;
}

static int answer_list(const struct igd_tree *tree, const struct place *place, struct igd_answer *ret)
{
	if (place->is_implied && tree->is_recording)
		return ENODATA;
	if (!place->is_implied && place->node->type != IGD_NODE_DIRECTORY)
		return refusal(place, IGD_NODE_DIRECTORY);
	list_children(tree, place->path, ret);
	return 0;
}

static int answer_at(const struct igd_tree *tree, const struct igd_question *question,
	const struct place *place, struct igd_answer *ret)
{
	const struct igd_node *node = place->node;

	switch (question->ask) {
	case IGD_ASK_KIND:
		return answer_kind(place, ret);
	case IGD_ASK_READ:
		if (node && node->type == IGD_NODE_FILE)
			return answer_bytes(node, question->limit, ret);
		return refusal(place, IGD_NODE_FILE);
	case IGD_ASK_LINK:
		if (node && node->type == IGD_NODE_LINK)
			return answer_bytes(node, IGD_TREE_MAX_PATH, ret);
		return refusal(place, IGD_NODE_LINK);
	case IGD_ASK_LIST:
		return answer_list(tree, place, ret);
	case IGD_ASK_ACCESS:
		if (node && (node->type == IGD_NODE_DEVICE || node->type == IGD_NODE_FILE))
			return 0;
		return refusal(place, IGD_NODE_DEVICE);
	case IGD_ASK_PCI:
	case IGD_ASK_COUNT:
		break;
	}
	return ENOTSUP;
}

void igd_tree_answer(
	const struct igd_tree *tree, const struct igd_question *question, struct igd_answer *ret)
{
	IGD_CLEANUP(place_done) struct place place = { 0 };

	place = look(tree, question->path, question->ask == IGD_ASK_LINK);
	ret->error = place.error ? place.error : answer_at(tree, question, &place, ret);
}

bool igd_tree_knows(const struct igd_tree *tree, const char *path)
{
	return find(tree, path, false) || find(tree, path, true);
}

void igd_tree_done(struct igd_tree *tree)
{
	size_t i;

	for (i = 0; i < tree->count; i++) {
		free(tree->nodes[i].path);
		free(tree->nodes[i].bytes);
	}
	free(tree->nodes);
	*tree = (struct igd_tree){ 0 };
}
