// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_rows - the recipes as tables: the VM's shape, and which of its modes QEMU is to work in
 *
 * A row's test sees one row of QEMU's matrix at a time (igd_recipe_case.row) and so never has to know what it cannot.
 */
#include "facts/recipe/recipe_rows_private.h"

static const struct igd_recipe_rule rules[] = {
	{
		.id = "machine",
		.recipes = LEGACY,
		.weight = 6,
		.severity = IGD_BLOCKER,
		.test = igd_test_is_i440fx,
		.broken = "the machine is not i440fx",
		.open = "whether the machine is i440fx",
		.consequence =
			"q35 has a bridge at 00:1f.0 already, where the legacy mode needs to put its own: "
			"QEMU leaves the mode off, or ends with `Cannot create LPC bridge due to existing "
			"device at 1f.0`",
		.mend = TEXTS(
			"make a new VM of machine type `pc` (addresses and controllers of a q35 domain do not fit one)",
			"set `machine: pc` and take `pcie=1` out of `hostpci`",
			"use `-machine pc` in place of `q35`"),
		.source = "S34, S74; QEMU 11.0 hw/vfio/igd.c vfio_pci_igd_config_quirk()",
	},
	{
		.id = "qemu",
		.recipes = UPT,
		.weight = 2,
		.severity = IGD_BLOCKER,
		.test = igd_test_qemu_upt,
		.broken = "this QEMU does not set up this iGPU as `upt` needs it",
		.open = "whether this QEMU sets up this iGPU as `upt` needs it (10.1 and later do)",
		.consequence =
			"the guest sees no stolen memory, or not even the OpRegion, and the Windows driver stops with Code 43",
		.mend = SAME("use QEMU 10.1 or later"),
		.source = "QEMU 7.2 to 11.0 hw/vfio/igd.c; S33",
	},
	{
		.id = "qemu",
		.recipes = LEGACY,
		.weight = 2,
		.severity = IGD_BLOCKER,
		.test = igd_test_qemu_legacy,
		.broken = "this QEMU does not know this iGPU",
		.open = "whether this QEMU knows this iGPU (10.1 and later do)",
		.consequence =
			"it says `IGD device is unsupported in legacy mode, try SandyBridge or newer`, or sets up "
			"the wrong register without a word, and the Windows driver stops with Code 43",
		.mend = SAME("use QEMU 10.1 or later"),
		.source = "QEMU 7.2 to 11.0 hw/vfio/igd.c igd_gen(); S33",
	},
	{
		.id = "address",
		.recipes = BOTH,
		.weight = 2,
		.severity = IGD_BLOCKER,
		.test = igd_test_address,
		.broken = "the iGPU is not 00:02.0 in the VM",
		.open = "whether the iGPU is 00:02.0 in the VM",
		.consequence =
			"the drivers of firmware and of Windows look for an Intel iGPU there and nowhere else: "
			"Code 43",
		.mend = SAME("give it the address 00:02.0 (see vm.address)"),
		.source = "tomitamoeko/VfioIgdPkg IgdAssignment.c and #5; S52",
	},
	{
		.id = "forced",
		.recipes = UPT,
		.weight = 4,
		.severity = IGD_BLOCKER,
		.test = igd_test_legacy_forced,
		.broken = "`x-igd-legacy-mode=on` demands the legacy mode",
		.consequence =
			"on q35 QEMU ends with `Machine is not i440fx or assigned BDF is not 00:02.0`",
		.mend = DROP("x-igd-legacy-mode"),
		.source = "QEMU 10.0 to 11.0 hw/vfio/igd.c vfio_pci_igd_config_quirk()",
	},
	{
		.id = "forced",
		.recipes = LEGACY,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_legacy_refused,
		.broken =
			"`x-igd-legacy-mode=on` demands of QEMU what it does not do for this generation",
		.open = "whether QEMU takes `x-igd-legacy-mode=on` for this generation (10.1 and later do not)",
		.consequence =
			"QEMU 10.1 and later end with `... or device doesn't support legacy mode`; the recipe "
			"needs only `x-igd-lpc=on` there",
		.mend = DROP("x-igd-legacy-mode"),
		.source = "QEMU 10.1 to 11.0 hw/vfio/igd.c vfio_pci_igd_config_quirk()",
	},
	{
		.id = "lpc",
		.recipes = UPT,
		.weight = 4,
		.severity = IGD_BLOCKER,
		.test = igd_test_lpc_on_q35,
		.broken = "`x-igd-lpc=on` on q35",
		.consequence =
			"QEMU ends with `Cannot create LPC bridge due to existing device at 1f.0`",
		.mend = DROP("x-igd-lpc"),
		.source = "S34; QEMU 10.0 to 11.0 hw/vfio/igd.c vfio_pci_igd_setup_lpc_bridge()",
	},
	{
		.id = "lpc",
		.recipes = LEGACY,
		.weight = 3,
		.severity = IGD_DEGRADED,
		.test = igd_test_lpc,
		.broken = "`x-igd-lpc=on` is missing",
		.open = "whether the guest sees the host's LPC bridge (QEMU 10.1 and later show it only with "
			"`x-igd-lpc=on`)",
		.consequence =
			"the ROM's display driver does not recognise the machine by its LPC bridge and stays "
			"dark: no picture until Windows has loaded its driver",
		.mend = SET("x-igd-lpc", "on", "bool"),
		.source =
			"S48; QEMU 11.0 docs/igd-assign.txt; LongQT-sea/intel-igpu-passthru README",
	},
	{
		.id = "legacy-mode",
		.recipes = LEGACY,
		.weight = 3,
		.severity = IGD_BLOCKER,
		.test = igd_test_legacy_on,
		.broken = "`x-igd-legacy-mode=off` keeps QEMU from its legacy mode",
		.consequence =
			"nothing sets up what this recipe's ROM expects, unless `x-igd-opregion=on` and "
			"`x-igd-lpc=on` do it one by one",
		.mend = DROP("x-igd-legacy-mode"),
		.source = "QEMU 10.0 to 11.0 hw/vfio/igd.c vfio_pci_igd_config_quirk()",
	},
	{
		.id = "legacy-mode",
		.recipes = UPT,
		.weight = 3,
		.severity = IGD_DEGRADED,
		.test = igd_test_legacy_off,
		.broken =
			"QEMU turns its legacy mode on by itself: i440fx, 00:02.0, and this generation",
		.open = "whether QEMU turns its legacy mode on by itself, which depends on its version",
		.consequence =
			"the iGPU takes the VGA registers from the other display, and where QEMU then finds "
			"something missing it leaves all of the iGPU's set-up out without stopping",
		.mend = SET("x-igd-legacy-mode", "off", "string"),
		.source =
			"QEMU 10.0 to 11.0 hw/vfio/igd.c vfio_pci_igd_config_quirk(), label error",
	},
	{
		.id = "display",
		.recipes = LEGACY,
		.weight = 3,
		.severity = IGD_DEGRADED,
		.test = igd_test_no_display,
		.broken = "it has an emulated display",
		.consequence =
			"two adapters want the same VGA registers, and the firmware's picture goes to the emulated "
			"one",
		.mend = TEXTS(
			"use `<video><model type='none'/></video>` and take `<graphics>` away",
			"set `vga: none`", "use `-vga none` and take other display devices away"),
		.source = "LongQT-sea/intel-igpu-passthru README",
	},
	{
		.id = "pve-legacy-igd",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_pve_refuses,
		.broken = "`legacy-igd=1` on a machine that Proxmox VE refuses it for",
		.consequence =
			"Proxmox VE starts it only on i440fx with `vga: none`, without `x-vga=1` and `rombar=0`",
		.mend = SAME(
			"take `legacy-igd=1` out, or set `machine: pc` and `vga: none` and take `x-vga=1` out"),
		.source = "proxmox/qemu-server src/PVE/QemuServer/PCI.pm parse_hostpci_devices()",
	},
	{
		.id = "x-vga",
		.recipes = UPT,
		.weight = 3,
		.severity = IGD_DEGRADED,
		.test = igd_test_vga_beside,
		.broken = "`x-vga=on` beside an emulated display",
		.consequence =
			"both claim the VGA registers, and the firmware's picture may come from neither",
		.mend = DROP("x-vga"),
		.source = "QEMU 11.0 hw/vfio/pci-quirks.c, hw/vfio/pci.c vfio_populate_vga()",
	},
	{
		.id = "x-vga-class",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_vga_class,
		.broken = "`x-vga=on` for an iGPU that is no VGA controller here (class 0380)",
		.consequence = "QEMU ends with `device does not support requested feature x-vga`",
		.mend = DROP("x-vga"),
		.source = "S37; QEMU 11.0 hw/vfio/pci.c vfio_populate_vga()",
	},
};

const struct igd_recipe_rule *igd_recipe_rule(size_t index)
{
	const size_t count = sizeof(rules) / sizeof(*rules);

	return index < count ? &rules[index] : igd_recipe_rule_of_gifts(index - count);
}
