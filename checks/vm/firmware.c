// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm.firmware - does the VM boot OVMF, from a file that is there? (S125)
 *
 * SeaBIOS sets up iGPUs of generations 6 to 9 by itself and no later ones (SeaBIOS src/fw/pciinit.c intel_igd_setup();
 * QEMU 11.0 docs/igd-assign.txt, Guest firmware).
 */
#include "checks/vm/area.h"
#include "facts/host/igpu.h"
#include "facts/recipe/recipe.h"

#define LAST_OF_SEABIOS 9

/* By origin. */
static const char *const remedies[] = {
	[IGD_VM_LIBVIRT] =
		"Use `<os firmware='efi'>` without `<loader>` and `<nvram>`: libvirt then finds this "
		"distribution's file. If it finds none, install OVMF (`ovmf`, `edk2-ovmf`).",
	[IGD_VM_PROXMOX] = "Install the package that brings it: `apt install pve-edk2-firmware`.",
	[IGD_VM_COMMAND_LINE] =
		"Install OVMF (`ovmf`, `edk2-ovmf`) if it is not, and name its file: those in "
		"`/usr/share/qemu/firmware/` say where this distribution has it.",
};

static enum igd_verdict judge_ovmf(
	struct igd_host *host, struct igd_finding *ret, const struct igd_vm *vm)
{
	const struct igd_vm_firmware *firmware = &vm->firmware;

	if (firmware->secure_boot == IGD_VM_YES)
		igd_host_cite(host, vm->where,
			"Secure Boot is on: OVMF as edk2 makes it runs an option ROM all the same, "
			"signed or not (OvmfPkgX64.dsc PcdOptionRomImageVerificationPolicy)");
	if (!firmware->path)
		return igd_pass(ret, vm->where, "OVMF; libvirt chooses the file");
	if (igd_host_has(host, firmware->path))
		return igd_pass(ret, firmware->path, "OVMF");
	igd_remedy(ret, "%s", remedies[vm->origin]);
	return igd_fail(ret, firmware->path,
		"this host has no such file: every distribution has OVMF elsewhere");
}

static enum igd_verdict judge_seabios(
	struct igd_host *host, struct igd_finding *ret, const struct igd_vm *vm)
{
	const struct igd_recipe_comparison *recipe = igd_recipe_get(host);
	const struct igd_igpu *igpu = igd_igpu_get(host);
	int generation = igpu->model ? igpu->model->generation : 0;

	if (!generation)
		return igd_unknown(ret, vm->where,
			"SeaBIOS, which sets up generations 6 to 9 only; this iGPU's is not known");
	if (generation < 0 || generation > LAST_OF_SEABIOS)
		return igd_fail(ret, vm->where,
			"SeaBIOS, which runs no UEFI option ROM and sets up generations 6 to 9 only");
	if (recipe && recipe->nearest == IGD_RECIPE_LEGACY)
		return igd_pass(ret, vm->where,
			"SeaBIOS, which sets up an iGPU of generation %d by itself in the legacy recipe",
			generation);
	igd_severity(ret, IGD_DEGRADED);
	return igd_fail(ret, vm->where,
		"SeaBIOS: it sets up an iGPU of generation %d, but nobody has reported the UPT recipe with it",
		generation);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (vm->firmware.kind == IGD_VM_OVMF)
		return judge_ovmf(host, ret, vm);
	if (vm->firmware.kind == IGD_VM_SEABIOS)
		return judge_seabios(host, ret, vm);
	return igd_unknown(ret, vm->where, "%s: neither OVMF nor SeaBIOS by its name",
		vm->firmware.path ? vm->firmware.path : "the firmware is not named");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "QEMU docs/igd-assign.txt", NULL };

const struct igd_check igd_check_vm_firmware = {
	.id = "vm.firmware",
	.title = "The VM boots OVMF",
	.why = "The drivers in an iGPU's option ROM are UEFI drivers: OVMF runs them, SeaBIOS does not. "
	       "Windows 11 asks for UEFI as well.",
	.remedy =
		"Boot the VM by OVMF: `<os firmware='efi'>` in libvirt, `bios: ovmf` with an EFI disk in Proxmox "
		"VE. A Windows that was installed for BIOS has to be converted (`mbr2gpt`) or installed anew.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
