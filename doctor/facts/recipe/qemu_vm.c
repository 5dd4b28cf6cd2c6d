// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu_vm - what the QEMU that is meant does with the iGPU of the VM under examination
 *
 * QEMU 7.2 to 9.2 hw/vfio/igd.c vfio_probe_igd_bar4_quirk(), hw/vfio/pci.c vfio_realize(); QEMU 10.0 to 11.0
 * hw/vfio/igd.c vfio_pci_igd_config_quirk(), vfio_pci_igd_override_gms().
 */
#include "facts/recipe/qemu_vm.h"

#include <string.h>

#include "facts/firmware/gms.h"

#define VGA_CONTROLLER 0x0300u
/* GMS steps: 32 MiB; from 0xf0 on 4 MiB (facts/firmware/gms.h). */
#define SMALL_STEPS 0xf0u
#define MIB_OF_STEP 32u

static uint64_t number(const struct igd_recipe_case *it, const char *name, uint64_t otherwise)
{
	const char *text = igd_vm_property(&it->hostdev->properties, name);
	uint64_t value;

	return text && igd_parse_u64(text, 0, &value) == 0 ? value : otherwise;
}

/* Whether QEMU takes it for a VGA controller. From 10.1 on the class that the guest is shown counts. */
static bool is_vga(const struct igd_qemu_row *row, const struct igd_recipe_case *it)
{
	uint64_t shown = (uint64_t)it->igpu->class_code << 8;

	if (row->has_class_code)
		shown = number(it, "x-pci-class-code", shown);
	return shown >> 8 == VGA_CONTROLLER;
}

/* Whether the legacy mode is gone into. */
static enum igd_vm_answer tries_legacy(
	const struct igd_qemu_row *row, const struct igd_recipe_case *it, int taken_for)
{
	enum igd_vm_answer wanted = igd_vm_switch(&it->hostdev->properties, "x-igd-legacy-mode");
	enum igd_vm_answer place = igd_recipe_is_at_2(it->vm, it->hostdev);

	if ((row->has_legacy_mode && wanted == IGD_VM_NO) || !is_vga(row, it) || taken_for < 0 ||
		taken_for > row->legacy_last)
		return IGD_VM_NO;
	switch (it->vm->machine.chipset) {
	case IGD_VM_I440FX:
		return place;
	case IGD_VM_CHIPSET_UNKNOWN:
		return place == IGD_VM_NO ? IGD_VM_NO : IGD_VM_UNKNOWN;
	case IGD_VM_Q35:
	case IGD_VM_CHIPSET_OTHER:
		break;
	}
	return IGD_VM_NO;
}

/* The legacy mode needs a ROM. Whether the device has one of its own depends on how the host was booted. */
static enum igd_vm_answer is_legacy(
	const struct igd_qemu_row *row, const struct igd_recipe_case *it, int taken_for)
{
	enum igd_vm_answer tried = tries_legacy(row, it, taken_for);

	return tried == IGD_VM_YES && !it->hostdev->rom ? IGD_VM_UNKNOWN : tried;
}

/* Without the legacy mode. */
static enum igd_vm_opregion opregion_by_switch(
	const struct igd_qemu_row *row, const struct igd_recipe_case *it)
{
	switch (igd_vm_switch(&it->hostdev->properties, "x-igd-opregion")) {
	case IGD_VM_YES:
		return IGD_OPREGION_BY_OPTION;
	case IGD_VM_NO:
		return IGD_OPREGION_IS_OFF;
	case IGD_VM_UNKNOWN:
		break;
	}
	return row->has_opregion_by_default ? IGD_OPREGION_BY_DEFAULT : IGD_OPREGION_NOT_ASKED;
}

static enum igd_vm_opregion opregion_of(
	const struct igd_qemu_row *row, const struct igd_recipe_case *it, int taken_for)
{
	enum igd_vm_opregion by_switch = opregion_by_switch(row, it);

	if (row->sets_up_without_legacy && !row->takes_any_display && !is_vga(row, it))
		return IGD_OPREGION_NO_CLASS;
	if (taken_for < 0 && !row->gives_opregion_to_unknown)
		return IGD_OPREGION_NO_DEVICE;
	switch (is_legacy(row, it, taken_for)) {
	case IGD_VM_YES:
		return IGD_OPREGION_BY_LEGACY;
	case IGD_VM_UNKNOWN:
		/* Where it fails on 10.0 and later, nothing else is done either; before that, the switch still counts. */
		return !row->sets_up_without_legacy && by_switch == IGD_OPREGION_BY_OPTION
			       ? by_switch
			       : IGD_OPREGION_UNDECIDED;
	case IGD_VM_NO:
		break;
	}
	if (row->has_legacy_mode &&
		igd_vm_switch(&it->hostdev->properties, "x-igd-legacy-mode") == IGD_VM_YES)
		return IGD_OPREGION_REFUSED;
	return by_switch;
}

enum igd_vm_answer igd_qemu_gives_opregion(enum igd_vm_opregion opregion)
{
	switch (opregion) {
	case IGD_OPREGION_BY_OPTION:
	case IGD_OPREGION_BY_DEFAULT:
	case IGD_OPREGION_BY_LEGACY:
		return IGD_VM_YES;
	case IGD_OPREGION_IS_OFF:
	case IGD_OPREGION_NOT_ASKED:
	case IGD_OPREGION_NO_DEVICE:
	case IGD_OPREGION_NO_CLASS:
	case IGD_OPREGION_REFUSED:
		return IGD_VM_NO;
	case IGD_OPREGION_UNDECIDED:
		break;
	}
	return IGD_VM_UNKNOWN;
}

/* Whether QEMU takes a value of x-igd-gms that is not 0. 10.1 took small steps in, and 0x11 to 0x40 are older. */
static bool takes_gms(const struct igd_qemu_row *row, int generation, uint64_t gms)
{
	if (gms <= 0x10)
		return true;
	if (generation < 8 || row->gms_max <= 0x10)
		return false;
	return gms <= 0x40 || (generation >= 9 && gms >= SMALL_STEPS && gms <= row->gms_max);
}

static unsigned mib_of(uint64_t gms)
{
	return (unsigned)(gms < SMALL_STEPS ? gms * MIB_OF_STEP : (gms - SMALL_STEPS + 1) * 4);
}

static enum igd_vm_stolen stolen_by_option(
	const struct igd_qemu_row *row, int taken_for, uint64_t gms)
{
	bool is_taken = takes_gms(row, taken_for, gms);

	switch (row->gms) {
	case IGD_QEMU_GMS_ZERO:
		return gms && is_taken ? IGD_STOLEN_BY_OPTION : IGD_STOLEN_ZERO;
	case IGD_QEMU_GMS_IGNORED:
		return gms ? IGD_STOLEN_IGNORED : IGD_STOLEN_OF_HOST;
	case IGD_QEMU_GMS_HOST:
		break;
	}
	if (!gms)
		return IGD_STOLEN_OF_HOST;
	if (is_taken)
		return IGD_STOLEN_BY_OPTION;
	/* 10.0 says so and goes on; 10.1 vfio_pci_igd_override_gms() fails. The row's class code tells them apart. */
	return row->has_class_code ? IGD_STOLEN_FATAL : IGD_STOLEN_BAD_VALUE;
}

static enum igd_vm_stolen stolen_of(const struct igd_qemu_row *row,
	const struct igd_recipe_case *it, int taken_for, uint64_t gms)
{
	const struct igd_igpu_model *model = it->igpu->model;
	bool has_none = igd_bdsm_form(model) == IGD_BDSM_NONE;

	/* QEMU 10.1 igd.c: "x-igd-gms is not supported on this device". */
	if (taken_for < 0 && gms && row->gives_opregion_to_unknown && row->sets_up_without_legacy)
		return IGD_STOLEN_FATAL;
	if (has_none)
		return IGD_STOLEN_NO_NEED;
	if (row->sets_up_without_legacy) {
		if (taken_for < 0 || (!row->takes_any_display && !is_vga(row, it)))
			return IGD_STOLEN_UNTOUCHED;
		return is_legacy(row, it, taken_for) == IGD_VM_UNKNOWN
			       ? IGD_STOLEN_UNDECIDED
			       : stolen_by_option(row, taken_for, gms);
	}
	switch (is_legacy(row, it, taken_for)) {
	case IGD_VM_YES:
		return stolen_by_option(row, taken_for, gms);
	case IGD_VM_NO:
		return IGD_STOLEN_UNTOUCHED;
	case IGD_VM_UNKNOWN:
		break;
	}
	return IGD_STOLEN_UNDECIDED;
}

struct igd_qemu_outcome igd_qemu_outcome(
	const struct igd_qemu_row *row, const struct igd_recipe_case *it)
{
	int taken_for = igd_qemu_generation(row, it->igpu->device);
	uint64_t gms = number(it, "x-igd-gms", 0);

	return (struct igd_qemu_outcome){ .opregion = opregion_of(row, it, taken_for),
		.stolen = stolen_of(row, it, taken_for, gms),
		.mib = mib_of(gms) };
}

static const char *name_qemu(struct igd_host *host, const struct igd_recipe_case *it,
	const struct igd_qemu_row *first, const struct igd_qemu_row *last)
{
	size_t count;
	const struct igd_qemu_row *rows = igd_qemu_rows(&count);

	if (it->version)
		return igd_host_print(host, "QEMU %s", it->version->text);
	if (first == rows && last == rows + count - 1)
		return "QEMU";
	return igd_host_print(
		host, "QEMU %u.%u or later (as the machine type says)", first->major, first->minor);
}

struct vm_fact {
	bool is_known;
	struct igd_qemu_vm vm;
};

static void judge(struct igd_host *host, struct igd_qemu_vm *ret)
{
	const struct igd_qemu_row *first = NULL, *last = NULL, *row;
	struct igd_qemu_outcome outcome;

	igd_recipe_rows(&ret->it, &first, &last);
	ret->qemu = name_qemu(host, &ret->it, first, last);
	ret->oldest = igd_qemu_outcome(first, &ret->it);
	ret->newest = igd_qemu_outcome(last, &ret->it);
	ret->outcome = ret->newest;
	for (row = first; row < last; row++) {
		outcome = igd_qemu_outcome(row, &ret->it);
		if (igd_qemu_gives_opregion(outcome.opregion) !=
			igd_qemu_gives_opregion(ret->newest.opregion))
			ret->outcome.opregion = IGD_OPREGION_UNDECIDED;
		if (outcome.stolen != ret->newest.stolen)
			ret->outcome.stolen = IGD_STOLEN_UNDECIDED;
	}
}

static void read_vm(struct igd_host *host, void *ret)
{
	struct vm_fact *fact = ret;
	const struct igd_vm *vm = igd_vm_view(host)->vm;
	const struct igd_vm_hostdev *hostdev = vm ? igd_vm_igpu(host) : NULL;
	const struct igd_igpu *igpu = hostdev ? igd_igpu_get(host) : NULL;

	if (!igpu || !igpu->model)
		return;
	fact->is_known = true;
	fact->vm.it = (struct igd_recipe_case){ .vm = vm,
		.hostdev = hostdev,
		.igpu = igpu,
		.version = igd_qemu_version(host),
		.properties = igd_qemu_properties(host) };
	judge(host, &fact->vm);
}

static const struct igd_fact vm_fact = { "qemu of the VM", sizeof(struct vm_fact), read_vm, NULL };

const struct igd_qemu_vm *igd_qemu_vm(struct igd_host *host)
{
	const struct vm_fact *fact = igd_host_fact(host, &vm_fact);

	return fact->is_known ? &fact->vm : NULL;
}
