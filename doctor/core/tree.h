// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tree - a recorded host as a set of named nodes, and its text form
 *
 * The text reviews like code. Its first line is "igd-doctor.tree/1" (a complete host: what is not listed is
 * absent) or "igd-doctor.tree/1 recorded" (what `record` wrote: what is not listed was not asked, and is
 * unknown). Then one node a line; '#' begins a comment line:
 *
 *     d PATH            a directory; its parents need no line. In a recording: listed, and nothing else is in it
 *     f PATH CONTENT    a file, on one line, with the escapes \n \t \\ and \xHH
 *     f PATH            the same over several lines: each following line that begins with '|' is one of it;
 *                       the last may end in "\c", which means that the file does not end in a newline
 *     x PATH HEX        a file of bytes
 *     l PATH TARGET     a symbolic link
 *     c PATH            a device node that may be opened for reading and writing
 *     e PATH ERRNO      it is there, but reading it fails so, e.g. EACCES
 *     u PATH ERRNO      not even whether it is there could be asked
 *     n PATH [d|f|c]    it is there (a directory, a file, a device node); what it holds was not read
 *     a PATH            known to be absent
 *
 * A path's blanks are written \x20. A link may also have nodes below it (a recording keeps the paths that
 * were asked): an exact path is looked up before links are followed. What begins with "/.igd-doctor/" is not of
 * the host but of the recording: what is not listed there was not recorded, also in a complete host.
 */
#ifndef IGD_CORE_TREE_H
#define IGD_CORE_TREE_H

#include <stdio.h>

#include "core/source.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

#define IGD_TREE_MAGIC "igd-doctor.tree/1"

/* Bounds on what is accepted from strangers. */
#define IGD_TREE_MAX_BYTES (256u << 20)
#define IGD_TREE_MAX_NODES (1u << 18)
#define IGD_TREE_MAX_PATH 4096u

enum igd_node_type {
	IGD_NODE_DIRECTORY = 'd',
	IGD_NODE_FILE = 'f',
	IGD_NODE_LINK = 'l',
	IGD_NODE_DEVICE = 'c',
	IGD_NODE_ERROR = 'e',
	IGD_NODE_UNKNOWN = 'u',
	IGD_NODE_NAME = 'n',
	IGD_NODE_ABSENT = 'a',
};

struct igd_node {
	char *path;
	enum igd_node_type type;
	int error;	    /* IGD_NODE_ERROR, IGD_NODE_UNKNOWN */
	enum igd_kind kind; /* IGD_NODE_NAME: IGD_OTHER where that is not known */
	char *bytes; /* a file's content or a link's target, NUL-terminated behind size; else NULL */
	size_t size;
};

struct igd_tree {
	struct igd_node *
		nodes; /* sorted by path, and each path and type once, when igd_tree_sort has run */
	size_t count, room;
	bool is_recording; /* what is not listed is unknown, not absent */
};

/*
 * Adds a node; takes the path and the bytes over. The path is made canonical. -EINVAL for a relative one or one
 * with "..", -ENAMETOOLONG for one (or a link's target) that is too long, -EFBIG for one node too many.
 */
int igd_tree_add(struct igd_tree *tree, struct igd_node *node);
/* What a person is told of such an error. */
const char *igd_tree_refusal(int error);
/* "/a//b/./c/" to "/a/b/c"; false for a relative path or one with "..", which is then damaged. */
bool igd_tree_canonicalise(char *path);
/*
 * For a recording that holds its files as members of an archive or a directory: a directory there (kind
 * IGD_DIRECTORY) says only that it exists, "d" in a recording would say that its list is complete. So they are
 * dropped; in a complete host only the root is.
 */
void igd_tree_drop_members(struct igd_tree *tree);
/* Sorts, and refuses doubles. name is for the message. */
int igd_tree_sort(struct igd_tree *tree, const char *name, struct igd_error *reterr);
/* Reads the text form and adds its nodes. Errors name the file, line and byte offset. */
int igd_tree_parse(struct igd_tree *tree, const char *text, size_t size, const char *name,
	struct igd_error *reterr);
/* One node in the text form. */
void igd_tree_write_node(FILE *file, const struct igd_node *node);
void igd_tree_answer(
	const struct igd_tree *tree, const struct igd_question *question, struct igd_answer *ret);
void igd_tree_done(struct igd_tree *tree);

#pragma GCC visibility pop

#endif
