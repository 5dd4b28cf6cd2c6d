// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_host - which of the two recipes this host can have, whatever the VM is like
 *
 * The legacy recipe asks for more: a VGA controller (the host's primary display), its legacy VGA registers, a host that booted by UEFI.
 * QEMU 10.1 to 11.0 vfio_pci_igd_config_quirk(); docs/igd-assign.txt; LongQT-sea/intel-igpu-passthru README.
 */
#include "facts/firmware/gms.h"
#include "facts/host/cmdline.h"
#include "facts/host/kernel.h"
#include "facts/recipe/recipe_private.h"

#define VGA_CONTROLLER 0x0300
#define DISABLE_VGA "/sys/module/vfio_pci/parameters/disable_vga"

/* QEMU's stolen memory and OpRegion, outside of its legacy mode. */
bool igd_case_suits_upt(const struct igd_recipe_case *it)
{
	const struct igd_qemu_place place = { it->row, it->row };
	int taken_for;

	switch (igd_qemu_treat(&place, it->igpu->device, igd_case_generation(it), &taken_for)) {
	case IGD_QEMU_KNOWN:
	case IGD_QEMU_ALIKE:
		return it->row->sets_up_without_legacy;
	case IGD_QEMU_OPREGION_ONLY:
		return true;
	case IGD_QEMU_REFUSED: /* what has no stolen memory to set up needs no more than the OpRegion */
		return igd_case_generation(it) < 0 &&
		       !igd_qemu_is_orphan(it->igpu->device, igd_case_generation(it));
	case IGD_QEMU_WRONG:
	case IGD_QEMU_ABANDONED:
	case IGD_QEMU_UNDECIDED:
		break;
	}
	return false;
}

/* Its legacy mode, or from 10.0 on x-igd-lpc. */
bool igd_case_suits_legacy(const struct igd_recipe_case *it)
{
	int taken_for = igd_qemu_generation(it->row, it->igpu->device);

	if (igd_case_has(it, "x-igd-lpc"))
		return igd_case_suits_upt(it);
	return taken_for == igd_case_generation(it) || (taken_for >= 6 && igd_case_is_old(it));
}

static enum igd_vm_answer ask_qemu(
	const struct igd_recipe_case *it, bool (*suits)(const struct igd_recipe_case *it))
{
	struct igd_recipe_case under = *it;
	const struct igd_qemu_row *first, *last;
	bool any = false, all = true, one;

	igd_recipe_rows(it, &first, &last);
	for (under.row = first; under.row <= last; under.row++) {
		one = suits(&under);
		any = any || one;
		all = all && one;
	}
	if (all)
		return IGD_VM_YES;
	return any ? IGD_VM_UNKNOWN : IGD_VM_NO;
}

static bool takes_any_display(const struct igd_recipe_case *it)
{
	return it->row->takes_any_display;
}

#define MAKE_IT_PRIMARY                                                                            \
	"make the internal graphics the primary display in firmware setup (\"Primary Display: "    \
	"IGFX\") and reboot"

static struct igd_recipe_chance no(const char *why, const char *mend)
{
	return (struct igd_recipe_chance){ .answer = IGD_VM_NO, .why = why, .mend = mend };
}

static struct igd_recipe_chance upt_by_class(
	struct igd_host *host, const struct igd_recipe_case *it)
{
	struct igd_recipe_chance ret = { .answer = IGD_VM_YES };
	const char *what;

	if (it->igpu->class_code == VGA_CONTROLLER)
		return ret;
	what = igd_host_print(host, "the iGPU is not the host's primary display (class %04x)",
		it->igpu->class_code);
	/* vfio-pci shows the OpRegion of such a device since commit 41112160ca87 of Linux 6.15. */
	if (!igd_kernel_is_at_least(host, 6, 15))
		return no(igd_host_print(
				  host, "%s, and Linux before 6.15 then shows no OpRegion", what),
			MAKE_IT_PRIMARY);
	ret.answer = ask_qemu(it, takes_any_display);
	ret.why = igd_host_print(host, "%s, and only QEMU 10.2 and later set up such a one", what);
	ret.mend = MAKE_IT_PRIMARY ", or use QEMU 10.2 or later";
	return ret;
}

/* QEMU's automatic legacy mode: it needs the VGA registers (QEMU 11.0 hw/vfio/pci.c vfio_populate_vga()). */
static struct igd_recipe_chance legacy_by_vga(struct igd_host *host)
{
	const struct igd_graphics_config *config;
	const char *disable_vga = igd_host_line(host, DISABLE_VGA);

	if (disable_vga && *disable_vga == 'Y')
		return no(
			"vfio-pci runs with disable_vga, which keeps the VM from the VGA registers",
			"take `disable_vga=1` away (see driver.options)");
	config = igd_graphics_config(host);
	if (config->state == IGD_CONFIG_SPACE_UNREADABLE)
		igd_host_stick(host, config->path, config->error);
	if (config->state == IGD_CONFIG_SPACE_READ && config->is_vga_disabled)
		return no(
			"firmware has switched the iGPU's VGA registers off (GGC bit 1): another display "
			"is the primary one",
			MAKE_IT_PRIMARY);
	return (struct igd_recipe_chance){ .answer = IGD_VM_YES };
}

static struct igd_recipe_chance legacy_by_host(
	struct igd_host *host, const struct igd_recipe_case *it)
{
	if (it->igpu->class_code != VGA_CONTROLLER)
		return no(
			igd_host_print(host,
				"the iGPU is not the host's primary display (class %04x, not 0300)",
				it->igpu->class_code),
			MAKE_IT_PRIMARY);
	if (igd_case_is_old(it))
		return legacy_by_vga(host);
	if (!igd_host_has(host, "/sys/firmware/efi") && !igd_cmdline_get(host, "noefi"))
		return no("this host was not booted by UEFI, or through CSM",
			"boot the host by UEFI, with CSM off (see platform.boot-mode)");
	return (struct igd_recipe_chance){ .answer = IGD_VM_YES };
}

static struct igd_recipe_chance by_qemu(struct igd_host *host, const struct igd_recipe_case *it,
	bool (*suits)(const struct igd_recipe_case *it))
{
	enum igd_vm_answer answer = ask_qemu(it, suits);
	struct igd_recipe_chance ret = { .answer = answer };

	if (answer == IGD_VM_UNKNOWN)
		ret.why = "it depends on QEMU, whose version is not known: 10.1 and later can";
	if (answer == IGD_VM_NO)
		ret = no(igd_host_print(host, "%s%s does not set this iGPU up in that way",
				 it->version ? "QEMU " : "this QEMU",
				 it->version ? it->version->text : ""),
			"use QEMU 10.1 or later");
	ret.is_of_qemu = true;
	return ret;
}

struct igd_recipe_chance igd_recipe_chance(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	bool is_upt = recipe == IGD_RECIPE_UPT;
	struct igd_recipe_chance ret = is_upt ? upt_by_class(host, it) : legacy_by_host(host, it);

	if (ret.answer != IGD_VM_YES)
		return ret;
	return by_qemu(host, it, is_upt ? igd_case_suits_upt : igd_case_suits_legacy);
}
