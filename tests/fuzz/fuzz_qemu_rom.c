// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_qemu_rom - what a recording says was found in a ROM: read, judged, written and read again
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/rom_fit.h"
#include "facts/firmware/rom_text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOFREE char *text = igd_strndup((const char *)data, size);
	IGD_AUTOTEXT struct igd_text once = { 0 }, twice = { 0 };
	struct igd_rom rom;
	struct igd_rom_fit fit;

	if (!igd_rom_read(text, &rom))
		return 0;
	igd_rom_judge(&rom, 0x4680, &fit);
	igd_rom_fit_done(&fit);
	igd_rom_write(&rom, &once);
	igd_rom_done(&rom);
	if (!igd_rom_read(once.text, &rom))
		abort();
	igd_rom_write(&rom, &twice);
	igd_rom_done(&rom);
	if (strcmp(once.text, twice.text) != 0)
		abort();
	return 0;
}
