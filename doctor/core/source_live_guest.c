// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_guest - what the guests of running VMs answer through their agents
 *
 * A guest that was just started answers slowly, one that hangs not at all, and PowerShell takes seconds. So what is quick
 * is asked at once and together, the query only when it is wanted, each in a child that is killed at a deadline; both
 * have to do with one stretch of time for the guest.
 */
#include "core/source_live_guest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/given.h"
#include "core/host.h"
#include "core/pool.h"
#include "core/query.h"
#include "core/source_live_libvirt.h"

#define LIBRARY "libvirt.so.0"
#define QEMU_LIBRARY "libvirt-qemu.so.0"
/* What the .tree form can make of four answers at worst: four letters of one byte. */
#define MAX_TOLD (16 * IGD_GUEST_MAX_ANSWER)

/* In the order in which they are told; all but the last at once. */
static const char *const files[] = { "info", "os", "interfaces", "windows" };
#define FILE_COUNT (sizeof(files) / sizeof(*files))
#define WINDOWS (FILE_COUNT - 1)

static void add(struct igd_live_vm *vm, const char *file, int error, const char *text)
{
	struct igd_node node = { .path = igd_printf("%s/%s", vm->place, file),
		.type = !error		  ? IGD_NODE_FILE
			: error == ENOENT ? IGD_NODE_ABSENT
					  : IGD_NODE_ERROR,
		.error = error };

	node.bytes = text ? igd_strdup(text) : NULL;
	node.size = text ? strlen(text) : 0;
	igd_tree_add(&vm->answers, &node);
}

static bool is_told(const struct igd_live_vm *vm, const char *file)
{
	size_t i, length = strlen(vm->place);

	for (i = 0; i < vm->answers.count; i++) {
		if (strcmp(vm->answers.nodes[i].path + length + 1, file) == 0)
			return true;
	}
	return false;
}

static void fail(struct igd_live_vm *vm, const char *file, int error, const char *why)
{
	if (is_told(vm, file))
		return;
	add(vm, file, error, NULL);
	if (why)
		igd_text_printf(&vm->words, "%s: %s\n", file, why);
}

/* How far it came is told by a child as well, in files of these names: why it was late nobody can ask it. */
static bool take_progress(struct igd_live_vm *vm, const char *file)
{
	bool is_reached = strcmp(file, IGD_GUEST_REACHED) == 0;
	bool is_heard = strcmp(file, IGD_GUEST_HEARD) == 0;

	vm->is_reached = vm->is_reached || is_reached;
	vm->is_heard = vm->is_heard || is_heard;
	return is_reached || is_heard;
}

/* What belongs to this guest and was not told before; the words of errors go to those of the guest. */
static void take(struct igd_live_vm *vm, struct igd_node *node)
{
	size_t length = strlen(vm->place);
	const char *file;

	if (strncmp(node->path, vm->place, length) != 0 || node->path[length] != '/')
		return;
	file = node->path + length + 1;
	if (strcmp(file, "error") == 0 && node->bytes)
		igd_text_add(&vm->words, node->bytes, node->size);
	else if (!take_progress(vm, file) && !is_told(vm, file))
		igd_tree_add(&vm->answers, &(struct igd_node){ .path = IGD_TAKE_PTR(node->path),
						   .type = node->type,
						   .error = node->error,
						   .bytes = IGD_TAKE_PTR(node->bytes),
						   .size = node->size });
}

/* Nodes that were told as a whole. */
static void parse(struct igd_live_vm *vm, const struct igd_text *text)
{
	const char *end = text->size ? memrchr(text->text, '\n', text->size) : NULL;
	size_t size = end ? (size_t)(end - text->text) + 1 : 0, i;
	struct igd_tree tree = { 0 };

	if (igd_tree_parse(&tree, text->text, size, "guest", NULL) == 0) {
		for (i = 0; i < tree.count; i++)
			take(vm, &tree.nodes[i]);
	}
	igd_tree_done(&tree);
}

/* Puts the child's answers to the guest's. The result is the reason for all that it did not come to. */
static int ask(struct igd_live_vm *vm, struct igd_guest_order *order)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_child child = { 0 };
	uint64_t before = igd_now_ms(), took;
	int error;

	order->timeout_ms = vm->budget_ms;
	vm->is_reached = vm->is_heard = false;
	error = igd_child_start(&child, igd_guest_tell, order, vm->budget_ms);
	if (error)
		return EIO;
	error = igd_child_hear(&child, MAX_TOLD, &text);
	took = igd_now_ms() - before;
	vm->budget_ms = took < vm->budget_ms ? vm->budget_ms - (unsigned)took : 0;
	parse(vm, &text);
	/* The agent is waited for by libvirt, which says so; one that has to be killed waits for libvirt. */
	if (error == ETIMEDOUT && !vm->is_heard)
		return ETIME;
	return error == ETIMEDOUT || error == EFBIG ? error : EIO;
}

static const char *words_of(const struct igd_live_vm *vm, int error)
{
	switch (error) {
	case ETIMEDOUT:
		return "no answer in time";
	case ETIME:
		return vm->is_reached
			       ? "it did not come back with an answer of the agent's, or without"
			       : "the connection to it did not come about";
	case EFBIG:
		return "the answers are too large";
	default:
		return "the client library of libvirt failed";
	}
}

static struct igd_guest_order order_of(const struct igd_live_guest *guest,
	const struct igd_live_vm *vm, const char *uri, bool wants_windows)
{
	return (struct igd_guest_order){ .library = guest->library ? guest->library : LIBRARY,
		.qemu_library = guest->qemu_library ? guest->qemu_library : QEMU_LIBRARY,
		.uri = uri,
		.name = vm->name,
		.place = vm->place,
		.wants_windows = wants_windows };
}

static void ask_first(const struct igd_live_guest *guest, struct igd_live_vm *vm, const char *uri)
{
	struct igd_guest_order order = order_of(guest, vm, uri, false);
	int error = uri ? ask(vm, &order) : ENOENT;
	size_t i;

	for (i = 0; i < WINDOWS; i++)
		fail(vm, files[i], error, uri ? words_of(vm, error) : NULL);
	/* The child tells at once where there is nothing to query; where it could not, nobody can be asked. */
	if (!uri || error == ETIME)
		fail(vm, files[WINDOWS], error, uri ? words_of(vm, error) : NULL);
	vm->has_windows = is_told(vm, files[WINDOWS]);
}

static void ask_windows(const struct igd_live_guest *guest, struct igd_live_vm *vm, const char *uri)
{
	struct igd_guest_order order = order_of(guest, vm, uri, true);
	int error = vm->budget_ms > IGD_GUEST_LEAD_MS ? ask(vm, &order) : ETIMEDOUT;

	fail(vm, files[WINDOWS], error, words_of(vm, error));
	vm->has_windows = true;
}

static struct igd_live_vm *find(struct igd_live_guest *guest, const char *name)
{
	size_t i;

	for (i = 0; i < guest->count; i++) {
		if (strcmp(guest->vms[i].name, name) == 0)
			return &guest->vms[i];
	}
	return NULL;
}

static struct igd_live_vm *begin(struct igd_live_guest *guest, const char *name)
{
	struct igd_live_vm *vm;

	if (guest->count == IGD_GUEST_MAX_VMS)
		return NULL;
	guest->vms = igd_regrow(guest->vms, guest->count + 1, sizeof(*guest->vms));
	vm = &guest->vms[guest->count++];
	*vm = (struct igd_live_vm){ .name = igd_strdup(name),
		.place = igd_path_encode(IGD_GUEST_DIR, name),
		.budget_ms = guest->timeout_ms ? guest->timeout_ms : IGD_GUEST_TIMEOUT_MS };
	return vm;
}

/* The VM's name out of "NAME/FILE", the caller's; NULL if there is none in it. *ret_file is what stands behind it. */
static char *name_of(const char *path, const char **ret_file)
{
	const char *slash = strchr(path, '/');
	IGD_AUTOFREE char *encoded = slash ? igd_strndup(path, (size_t)(slash - path)) : NULL;
	/* As an absolute path, which is what can be decoded. */
	IGD_AUTOFREE char *rooted = encoded ? igd_printf("%%2F%s", encoded) : NULL;
	IGD_AUTOFREE char *decoded = rooted ? igd_path_decode(rooted) : NULL;

	if (!decoded || !decoded[1])
		return NULL;
	*ret_file = slash + 1;
	return igd_strdup(decoded + 1);
}

static bool is_file(const char *name)
{
	size_t i;

	for (i = 0; i < FILE_COUNT; i++) {
		if (strcmp(files[i], name) == 0)
			return true;
	}
	return strcmp(name, "error") == 0;
}

/* "error" is complete only when all has been asked, and is read once. */
static void prepare(
	struct igd_live_guest *guest, struct igd_live_vm *vm, const char *uri, const char *file)
{
	bool wants_error = strcmp(file, "error") == 0;

	if (!is_told(vm, files[0]))
		ask_first(guest, vm, uri);
	if (!vm->has_windows && (wants_error || strcmp(file, files[WINDOWS]) == 0))
		ask_windows(guest, vm, uri);
	if (wants_error && !is_told(vm, file))
		add(vm, file, vm->words.size ? 0 : ENOENT, vm->words.text);
	igd_tree_sort(&vm->answers, "guest", NULL);
}

void igd_source_live_guest(struct igd_live_guest *guest, const char *uri,
	const struct igd_question *question, struct igd_answer *ret)
{
	const char *file = NULL;
	IGD_AUTOFREE char *name = name_of(question->path + strlen(IGD_GUEST_DIR "/"), &file);
	struct igd_live_vm *vm;

	ret->error = ENODATA;
	if (!name || !is_file(file))
		return;
	vm = find(guest, name);
	vm = vm ? vm : begin(guest, name);
	ret->error = EIO;
	if (!vm)
		return;
	ret->error = 0;
	prepare(guest, vm, uri ? uri : igd_live_libvirt_find(guest->directory), file);
	igd_tree_answer(&vm->answers, question, ret);
}

void igd_source_guest(
	struct igd_source *source, const struct igd_question *question, struct igd_answer *ret)
{
	if (!source->may_ask_guest) {
		ret->error = ECANCELED;
		return;
	}
	if (!source->guest)
		source->guest = igd_zalloc(sizeof(*source->guest));
	igd_source_live_guest(source->guest, igd_source_given(source, "connect"), question, ret);
}

void igd_live_guest_done(struct igd_live_guest *guest)
{
	size_t i;

	for (i = 0; i < guest->count; i++) {
		free(guest->vms[i].name);
		free(guest->vms[i].place);
		igd_text_done(&guest->vms[i].words);
		igd_tree_done(&guest->vms[i].answers);
	}
	free(guest->vms);
	*guest = (struct igd_live_guest){ 0 };
}

void igd_source_guest_done(struct igd_source *source)
{
	if (source->guest)
		igd_live_guest_done(source->guest);
	free(source->guest);
	source->guest = NULL;
}
