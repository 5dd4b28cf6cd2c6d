// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree_impl - finding a path among the nodes; for tree.c, tree_look.c and tree_answer.c only
 */
#ifndef IGD_CORE_TREE_IMPL_H
#define IGD_CORE_TREE_IMPL_H

#include "core/tree.h"

/* The first node whose path is not less than path. */
size_t igd_tree_lower_bound(const struct igd_tree *tree, const char *path);
/* The node of exactly this path: the link, or the other one. NULL for none. */
const struct igd_node *igd_tree_find(const struct igd_tree *tree, const char *path, bool want_link);
/* What every path below a directory begins with; the caller frees it. */
char *igd_tree_prefix(const char *path);

/* What a tree says of a path: a node; neither that nor an error: a directory by what lies below it. */
struct igd_place {
	const struct igd_node *node;
	int error;
	char *path; /* with all links resolved */
};

/* Links are followed; if want_link, all but the last. */
struct igd_place igd_tree_look(const struct igd_tree *tree, const char *path, bool want_link);
void igd_place_done(struct igd_place *place);

#endif
