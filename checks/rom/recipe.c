// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom.recipe - is the ROM of the kind that this VM's recipe needs? (S48 to S50)
 *
 * rom.fits asks for which iGPU it was made; here it is who runs it, and what for. That UPT shows no boot picture is no
 * fault (S49).
 */
#include "checks/rom/area.h"
#include "facts/qemu/rom_given.h"
#include "facts/recipe/qemu_vm.h"
#include "facts/recipe/rom_recipe.h"

static enum igd_verdict judge(struct igd_host *host, const struct igd_rom_given *given,
	const struct igd_qemu_vm *qemu, struct igd_finding *ret)
{
	const struct igd_recipe_comparison *recipe = igd_recipe_get(host);
	const struct igd_vm *vm = qemu->it.vm;
	const struct igd_rom_kind_words *words;
	struct igd_rom_use use = { vm->firmware.kind, vm->machine.chipset,
		igd_vm_switch(&qemu->it.hostdev->properties, "x-igd-lpc") == IGD_VM_YES ||
			qemu->outcome.opregion == IGD_OPREGION_BY_LEGACY,
		recipe && recipe->nearest == IGD_RECIPE_LEGACY, qemu->it.igpu->model->generation };
	enum igd_rom_kind kind = igd_rom_kind(igd_rom_contains(&given->rom), &use);

	if (kind == IGD_ROM_SUITS)
		return igd_pass(ret, given->path, "it is what %s needs for the %s recipe", vm->name,
			use.is_legacy ? "legacy" : "UPT");
	if (kind == IGD_ROM_CANNOT_TELL)
		return igd_unknown(ret, given->path,
			vm->firmware.kind == IGD_VM_OVMF || vm->firmware.kind == IGD_VM_SEABIOS
				? "nothing in it is known here, so that it cannot be told"
				: "whether the VM boots OVMF or SeaBIOS is not known");
	words = igd_rom_kind_words(kind);
	/* igd-doctor's own is an assignment driver for OVMF: what lacks a display driver, or SeaBIOS, is not helped by it. */
	if (given->vm && (kind == IGD_ROM_LACKS_ASSIGNMENT || kind == IGD_ROM_IS_VIDEO_BIOS))
		igd_fix(ret, "rom.install");
	if (words->remedy)
		igd_remedy(ret, "%s", words->remedy);
	igd_severity(ret, words->severity);
	return igd_fail(ret, given->path, "%s", words->what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_rom_given *given = igd_rom_given_get(host);
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_qemu_vm *qemu;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igd_vm_igpu(host) || given->state != IGD_ROM_READ)
		return igd_na(ret, vm->where, "%s",
			igd_rom_given_path(host) ? "there is no ROM in it to judge"
						 : igd_rom_none_why(host));
	qemu = igd_qemu_vm(host);
	if (!qemu)
		return igd_unknown(
			ret, given->path, "the iGPU is not in the table of known Intel graphics");
	return judge(host, given, qemu, ret);
}

static const char *const needs[] = { "platform.igpu", "rom.valid", NULL };
static const char *const references[] = { "https://github.com/LongQT-sea/intel-igpu-passthru",
	"https://github.com/lf-edge/eve/blob/master/docs/INTEL-IGPU-PASSTHROUGH.md", NULL };

const struct igd_check igd_check_rom_recipe = {
	.id = "rom.recipe",
	.title = "The ROM is the kind that the VM's recipe needs",
	.why = "Two recipes work. In UPT Windows' driver makes the first picture, and the ROM needs the assignment driver "
	       "alone. In legacy the picture is there from power-on, and the ROM needs three parts: assignment driver, "
	       "platform policy, display driver (GOP). A ROM of the wrong kind says nothing: the screen stays dark, or "
	       "Windows shows Code 43.",
	.remedy =
		"For UPT take a ROM with the assignment driver alone, such as Universal_noGOP of "
		"https://github.com/LongQT-sea/intel-igpu-passthru; for legacy one of three images whose GOP lists "
		"this iGPU. `igd-doctor rom FILE` says what is in one.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
