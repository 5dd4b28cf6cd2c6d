// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * room_judge - what is wrong with a VM's memory, in words, with what to do about it
 */
#include "facts/map/address_map_compute.h"
#include "facts/recipe/room.h"

/* gangqizai/igd README: "guest at least 4 GiB", after reports of a garbled screen below (gangqizai/igd#20). */
#define LEAST (UINT64_C(4) << 30)

static unsigned long long wide(uint64_t number)
{
	return (unsigned long long)number;
}

static struct igd_room_fault fault(
	enum igd_room_state state, const char *where, const char *what, const char *remedy)
{
	return (struct igd_room_fault){ state, IGD_BLOCKER, where, what, remedy, NULL };
}

static const char *reserve_pages(struct igd_host *host, const struct igd_room *room)
{
	return igd_host_print(host,
		"Reserve them at boot: {kernel-arg+ hugepagesz=%lluM hugepages=%llu} and reboot (or have a hook "
		"do it before the VM starts); or take the huge pages out of the VM's definition.",
		wide(room->page_bytes >> 20), wide(room->pages_needed));
}

/* Pages that the VM has itself cannot be told from those of others unless it is known to be off. */
static struct igd_room_fault judge_pages(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_room *room)
{
	uint64_t all = room->pages + room->pages_more, free = room->pages_free + room->pages_more;
	const char *size = igd_room_words(host, room->page_bytes),
		   *remedy = reserve_pages(host, room);

	if (!room->has_pages)
		return fault(IGD_ROOM_FAULT, room->pages_where,
			igd_host_print(host, "absent: this kernel has no huge pages of %s", size),
			remedy);
	if (free >= room->pages_needed)
		return fault(IGD_ROOM_FITS, NULL, NULL, NULL);
	if (vm->is_running == IGD_VM_NO || all < room->pages_needed)
		return fault(IGD_ROOM_FAULT, room->pages_where,
			igd_host_print(host,
				"the VM needs %llu huge pages of %s, and %llu of %llu are free",
				wide(room->pages_needed), size, wide(free), wide(all)),
			remedy);
	return fault(IGD_ROOM_UNKNOWN, room->pages_where,
		igd_host_print(host,
			"the VM needs %llu huge pages of %s, and %llu are free; whether it is the VM itself that has the "
			"others is not known",
			wide(room->pages_needed), size, wide(free)),
		NULL);
}

struct igd_room_fault igd_room_of_host(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_room *room)
{
	struct igd_room_fault ret = { .state = IGD_ROOM_FITS };
	const char *wanted = igd_room_words(host, vm->memory.bytes);

	if (room->total && vm->memory.bytes > room->total)
		return fault(IGD_ROOM_FAULT, IGD_PROC_MEMINFO,
			igd_host_print(host, "the VM has %s, and this host has %s in all", wanted,
				igd_room_words(host, room->total)),
			"Give the VM less memory than the host has, and leave the host some.");
	if (vm->is_running == IGD_VM_YES)
		return ret;
	if (room->page_bytes)
		return judge_pages(host, vm, room);
	if (vm->is_running == IGD_VM_UNKNOWN || !room->available ||
		room->available >= vm->memory.bytes)
		return ret;
	ret = fault(IGD_ROOM_FAULT, IGD_PROC_MEMINFO,
		igd_host_print(host, "the VM needs %s, and %s are available just now", wanted,
			igd_room_words(host, room->available)),
		"Close programs or other VMs before it starts, or give it less memory.");
	ret.severity = IGD_DEGRADED;
	return ret;
}

static const char *without_balloon(enum igd_vm_origin origin)
{
	switch (origin) {
	case IGD_VM_LIBVIRT:
		return "Set `<memballoon model='none'/>`.";
	case IGD_VM_PROXMOX:
		return "Set `balloon: 0`.";
	case IGD_VM_COMMAND_LINE:
		break;
	}
	return "Take `-device virtio-balloon-pci` out.";
}

struct igd_room_fault igd_room_of_vm(struct igd_host *host, const struct igd_vm *vm)
{
	struct igd_room_fault ret = { .state = IGD_ROOM_FITS, .severity = IGD_DEGRADED };
	uint64_t stolen = igd_room_stolen(host);
	uint64_t low = igd_low_memory(vm->machine.chipset, vm->memory.bytes);
	const char *size = igd_room_words(host, vm->memory.bytes);

	if (stolen && stolen >= low) {
		ret = fault(IGD_ROOM_FAULT, vm->where,
			igd_host_print(host,
				"%s of stolen memory have to fit below 4 GiB, where the VM has %s of memory",
				igd_room_words(host, stolen), igd_room_words(host, low)),
			"In firmware setup set the iGPU's pre-allocated memory (\"DVMT Pre-Allocated\") to 64M.");
	} else if (vm->memory.bytes < LEAST) {
		ret = fault(IGD_ROOM_FAULT, vm->where,
			igd_host_print(host,
				"%s: below 4 GiB firmware is known not to find room for the iGPU's stolen memory",
				size),
			"Give the VM 4 GiB or more.");
		ret.severity = IGD_DEGRADED;
	} else if (vm->memory.has_balloon == IGD_VM_YES) {
		ret = fault(IGD_ROOM_FAULT, vm->where,
			igd_host_print(host,
				"%s with a balloon, which can give nothing back while the iGPU pins all of it",
				size),
			without_balloon(vm->origin));
		ret.severity = IGD_HINT;
		ret.fix = "domain.memory";
	}
	return ret;
}
