// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_rows_gifts - the recipes as tables: what the VM has to be given, and what it must not be
 */
#include "facts/recipe/recipe_rows_private.h"

/* Texts that several rows share. */
#define ROM_UPT "Universal_noGOP_igd.rom"
#define GIVE_ROM_UPT                                                                               \
	TEXTS("put `<rom file='/usr/share/vgabios/" ROM_UPT "'/>` into the iGPU's `<hostdev>`",    \
		"add `,romfile=" ROM_UPT                                                           \
		"` to the iGPU's `hostpci` line (the file goes to /usr/share/kvm/)",               \
		"add `,romfile=/PATH/" ROM_UPT "` to the iGPU's `-device vfio-pci`")
#define GIVE_ROM_LEGACY                                                                              \
	TEXTS("put `<rom file='/usr/share/vgabios/FILE'/>` with the platform's own ROM into the "    \
	      "iGPU's `<hostdev>`",                                                                  \
		"add `,romfile=FILE` with the platform's own ROM to the iGPU's `hostpci` line (the " \
		"file goes to /usr/share/kvm/)",                                                     \
		"add `,romfile=/PATH/FILE` with the platform's own ROM to the iGPU's `-device "      \
		"vfio-pci`")
#define BOOT_OVMF                                                                                  \
	TEXTS("use `<os firmware='efi'>`" INSTALLED,                                               \
		"set `bios: ovmf` and add an EFI disk" INSTALLED,                                  \
		"boot OVMF, `-drive if=pflash,...`" INSTALLED)
#define INSTALLED " (a Windows that is there has to be installed for UEFI)"
#define NO_OPREGION "the VM does not get the OpRegion"
#define OPREGION_OPEN                                                                              \
	"whether the VM gets the OpRegion: QEMU 10.1 and later hand it over by themselves, older " \
	"ones only with `x-igd-opregion=on`"

static const struct igd_recipe_rule rules[] = {
	{
		.id = "opregion",
		.recipes = BOTH,
		.weight = 2,
		.severity = IGD_BLOCKER,
		.test = igd_test_opregion_windows,
		.broken = NO_OPREGION,
		.open = OPREGION_OPEN,
		.consequence =
			"the ROM's driver does nothing at all without it, and the Windows driver stops with "
			"Code 43",
		.mend = SET("x-igd-opregion", "on", "bool"),
		.source = "tomitamoeko/VfioIgdPkg IgdAssignment.c; QEMU 11.0 docs/igd-assign.txt",
	},
	{
		.id = "opregion-linux",
		.recipes = BOTH,
		.weight = 2,
		.severity = IGD_DEGRADED,
		.test = igd_test_opregion_linux,
		.broken = NO_OPREGION,
		.open = OPREGION_OPEN,
		.consequence =
			"i915 in a Linux guest goes on without it, but has to guess which outputs there are",
		.mend = SET("x-igd-opregion", "on", "bool"),
		.source = "QEMU 11.0 docs/igd-assign.txt",
	},
	{
		.id = "rom",
		.recipes = UPT,
		.weight = 2,
		.severity = IGD_BLOCKER,
		.test = igd_test_rom_windows,
		.broken = "it is given no option ROM",
		.consequence =
			"OVMF does not know how to set up an assigned iGPU; without the ROM's driver Windows stops "
			"with Code 43",
		.mend = GIVE_ROM_UPT,
		.source = "S75, S77; LongQT-sea/intel-igpu-passthru#31",
	},
	{
		.id = "rom",
		.recipes = LEGACY,
		.weight = 2,
		.severity = IGD_BLOCKER,
		.test = igd_test_rom_legacy,
		.broken = "it is given no option ROM",
		.open = "whether the iGPU has a ROM of its own, as it is given none",
		.consequence =
			"QEMU says `Device has no ROM` and leaves its legacy mode off, and OVMF does not know how "
			"to set up an assigned iGPU: Code 43",
		.mend = GIVE_ROM_LEGACY,
		.source =
			"S75, S77; LongQT-sea/intel-igpu-passthru README; QEMU 11.0 hw/vfio/igd.c",
	},
	{
		.id = "rom-linux",
		.recipes = UPT,
		.weight = 2,
		.severity = IGD_DEGRADED,
		.test = igd_test_rom_linux,
		.broken = "it is given no option ROM",
		.consequence =
			"nothing reserves stolen memory in the guest; i915 goes on without, but its display may stay "
			"garbled",
		.mend = GIVE_ROM_UPT,
		.source = "S40; QEMU 11.0 docs/igd-assign.txt",
	},
	{
		.id = "rom-bar",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_rom_bar,
		.broken = "the BAR of its option ROM is off",
		.consequence =
			"the guest's firmware sees no ROM BAR and runs nothing of the file: as if there were none",
		.mend = TEXTS("take `bar='off'` or `enabled='no'` out of the iGPU's `<rom>`",
			"take `rombar=0` out of the iGPU's `hostpci` line",
			"take `rombar=0` out of the iGPU's `-device vfio-pci`"),
		.source = "QEMU 11.0 hw/pci/pci.c pci_add_option_rom()",
	},
	{
		.id = "firmware",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_firmware,
		.broken = "the VM boots SeaBIOS",
		.open = "whether the VM boots OVMF",
		.consequence =
			"SeaBIOS runs none of the ROM's drivers, and sets up generations 6 to 9 only",
		.mend = BOOT_OVMF,
		.source = "S40; QEMU 11.0 docs/igd-assign.txt, Guest firmware",
	},
	{
		.id = "firmware-old",
		.recipes = UPT,
		.weight = 1,
		.severity = IGD_DEGRADED,
		.test = igd_test_firmware_old,
		.broken = "the VM boots SeaBIOS",
		.consequence =
			"SeaBIOS sets up an iGPU of this generation by itself, but nobody has reported this recipe "
			"with it, and Windows 11 asks for UEFI",
		.mend = BOOT_OVMF,
		.source = "QEMU 11.0 docs/igd-assign.txt, Guest firmware",
	},
	{
		.id = "legacy-igd",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_legacy_igd,
		.broken = "`legacy-igd` is set as a property of QEMU's",
		.consequence =
			"no QEMU has it: it is Proxmox VE's own word, and QEMU ends with `Property "
			"'vfio-pci.legacy-igd' not found`",
		.mend = DROP("legacy-igd"),
		.source = "S45",
	},
	{
		.id = "set",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_set,
		.broken = "`-set` for a device that is given as JSON",
		.consequence =
			"libvirt writes devices as JSON for QEMU 7.0 and later, and `-set` does not find those: QEMU ends "
			"with `there is no device ... defined`",
		.mend = SAME(
			"move what `-set` sets into `<qemu:override>`, or into the `-device` itself"),
		.source =
			"libvirt 11.3 NEWS.rst v7.9.0, v8.0.0; QEMU 11.0 system/vl.c qemu_set_option()",
	},
	{
		.id = "options",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_options,
		.name = igd_case_stray,
		.broken = "it sets `{}`, which this QEMU does not have",
		.open = "whether this QEMU has `{}`, which it is given",
		.consequence = "a QEMU without it ends with `Property 'vfio-pci.{}' not found`",
		.mend = { .kind = IGD_MEND_DROP },
		.source = "S46; QEMU 7.2 to 11.0 hw/vfio/pci.c, properties",
	},
	{
		.id = "gms-none",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_gms_none,
		.broken =
			"`x-igd-gms` is not set, and this QEMU then shows the guest no stolen memory",
		.open = "whether the guest sees stolen memory: QEMU 8.2 and older show it none without `x-igd-gms`",
		.consequence = "the Windows driver stops with Code 43",
		.mend = SET("x-igd-gms", "2", "unsigned"),
		.source = "S43; QEMU 7.2 and 8.2 hw/vfio/igd.c vfio_probe_igd_bar4_quirk()",
	},
	{
		.id = "gms-range",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_BLOCKER,
		.test = igd_test_gms_range,
		.broken = "`x-igd-gms` is a value that this QEMU does not take for this iGPU",
		.open = "whether this QEMU takes that `x-igd-gms` for this iGPU",
		.consequence =
			"QEMU ends with `Parameter 'x-igd-gms' expects ...` or `x-igd-gms is not supported on this device`",
		.mend = DROP("x-igd-gms"),
		.source = "S41; QEMU 10.0 to 11.0 hw/vfio/igd.c vfio_pci_igd_override_gms()",
	},
	{
		.id = "hypervisor",
		.recipes = BOTH,
		.weight = 1,
		.severity = IGD_DEGRADED,
		.test = igd_test_hypervisor,
		.broken = "the hypervisor is hidden (`hypervisor=off`)",
		.consequence =
			"Intel's driver takes it for bare metal; with virtual functions that was Code 43, and no "
			"recipe asks for it",
		.mend = TEXTS("take `<feature policy='disable' name='hypervisor'/>` out of `<cpu>`",
			"take `-hypervisor` or `hypervisor=off` out of `cpu:` or `args:`",
			"take `hypervisor=off` or `-hypervisor` out of `-cpu`"),
		.source = "S78: strongtz/i915-sriov-dkms#120, #417",
	},
};

const struct igd_recipe_rule *igd_recipe_rule_of_gifts(size_t index)
{
	return index < sizeof(rules) / sizeof(*rules) ? &rules[index] : NULL;
}
