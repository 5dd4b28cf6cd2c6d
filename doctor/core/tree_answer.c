// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree_answer - what a recorded host answers to each kind of question
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/source_private.h"
#include "core/tree_impl.h"

static int compare_names(const void *left, const void *right)
{
	return strcmp(*(char *const *)left, *(char *const *)right);
}

/* The part of the node's path that is right below the directory; 0 for a node that shows no such name. */
static size_t name_length(const struct igd_node *node, size_t skip)
{
	if (node->type == IGD_NODE_ABSENT)
		return 0;
	if (skip == 1 && igd_starts_with(node->path, IGD_RECORD_DIR "/"))
		return 0; /* not of the host */
	return strcspn(node->path + skip, "/");
}

/*
 * Collects the names below; the caller frees them. They come sorted but for "a" and "a.b" where "a/c" lies
 * behind both.
 */
static size_t collect(const struct igd_tree *tree, const char *prefix, char ***ret)
{
	size_t i, length, skip = strlen(prefix), count = 0, room = 0;
	const char *last = NULL, *path;

	for (i = igd_tree_lower_bound(tree, prefix); i < tree->count; i++) {
		path = tree->nodes[i].path;
		if (!igd_starts_with(path, prefix))
			break;
		length = name_length(&tree->nodes[i], skip);
		if (!length || (last && strncmp(last, path + skip, length) == 0 && !last[length]))
			continue;
		if (count == room) {
			room = room ? room * 2 : 16;
			*ret = igd_regrow(*ret, room, sizeof(**ret));
		}
		last = (*ret)[count++] = igd_strndup(path + skip, length);
	}
	return count;
}

/* The names right below a directory, each once, sorted, each ended by a NUL. */
static void list_children(const struct igd_tree *tree, const char *path, struct igd_answer *ret)
{
	IGD_AUTOFREE char *prefix = igd_tree_prefix(path);
	IGD_AUTOFREE char **names = NULL;
	struct igd_text list = { 0 };
	size_t i, count = collect(tree, prefix, &names);

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

static int answer_kind(const struct igd_place *place, struct igd_answer *ret)
{
	if (!place->node) {
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
static int refusal(const struct igd_place *place, enum igd_node_type wanted)
{
	if (!place->node)
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

static int answer_list(
	const struct igd_tree *tree, const struct igd_place *place, struct igd_answer *ret)
{
	if (!place->node && tree->is_recording)
		return ENODATA;
	if (place->node && place->node->type != IGD_NODE_DIRECTORY)
		return refusal(place, IGD_NODE_DIRECTORY);
	list_children(tree, place->path, ret);
	return 0;
}

static int answer_at(const struct igd_tree *tree, const struct igd_question *question,
	const struct igd_place *place, struct igd_answer *ret)
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
	IGD_CLEANUP(igd_place_done) struct igd_place place = { 0 };

	place = igd_tree_look(tree, question->path, question->ask == IGD_ASK_LINK);
	ret->error = place.error ? place.error : answer_at(tree, question, &place, ret);
}
