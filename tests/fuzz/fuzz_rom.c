// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_rom - any bytes as an option ROM
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_image(const struct igd_rom *rom, size_t number)
{
	const struct igd_rom_image *image = &rom->images[number];

	if (image->offset > rom->size || image->size > rom->size - image->offset)
		abort();
	if (number > 0 &&
		image->offset < rom->images[number - 1].offset + rom->images[number - 1].size)
		abort(); /* images that overlap */
	if ((image->device_count && !image->devices) ||
		(image->gop_device_count && !image->gop_devices))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_rom rom;
	bool is_rom = igd_rom_parse(data, size, &rom);
	size_t i;

	if (is_rom != (rom.image_count > 0) || rom.image_count > IGD_ROM_MAX_IMAGES)
		abort();
	if (!is_rom && rom.problem_count == 0)
		abort(); /* no ROM, and no reason */
	for (i = 0; i < rom.image_count; i++)
		check_image(&rom, i);
	for (i = 0; i < rom.problem_count; i++)
		if (!*rom.problems[i].what || rom.problems[i].offset > size)
			abort();
	for (i = 0; i < rom.evidence_count; i++)
		if (!*rom.evidence[i].what || rom.evidence[i].image >= rom.image_count)
			abort();
	igd_rom_done(&rom);
	return 0;
}
