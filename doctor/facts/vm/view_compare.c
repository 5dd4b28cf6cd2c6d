// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * view_compare - whether a VM that runs will be started otherwise the next time
 *
 * Only what a person changes, and what checks look at, is compared: libvirt itself fills in much of a VM that runs.
 */
#include <string.h>

#include "facts/vm/view_private.h"

static bool is_alike(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool has_like(const struct igd_vm *vm, const struct igd_vm_hostdev *device)
{
	const struct igd_vm_hostdev *other = device->host ? igd_vm_hostdev(vm, device->host) : NULL;
	size_t i;

	if (!device->host)
		return true;
	if (!other || !is_alike(device->rom, other->rom) ||
		device->has_rom_bar != other->has_rom_bar ||
		device->guest.slot != other->guest.slot ||
		device->guest.function != other->guest.function ||
		device->guest.bus != other->guest.bus ||
		device->properties.count != other->properties.count)
		return false;
	for (i = 0; i < device->properties.count; i++) {
		if (!is_alike(device->properties.list[i].value,
			    igd_vm_property(&other->properties, device->properties.list[i].name)))
			return false;
	}
	return true;
}

static const char *other_devices(const struct igd_vm *live, const struct igd_vm *inactive)
{
	size_t i;

	if (live->hostdev_count != inactive->hostdev_count)
		return "devices of the host";
	for (i = 0; i < live->hostdev_count; i++) {
		if (!has_like(inactive, &live->hostdevs[i]))
			return "devices of the host";
	}
	if (live->display_count != inactive->display_count)
		return "displays";
	for (i = 0; i < live->display_count; i++) {
		if (!is_alike(live->displays[i].model, inactive->displays[i].model))
			return "displays";
	}
	if (live->shmem_count != inactive->shmem_count)
		return "shared memory";
	return NULL;
}

static const char *difference(const struct igd_vm *live, const struct igd_vm *inactive)
{
	const char *devices = other_devices(live, inactive);

	if (devices)
		return devices;
	if (!is_alike(live->machine.type, inactive->machine.type))
		return "machine type";
	if (live->firmware.kind != inactive->firmware.kind ||
		!is_alike(live->firmware.mmio64_mib, inactive->firmware.mmio64_mib))
		return "firmware";
	if (live->cpu.phys_bits != inactive->cpu.phys_bits ||
		live->cpu.host_phys_bits_limit != inactive->cpu.host_phys_bits_limit)
		return "address width";
	if (live->smbios.mode != inactive->smbios.mode ||
		live->smbios.value_count != inactive->smbios.value_count)
		return "SMBIOS";
	return live->memory.hard_limit != inactive->memory.hard_limit ? "memory limit" : NULL;
}

void igd_vm_compare(struct igd_vm *live, const struct igd_vm *inactive)
{
	const char *what = difference(live, inactive);

	if (what)
		igd_vm_remark(live,
			"the VM has been changed since it was started (%s): this is about how it "
			"runs, not how it will be started the next time",
			what);
}
