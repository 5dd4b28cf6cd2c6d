// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * record - everything that was read of a host, written down as a recording of it
 *
 * The kept questions and answers are turned into nodes. Several questions may have been asked of one path;
 * the node that says most is written, a link beside it.
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
		IGD_NODE_ERROR, IGD_NODE_UNKNOWN, IGD_NODE_NAME, IGD_NODE_ABSENT, IGD_NODE_LINK };

	return (int)((const char *)memchr(order, (int)type, sizeof(order)) - order);
}

static int compare(const void *left, const void *right)
{
	const struct igd_node *a = left, *b = right;
	int order = strcmp(a->path, b->path);

	if (!order)
		order = (a->type == IGD_NODE_LINK) - (b->type == IGD_NODE_LINK);
	return order ? order : rank(a->type) - rank(b->type);
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

	/* It is there, and is something else than was asked for. */
	if (error == EISDIR || (error == EINVAL && kept->question.ask == IGD_ASK_LINK)) {
		add(tree, kept->question.path, IGD_NODE_NAME);
		return;
	}
	if (error == ENODATA)
		return; /* the recording this was read from did not say either */
	node = add(tree, kept->question.path,
		is_absent			     ? IGD_NODE_ABSENT
		: kept->question.ask == IGD_ASK_KIND ? IGD_NODE_UNKNOWN
						     : IGD_NODE_ERROR);
	if (node)
		node->error = error;
}

static void add_bytes(struct igd_tree *tree, const char *path, enum igd_node_type type,
	const char *bytes, size_t size)
{
	struct igd_node *node = add(tree, path, type);

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

		add(tree, child, IGD_NODE_NAME);
	}
}

static void add_attribute(
	struct igd_tree *tree, const char *address, const char *attribute, const char *value)
{
	IGD_AUTOFREE char *path = igd_printf(PCI_DEVICES "/%s/%s", address, attribute);
	IGD_AUTOFREE char *line = igd_printf("0x%s\n", value);

	add_bytes(tree, path, IGD_NODE_FILE, line, strlen(line));
}

/* The list of PCI functions as the sysfs attributes that it was made of. */
static void add_pci(struct igd_tree *tree, const struct igd_kept *kept)
{
	char address[16], vendor[8], device[8], class_code[16];
	const char *line = kept->answer.bytes;

	add(tree, PCI_DEVICES, IGD_NODE_DIRECTORY);
	for (; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		if (sscanf(line, "%15s %7s %7s %7s", address, vendor, device, class_code) != 4)
			continue;
		strcat(class_code, "00"); /* the programming interface, which nobody asks for */
		add_attribute(tree, address, "vendor", vendor);
		add_attribute(tree, address, "device", device);
		add_attribute(tree, address, "class", class_code);
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
		add_bytes(tree, kept->question.path, IGD_NODE_FILE, answer->bytes, answer->size);
		return;
	case IGD_ASK_LINK:
		add_bytes(tree, kept->question.path, IGD_NODE_LINK, answer->bytes, answer->size);
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

int igd_host_record(const struct igd_host *host, FILE *file)
{
	IGD_CLEANUP(igd_tree_done) struct igd_tree tree = { 0 };
	const struct igd_kept *const *kept;
	const struct igd_node *last = NULL;
	size_t i, count;

	kept = igd_host_kept(host, &count);
	for (i = 0; i < count; i++)
		add_kept(&tree, kept[i]);
	if (tree.count)
		qsort(tree.nodes, tree.count, sizeof(*tree.nodes), compare);
	fputs(IGD_TREE_MAGIC " recorded\n", file);
	for (i = 0; i < tree.count; i++) {
		const struct igd_node *node = &tree.nodes[i];

		if (!last || strcmp(last->path, node->path) != 0 ||
			(last->type == IGD_NODE_LINK) != (node->type == IGD_NODE_LINK))
			igd_tree_write_node(file, node);
		last = node;
	}
	return fflush(file) != 0 || ferror(file) ? -EIO : 0;
}
