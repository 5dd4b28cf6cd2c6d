// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_libvirt - what libvirt tells of the VMs it keeps, asked once for all
 *
 * The client library is loaded in a child only: it brings a dozen others along, starts threads, reads configuration,
 * and a daemon that hangs holds it up for ever. The child is killed at a deadline. Nobody needs libvirt to run this
 * program; where no socket of it exists there is not even a child.
 */
#include "core/source_live_libvirt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/given.h"
#include "core/host.h"

#define LIBRARY "libvirt.so.0"
#define DIRECTORY "/run/libvirt"
/* What the .tree form can make of the texts at worst: four letters of one byte. */
#define MAX_TOLD (4 * IGD_LIBVIRT_MAX_ALL)

static bool has_socket(const char *directory, const char *const *names)
{
	for (; *names; names++) {
		IGD_AUTOFREE char *path = igd_printf("%s/%s", directory, *names);

		if (access(path, F_OK) == 0)
			return true;
	}
	return false;
}

/*
 * The libvirt of this machine that has a socket; NULL for none. libvirt's own choice would be to start a daemon.
 * (libvirt docs/daemons.rst: modular and monolithic daemons; the session's lie in XDG_RUNTIME_DIR/libvirt.)
 */
const char *igd_live_libvirt_find(const char *directory)
{
	static const char *const sockets[] = { "virtqemud-sock-ro", "virtqemud-sock",
		"libvirt-sock-ro", "libvirt-sock", NULL };
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	IGD_AUTOFREE char *session = igd_printf("%s/libvirt", runtime ? runtime : "");

	if (has_socket(directory ? directory : DIRECTORY, sockets))
		return "qemu:///system";
	/* The session has no sockets that only read. */
	return runtime && *runtime == '/' && has_socket(session, sockets) ? "qemu:///session"
									  : NULL;
}

static void add(struct igd_tree *tree, const char *name, int error, const char *text)
{
	struct igd_node node = { .path = igd_printf(IGD_LIBVIRT_DIR "/%s", name),
		.type = !error		  ? IGD_NODE_FILE
			: error == ENOENT ? IGD_NODE_ABSENT
					  : IGD_NODE_ERROR,
		.error = error };

	node.bytes = text ? igd_strdup(text) : NULL;
	node.size = text ? strlen(text) : 0;
	igd_tree_add(tree, &node);
}

static void fail(struct igd_live_libvirt *libvirt, int error, const char *why)
{
	igd_tree_done(&libvirt->answers);
	libvirt->answers = (struct igd_tree){ 0 };
	add(&libvirt->answers, "connection", error, NULL);
	if (why)
		add(&libvirt->answers, "error", 0, why);
	igd_tree_sort(&libvirt->answers, "libvirt", NULL);
	libvirt->is_known = true;
}

void igd_live_libvirt_ask(struct igd_live_libvirt *libvirt, const char *uri)
{
	struct igd_libvirt_order order = { libvirt->library ? libvirt->library : LIBRARY, uri,
		libvirt->max_all ? libvirt->max_all : IGD_LIBVIRT_MAX_ALL };
	int error;

	if (libvirt->is_known || libvirt->child.pid)
		return;
	if (!uri)
		order.uri = igd_live_libvirt_find(libvirt->directory);
	if (!order.uri) {
		fail(libvirt, ENOENT, NULL);
		return;
	}
	libvirt->uri = igd_strdup(order.uri);
	error = igd_child_start(&libvirt->child, igd_libvirt_tell, &order, IGD_LIBVIRT_TIMEOUT_MS);
	if (error)
		fail(libvirt, EIO, strerror(error));
}

static bool is_told(const struct igd_live_libvirt *libvirt, const char *name)
{
	IGD_AUTOFREE char *path = igd_printf(IGD_LIBVIRT_DIR "/%s", name);
	size_t i;

	for (i = 0; i < libvirt->answers.count; i++) {
		if (strcmp(libvirt->answers.nodes[i].path, path) == 0)
			return true;
	}
	return false;
}

/* The child's plan, the caller's; NULL: it did not come so far. It is no answer. */
static char *take_plan(struct igd_live_libvirt *libvirt)
{
	struct igd_tree *answers = &libvirt->answers;
	size_t i;

	for (i = 0; i < answers->count; i++) {
		struct igd_node *node = &answers->nodes[i];
		char *plan;

		if (strcmp(node->path, IGD_LIBVIRT_DIR "/" IGD_LIBVIRT_PLAN) != 0)
			continue;
		plan = IGD_TAKE_PTR(node->bytes);
		free(node->path);
		*node = answers->nodes[--answers->count];
		return plan;
	}
	return NULL;
}

/* What the child meant to tell and did not come to, as it ended early for this error. */
static void fill(struct igd_live_libvirt *libvirt, int error)
{
	IGD_AUTOFREE char *plan = take_plan(libvirt);
	const char *line = plan ? plan : "";
	size_t length;

	for (; error && *line; line += length + (line[length] == '\n')) {
		IGD_AUTOFREE char *name = NULL;

		length = strcspn(line, "\n");
		name = igd_strndup(line, length);
		if (!is_told(libvirt, name))
			add(&libvirt->answers, name, error, NULL);
	}
}

/* Nodes that were told as a whole; true if they are enough. error: why it ended early, or 0. */
static bool parse(struct igd_live_libvirt *libvirt, const struct igd_text *text, int error)
{
	const char *end = text->size ? memrchr(text->text, '\n', text->size) : NULL;
	size_t size = end ? (size_t)(end - text->text) + 1 : 0;

	if (igd_tree_parse(&libvirt->answers, text->text, size, "libvirt", NULL) < 0)
		return false;
	fill(libvirt, error == ENOEXEC ? EIO : error);
	if (!is_told(libvirt, "connection") && is_told(libvirt, "domains")) {
		IGD_AUTOFREE char *line = igd_printf("uri %s\n", libvirt->uri);

		add(&libvirt->answers, "connection", 0, line);
	}
	return igd_tree_sort(&libvirt->answers, "libvirt", NULL) == 0 &&
	       is_told(libvirt, "connection");
}

static void hear(struct igd_live_libvirt *libvirt)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	int error = igd_child_hear(&libvirt->child, MAX_TOLD, &text);

	libvirt->is_known = true;
	if (parse(libvirt, &text, error))
		return;
	if (error == ETIMEDOUT)
		fail(libvirt, ETIMEDOUT, "no answer within 5 seconds\n");
	else
		fail(libvirt, EIO, "the client library of libvirt failed\n");
}

void igd_source_live_libvirt(struct igd_live_libvirt *libvirt, const char *uri,
	const struct igd_question *question, struct igd_answer *ret)
{
	igd_live_libvirt_ask(libvirt, uri);
	if (!libvirt->is_known)
		hear(libvirt);
	igd_tree_answer(&libvirt->answers, question, ret);
}

static struct igd_live_libvirt *libvirt_of(struct igd_source *source)
{
	if (!source->libvirt)
		source->libvirt = igd_zalloc(sizeof(*source->libvirt));
	return source->libvirt;
}

void igd_source_prepare(struct igd_source *source)
{
	const char *uri = igd_source_given(source, "connect");

	if (source->is_live || uri)
		igd_live_libvirt_ask(libvirt_of(source), uri);
}

void igd_source_libvirt(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	igd_source_live_libvirt(
		libvirt_of(source), igd_source_given(source, "connect"), question, ret);
}

void igd_live_libvirt_done(struct igd_live_libvirt *libvirt)
{
	igd_child_stop(&libvirt->child);
	igd_tree_done(&libvirt->answers);
	free(libvirt->uri);
	*libvirt = (struct igd_live_libvirt){ 0 };
}
