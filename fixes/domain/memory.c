// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain.memory - takes the balloon away that can give nothing back, and lets QEMU lock what it has to
 *
 * How much memory a VM gets, and whether in huge pages, is its owner's to decide.
 */
#include <inttypes.h>

#include "facts/shmem/memlock.h"
#include "fixes/domain/area.h"
#include "fixes/domain/edits_private.h"

#define HARD_LIMIT "/domain/memtune/hard_limit"

static void mend_balloon(const struct igd_edits *edits)
{
	if (edits->vm->memory.has_balloon != IGD_VM_YES)
		return;
	if (!edits->is_editable) {
		igd_edits_by_hand(
			edits, edits->vm->origin == IGD_VM_PROXMOX
				       ? igd_host_print(edits->host, "set `balloon: 0` in %s",
						 edits->vm->where)
				       : "take the device `virtio-balloon` out of its definition");
		return;
	}
	/* What stands in it (address, driver, statistics) is of the device that goes. */
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL,
		"/domain/devices/memballoon/* | /domain/devices/memballoon/@*");
	igd_edits_do(edits, IGD_DOMAIN_SET, "none", "/domain/devices/memballoon/@model");
}

static void mend_limit(const struct igd_edits *edits)
{
	const struct igd_vm *vm = edits->vm;
	uint64_t bars = vm->uses_iommufd == IGD_VM_YES ? igd_memlock_bars(edits->host, vm) : 0;
	uint64_t need = igd_memlock_need(vm, bars), allowed = igd_memlock_libvirt(vm);

	if (!edits->is_editable || !vm->memory.bytes || !vm->hostdev_count ||
		allowed == IGD_MEMLOCK_UNLIMITED)
		return;
	if (allowed >= need && (!vm->memory.hard_limit || allowed - need >= IGD_MEMLOCK_MARGIN))
		return;
	if (need > UINT64_MAX - IGD_MEMLOCK_MARGIN)
		return;
	igd_edits_do(edits, IGD_DOMAIN_TEXT,
		igd_host_print(edits->host, "%" PRIu64, (need + IGD_MEMLOCK_MARGIN + 1023) >> 10),
		HARD_LIMIT);
	igd_edits_do(edits, IGD_DOMAIN_SET, "KiB", HARD_LIMIT "/@unit");
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	struct igd_edits edits;

	if (!igd_edits_begin(host, ret, &edits))
		return;
	mend_balloon(&edits);
	mend_limit(&edits);
}

const struct igd_fix igd_fix_domain_memory = {
	.id = "domain.memory",
	.title = "Take the VM's balloon away, and let QEMU lock the memory that it has to",
	.risk = IGD_RISK_NONE,
	.plan = plan,
};
