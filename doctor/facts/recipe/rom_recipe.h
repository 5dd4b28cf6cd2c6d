// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_recipe - whether a ROM is of the kind that a VM needs: by what is in it, and who runs it
 */
#ifndef IGD_FACTS_RECIPE_ROM_RECIPE_H
#define IGD_FACTS_RECIPE_ROM_RECIPE_H

#include "core/check.h"
#include "facts/firmware/rom.h"
#include "facts/vm/vm.h"

/* What of the VM counts. */
struct igd_rom_use {
	enum igd_vm_firmware_kind firmware;
	enum igd_vm_chipset chipset;
	bool has_lpc; /* the guest sees the host's LPC bridge at 00:1f.0: x-igd-lpc=on, or QEMU's legacy mode */
	bool is_legacy; /* of the two recipes (recipe.h) it is nearer to legacy */
	int generation; /* of the iGPU: 6 to 12, -1 for those without stolen memory to set up */
};

enum igd_rom_kind {
	IGD_ROM_SUITS,
	IGD_ROM_SUITS_BUT_DARK, /* it does what is needed; its display driver will not draw here (S48) */
	IGD_ROM_LACKS_GOP, /* the picture from power-on, which legacy is chosen for, will not be there (S49) */
	IGD_ROM_LACKS_LPC, /* the same, because the display driver does not see the bridge it looks for */
	IGD_ROM_LACKS_POLICY,	  /* the same, because nobody hands the display driver a VBT */
	IGD_ROM_LACKS_ASSIGNMENT, /* a display driver alone: Code 43 (S48) */
	IGD_ROM_IS_VIDEO_BIOS,	  /* which OVMF does not run */
	IGD_ROM_IS_EFI,		  /* which SeaBIOS does not run */
	IGD_ROM_IS_TOO_OLD, /* a video BIOS, which needs SeaBIOS to place stolen memory: up to generation 9 */
	IGD_ROM_CANNOT_TELL /* nothing in it was recognised, or the firmware is not known */
};

/*
 * contains: igd_rom_contains(). LongQT-sea/intel-igpu-passthru README; lf-edge/eve
 * docs/INTEL-IGPU-PASSTHROUGH.md (the display driver goes by the id of the bridge at 00:1f.0); QEMU 11.0
 * docs/igd-assign.txt (SeaBIOS places stolen memory before generation 11 only).
 */
IGD_EXPORT enum igd_rom_kind igd_rom_kind(uint32_t contains, const struct igd_rom_use *use);

struct igd_rom_kind_words {
	const char *what, *remedy; /* remedy is NULL where the check's own will do */
	enum igd_severity severity;
};

/* Of a kind that does not suit; constants. */
IGD_EXPORT const struct igd_rom_kind_words *igd_rom_kind_words(enum igd_rom_kind kind);

#endif
