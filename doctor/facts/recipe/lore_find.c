// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lore_find - how a piece of advice is recognised in a VM, or on its host
 */
#include "facts/recipe/lore_find.h"

#include <string.h>

#include "facts/host/cmdline.h"
#include "facts/recipe/recipe_private.h"

#define PARAMETERS "/sys/module/"
#define DISABLE_VGA PARAMETERS "vfio_pci/parameters/disable_vga"
#define UNSAFE PARAMETERS "vfio_iommu_type1/parameters/allow_unsafe_interrupts"
#define IGNORE_MSRS PARAMETERS "kvm/parameters/ignore_msrs"

static const char *given(struct igd_host *host, const struct igd_recipe_case *it, const char *name)
{
	const char *value = igd_vm_property(&it->hostdev->properties, name);

	return value ? igd_host_print(host, "%s=%s", name, value) : NULL;
}

/* Takes back an error of reading what only words something; not one that somebody else goes by. */
static void forgive(struct igd_host *host, const char *path, int before)
{
	if (!before)
		igd_host_forgive(host, path);
}

/* A module's parameter that is on ("Y", Linux kernel/params.c param_get_bool()). */
static const char *parameter(struct igd_host *host, const char *path)
{
	int before = igd_host_error(host, path);
	const char *value = igd_host_line(host, path);

	forgive(host, path, before);
	return value && *value == 'Y' ? igd_host_print(host, "%s=Y", igd_basename(path)) : NULL;
}

static const char *kernel_argument(struct igd_host *host, const char *name)
{
	int before = igd_host_error(host, IGD_PROC_CMDLINE);
	const char *value = igd_cmdline_get(host, name);

	forgive(host, IGD_PROC_CMDLINE, before);
	return value ? igd_host_print(host, "%s=%s", name, value) : NULL;
}

/* What this VM's QEMU does with GMS; false where its rows differ. */
static bool is_gms(const struct igd_recipe_case *it, enum igd_qemu_gms gms)
{
	const struct igd_qemu_row *row, *last;

	igd_recipe_rows(it, &row, &last);
	for (; row <= last; row++) {
		if (row->gms != gms)
			return false;
	}
	return true;
}

static const char *gms_if(struct igd_host *host, const struct igd_recipe_case *it, bool is_so)
{
	return is_so ? given(host, it, "x-igd-gms") : NULL;
}

const char *igd_lore_gms_zeroed(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return gms_if(host, it, is_gms(it, IGD_QEMU_GMS_ZERO));
}

const char *igd_lore_gms_ignored(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return gms_if(host, it, is_gms(it, IGD_QEMU_GMS_IGNORED));
}

const char *igd_lore_gms_kept(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return gms_if(host, it, is_gms(it, IGD_QEMU_GMS_HOST));
}

const char *igd_lore_gms_unclear(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return gms_if(host, it,
		!is_gms(it, IGD_QEMU_GMS_ZERO) && !is_gms(it, IGD_QEMU_GMS_IGNORED) &&
			!is_gms(it, IGD_QEMU_GMS_HOST));
}

const char *igd_lore_disable_vga_legacy(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)it;
	return recipe == IGD_RECIPE_LEGACY ? parameter(host, DISABLE_VGA) : NULL;
}

const char *igd_lore_disable_vga_upt(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)it;
	return recipe == IGD_RECIPE_UPT ? parameter(host, DISABLE_VGA) : NULL;
}

const char *igd_lore_unsafe_interrupts(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)it;
	(void)recipe;
	return parameter(host, UNSAFE);
}

const char *igd_lore_ignore_msrs(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)it;
	(void)recipe;
	return parameter(host, IGNORE_MSRS);
}

const char *igd_lore_acs_override(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)it;
	(void)recipe;
	return kernel_argument(host, "pcie_acs_override");
}

const char *igd_lore_iommu_pt(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	const char *value = kernel_argument(host, "iommu");

	(void)it;
	(void)recipe;
	return value && strcmp(value, "iommu=pt") == 0 ? value : NULL;
}

const char *igd_lore_behind_bridge(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	(void)recipe;
	if (!it->hostdev->guest.is_behind_bridge || it->vm->machine.chipset != IGD_VM_Q35)
		return NULL;
	return it->vm->origin == IGD_VM_PROXMOX ? "q35 with pcie=1"
						: "q35 with the iGPU behind a root port";
}

const char *igd_lore_x_vga(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return it->igpu->class_code == 0x0300 && !it->vm->display_count &&
			       igd_case_switch(it, "x-vga") == IGD_VM_YES
		       ? given(host, it, "x-vga")
		       : NULL;
}

const char *igd_lore_kvm_hidden(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	(void)recipe;
	if (it->vm->cpu.is_kvm_hidden != IGD_VM_YES)
		return NULL;
	return it->vm->origin == IGD_VM_LIBVIRT ? "<kvm><hidden state='on'/></kvm>" : "kvm=off";
}

const char *igd_lore_hypervisor_off(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	(void)recipe;
	return it->vm->cpu.has_hypervisor_bit == IGD_VM_NO ? "hypervisor=off" : NULL;
}

const char *igd_lore_vendor_id(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return it->vm->cpu.hyperv_vendor_id
		       ? igd_host_print(host, "hv-vendor-id=%s", it->vm->cpu.hyperv_vendor_id)
		       : NULL;
}

/* By the names under which the ROMs of LongQT-sea/intel-igpu-passthru go round; rom.fits looks into the file. */
static const char *rom_named(const struct igd_recipe_case *it, bool wants_gop)
{
	const char *name = it->hostdev->rom ? igd_basename(it->hostdev->rom) : "";
	bool is_without = strstr(name, "noGOP") || strstr(name, "nogop");
	bool is_with = !is_without && (strstr(name, "GOP") || strstr(name, "gop"));

	return (wants_gop ? is_with : is_without) ? name : NULL;
}

const char *igd_lore_gop_in_upt(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	return recipe == IGD_RECIPE_UPT ? rom_named(it, true) : NULL;
}

const char *igd_lore_no_gop_in_legacy(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	return recipe == IGD_RECIPE_LEGACY ? rom_named(it, false) : NULL;
}

const char *igd_lore_no_gop_in_upt(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	return recipe == IGD_RECIPE_UPT ? rom_named(it, false) : NULL;
}

/* Proxmox VE's legacy-igd=1 only chooses the address; whether QEMU's legacy mode follows is QEMU's affair. */
const char *igd_lore_pve_legacy_igd(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	(void)recipe;
	return it->hostdev->is_legacy_igd && !igd_case_is_old(it) ? "legacy-igd=1" : NULL;
}

const char *igd_lore_qemu_legacy_igd(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return it->hostdev->is_legacy_igd ? NULL : given(host, it, "legacy-igd");
}

const char *igd_lore_rom_bar(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	(void)recipe;
	return it->hostdev->rom && it->hostdev->has_rom_bar == IGD_VM_NO ? "rombar=0 with a romfile"
									 : NULL;
}

/* gangqizai/igd README: the display driver of gen12_gop.rom on the audio function, 00:1f.3. */
const char *igd_lore_second_function(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	size_t i;

	(void)recipe;
	for (i = 0; i < it->vm->hostdev_count; i++) {
		if (&it->vm->hostdevs[i] != it->hostdev && it->vm->hostdevs[i].rom &&
			it->vm->hostdevs[i].host &&
			igd_ends_with(it->vm->hostdevs[i].host, "00:1f.3"))
			return igd_host_print(host, "%s as the ROM of %s",
				igd_basename(it->vm->hostdevs[i].rom), it->vm->hostdevs[i].host);
	}
	return NULL;
}

const char *igd_lore_multifunction(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return igd_case_switch(it, "multifunction") == IGD_VM_YES ? given(host, it, "multifunction")
								  : NULL;
}

const char *igd_lore_no_kvm(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	static const char *const names[] = { "x-no-kvm-intx", "x-no-kvm-msi", "x-no-kvm-msix",
		"x-no-mmap" };
	size_t i;

	(void)recipe;
	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (igd_case_switch(it, names[i]) == IGD_VM_YES)
			return given(host, it, names[i]);
	}
	return NULL;
}

const char *igd_lore_other_id(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)recipe;
	return given(host, it, "x-pci-device-id");
}

const char *igd_lore_opregion_by_default(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	const struct igd_qemu_row *row, *last;

	(void)recipe;
	igd_recipe_rows(it, &row, &last);
	return row->has_opregion_by_default && igd_case_switch(it, "x-igd-opregion") == IGD_VM_YES
		       ? given(host, it, "x-igd-opregion")
		       : NULL;
}

const char *igd_lore_set_and_json(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	(void)host;
	(void)recipe;
	return igd_case_has_void_set(it) ? "-set device..." : NULL;
}
