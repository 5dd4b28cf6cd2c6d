// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_fit_platforms - the platforms of device ids, and what their processors are called in shops
 *
 * Processors: LongQT-sea/intel-igpu-passthru 2ac030e README.md, its table of ROMs; for those it does not have,
 * the PCI id database's names of the devices. In the order in which they were sold.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_fit.h"
#include "facts/host/igpu.h"

/* More platforms than this are not listed. */
#define LISTED 6

static const struct {
	const char *platform, *processors;
} platforms[] = {
	{ "Sandy Bridge", "2nd gen" },
	{ "Ivy Bridge", "3rd gen" },
	{ "Haswell", "4th gen" },
	{ "Bay Trail", "Atom Z3000, Celeron and Pentium N2000 and J1000" },
	{ "Broadwell", "5th gen" },
	{ "Cherry Trail", "Atom x5 and x7, Celeron and Pentium N3000" },
	{ "Skylake", "6th gen" },
	{ "Apollo Lake", "Celeron and Pentium N3300 to J4205" },
	{ "Kaby Lake", "7th gen" },
	{ "Gemini Lake", "Celeron and Pentium N4000 to J5040" },
	{ "Amber Lake", "8th gen, very low power" },
	{ "Coffee Lake", "8th and 9th gen" },
	{ "Whiskey Lake", "8th gen mobile" },
	{ "Cannon Lake", "8th gen, Core i3-8121U" },
	{ "Comet Lake", "10th gen" },
	{ "Ice Lake", "10th gen mobile" },
	{ "Elkhart Lake", "Atom x6000E" },
	{ "Jasper Lake", "Celeron and Pentium N4500 to N6005" },
	{ "Tiger Lake", "11th gen mobile" },
	{ "Rocket Lake", "11th gen desktop" },
	{ "Alder Lake-S", "12th gen desktop and HX" },
	{ "Alder Lake-P", "12th gen mobile" },
	{ "Alder Lake-N", "N-series: N95, N100, N300" },
	{ "Raptor Lake-S", "13th and 14th gen desktop and HX" },
	{ "Raptor Lake-P", "13th gen mobile" },
	{ "Raptor Lake-U", "13th gen mobile, low power" },
	{ "Meteor Lake", "Core Ultra 100" },
	{ "Arrow Lake", "Core Ultra 200" },
	{ "Lunar Lake", "Core Ultra 200V" },
	{ "Panther Lake", "Core Ultra 300" },
	{ "Wildcat Lake", NULL },
	{ "Nova Lake-S", NULL },
	{ "Nova Lake-P", NULL },
};

#define PLATFORMS (sizeof(platforms) / sizeof(*platforms))

/* The platform's place in the table, or PLATFORMS. */
static size_t place_of(const char *platform)
{
	size_t i = 0;

	while (i < PLATFORMS && strcmp(platforms[i].platform, platform) != 0)
		i++;
	return i;
}

const char *igd_rom_processors(const char *platform)
{
	size_t place = place_of(platform);

	return place < PLATFORMS ? platforms[place].processors : NULL;
}

static char *list(const bool *is_there)
{
	struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < PLATFORMS; i++)
		if (is_there[i])
			igd_text_printf(
				&text, "%s%s", text.size ? ", " : "", platforms[i].platform);
	return text.text;
}

char *igd_rom_platforms(const uint16_t *devices, size_t count)
{
	bool is_there[PLATFORMS + 1] = { false };
	size_t i, first = PLATFORMS, last = 0, number = 0;

	for (i = 0; i < count; i++) {
		const struct igd_igpu_model *model = igd_igpu_model(devices[i]);

		if (model)
			is_there[place_of(model->platform)] = true;
	}
	for (i = 0; i < PLATFORMS; i++) {
		if (!is_there[i])
			continue;
		first = number++ ? first : i;
		last = i;
	}
	if (!number)
		return NULL;
	if (number <= LISTED)
		return list(is_there);
	return igd_printf("%s to %s (%zu platforms)", platforms[first].platform,
		platforms[last].platform, number);
}
