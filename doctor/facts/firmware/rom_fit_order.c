// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_fit_order - for which platforms a ROM was made, and how good it is among others
 */
#include <stdlib.h>

#include "facts/firmware/rom_fit.h"

#define HAS(content) (1u << (content))
#define INTELS                                                                                     \
	(HAS(IGD_ROM_ASSIGNMENT) | HAS(IGD_ROM_GOP_POLICY) | HAS(IGD_ROM_INTEL_GOP) |              \
		HAS(IGD_ROM_INTEL_VBIOS))

/* The display driver's ids, where there is one. */
char *igd_rom_made_for(const struct igd_rom *rom)
{
	struct igd_text ids = { 0 };
	uint32_t contains = igd_rom_contains(rom);
	char *ret;
	size_t i;

	for (i = 0; i < rom->image_count; i++) {
		const struct igd_rom_image *image = &rom->images[i];

		if (contains & HAS(IGD_ROM_INTEL_GOP))
			igd_text_add(&ids, image->gop_devices,
				image->gop_device_count * sizeof(*image->gop_devices));
		else if (image->contains & HAS(IGD_ROM_ASSIGNMENT))
			igd_text_add(&ids, image->assigned_devices,
				image->assigned_device_count * sizeof(*image->assigned_devices));
		else if (image->contains & HAS(IGD_ROM_INTEL_VBIOS) && image->device_count)
			igd_text_add(&ids, image->devices,
				image->device_count * sizeof(*image->devices));
		else if (image->contains & HAS(IGD_ROM_INTEL_VBIOS))
			igd_text_add(&ids, &image->device, sizeof(image->device));
	}
	ret = igd_rom_platforms(
		(const uint16_t *)(const void *)ids.text, ids.size / sizeof(uint16_t));
	igd_text_done(&ids);
	return ret;
}

static uint64_t count_bits(unsigned bits)
{
	uint64_t count = 0;

	for (; bits; bits &= bits - 1)
		count++;
	return count;
}

static uint64_t at_most(size_t number, uint64_t most)
{
	return number < most ? number : most;
}

/* A number of digits, what matters most in front. */
uint64_t igd_rom_fit_rank(const struct igd_rom *rom, const struct igd_rom_fit *fit)
{
	uint32_t contains = igd_rom_contains(rom);
	uint64_t answer, strangeness, rank;

	if (!fit)
		return UINT64_MAX;
	answer = fit->fit == IGD_FIT_YES ? 0 : fit->fit == IGD_FIT_UNKNOWN ? 1 : 2;
	/* Intel's drivers, then what is unknown, then other vendors'. */
	strangeness = contains & INTELS ? 0 : contains ? 2 : 1;
	rank = answer << 56;
	rank |= (8 - count_bits(fit->recipes)) << 48;
	rank |= (strangeness + !fit->is_part) << 40;
	rank |= at_most(rom->problem_count, 0xff) << 32;
	/* Of several drivers but one is of use, and the others may get in its way. */
	return rank | at_most(rom->image_count, 0xffff);
}
