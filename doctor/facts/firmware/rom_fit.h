// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_fit - whether a ROM was made for an iGPU, and for which it was
 *
 * Never a guess: "fits" and "does not fit" each stand on evidence that the reader found; everything else is
 * "cannot tell", with the reason. The assignment driver decides; a display driver beside it adds the recipe
 * with a picture from power-on, and does no harm where it is for other models. Everybody who has an opinion on a
 * ROM has this one: the verb, the checks, the ranking.
 */
#ifndef IGD_FACTS_FIRMWARE_ROM_FIT_H
#define IGD_FACTS_FIRMWARE_ROM_FIT_H

#include "facts/firmware/rom.h"

enum igd_fit { IGD_FIT_UNKNOWN, IGD_FIT_YES, IGD_FIT_NO };

/* Recipes that a ROM can serve: bits. */
enum { IGD_ROM_FOR_UPT = 1, IGD_ROM_FOR_LEGACY = 2, IGD_ROM_FOR_GOP = 4 };

struct igd_rom_fit {
	enum igd_fit fit;
	unsigned recipes; /* which it can serve, IGD_ROM_FOR_*; 0 unless fit is IGD_FIT_YES */
	bool is_part; /* its display driver lists the iGPU, and would serve behind a fitting assignment driver */
	bool is_for_other_display; /* it fits, but its display driver is for other models and leaves this one */
	bool is_misnamed; /* a video BIOS for it, but for the id in front, by which SeaBIOS goes */
	char *why;	  /* a sentence or two; always */
	/* The platforms, oldest first: "Rocket Lake, Tiger Lake, Alder Lake-S, Raptor Lake-S"; NULL if unknown. */
	char *made_for;
};

/* Judges for a device id (of vendor 8086); device 0: for no machine in particular (fit is unknown). */
IGD_EXPORT void igd_rom_judge(const struct igd_rom *rom, uint16_t device, struct igd_rom_fit *ret);
IGD_EXPORT void igd_rom_fit_done(struct igd_rom_fit *fit);

/* For sorting ROMs that were judged for the same device: the smaller, the better. fit NULL: not a ROM at all. */
IGD_EXPORT uint64_t igd_rom_fit_rank(const struct igd_rom *rom, const struct igd_rom_fit *fit);

/* The platforms that it was made for, as in made_for, by what its drivers list; NULL if they do not say. */
IGD_EXPORT char *igd_rom_made_for(const struct igd_rom *rom);

/*
 * The platforms that these device ids belong to, oldest first, as in made_for; from seven on only the first,
 * the last and their number. NULL if no id is known. The caller frees it.
 */
IGD_EXPORT char *igd_rom_platforms(const uint16_t *devices, size_t count);

/* "12th gen desktop" for "Alder Lake-S"; NULL for a platform whose processors have no such name here. */
IGD_EXPORT const char *igd_rom_processors(const char *platform);

#endif
