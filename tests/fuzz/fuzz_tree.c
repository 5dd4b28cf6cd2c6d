// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_tree - a .tree from a stranger: read, asked everything, written and read again
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/source_private.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAX_ASKED 64

static void ask_all(const struct igd_tree *tree, const char *path)
{
	struct igd_question question = { IGD_ASK_KIND, path, 1000 };
	int what;

	for (what = 0; what < IGD_ASK_COUNT; what++) {
		IGD_AUTOANSWER struct igd_answer answer = { 0 };

		question.ask = (enum igd_ask)what;
		igd_tree_answer(tree, &question, &answer);
		if (answer.error < 0 ||
			(answer.size && (!answer.bytes || answer.bytes[answer.size])))
			abort();
		if (what == IGD_ASK_READ && answer.size > question.limit)
			abort();
	}
}

static void ask_around(const struct igd_tree *tree)
{
	static const char *const paths[] = { "/", "", "x", "/..", "/a/../b", "/a", "/a/b/c",
		"//./a/", "/.igd-doctor/derived/x", "/sys/bus/pci/devices" };
	size_t i;

	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		ask_all(tree, paths[i]);
	for (i = 0; i < tree->count && i < MAX_ASKED; i++) {
		IGD_AUTOFREE char *below = igd_printf("%s/x", tree->nodes[i].path);

		ask_all(tree, tree->nodes[i].path);
		ask_all(tree, below);
	}
}

static bool is_same(const struct igd_node *one, const struct igd_node *two)
{
	return strcmp(one->path, two->path) == 0 && one->type == two->type &&
	       one->error == two->error && one->kind == two->kind && one->size == two->size &&
	       (!one->size || memcmp(one->bytes, two->bytes, one->size) == 0);
}

static void write_and_read(const struct igd_tree *tree)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree again = { 0 };
	IGD_AUTOFREE char *text = NULL;
	size_t i, size;
	FILE *file = open_memstream(&text, &size);

	fputs(IGD_TREE_MAGIC "\n", file);
	for (i = 0; i < tree->count; i++)
		igd_tree_write_node(file, &tree->nodes[i]);
	fclose(file);
	if (igd_tree_parse(&again, text, size, "again", NULL) < 0 || again.count != tree->count)
		abort();
	for (i = 0; i < tree->count; i++) {
		if (!is_same(&tree->nodes[i], &again.nodes[i]))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	struct igd_error error = { 0 };

	if (size > 1 << 16)
		return 0;
	if (igd_tree_parse(&tree, (const char *)data, size, "fuzz", &error) < 0 ||
		igd_tree_sort(&tree, "fuzz", &error) < 0) {
		if (!error.code || !*error.message)
			abort();
		return 0;
	}
	ask_around(&tree);
	write_and_read(&tree);
	return 0;
}
