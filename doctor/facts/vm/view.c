// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view - the VM under examination: which there are, and which one is meant
 */
#include "facts/vm/view.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "facts/vm/view_private.h"

struct kept {
	struct igd_vm_view view;
	struct igd_vm *vm;
	struct igd_vm_candidate *candidates;
	bool sticks; /* the view's error makes whoever needs a VM UNKNOWN */
};

struct igd_vm_found *igd_vm_search_add(
	struct igd_vm_search *search, const char *name, const char *where)
{
	struct igd_vm_found *found;

	search->found = igd_regrow(search->found, search->count + 1, sizeof(*search->found));
	found = &search->found[search->count++];
	*found = (struct igd_vm_found){ .shown = { .name = name, .where = where },
		.is_of_this_host = true };
	return found;
}

void igd_vm_search_trouble(struct igd_vm_search *search, enum igd_vm_state state, int error,
	const char *where, const char *format, ...)
{
	IGD_AUTOFREE char *why = NULL;
	va_list args;

	if (search->trouble != IGD_VM_NONE)
		return;
	va_start(args, format);
	why = igd_vprintf(format, args);
	va_end(args);
	search->trouble = state;
	search->error = error;
	search->trouble_where = where;
	search->why = igd_host_print(search->host, "%s", why);
}

const struct igd_bytes *igd_vm_read(struct igd_host *host, const char *path, int *ret_error)
{
	const struct igd_bytes *bytes = igd_host_bytes(host, path, IGD_VM_MAX_TEXT);

	*ret_error = bytes ? 0 : igd_host_error(host, path);
	igd_host_forgive(host, path);
	return bytes;
}

static bool speaks_of(const struct igd_bytes *text, const char *word)
{
	return memmem(text->data, text->size, word, strlen(word)) != NULL;
}

/* libvirt's element, Proxmox's key, QEMU's device. */
bool igd_vm_search_wants(const struct igd_vm_search *search, const struct igd_vm_found *found,
	const struct igd_bytes *text)
{
	if (search->name)
		return found->is_meant;
	return speaks_of(text, "<hostdev") || speaks_of(text, "hostpci") ||
	       speaks_of(text, "vfio-pci");
}

struct igd_vm *igd_vm_search_read(struct igd_vm_search *search, const struct igd_bytes *text,
	int (*parse)(const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr),
	const char *where)
{
	struct igd_vm *vm = igd_zalloc(sizeof(*vm));
	struct igd_error error = { 0 };

	if (parse(text->data, text->size, vm, &error) == 0) {
		vm->where = igd_vm_keep(vm, where, strlen(where));
		return vm;
	}
	free(vm);
	igd_vm_search_trouble(search, IGD_VM_MALFORMED, EBADMSG, where,
		"no definition of a VM, or a damaged one: %s", error.message);
	return NULL;
}

void igd_vm_free(struct igd_vm *vm)
{
	if (vm)
		igd_vm_done(vm);
	free(vm);
}

void igd_vm_search_take(
	const struct igd_vm_search *search, struct igd_vm_found *found, struct igd_vm *vm)
{
	found->vm = vm;
	if (!vm)
		return;
	found->shown.has_igpu = search->igpu && igd_vm_hostdev(vm, search->igpu);
	if (strcmp(vm->name, IGD_VM_NAMELESS) == 0)
		vm->name = igd_vm_keep(vm, found->shown.name, strlen(found->shown.name));
	if (vm->is_running == IGD_VM_UNKNOWN)
		vm->is_running = found->shown.is_running ? IGD_VM_YES : IGD_VM_NO;
}

/* Whether the VM is one of those that the choice is among. */
static bool qualifies(const struct igd_vm_search *search, const struct igd_vm_found *found)
{
	return found->vm && (search->name ? found->is_meant : found->shown.has_igpu);
}

static size_t count_qualified(const struct igd_vm_search *search, bool running_only)
{
	size_t i, count = 0;

	for (i = 0; i < search->count; i++) {
		if (qualifies(search, &search->found[i]) &&
			(!running_only || search->found[i].shown.is_running))
			count++;
	}
	return count;
}

/* A daemon that does not run tells no less than one that is not there. */
static bool is_refusal(const struct igd_vm_search *search)
{
	return search->trouble == IGD_VM_UNREADABLE && search->error != ECONNREFUSED &&
	       search->error != ENOENT && search->error != ENOPKG;
}

/*
 * The one that is meant; NULL for none, or more than one of which not exactly one runs. Where not all could be seen, one
 * that does not run need not be the only one.
 */
static struct igd_vm_found *choose(const struct igd_vm_search *search)
{
	bool runs = is_refusal(search) || count_qualified(search, false) > 1;
	size_t i;

	if (count_qualified(search, runs) != 1)
		return NULL;
	for (i = 0; i < search->count; i++) {
		if (qualifies(search, &search->found[i]) &&
			(!runs || search->found[i].shown.is_running))
			return &search->found[i];
	}
	return NULL;
}

static bool is_bound_to_vfio(const struct igd_vm_search *search)
{
	const char *driver = search->igpu ? igd_pci_driver(search->host, search->igpu) : NULL;

	return driver && (igd_ends_with(driver, "vfio-pci") || igd_ends_with(driver, "vfio_pci"));
}

/* A process can have the iGPU only where vfio-pci has it. */
static void look_everywhere(struct igd_vm_search *search)
{
	igd_vm_search_libvirt(search);
	igd_vm_search_proxmox(search);
	if (count_qualified(search, false) == 0 && (search->name || is_bound_to_vfio(search)))
		igd_vm_search_processes(search);
}

static void take_chosen(struct kept *kept, struct igd_vm_found *found)
{
	kept->vm = IGD_TAKE_PTR(found->vm);
	kept->view.state = IGD_VM_FOUND;
	kept->view.vm = kept->vm;
	kept->view.where = kept->vm->where;
	kept->view.is_of_this_host = found->is_of_this_host;
}

static void take_trouble(struct kept *kept, const struct igd_vm_search *search)
{
	kept->view.state = search->trouble;
	kept->view.error = search->error;
	kept->view.where = search->trouble_where;
	kept->view.why = search->why;
	kept->sticks = is_refusal(search);
}

static void take_none(struct kept *kept, const struct igd_vm_search *search)
{
	struct igd_vm_view *view = &kept->view;
	bool is_ambiguous = count_qualified(search, false) > 1;

	view->where = search->where ? search->where : "libvirt";
	if (is_refusal(search) || (search->trouble != IGD_VM_NONE && !is_ambiguous)) {
		take_trouble(kept, search);
	} else if (is_ambiguous) {
		view->state = IGD_VM_SEVERAL;
		view->why = igd_vm_words_several(search);
	} else if (search->name) {
		view->state = IGD_VM_NOT_FOUND;
		view->why = igd_vm_words_not_found(search);
	} else {
		view->state = search->count ? IGD_VM_NO_IGPU : IGD_VM_NONE;
		view->why = igd_vm_words_none(search);
	}
}

static void take_candidates(struct kept *kept, const struct igd_vm_search *search)
{
	size_t i;

	kept->candidates = igd_zalloc((search->count + 1) * sizeof(*kept->candidates));
	for (i = 0; i < search->count; i++)
		kept->candidates[i] = search->found[i].shown;
	kept->view.candidates = kept->candidates;
	kept->view.candidate_count = search->count;
}

/* The file is of whoever named it: nothing of it is sought on this host. */
static void look_at_file(struct igd_vm_search *search, const char *path)
{
	const struct igd_bytes *text = igd_host_bytes(search->host, IGD_VM_FILE, IGD_VM_MAX_TEXT);
	struct igd_vm_found *found;
	struct igd_vm *vm;

	if (!text) {
		igd_vm_search_trouble(search, IGD_VM_UNREADABLE,
			igd_host_error(search->host, IGD_VM_FILE), path, "could not be read: %s",
			igd_errno_text(igd_host_error(search->host, IGD_VM_FILE)));
		return;
	}
	vm = igd_vm_search_read(search, text, igd_vm_parse, path);
	if (!vm)
		return;
	found = igd_vm_search_add(search, igd_host_print(search->host, "%s", vm->name), path);
	*found = (struct igd_vm_found){ found->shown, true, false, NULL };
	found->shown.is_running = vm->is_running == IGD_VM_YES;
	found->vm = vm;
}

static void look(struct igd_vm_search *search)
{
	const char *given = igd_host_given(search->host, "vm");
	const struct igd_igpu *igpu;

	search->name = given;
	if (given && *given == '/') {
		look_at_file(search, given);
		return;
	}
	igpu = igd_igpu_get(search->host);
	search->igpu = igpu ? igpu->address : NULL;
	look_everywhere(search);
}

static void read_view(struct igd_host *host, void *ret)
{
	struct igd_vm_search search = { .host = host };
	struct kept *kept = ret;
	struct igd_vm_found *chosen;
	size_t i;

	look(&search);
	kept->view.is_named = search.name != NULL;
	chosen = choose(&search);
	if (chosen)
		take_chosen(kept, chosen);
	else
		take_none(kept, &search);
	take_candidates(kept, &search);
	for (i = 0; i < search.count; i++)
		igd_vm_free(search.found[i].vm);
	free(search.found);
}

static void done_view(void *fact)
{
	struct kept *kept = fact;

	igd_vm_free(kept->vm);
	free(kept->candidates);
}

static const struct kept *get(struct igd_host *host)
{
	static const struct igd_fact fact = { "vm", sizeof(struct kept), read_view, done_view };

	return igd_host_fact(host, &fact);
}

const struct igd_vm_view *igd_vm_view(struct igd_host *host)
{
	return &get(host)->view;
}

const struct igd_vm *igd_vm_get(struct igd_host *host)
{
	const struct kept *kept = get(host);
	const struct igd_vm *vm = kept->view.vm;

	if (kept->sticks)
		igd_host_stick(host, kept->view.where, kept->view.error);
	if (vm)
		igd_host_cite(host, vm->where, "%s%s%s",
			strcmp(vm->name, IGD_VM_NAMELESS) == 0 ? "" : IGD_VM_NAMELESS " ", vm->name,
			vm->is_running == IGD_VM_YES ? ", which runs" : "");
	return vm;
}

const char *igd_vm_why_none(struct igd_host *host)
{
	return get(host)->view.why;
}

const struct igd_vm_hostdev *igd_vm_igpu(struct igd_host *host)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_vm *vm = get(host)->view.vm;

	return vm && igpu ? igd_vm_hostdev(vm, igpu->address) : NULL;
}
