// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree - a recorded host as a set of named nodes: adding, sorting, finding
 *
 * Nodes are sorted by path, so everything below a directory lies together. A link and another node may share
 * a path: the recording of a program that asked both for the link and for what it leads to.
 */
#include "core/tree.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/tree_impl.h"

bool igd_tree_canonicalise(char *path)
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

int igd_tree_add(struct igd_tree *tree, struct igd_node *node)
{
	if (!igd_tree_canonicalise(node->path))
		return -EINVAL;
	if (strlen(node->path) >= IGD_TREE_MAX_PATH)
		return -ENAMETOOLONG;
	if (node->type == IGD_NODE_LINK && node->size >= IGD_TREE_MAX_PATH)
		return -ENAMETOOLONG;
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

const char *igd_tree_refusal(int error)
{
	switch (-error) {
	case EFBIG:
		return "more nodes than are accepted";
	case ENAMETOOLONG:
		return "a path or a target longer than is accepted";
	default:
		return "an absolute path without .. expected";
	}
}

static int compare_nodes(const void *left, const void *right)
{
	const struct igd_node *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	return order ? order : (a->type == IGD_NODE_LINK) - (b->type == IGD_NODE_LINK);
}

int igd_tree_sort(struct igd_tree *tree, const char *name, struct igd_error *reterr)
{
	IGD_AUTOFREE char *shown = NULL;
	size_t i;

	if (tree->count)
		qsort(tree->nodes, tree->count, sizeof(*tree->nodes), compare_nodes);
	for (i = 1; i < tree->count; i++) {
		if (compare_nodes(&tree->nodes[i - 1], &tree->nodes[i]) != 0)
			continue;
		shown = igd_printable(tree->nodes[i].path, strlen(tree->nodes[i].path), 200);
		return igd_error_set(reterr, EBADMSG, "%s: %s stands in it twice", name, shown);
	}
	return 0;
}

void igd_tree_drop_members(struct igd_tree *tree)
{
	const struct igd_node *node;
	size_t from, to = 0;

	for (from = 0; from < tree->count; from++) {
		node = &tree->nodes[from];
		if (node->type == IGD_NODE_DIRECTORY && node->kind == IGD_DIRECTORY &&
			(tree->is_recording || strcmp(node->path, "/") == 0))
			free(node->path);
		else
			tree->nodes[to++] = *node;
	}
	tree->count = to;
}

size_t igd_tree_lower_bound(const struct igd_tree *tree, const char *path)
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

const struct igd_node *igd_tree_find(const struct igd_tree *tree, const char *path, bool want_link)
{
	size_t i;

	for (i = igd_tree_lower_bound(tree, path); i < tree->count; i++) {
		if (strcmp(tree->nodes[i].path, path) != 0)
			return NULL;
		if ((tree->nodes[i].type == IGD_NODE_LINK) == want_link)
			return &tree->nodes[i];
	}
	return NULL;
}

char *igd_tree_prefix(const char *path)
{
	return igd_printf("%s/", strcmp(path, "/") == 0 ? "" : path);
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
