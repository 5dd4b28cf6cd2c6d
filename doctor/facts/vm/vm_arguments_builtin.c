// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_builtin - the display and the network cards that the machine makes before any -device
 *
 * They take the first free slots of the root bus, the display first: on an i440fx from 02.0 on, which is where a legacy
 * iGPU belongs, and on a Q35 from 01.0 on. So with `-vga none` alone the default network card of an i440fx is at 02.0.
 * (QEMU 11.0 hw/i386/pc_piix.c pc_init1() and pc_q35.c pc_q35_init(): pc_vga_init(), then pc_nic_init(); seen with
 * `info pci` of QEMU 11.1.)
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

/* Whether a -device takes the place of the default display (QEMU 11.0 system/vl.c default_list). */
static bool replaces_display(const char *driver)
{
	static const char *const drivers[] = { "VGA", "isa-vga", "cirrus-vga", "isa-cirrus-vga",
		"vmware-svga", "qxl-vga", "virtio-vga", "ati-vga", "vhost-user-vga",
		"virtio-vga-gl", "virtio-vga-rutabaga" };
	size_t i;

	for (i = 0; driver && i < sizeof(drivers) / sizeof(*drivers); i++)
		if (strcmp(driver, drivers[i]) == 0)
			return true;
	return false;
}

static bool has_display(const struct igd_arguments *arguments)
{
	size_t i;

	for (i = 0; i < arguments->count; i++)
		if (arguments->list[i].kind == IGD_DEFINED_DEVICE &&
			replaces_display(igd_definition_property(&arguments->list[i], "driver")))
			return true;
	return false;
}

/* QEMU 11.0 system/vl.c vga_interfaces[]; "std" is the default of both chipsets (pc_machine_class_init()) */
static const char *display_of(const struct igd_arguments *arguments)
{
	static const char *const models[][2] = { { "std", "VGA" }, { "cirrus", "cirrus-vga" },
		{ "vmware", "vmware-svga" }, { "qxl", "qxl-vga" }, { "virtio", "virtio-vga" } };
	const struct igd_vm *vm = arguments->vm;
	const char *name = arguments->vga;
	size_t i;

	if (!name && arguments->is_whole && vm->has_default_devices == IGD_VM_YES &&
		vm->machine.chipset != IGD_VM_CHIPSET_OTHER && !has_display(arguments))
		name = "std";
	for (i = 0; name && i < sizeof(models) / sizeof(*models); i++)
		if (strcmp(name, models[i][0]) == 0)
			return models[i][1];
	return NULL;
}

/* The next free slot; not known where other devices were there before these arguments. */
static struct igd_vm_address next_place(const struct igd_arguments *arguments, unsigned *slot)
{
	struct igd_vm_address place = { .slot = *slot };

	place.is_known = arguments->is_whole && *slot < 31 &&
			 arguments->vm->machine.chipset != IGD_VM_CHIPSET_OTHER;
	if (!place.is_known)
		place.slot = 0;
	(*slot)++;
	return place;
}

static void settle_display(struct igd_arguments *arguments, unsigned *slot)
{
	const char *model = display_of(arguments);
	struct igd_vm_display *display;

	if (!model)
		return;
	display = igd_vm_add_display(arguments->vm);
	display->model = model;
	display->is_primary = arguments->vm->display_count == 1;
	display->guest = next_place(arguments, slot);
}

void igd_arguments_add_nic(struct igd_arguments *arguments, const struct igd_definition *device,
	const struct igd_definition *net)
{
	struct igd_vm_nic *nic = igd_vm_add_nic(arguments->vm);
	size_t i;

	igd_arguments_set_net(arguments->vm, nic, net);
	nic->model = igd_definition_property(device, "driver");
	nic->mac = igd_definition_property(device, "mac");
	for (i = 0; i < device->properties.count; i++) {
		const struct igd_vm_property *item = &device->properties.list[i];

		if (strcmp(item->name, "addr") == 0 || strcmp(item->name, "bus") == 0)
			igd_vm_set_address(arguments->vm, &nic->guest, item->name, item->value);
	}
}

/* QEMU 11.0 hw/i386/pc_piix.c and pc_q35.c: default_nic */
static const char *default_nic(const struct igd_vm *vm)
{
	switch (vm->machine.chipset) {
	case IGD_VM_I440FX:
		return "e1000";
	case IGD_VM_Q35:
		return "e1000e";
	case IGD_VM_CHIPSET_UNKNOWN:
	case IGD_VM_CHIPSET_OTHER:
		break;
	}
	return NULL;
}

/* A card of -nic or -net nic; -nic none is none. */
static void settle_nic(
	struct igd_arguments *arguments, const struct igd_definition *item, unsigned *slot)
{
	const char *type = igd_definition_property(item, "type");
	const char *model = igd_definition_property(item, "model");
	const char *mac = igd_definition_property(item, "mac");
	struct igd_vm_nic *nic;

	if (type && strcmp(type, "none") == 0)
		return;
	nic = igd_vm_add_nic(arguments->vm);
	igd_arguments_set_net(arguments->vm, nic, item);
	nic->mac = mac ? mac : igd_definition_property(item, "macaddr");
	nic->model = model ? model : default_nic(arguments->vm);
	nic->guest = next_place(arguments, slot);
}

static void settle_nics(struct igd_arguments *arguments, unsigned *slot)
{
	const struct igd_vm *vm = arguments->vm;
	struct igd_vm_nic *nic;
	size_t i;

	for (i = 0; i < arguments->count; i++)
		if (arguments->list[i].kind == IGD_DEFINED_NIC)
			settle_nic(arguments, &arguments->list[i], slot);
	if (!arguments->is_whole || arguments->has_net || vm->has_default_devices != IGD_VM_YES ||
		!default_nic(vm))
		return;
	nic = igd_vm_add_nic(arguments->vm);
	nic->kind = IGD_VM_NET_USER;
	nic->model = default_nic(vm);
	nic->guest = next_place(arguments, slot);
}

void igd_arguments_settle_builtin(struct igd_arguments *arguments)
{
	unsigned slot = arguments->vm->machine.chipset == IGD_VM_Q35 ? 1 : 2;

	settle_display(arguments, &slot);
	settle_nics(arguments, &slot);
}
