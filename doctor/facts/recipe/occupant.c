// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * occupant - what stands at 00:02.0 of a VM, where the iGPU belongs
 */
#include "facts/recipe/occupant.h"

#include <string.h>

#define SLOT 2u
#define SLOTS 32u
/*
 * What both machines have there whether the VM says so or not: the host bridge, i440fx's PIIX at 1, and from 0x1d on
 * q35's USB, bridge and ICH9 (QEMU 11.0 hw/i386/pc_q35.c; libvirt 11.3 qemuDomainValidateDevicePCISlotsQ35()).
 */
#define FIRST_OF_NOBODY 3u
#define FIRST_OF_CHIPSET 0x1bu

struct look {
	struct igd_host *host;
	struct igd_occupant *ret;
	uint32_t taken; /* slots of the root bus */
};

static bool is_on_root(const struct igd_vm_address *address)
{
	return address->is_known && !address->is_behind_bridge && !address->domain &&
	       !address->bus && address->slot < SLOTS;
}

/* Notes a device; true if it is the first one seen at 00:02.0. */
static bool note(struct look *look, const struct igd_vm_address *address)
{
	if (!is_on_root(address))
		return false;
	look->taken |= 1u << address->slot;
	if (address->slot != SLOT)
		return false;
	look->ret->functions++;
	return !address->function && !look->ret->name;
}

static void look_at_displays(struct look *look, const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->display_count; i++) {
		if (!note(look, &vm->displays[i].guest))
			continue;
		look->ret->name = igd_host_print(
			look->host, "the emulated display `%s`", vm->displays[i].model);
		look->ret->is_display = true;
	}
}

static void look_at_hostdevs(
	struct look *look, const struct igd_vm *vm, const struct igd_vm_hostdev *igpu)
{
	const struct igd_vm_hostdev *hostdev;
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++) {
		hostdev = &vm->hostdevs[i];
		if (hostdev != igpu && note(look, &hostdev->guest))
			look->ret->name = igd_host_print(look->host, "the assigned device %s",
				hostdev->host	 ? hostdev->host
				: hostdev->alias ? hostdev->alias
						 : "without a name");
	}
}

static void look_at_others(struct look *look, const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->nic_count; i++) {
		if (note(look, &vm->nics[i].guest))
			look->ret->name = "a network card";
	}
	for (i = 0; i < vm->shmem_count; i++) {
		if (note(look, &vm->shmems[i].guest))
			look->ret->name = "shared memory (IVSHMEM)";
	}
	for (i = 0; i < vm->other_count; i++) {
		if (!note(look, &vm->others[i].guest))
			continue;
		look->ret->name = igd_host_print(look->host, "`%s`", vm->others[i].driver);
		look->ret->is_root_port = strstr(vm->others[i].driver, "root-port") != NULL;
	}
}

struct igd_occupant igd_occupant_find(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_hostdev *igpu)
{
	struct igd_occupant ret = { 0 };
	struct look look = { .host = host, .ret = &ret };
	unsigned slot;

	look_at_displays(&look, vm);
	look_at_hostdevs(&look, vm, igpu);
	look_at_others(&look, vm);
	for (slot = FIRST_OF_NOBODY; slot < FIRST_OF_CHIPSET && !ret.free_slot; slot++) {
		if (!(look.taken & 1u << slot))
			ret.free_slot = slot;
	}
	return ret;
}

/* "change ... to ...; then " */
static const char *move_by_libvirt(struct igd_host *host, const struct igd_occupant *occupant)
{
	if (!occupant->name || !occupant->free_slot)
		return "";
	if (!occupant->is_root_port)
		return igd_host_print(host, "give %s another slot, such as `slot='0x%02x'`; then ",
			occupant->name, occupant->free_slot);
	return igd_host_print(host,
		"change `slot='0x02'` to `slot='0x%02x'`, which is free, in the `<address>` of every `<controller "
		"type='pci'>` that has it (%zu here); then ",
		occupant->free_slot, occupant->functions);
}

static const char *for_libvirt(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_occupant *occupant)
{
	return igd_host_print(host,
		"In `virsh edit %s` %sgive the iGPU's `<hostdev>` the address `<address type='pci' domain='0x0000' "
		"bus='0x00' slot='0x02' function='0x0'/>` (beside its `<source>`).%s",
		vm->name, move_by_libvirt(host, occupant),
		vm->machine.chipset == IGD_VM_I440FX && !occupant->name && vm->display_count
			? " libvirt then gives a display without an address another slot by itself."
			: "");
}

static const char *for_proxmox(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_hostdev *igpu)
{
	const char *id = igpu->alias ? igpu->alias : "hostpci0";

	if (vm->machine.chipset == IGD_VM_Q35)
		return igd_host_print(host,
			"Have no `pcie=1` in `%s:`, and in `args:` `-set device.%s.bus=pcie.0 -set "
			"device.%s.addr=02.0` in place of any other place that is set there.",
			id, id, id);
	if (vm->display_count)
		return igd_host_print(host,
			"On i440fx Proxmox VE has its display there. For the legacy recipe set `vga: none` and add "
			"`,legacy-igd=1` to `%s:`; to keep a display set `machine: q35` and add to `args:` `-set "
			"device.%s.bus=pcie.0 -set device.%s.addr=02.0`.",
			id, id, id);
	return igd_host_print(host, "Add `,legacy-igd=1` to `%s:`.", id);
}

const char *igd_occupant_remedy(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_vm_hostdev *igpu, const struct igd_occupant *occupant)
{
	switch (vm->origin) {
	case IGD_VM_LIBVIRT:
		return for_libvirt(host, vm, occupant);
	case IGD_VM_PROXMOX:
		return for_proxmox(host, vm, igpu);
	case IGD_VM_COMMAND_LINE:
		break;
	}
	return igd_host_print(host, "%sGive the iGPU's `-device vfio-pci` `bus=%s,addr=0x2`%s.",
		occupant->name && occupant->free_slot
			? igd_host_print(host, "Give %s another `addr=`, such as `0x%x`. ",
				  occupant->name, occupant->free_slot)
			: "",
		vm->machine.chipset == IGD_VM_Q35 ? "pcie.0" : "pci.0",
		vm->machine.chipset == IGD_VM_I440FX && vm->display_count && !occupant->name
			? " and the emulated display, made by `-device`, another `addr=`"
			: "");
}
