// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_rom_recognise - any bytes as the code of a ROM's image: what is recognised, and the verdict
 *
 * The first byte chooses the device, the rest becomes a legacy image of Intel's, whose code is looked at as it
 * stands.
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_fit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A header, its PCI data structure, and one unit more than the code takes. */
#define CODE 0x40
#define UNIT ((size_t)512)
#define UNITS_MAX 255

static void check_ids(const uint16_t *ids, size_t count)
{
	size_t i;

	for (i = 1; i < count; i++)
		if (ids[i - 1] >= ids[i])
			abort(); /* sorted, each once */
}

static void check(const struct igd_rom *rom, uint16_t device)
{
	struct igd_rom_fit fit;
	size_t i;

	for (i = 0; i < rom->evidence_count; i++)
		if (!*rom->evidence[i].what || rom->evidence[i].offset > rom->size)
			abort();
	for (i = 0; i < rom->image_count; i++) {
		check_ids(rom->images[i].gop_devices, rom->images[i].gop_device_count);
		check_ids(rom->images[i].assigned_devices, rom->images[i].assigned_device_count);
	}
	if (!igd_rom_contains(rom) != !rom->evidence_count)
		abort(); /* nothing is claimed without evidence */
	igd_rom_judge(rom, device, &fit);
	if (!fit.why || !*fit.why || (fit.fit == IGD_FIT_YES) != (fit.recipes != 0))
		abort();
	if (!device && fit.fit != IGD_FIT_UNKNOWN)
		abort();
	igd_rom_fit_done(&fit);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint16_t devices[] = { 0, 0x4680, 0x3e92, 0x7d55, 0x1234 };
	static const uint8_t pcir[] = { 'P', 'C', 'I', 'R', 0x86, 0x80, 0x80, 0x46, 0, 0, 0x1c, 0,
		3, 0, 0, 3, 0, 0, 0, 0, 0, 0x80 };
	size_t units = (CODE + size) / UNIT + 1;
	struct igd_rom rom;
	uint8_t *file;

	if (!size || units > UNITS_MAX)
		return 0;
	file = calloc(units, UNIT);
	if (!file)
		return 0;
	memcpy(file, "\x55\xaa", 2);
	file[2] = (uint8_t)units;
	file[0x18] = 0x1c;
	memcpy(file + 0x1c, pcir, sizeof(pcir));
	file[0x1c + 0x10] = (uint8_t)units;
	memcpy(file + CODE, data + 1, size - 1);
	if (!igd_rom_parse(file, units * UNIT, &rom))
		abort(); /* it is a ROM */
	check(&rom, devices[data[0] % (sizeof(devices) / sizeof(*devices))]);
	igd_rom_done(&rom);
	free(file);
	return 0;
}
