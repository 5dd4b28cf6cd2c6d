// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_case - what the rules of a recipe ask of a VM, its iGPU and its QEMU
 */
#include <stdio.h>
#include <string.h>

#include "facts/recipe/recipe_private.h"

#define VGA_CONTROLLER 0x0300

bool igd_recipe_is_windows(const struct igd_vm *vm)
{
	return !vm->guest_os || !strstr(vm->guest_os, "linux");
}

/*
 * libvirt 11.3 qemuDomainValidateDevicePCISlotsPIIX3(): the first display takes slot 2 if nobody else has; what has no
 * address comes behind it. On q35 (qemuDomainDeviceCalculatePCIConnectFlags()) it goes behind a root port or bridge.
 */
static enum igd_vm_answer place_by_libvirt(const struct igd_vm *vm)
{
	if (vm->machine.chipset == IGD_VM_Q35)
		return IGD_VM_NO;
	return vm->machine.chipset == IGD_VM_I440FX && vm->display_count ? IGD_VM_NO
									 : IGD_VM_UNKNOWN;
}

enum igd_vm_answer igd_recipe_is_at_2(const struct igd_vm *vm, const struct igd_vm_hostdev *hostdev)
{
	enum igd_vm_answer answer = igd_vm_is_at_2(&hostdev->guest);

	if (answer == IGD_VM_UNKNOWN && vm->origin == IGD_VM_LIBVIRT)
		return place_by_libvirt(vm);
	return answer;
}

int igd_case_generation(const struct igd_recipe_case *it)
{
	return it->igpu->model->generation;
}

bool igd_case_is_old(const struct igd_recipe_case *it)
{
	return igd_case_generation(it) >= 6 && igd_case_generation(it) <= 9;
}

enum igd_vm_answer igd_case_switch(const struct igd_recipe_case *it, const char *name)
{
	return igd_vm_switch(&it->hostdev->properties, name);
}

/* QEMU 9.2 vfio_probe_igd_bar4_quirk(), QEMU 10.0 to 11.0 vfio_pci_igd_config_quirk(). */
bool igd_case_is_automatic(const struct igd_recipe_case *it)
{
	int taken_for = igd_qemu_generation(it->row, it->igpu->device);

	return it->vm->machine.chipset == IGD_VM_I440FX && it->igpu->class_code == VGA_CONTROLLER &&
	       taken_for >= 6 && taken_for <= it->row->legacy_last &&
	       igd_case_switch(it, "x-igd-legacy-mode") != IGD_VM_NO &&
	       igd_recipe_is_at_2(it->vm, it->hostdev) == IGD_VM_YES;
}

bool igd_case_has(const struct igd_recipe_case *it, const char *name)
{
	if (it->properties)
		return igd_qemu_property(it->properties, name) != NULL;
	if (strcmp(name, "x-igd-lpc") == 0)
		return it->row->has_lpc;
	if (strcmp(name, "x-igd-legacy-mode") == 0)
		return it->row->has_legacy_mode;
	if (strcmp(name, "x-pci-class-code") == 0)
		return it->row->has_class_code;
	return true;
}

const char *igd_case_stray(const struct igd_recipe_case *it)
{
	static const char *const names[] = { "x-igd-lpc", "x-igd-legacy-mode", "x-pci-class-code" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (igd_vm_property(&it->hostdev->properties, names[i]) &&
			!igd_case_has(it, names[i]))
			return names[i];
	}
	return NULL;
}

/* "pc-q35-10.1", "pc-i440fx-9.2+pve0": no QEMU before that version has the type. */
static bool floor_of(const char *type, struct igd_qemu_version *ret)
{
	const char *at = type ? strrchr(type, '-') : NULL;

	return at && sscanf(at, "-%2u.%2u", &ret->major, &ret->minor) == 2;
}

void igd_recipe_rows(const struct igd_recipe_case *it, const struct igd_qemu_row **ret_first,
	const struct igd_qemu_row **ret_last)
{
	struct igd_qemu_version lowest = { 0 };
	struct igd_qemu_place place;
	size_t count;

	*ret_first = igd_qemu_rows(&count);
	*ret_last = *ret_first + count - 1;
	if (it->version) {
		place = igd_qemu_place(it->version);
		/* Where a vendor has changed it there is nothing to go by but what the binary lists. */
		if (!place.older || (it->properties && igd_qemu_surprise(&place, it->properties)))
			return;
		*ret_first = place.older;
		*ret_last = place.newer ? place.newer : place.older;
	} else if (it->vm && floor_of(it->vm->machine.type, &lowest)) {
		place = igd_qemu_place(&lowest);
		*ret_first = place.older ? place.older : *ret_first;
	}
}

bool igd_case_has_void_set(const struct igd_recipe_case *it)
{
	size_t i;

	for (i = 0; i < it->vm->remark_count; i++) {
		if (strstr(it->vm->remarks[i], "`-set") &&
			(strstr(it->vm->remarks[i], "JSON") ||
				strstr(it->vm->remarks[i], "does not start")))
			return true;
	}
	return false;
}
