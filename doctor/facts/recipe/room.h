// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * room - whether the host has the memory that a VM asks for, and the VM what its iGPU asks for
 */
#ifndef IGD_FACTS_RECIPE_ROOM_H
#define IGD_FACTS_RECIPE_ROOM_H

#include "core/check.h"
#include "facts/vm/vm.h"

#define IGD_PROC_MEMINFO "/proc/meminfo"

/* A field of /proc/meminfo; sizes in bytes, counts as they are. False where it is not there. */
IGD_EXPORT bool igd_meminfo_find(const char *text, const char *field, uint64_t *ret);

struct igd_room {
	uint64_t total, available; /* the host's memory; 0: unknown */
	uint64_t page_bytes;	   /* of the huge pages that the VM asks for; 0: it asks for none */
	uint64_t pages_needed, pages, pages_free, pages_more; /* more: that may be made on demand */
	bool has_pages;		 /* whether the host has pages of that size at all */
	const char *pages_where; /* where they were counted */
};

/* Reads /proc/meminfo, and for huge pages that are not of the default size /sys/kernel/mm/hugepages. */
IGD_EXPORT struct igd_room igd_room_of(struct igd_host *host, const struct igd_vm *vm);

/* "8 GiB", "512 MiB"; the host's memory. */
IGD_EXPORT const char *igd_room_words(struct igd_host *host, uint64_t bytes);

/*
 * Stolen memory that the VM's firmware has to find, in bytes: what x-igd-gms says, or else what the host's firmware has
 * set aside; 0 where there is none to be found, or it is not known, as only root reads it. A failure to read it sticks.
 */
IGD_EXPORT uint64_t igd_room_stolen(struct igd_host *host);

enum igd_room_state { IGD_ROOM_FITS, IGD_ROOM_FAULT, IGD_ROOM_UNKNOWN };

/* What is wrong, for a finding; texts are the host's. */
struct igd_room_fault {
	enum igd_room_state state;
	enum igd_severity severity;
	const char *where, *what, *remedy;
	const char *fix; /* the id of what mends it; NULL for none */
};

/*
 * Whether the host can give the VM its memory. All of it is pinned at the start, because the iGPU may write to any of
 * it; so a balloon gives nothing back (QEMU 11.0 hw/vfio: ram_block_discard_disable()).
 */
IGD_EXPORT struct igd_room_fault igd_room_of_host(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_room *room);
/* Whether the VM's memory suits its iGPU. vm->memory.bytes is not 0. */
IGD_EXPORT struct igd_room_fault igd_room_of_vm(struct igd_host *host, const struct igd_vm *vm);

#endif
