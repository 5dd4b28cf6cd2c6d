// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_volume - any bytes as a board's firmware
 */
#include <stdlib.h>

#include "facts/firmware/display_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_display_parts parts;
	size_t i;

	igd_display_parts_find(data, size, &parts);
	for (i = 0; i < parts.count; i++)
		if (!parts.parts[i].size || !parts.parts[i].bytes ||
			(parts.parts[i].kind == IGD_DISPLAY_VBT) !=
				(parts.parts[i].product != NULL))
			abort();
	if ((parts.walk.left_out != 0) != (parts.walk.why != NULL))
		abort();
	igd_display_parts_done(&parts);
	return 0;
}
