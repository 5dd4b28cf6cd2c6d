// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map_host - what address_map.h computes with, read from the VM's definition and the host
 *
 * A BAR of an emulated display is not among the items: QXL has one of 64 bits only where vram64 is asked for, virtio-vga
 * only with hostmem (QEMU 11.0 hw/display/qxl.c qxl_realize_common(), virtio-vga.c), and neither is in the model.
 */
#include "facts/map/address_map_host.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/opregion_vfio.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/pci.h"

/* Linux include/linux/ioport.h */
#define RESOURCE_MEMORY UINT64_C(0x200)
#define RESOURCE_PREFETCH UINT64_C(0x2000)
#define RESOURCE_64BIT UINT64_C(0x100000)
#define BAR_COUNT 6u
/* Less is refused by libvirt and useless to Looking Glass; the size of one whose size is not told. */
#define LEAST_SHARED (UINT64_C(1) << 20)

unsigned igd_machine_version(const char *type)
{
	const char *dash = type ? strrchr(type, '-') : NULL;
	unsigned major, minor;

	if (!dash || sscanf(dash + 1, "%2u.%2u", &major, &minor) != 2)
		return 0;
	return major * 100 + minor;
}

/* False where it could not be told. */
static bool unit_width(
	struct igd_host *host, const char *address, unsigned *ret_sure, unsigned *ret_best)
{
	const char *unit = igd_iommu_unit(host, address);
	uint64_t cap, ecap;

	if (!unit || !igd_iommu_register(host, unit, "cap", &cap) ||
		!igd_iommu_register(host, unit, "ecap", &ecap) || !igd_cap_width(cap))
		return false;
	*ret_best = igd_cap_width(cap);
	/* First-stage tables lose a bit, and whether the kernel takes them is its own choice. */
	*ret_sure = *ret_best - igd_ecap_has_first_stage(ecap);
	return true;
}

static bool device_width(
	struct igd_host *host, const char *address, unsigned *ret_sure, unsigned *ret_best)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);

	if (igpu && strcmp(igpu->address, address) == 0)
		*ret_sure = *ret_best = igd_vfio_address_width(host, address);
	else
		*ret_sure = 0;
	return *ret_sure || unit_width(host, address, ret_sure, ret_best);
}

static void narrow(struct igd_host *host, const char *address, unsigned sure, unsigned best,
	struct igd_map_reach *ret)
{
	if (!ret->sure || sure < ret->sure) {
		ret->sure = sure;
		ret->why = igd_host_print(host, "the IOMMU of %s maps %u bits", address, sure);
	}
	if (!ret->best || best < ret->best)
		ret->best = best;
}

void igd_map_reach(struct igd_host *host, const struct igd_vm *vm, struct igd_map_reach *ret)
{
	const char *missing = NULL, *address;
	unsigned sure, best;
	size_t i;

	*ret = (struct igd_map_reach){ .why = "no device of this host is assigned by its address" };
	for (i = 0; i < vm->hostdev_count; i++) {
		address = vm->hostdevs[i].host;
		if (!address || !igd_pci_find(host, address))
			continue;
		if (device_width(host, address, &sure, &best))
			narrow(host, address, sure, best, ret);
		else
			missing = address;
	}
	if (missing)
		*ret = (struct igd_map_reach){
			.why = igd_host_print(host,
				"how many bits of address the IOMMU of %s maps is not told",
				missing)
		};
}

static uint64_t power_of_two(uint64_t bytes)
{
	return bytes > 1 ? UINT64_C(1) << igd_bit_length(bytes - 1) : 1;
}

static void add_item(
	struct igd_map_input *input, struct igd_map_item *items, const struct igd_map_item *item)
{
	if (input->item_count < IGD_MAP_MAX_ITEMS)
		items[input->item_count++] = *item;
	else
		input->is_complete = false;
}

static void add_bars(struct igd_host *host, const char *address, struct igd_map_item *items,
	struct igd_map_input *input)
{
	struct igd_pci_range range;
	unsigned bar;

	for (bar = 0; bar < BAR_COUNT; bar++) {
		if (!igd_pci_bar(host, address, bar, &range) || !(range.flags & RESOURCE_MEMORY) ||
			range.end < range.start || range.end - range.start >= UINT64_MAX / 4)
			continue;
		add_item(input, items,
			&(struct igd_map_item){ .kind = IGD_MAP_DEVICE,
				.name = igd_host_print(host, "%s BAR %u", address, bar),
				.bytes = power_of_two(range.end - range.start + 1),
				.is_64bit = range.flags & RESOURCE_64BIT,
				.is_prefetchable = range.flags & RESOURCE_PREFETCH });
	}
}

static bool is_on_root(const struct igd_vm_address *address)
{
	return address->is_known && !address->is_behind_bridge && !address->bus;
}

/* The shared memory of ivshmem is 64-bit and prefetchable (QEMU 11.0 hw/misc/ivshmem-pci.c, BAR 2). */
static void add_shared(
	const struct igd_vm_shmem *shmem, struct igd_map_item *items, struct igd_map_input *input)
{
	add_item(input, items,
		&(struct igd_map_item){ .kind = IGD_MAP_SHARED,
			.name = shmem->name ? shmem->name : "shared memory",
			.bytes = power_of_two(shmem->bytes && shmem->bytes < UINT64_MAX / 4
						      ? shmem->bytes
						      : LEAST_SHARED),
			.is_64bit = true,
			.is_prefetchable = true });
	input->is_complete &= shmem->bytes && is_on_root(&shmem->guest);
}

/* Nothing else that the firmware would place: only then it is known what stands beside what. */
static bool has_nothing_else(const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->disk_count; i++) {
		if (!vm->disks[i].bus || (strcmp(vm->disks[i].bus, "sata") != 0 &&
						 strcmp(vm->disks[i].bus, "ide") != 0))
			return false;
	}
	return vm->has_default_devices == IGD_VM_NO && !vm->other_count && !vm->nic_count &&
	       !vm->display_count && vm->has_agent != IGD_VM_YES &&
	       vm->memory.has_balloon != IGD_VM_YES;
}

void igd_map_items(struct igd_host *host, const struct igd_vm *vm, struct igd_map_item *items,
	struct igd_map_input *ret)
{
	size_t i;

	ret->items = items;
	ret->item_count = 0;
	ret->is_complete = has_nothing_else(vm);
	for (i = 0; i < vm->hostdev_count; i++) {
		const struct igd_vm_hostdev *device = &vm->hostdevs[i];

		if (device->host && igd_pci_find(host, device->host))
			add_bars(host, device->host, items, ret);
		else
			ret->is_complete = false;
		ret->is_complete &= is_on_root(&device->guest);
	}
	for (i = 0; i < vm->shmem_count; i++)
		add_shared(&vm->shmems[i], items, ret);
}
