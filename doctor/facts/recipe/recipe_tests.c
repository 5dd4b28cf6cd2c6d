// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_tests - the test behind each row of recipe_rows.c
 *
 * What a recipe requires is MET or BROKEN; what it forbids is VOID or BROKEN, so that not doing what one recipe forbids does
 * not count for the other.
 */
#include "facts/recipe/recipe_tests.h"

#include "facts/recipe/qemu_vm.h"
#include "facts/recipe/recipe_private.h"

#define VGA_CONTROLLER 0x0300

static enum igd_rule_state required(bool is_so)
{
	return is_so ? IGD_RULE_MET : IGD_RULE_BROKEN;
}

static enum igd_rule_state forbidden(bool is_so)
{
	return is_so ? IGD_RULE_BROKEN : IGD_RULE_VOID;
}

static bool is_on(const struct igd_recipe_case *it, const char *name)
{
	return igd_case_switch(it, name) == IGD_VM_YES;
}

enum igd_rule_state igd_test_is_i440fx(const struct igd_recipe_case *it)
{
	if (it->vm->machine.chipset == IGD_VM_CHIPSET_UNKNOWN)
		return IGD_RULE_OPEN;
	return required(it->vm->machine.chipset == IGD_VM_I440FX);
}

/* What QEMU's development has changed since the newest row cannot be told of what is newer. */
static bool is_in_flux(const struct igd_recipe_case *it)
{
	struct igd_qemu_place place;

	if (!it->version)
		return false;
	place = igd_qemu_place(it->version);
	return igd_qemu_is_in_flux(&place, it->igpu->device);
}

enum igd_rule_state igd_test_qemu_upt(const struct igd_recipe_case *it)
{
	if (is_in_flux(it))
		return IGD_RULE_OPEN;
	return required(igd_case_suits_upt(it) &&
			igd_qemu_outcome(it->row, it).opregion != IGD_OPREGION_NO_CLASS);
}

enum igd_rule_state igd_test_qemu_legacy(const struct igd_recipe_case *it)
{
	return is_in_flux(it) ? IGD_RULE_OPEN : required(igd_case_suits_legacy(it));
}

enum igd_rule_state igd_test_address(const struct igd_recipe_case *it)
{
	switch (igd_recipe_is_at_2(it->vm, it->hostdev)) {
	case IGD_VM_YES:
		return IGD_RULE_MET;
	case IGD_VM_NO:
		return IGD_RULE_BROKEN;
	case IGD_VM_UNKNOWN:
		break;
	}
	return IGD_RULE_OPEN;
}

enum igd_rule_state igd_test_legacy_forced(const struct igd_recipe_case *it)
{
	return forbidden(is_on(it, "x-igd-legacy-mode"));
}

enum igd_rule_state igd_test_legacy_refused(const struct igd_recipe_case *it)
{
	int taken_for = igd_qemu_generation(it->row, it->igpu->device);

	return forbidden(is_on(it, "x-igd-legacy-mode") &&
			 (taken_for < 6 || taken_for > it->row->legacy_last));
}

enum igd_rule_state igd_test_lpc_on_q35(const struct igd_recipe_case *it)
{
	return forbidden(it->vm->machine.chipset == IGD_VM_Q35 && is_on(it, "x-igd-lpc"));
}

/* Generations 6 to 9 have the automatic legacy mode in its place. */
enum igd_rule_state igd_test_lpc(const struct igd_recipe_case *it)
{
	if (is_on(it, "x-igd-lpc") || igd_case_is_automatic(it))
		return IGD_RULE_MET;
	if (igd_case_is_old(it))
		return IGD_RULE_VOID;
	return forbidden(igd_case_has(it, "x-igd-lpc") ||
			 igd_case_switch(it, "x-igd-legacy-mode") == IGD_VM_NO);
}

enum igd_rule_state igd_test_legacy_on(const struct igd_recipe_case *it)
{
	if (!igd_case_is_old(it) || is_on(it, "x-igd-lpc"))
		return IGD_RULE_VOID;
	return igd_case_is_automatic(it)
		       ? IGD_RULE_MET
		       : forbidden(igd_case_switch(it, "x-igd-legacy-mode") == IGD_VM_NO);
}

enum igd_rule_state igd_test_legacy_off(const struct igd_recipe_case *it)
{
	return forbidden(igd_case_is_automatic(it));
}

/* Where QEMU does nothing for the iGPU at all, or ends, or needs a ROM first, other rows say so. */
static enum igd_rule_state opregion(const struct igd_recipe_case *it, bool concerns)
{
	enum igd_vm_opregion opregion = igd_qemu_outcome(it->row, it).opregion;

	if (!concerns || !(igd_case_suits_upt(it) || igd_case_suits_legacy(it)))
		return IGD_RULE_VOID;
	if (opregion == IGD_OPREGION_IS_OFF || opregion == IGD_OPREGION_NOT_ASKED)
		return IGD_RULE_BROKEN;
	return igd_qemu_gives_opregion(opregion) == IGD_VM_YES ? IGD_RULE_MET : IGD_RULE_VOID;
}

enum igd_rule_state igd_test_opregion_windows(const struct igd_recipe_case *it)
{
	return opregion(it, igd_recipe_is_windows(it->vm));
}

enum igd_rule_state igd_test_opregion_linux(const struct igd_recipe_case *it)
{
	return opregion(it, !igd_recipe_is_windows(it->vm));
}

static bool is_seabios(const struct igd_recipe_case *it)
{
	return it->vm->firmware.kind == IGD_VM_SEABIOS;
}

/* SeaBIOS sets up generations 6 to 9 by itself (SeaBIOS src/fw/pciinit.c intel_igd_setup()). */
static enum igd_rule_state rom(const struct igd_recipe_case *it, bool concerns)
{
	if (!concerns || (is_seabios(it) && igd_case_is_old(it)))
		return IGD_RULE_VOID;
	return required(it->hostdev->rom != NULL);
}

enum igd_rule_state igd_test_rom_windows(const struct igd_recipe_case *it)
{
	return rom(it, igd_recipe_is_windows(it->vm));
}

enum igd_rule_state igd_test_rom_linux(const struct igd_recipe_case *it)
{
	return rom(it, !igd_recipe_is_windows(it->vm));
}

/* An old iGPU may have the video BIOS that SeaBIOS runs in a ROM of its own. */
enum igd_rule_state igd_test_rom_legacy(const struct igd_recipe_case *it)
{
	if (!it->hostdev->rom && is_seabios(it) && igd_case_is_old(it))
		return IGD_RULE_OPEN;
	return required(it->hostdev->rom != NULL);
}

enum igd_rule_state igd_test_rom_bar(const struct igd_recipe_case *it)
{
	return forbidden(it->hostdev->rom && it->hostdev->has_rom_bar == IGD_VM_NO);
}

enum igd_rule_state igd_test_firmware(const struct igd_recipe_case *it)
{
	switch (it->vm->firmware.kind) {
	case IGD_VM_OVMF:
		return IGD_RULE_MET;
	case IGD_VM_SEABIOS:
		return forbidden(!igd_case_is_old(it));
	case IGD_VM_FIRMWARE_OTHER:
	case IGD_VM_FIRMWARE_UNKNOWN:
		break;
	}
	return IGD_RULE_OPEN;
}

enum igd_rule_state igd_test_firmware_old(const struct igd_recipe_case *it)
{
	return forbidden(is_seabios(it) && igd_case_is_old(it));
}

enum igd_rule_state igd_test_no_display(const struct igd_recipe_case *it)
{
	return required(it->vm->display_count == 0);
}

enum igd_rule_state igd_test_pve_refuses(const struct igd_recipe_case *it)
{
	return forbidden(it->hostdev->is_legacy_igd &&
			 (it->vm->machine.chipset == IGD_VM_Q35 || it->vm->display_count ||
				 is_on(it, "x-vga") || it->hostdev->has_rom_bar == IGD_VM_NO));
}

enum igd_rule_state igd_test_legacy_igd(const struct igd_recipe_case *it)
{
	return forbidden(!it->hostdev->is_legacy_igd &&
			 igd_vm_property(&it->hostdev->properties, "legacy-igd"));
}

enum igd_rule_state igd_test_options(const struct igd_recipe_case *it)
{
	return forbidden(igd_case_stray(it) != NULL);
}

enum igd_rule_state igd_test_gms_none(const struct igd_recipe_case *it)
{
	return forbidden(igd_qemu_outcome(it->row, it).stolen == IGD_STOLEN_ZERO);
}

enum igd_rule_state igd_test_gms_range(const struct igd_recipe_case *it)
{
	return forbidden(igd_qemu_outcome(it->row, it).stolen == IGD_STOLEN_FATAL);
}

enum igd_rule_state igd_test_vga_beside(const struct igd_recipe_case *it)
{
	return forbidden(is_on(it, "x-vga") && it->vm->display_count &&
			 it->igpu->class_code == VGA_CONTROLLER);
}

enum igd_rule_state igd_test_vga_class(const struct igd_recipe_case *it)
{
	return forbidden(is_on(it, "x-vga") && it->igpu->class_code != VGA_CONTROLLER);
}

enum igd_rule_state igd_test_hypervisor(const struct igd_recipe_case *it)
{
	return forbidden(
		igd_recipe_is_windows(it->vm) && it->vm->cpu.has_hypervisor_bit == IGD_VM_NO);
}

enum igd_rule_state igd_test_set(const struct igd_recipe_case *it)
{
	return forbidden(igd_case_has_void_set(it));
}
