// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record - everything that was read of a host, written down as a recording of it
 *
 * Each kept question and its answer becomes a node. Several questions may have been asked of one path; the node
 * that says most is written, a link beside it. What is said less directly (a name by its directory's list, an
 * attribute by the list of PCI functions) has the kind IGD_ABSENT here and gives way to what was asked itself.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/host_private.h"

#define PCI_DEVICES "/sys/bus/pci/devices"

/* From the one that says most. */
static int rank(enum igd_node_type type)
{
	static const char order[] = { IGD_NODE_FILE, IGD_NODE_DIRECTORY, IGD_NODE_DEVICE,
		IGD_NODE_UNKNOWN, IGD_NODE_ERROR, IGD_NODE_NAME, IGD_NODE_ABSENT, IGD_NODE_LINK };

	return (int)((const char *)memchr(order, (int)type, sizeof(order)) - order);
}

/* Of one type: what a path is before that it exists; how reading it fails before that it is no link. */
static int compare_alike(const struct igd_node *a, const struct igd_node *b)
{
	if (a->type == IGD_NODE_ERROR)
		return (a->error == EINVAL) - (b->error == EINVAL);
	if ((a->kind == IGD_ABSENT) != (b->kind == IGD_ABSENT))
		return (a->kind == IGD_ABSENT) - (b->kind == IGD_ABSENT);
	return (a->kind == IGD_OTHER) - (b->kind == IGD_OTHER);
}

static int compare(const void *left, const void *right)
{
	const struct igd_node *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	if (!order)
		order = (a->type == IGD_NODE_LINK) - (b->type == IGD_NODE_LINK);
	if (!order)
		order = rank(a->type) - rank(b->type);
	return order ? order : compare_alike(a, b);
}

static struct igd_node *add(struct igd_tree *tree, const char *path, enum igd_node_type type)
{
	struct igd_node node = { .path = igd_strdup(path), .type = type, .kind = IGD_OTHER };

	if (igd_tree_add(tree, &node) == 0)
		return &tree->nodes[tree->count - 1];
	free(node.path); /* a path that no recording can hold was answered with an error, if at all */
	return NULL;
}

static void add_error(struct igd_tree *tree, const struct igd_kept *kept)
{
	int error = kept->answer.error;
	bool is_absent = error == ENOENT || error == ENOTDIR;
	struct igd_node *node;

	if (error == ENODATA)
		return; /* the recording this was read from did not say either */
	node = add(tree, kept->question.path,
		is_absent			     ? IGD_NODE_ABSENT
		: kept->question.ask == IGD_ASK_KIND ? IGD_NODE_UNKNOWN
						     : IGD_NODE_ERROR);
	if (node)
		node->error = error;
}

/* The same for what is only known indirectly. */
static struct igd_node *add_unless_asked(
	struct igd_tree *tree, const char *path, enum igd_node_type type)
{
	struct igd_node *node = add(tree, path, type);

	if (node)
		node->kind = IGD_ABSENT;
	return node;
}

static void fill(struct igd_node *node, const char *bytes, size_t size)
{
	if (!node)
		return;
	node->bytes = igd_zalloc(size + 1);
	node->size = size;
	if (size)
		memcpy(node->bytes, bytes, size);
}

static void add_list(struct igd_tree *tree, const struct igd_kept *kept)
{
	const char *name = kept->answer.bytes, *end = name + kept->answer.size;
	const char *path = kept->question.path;

	add(tree, path, IGD_NODE_DIRECTORY);
	for (; name < end; name += strlen(name) + 1) {
		IGD_AUTOFREE char *child = igd_printf("%s/%s", path, name);

		add_unless_asked(tree, child, IGD_NODE_NAME);
	}
}

static void add_attribute(struct igd_tree *tree, const char *address, const char *attribute,
	const char *value, const char *end)
{
	IGD_AUTOFREE char *path = igd_printf(PCI_DEVICES "/%s/%s", address, attribute);
	IGD_AUTOFREE char *line = igd_printf("0x%s%s\n", value, end);

	fill(add_unless_asked(tree, path, IGD_NODE_FILE), line, strlen(line));
}

/* The list of PCI functions as the sysfs attributes that it was made of. */
static void add_pci(struct igd_tree *tree, const struct igd_kept *kept)
{
	char one[64], address[16], vendor[8], device[8], class_code[16];
	const char *line = kept->answer.bytes;

	add(tree, PCI_DEVICES, IGD_NODE_DIRECTORY);
	for (; line && *line; line += strcspn(line, "\n"), line += *line == '\n') {
		snprintf(one, sizeof(one), "%.*s", (int)strcspn(line, "\n"), line);
		if (sscanf(one, "%15s %7s %7s %7s", address, vendor, device, class_code) != 4)
			continue;
		add_attribute(tree, address, "vendor", vendor, "");
		add_attribute(tree, address, "device", device, "");
		/* with a programming interface, which nobody asks for */
		add_attribute(tree, address, "class", class_code, "00");
	}
}

static void add_kind(struct igd_tree *tree, const struct igd_kept *kept)
{
	struct igd_node *node = add(tree, kept->question.path, IGD_NODE_NAME);

	if (node)
		node->kind = kept->answer.kind;
}

static void add_kept(struct igd_tree *tree, const struct igd_kept *kept)
{
	const struct igd_answer *answer = &kept->answer;

	if (answer->error) {
		add_error(tree, kept);
		return;
	}
	switch (kept->question.ask) {
	case IGD_ASK_KIND:
		add_kind(tree, kept);
		return;
	case IGD_ASK_READ:
		fill(add(tree, kept->question.path, IGD_NODE_FILE), answer->bytes, answer->size);
		return;
	case IGD_ASK_LINK:
		fill(add(tree, kept->question.path, IGD_NODE_LINK), answer->bytes, answer->size);
		return;
	case IGD_ASK_LIST:
		add_list(tree, kept);
		return;
	case IGD_ASK_ACCESS:
		add(tree, kept->question.path, IGD_NODE_DEVICE);
		return;
	case IGD_ASK_PCI:
		add_pci(tree, kept);
		return;
	case IGD_ASK_COUNT:
		break;
	}
}

static bool is_of_one(const struct igd_node *a, const struct igd_node *b)
{
	return strcmp(a->path, b->path) == 0 &&
	       (a->type == IGD_NODE_LINK) == (b->type == IGD_NODE_LINK);
}

/*
 * Moves the first of the nodes that are of one path to *ret, frees the others, and returns how many there were. A name
 * that is there and yet absent to whoever reads it is a link to nowhere, or a file where a directory was looked for.
 */
static size_t choose(struct igd_node *nodes, size_t count, struct igd_node *ret)
{
	struct igd_node node = *nodes;
	size_t i;

	for (i = 1; i < count && is_of_one(&node, &nodes[i]); i++) {
		if (nodes->type == IGD_NODE_NAME && nodes[i].type == IGD_NODE_ABSENT) {
			node.type = nodes->kind == IGD_ABSENT ? IGD_NODE_UNKNOWN : IGD_NODE_ERROR;
			node.error = nodes[i].error;
		}
		free(nodes[i].path);
		free(nodes[i].bytes);
	}
	*ret = node;
	return i;
}

void igd_host_tree(const struct igd_host *host, struct igd_tree *ret)
{
	const struct igd_kept *const *kept;
	size_t i, count, to = 0;

	*ret = (struct igd_tree){ .is_recording = true };
	kept = igd_host_kept(host, &count);
	for (i = 0; i < count; i++)
		add_kept(ret, kept[i]);
	if (ret->count)
		qsort(ret->nodes, ret->count, sizeof(*ret->nodes), compare);
	for (i = 0; i < ret->count; to++)
		i += choose(&ret->nodes[i], ret->count - i, &ret->nodes[to]);
	ret->count = to;
}

int igd_host_record(const struct igd_host *host, FILE *file)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	size_t i;

	igd_host_tree(host, &tree);
	fputs(IGD_TREE_MAGIC " recorded\n", file);
	for (i = 0; i < tree.count; i++)
		igd_tree_write_node(file, &tree.nodes[i]);
	return fflush(file) != 0 || ferror(file) ? -EIO : 0;
}
