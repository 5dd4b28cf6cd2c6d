// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_evidence - which files, links and names of two recordings differ
 *
 * Both are asked for every path that one of them holds: what a recording does not say is no difference, and a path that
 * one holds in a listing may stand in the other as a file.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/diff.h"

/* What grows or counts while nothing changes; "*" at the end stands for all that begins so. */
static const char *const restless[] = { "/dev/kmsg", "/var/log/*", "/proc/interrupts",
	"/proc/meminfo", "/proc/cpuinfo", "/proc/uptime", "/proc/stat", "/proc/loadavg",
	"/proc/vmstat", "/proc/softirqs", "/proc/self/*", "/proc/sys/fs/*",
	"/.igd-doctor/processes/*", "/run/*.pid" };

static bool is_restless(const char *path)
{
	size_t i, length;

	for (i = 0; i < sizeof(restless) / sizeof(*restless); i++) {
		const char *star = strchr(restless[i], '*');

		length = star ? (size_t)(star - restless[i]) : strlen(restless[i]);
		if (strncmp(path, restless[i], length) != 0)
			continue;
		if (star ? igd_ends_with(path, star + 1) : !path[length])
			return true;
	}
	return igd_starts_with(path, "/proc/") && isdigit((unsigned char)path[6]);
}

static bool is_text(const struct igd_answer *answer)
{
	return !answer->error && answer->bytes && !memchr(answer->bytes, '\0', answer->size);
}

/* Not recorded, or not even asked about: nothing is known of it. */
static bool is_unsaid(const struct igd_answer *answer)
{
	return answer->error == ENODATA || answer->error == EACCES || answer->error == EPERM;
}

static bool is_absent(const struct igd_answer *answer)
{
	return answer->error == ENOENT || answer->error == ENOTDIR;
}

static bool is_same(const struct igd_answer *was, const struct igd_answer *now)
{
	if (was->error || now->error)
		return was->error == now->error;
	return was->kind == now->kind && was->size == now->size &&
	       (!was->size || memcmp(was->bytes, now->bytes, was->size) == 0);
}

static void add(struct igd_comparison *comparison, const struct igd_changed_node *node)
{
	comparison->nodes = igd_regrow(
		comparison->nodes, comparison->node_count + 1, sizeof(*comparison->nodes));
	comparison->nodes[comparison->node_count++] = *node;
}

/* What the node tells is asked of both; a directory's names have nodes of their own. */
static bool question_of(const struct igd_node *node, struct igd_question *ret)
{
	*ret = (struct igd_question){ IGD_ASK_KIND, node->path, 0 };
	switch (node->type) {
	case IGD_NODE_FILE:
		ret->ask = IGD_ASK_READ;
		ret->limit = IGD_TREE_MAX_BYTES;
		return true;
	case IGD_NODE_LINK:
		ret->ask = IGD_ASK_LINK;
		return true;
	case IGD_NODE_DEVICE:
	case IGD_NODE_NAME:
		return true;
	case IGD_NODE_DIRECTORY:
	case IGD_NODE_ERROR:
	case IGD_NODE_UNKNOWN:
	case IGD_NODE_ABSENT:
		return false;
	}
	return false;
}

static void compare(struct igd_comparison *comparison, const struct igd_node *node)
{
	struct igd_changed_node changed = { .path = node->path };
	struct igd_question question;

	if (!question_of(node, &question))
		return;
	changed.was = *igd_host_ask(comparison->sessions[0].host, &question);
	changed.now = *igd_host_ask(comparison->sessions[1].host, &question);
	if (is_same(&changed.was, &changed.now))
		return;
	if (is_unsaid(&changed.was) || is_unsaid(&changed.now)) {
		comparison->unsaid++;
		return;
	}
	changed.how = is_absent(&changed.was) ? IGD_HOW_ADDED : IGD_HOW_CHANGED;
	if (is_absent(&changed.now))
		changed.how = IGD_HOW_REMOVED;
	changed.is_aside = is_restless(node->path);
	changed.is_text = question.ask == IGD_ASK_READ &&
			  (is_text(&changed.was) || is_absent(&changed.was)) &&
			  (is_text(&changed.now) || is_absent(&changed.now));
	if (changed.is_text && changed.how == IGD_HOW_CHANGED)
		changed.is_masked = igd_is_same_but_masked(
			changed.was.bytes, changed.was.size, changed.now.bytes, changed.now.size);
	add(comparison, &changed);
}

static int order(const struct igd_tree *trees[2], const size_t at[2])
{
	const struct igd_node *one = &trees[0]->nodes[at[0]], *other = &trees[1]->nodes[at[1]];
	int by_path = strcmp(one->path, other->path);

	return by_path ? by_path : (int)one->type - (int)other->type;
}

void igd_compare_evidence(struct igd_comparison *comparison)
{
	const struct igd_tree *trees[2];
	size_t at[2] = { 0, 0 }, i;
	int which;

	for (i = 0; i < 2; i++)
		trees[i] = igd_source_tree(igd_host_source(comparison->sessions[i].host));
	comparison->has_no_evidence = !trees[0] || !trees[1];
	if (comparison->has_no_evidence)
		return;
	while (at[0] < trees[0]->count || at[1] < trees[1]->count) {
		if (at[0] == trees[0]->count)
			which = 1;
		else if (at[1] == trees[1]->count)
			which = -1;
		else
			which = order(trees, at);
		compare(comparison, which <= 0 ? &trees[0]->nodes[at[0]] : &trees[1]->nodes[at[1]]);
		at[0] += which <= 0;
		at[1] += which >= 0;
	}
}
