// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_opregion - any bytes as an OpRegion with the VBT that it names, and as the ranges that VFIO tells
 */
#include <stdlib.h>

#include "facts/firmware/opregion.h"
#include "facts/firmware/opregion_vfio.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at_ranges(const uint8_t *data, size_t size)
{
	struct igd_vfio_ranges ranges = { .count = 0 };
	struct igd_error error = { 0 };
	size_t i;

	if (igd_vfio_ranges_parse((const char *)data, size, &ranges, &error) < 0 && !*error.message)
		abort();
	for (i = 0; i < ranges.count; i++) {
		if (ranges.list[i].start > ranges.list[i].end)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_opregion opregion = { 0 };
	struct igd_error error = { 0 };
	struct igd_vbt vbt;

	look_at_ranges(data, size);
	if (igd_opregion_parse(data, size, &opregion, &error) < 0) {
		if (!igd_starts_with(error.message, "offset "))
			abort();
		return 0;
	}
	if (opregion.vbt_offset > size || opregion.vbt_size > size - opregion.vbt_offset)
		abort();
	igd_vbt_parse(data + opregion.vbt_offset, opregion.vbt_size, &vbt, NULL);
	return 0;
}
