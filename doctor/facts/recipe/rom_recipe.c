// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_recipe - whether a ROM is of the kind that a VM needs: by what is in it, and who runs it
 */
#include "facts/recipe/rom_recipe.h"

/* The last generation whose stolen memory SeaBIOS places, at 0x5C. */
#define LAST_OF_SEABIOS 9

static bool has(uint32_t contains, enum igd_rom_content content)
{
	return (contains >> content) & 1;
}

static enum igd_rom_kind under_ovmf(uint32_t contains, const struct igd_rom_use *use)
{
	bool has_gop = has(contains, IGD_ROM_INTEL_GOP);

	if (!has(contains, IGD_ROM_ASSIGNMENT)) {
		if (has_gop)
			return IGD_ROM_LACKS_ASSIGNMENT;
		return has(contains, IGD_ROM_INTEL_VBIOS) ? IGD_ROM_IS_VIDEO_BIOS
							  : IGD_ROM_CANNOT_TELL;
	}
	if (!has_gop)
		return use->is_legacy ? IGD_ROM_LACKS_GOP : IGD_ROM_SUITS;
	if (!has(contains, IGD_ROM_GOP_POLICY))
		return use->is_legacy ? IGD_ROM_LACKS_POLICY : IGD_ROM_SUITS_BUT_DARK;
	if (use->has_lpc && use->chipset == IGD_VM_I440FX)
		return IGD_ROM_SUITS;
	return use->is_legacy ? IGD_ROM_LACKS_LPC : IGD_ROM_SUITS_BUT_DARK;
}

static enum igd_rom_kind under_seabios(uint32_t contains, const struct igd_rom_use *use)
{
	if (has(contains, IGD_ROM_INTEL_VBIOS))
		return use->generation > 0 && use->generation <= LAST_OF_SEABIOS
			       ? IGD_ROM_SUITS
			       : IGD_ROM_IS_TOO_OLD;
	return has(contains, IGD_ROM_ASSIGNMENT) || has(contains, IGD_ROM_INTEL_GOP)
		       ? IGD_ROM_IS_EFI
		       : IGD_ROM_CANNOT_TELL;
}

enum igd_rom_kind igd_rom_kind(uint32_t contains, const struct igd_rom_use *use)
{
	switch (use->firmware) {
	case IGD_VM_OVMF:
		return under_ovmf(contains, use);
	case IGD_VM_SEABIOS:
		return under_seabios(contains, use);
	case IGD_VM_FIRMWARE_UNKNOWN:
	case IGD_VM_FIRMWARE_OTHER:
		break;
	}
	return IGD_ROM_CANNOT_TELL;
}

static const struct igd_rom_kind_words words[] = {
	[IGD_ROM_SUITS_BUT_DARK] = { .what = "its display driver (GOP) will draw nothing in this VM: it wants its companion that "
					     "hands it the VBT, and the host's own LPC bridge at 00:1f.0, which i440fx has with "
					     "`x-igd-lpc=on` and q35 never; the rest of the ROM does its work",
		.remedy =
			"Nothing has to be done if Windows' driver is to make the picture. A ROM without GOP, such as "
			"Universal_noGOP, is what the UPT recipe takes; for a picture from power-on go over to the legacy "
			"recipe as a whole: `igd-doctor explain vm.recipe`.",
		.severity = IGD_HINT },
	[IGD_ROM_LACKS_GOP] = { .what = "it has no display driver (GOP), so that a machine made for the legacy recipe stays dark "
					"until Windows' driver runs",
		.remedy = NULL,
		.severity = IGD_DEGRADED },
	[IGD_ROM_LACKS_LPC] = { .what = "its display driver (GOP) goes by the host's LPC bridge at 00:1f.0, which this VM does not "
					"show, and will draw nothing",
		.remedy =
			"Make the VM i440fx with the iGPU at 00:02.0 and give the iGPU `x-igd-lpc=on` (QEMU 10.0 or later).",
		.severity = IGD_DEGRADED },
	[IGD_ROM_LACKS_POLICY] = { .what = "its display driver (GOP) is without its companion that hands it the VBT "
					   "(PlatformGopPolicy), and will draw nothing",
		.remedy = NULL,
		.severity = IGD_DEGRADED },
	[IGD_ROM_LACKS_ASSIGNMENT] = { .what = "it is a display driver (GOP) alone: nobody hands the OpRegion to the guest, and "
					       "Windows stops with Code 43",
		.remedy = NULL,
		.severity = IGD_BLOCKER },
	[IGD_ROM_IS_VIDEO_BIOS] = { .what = "it is a video BIOS, which OVMF does not run",
		.remedy = NULL,
		.severity = IGD_BLOCKER },
	[IGD_ROM_IS_EFI] = { .what = "it holds EFI drivers, and the VM boots SeaBIOS, which runs none of them",
		.remedy =
			"Boot the VM by OVMF (libvirt: `<os firmware='efi'>`, Proxmox VE: `bios: ovmf`). An installed Windows has "
			"to be converted for that with `mbr2gpt`, or installed anew.",
		.severity = IGD_BLOCKER },
	[IGD_ROM_IS_TOO_OLD] = { .what = "it is a video BIOS, and SeaBIOS finds stolen memory a place only up to the 10th "
					 "generation",
		.remedy =
			"Boot the VM by OVMF, and take a ROM with the assignment driver: `igd-doctor explain rom.fits`.",
		.severity = IGD_BLOCKER },
};

const struct igd_rom_kind_words *igd_rom_kind_words(enum igd_rom_kind kind)
{
	return &words[kind];
}
