// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom.present - is there an option ROM for the VM, and is there something in it?
 */
#include "checks/rom/area.h"
#include "facts/qemu/rom_given.h"

/* QEMU 11.0 hw/pci/pci.c pci_add_option_rom(): rombar=0 takes the ROM to fw_cfg, where SeaBIOS looks, and OVMF does not. */
static enum igd_verdict judge_bar(
	const struct igd_vm *vm, const struct igd_vm_hostdev *device, struct igd_finding *ret)
{
	igd_remedy(ret,
		"Take `rombar=0` (libvirt: `<rom bar='off'/>`) off the iGPU: the ROM is read through its BAR.");
	return igd_fail(ret, vm->where,
		"%s gives the iGPU `%s` and no ROM BAR (`rombar=0`), without which "
		"OVMF does not see it",
		vm->name, device->rom);
}

/* OVMF alone needs one: SeaBIOS is for the legacy recipe up to the 10th generation, which rom.recipe judges. */
static enum igd_verdict judge_none(const struct igd_vm *vm, struct igd_finding *ret)
{
	switch (vm->firmware.kind) {
	case IGD_VM_OVMF:
		return igd_fail(
			ret, vm->where, "%s boots OVMF and gives the iGPU no ROM", vm->name);
	case IGD_VM_FIRMWARE_UNKNOWN:
		return igd_unknown(ret, vm->where,
			"%s gives the iGPU no ROM; whether it boots OVMF, which needs one, is not known",
			vm->name);
	case IGD_VM_SEABIOS:
	case IGD_VM_FIRMWARE_OTHER:
		break;
	}
	return igd_na(ret, vm->where, "%s gives the iGPU no ROM, and does not boot OVMF", vm->name);
}

static enum igd_verdict without(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);

	if (vm && igd_vm_igpu(host))
		return judge_none(vm, ret);
	return igd_na(ret, igd_rom_none_where(host),
		"%s: `--rom FILE` has the ROM judged that a VM is to get", igd_rom_none_why(host));
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_rom_given *given = igd_rom_given_get(host);
	const struct igd_vm_hostdev *device = given->vm ? igd_vm_igpu(host) : NULL;

	if (device && device->rom && device->has_rom_bar == IGD_VM_NO &&
		given->vm->firmware.kind == IGD_VM_OVMF)
		return judge_bar(given->vm, device, ret);
	switch (given->state) {
	case IGD_ROM_NOT_GIVEN:
		break;
	case IGD_ROM_ABSENT:
		igd_fix(ret, given->vm ? "rom.install" : NULL);
		if (!given->vm)
			return igd_fail(ret, given->path, "there is no such file any more");
		igd_remedy(
			ret, "Put the ROM there, with mode 0644, or name the place where it is.");
		return igd_fail(ret, given->path, "there is no such file, and %s names it",
			given->vm->name);
	case IGD_ROM_EMPTY:
		igd_fix(ret, given->vm ? "rom.install" : NULL);
		igd_remedy(
			ret, "Copy the ROM again, and compare the size: %s has none.", given->path);
		return igd_fail(ret, given->path,
			"the file is empty; QEMU ends with `romfile \"%s\" is empty`", given->path);
	case IGD_ROM_TOO_LARGE:
		return igd_pass(ret, given->path, "there is a file, of more than %zu MiB",
			IGD_ROM_MAX_BYTES >> 20);
	case IGD_ROM_NOT_A_ROM:
	case IGD_ROM_READ:
		return igd_pass(ret, given->path, "%zu bytes%s%s", given->rom.size,
			given->vm ? ", for " : "", given->vm ? given->vm->name : "");
	}
	return without(host, ret);
}

static const char *const references[] = { "https://github.com/LongQT-sea/intel-igpu-passthru",
	"https://github.com/tomitamoeko/VfioIgdPkg", NULL };

const struct igd_check igd_check_rom_present = {
	.id = "rom.present",
	.title = "There is an option ROM for the iGPU",
	.why = "An iGPU has no ROM of its own any more, and OVMF does not know how to set an assigned "
	       "iGPU up. An option ROM brings the driver that does: it hands the OpRegion to the "
	       "guest and reserves stolen memory. Without one the Windows driver stops with Code "
	       "43.",
	.remedy =
		"Give the VM an option ROM that holds the assignment driver (`romfile=FILE` for QEMU and Proxmox VE, `<rom "
		"file='FILE'/>` for libvirt). `igd-doctor rom --build -o igd.rom` makes one for this iGPU; `igd-doctor "
		"explain rom.fits` says where others come from.",
	.severity = IGD_BLOCKER,
	.fix = "rom.install",
	.references = references,
	.run = run,
};
