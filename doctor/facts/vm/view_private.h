// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view_private - how the VM under examination is looked for
 */
#ifndef IGD_FACTS_VM_VIEW_PRIVATE_H
#define IGD_FACTS_VM_VIEW_PRIVATE_H

#include "facts/vm/view.h"
#include "facts/vm/vm_build.h"

#define IGD_PVE_DIR "/etc/pve/qemu-server"

/* A VM that there is. */
struct igd_vm_found {
	struct igd_vm_candidate shown;
	bool is_meant; /* --vm names it */
	bool is_of_this_host;
	struct igd_vm *vm; /* NULL: not read, because it can be neither meant nor have the iGPU */
};

struct igd_vm_search {
	struct igd_host *host;
	const char *name; /* --vm NAME; NULL: the one with the iGPU */
	const char *igpu; /* its address; NULL: the host has none */
	struct igd_vm_found *found;
	size_t count;
	const char *where; /* what was looked at: the first of them that is there */
	/* What could not be told, the first time that happened. */
	enum igd_vm_state
		trouble; /* IGD_VM_UNREADABLE or IGD_VM_MALFORMED; IGD_VM_NONE: all was told */
	const char *trouble_where, *why;
	int error;
	bool is_silent; /* the recording does not say what libvirt told */
};

/* A VM more; valid until the next one. Its name and where are the host's. */
struct igd_vm_found *igd_vm_search_add(
	struct igd_vm_search *search, const char *name, const char *where);

/* Keeps the first trouble only. */
IGD_FORMAT(5, 6)
void igd_vm_search_trouble(struct igd_vm_search *search, enum igd_vm_state state, int error,
	const char *where, const char *format, ...);

/* Whether it has to be read: --vm names it, or names none and the text speaks of a device of the host. */
bool igd_vm_search_wants(const struct igd_vm_search *search, const struct igd_vm_found *found,
	const struct igd_bytes *text);

/* A VM read from a text; where is what the finding names as its source. NULL, and a trouble, for a malformed one. */
struct igd_vm *igd_vm_search_read(struct igd_vm_search *search, const struct igd_bytes *text,
	int (*parse)(const char *text, size_t size, struct igd_vm *ret, struct igd_error *reterr),
	const char *where);

/* The VM is that of found from now on. */
void igd_vm_search_take(
	const struct igd_vm_search *search, struct igd_vm_found *found, struct igd_vm *vm);

void igd_vm_free(struct igd_vm *vm);

/* A file's bytes; NULL if it is absent or cannot be read, which nothing sticks for: *ret_error says it (0: absent). */
const struct igd_bytes *igd_vm_read(struct igd_host *host, const char *path, int *ret_error);

void igd_vm_search_libvirt(struct igd_vm_search *search);
void igd_vm_search_proxmox(struct igd_vm_search *search);
/* A configuration with the iGPU's address in place of names that mean it; text, or memory of the host. */
struct igd_bytes igd_vm_resolve_mapping(struct igd_vm_search *search, const struct igd_bytes *text);

void igd_vm_search_processes(struct igd_vm_search *search);

/* What is said where no VM is under examination: memory of the host. */
const char *igd_vm_words_none(const struct igd_vm_search *search);
const char *igd_vm_words_several(const struct igd_vm_search *search);
const char *igd_vm_words_not_found(const struct igd_vm_search *search);

/* A remark on the VM as it runs if it will be started otherwise the next time. */
void igd_vm_compare(struct igd_vm *live, const struct igd_vm *inactive);

#endif
