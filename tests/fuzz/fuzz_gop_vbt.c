// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_gop_vbt - the option ROM's search for a VBT in an OpRegion: what it hands out is in there, and sums to 0
 */
#include <stdlib.h>
#include <string.h>

#include "fixes/oprom/gop_vbt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_gop_vbt vbt = { 0 };
	uint8_t *bytes = malloc(size + 1), sum = 0;
	uint32_t i;

	if (!bytes)
		return 0;
	memcpy(bytes, data, size);
	if (igd_gop_vbt_find(bytes, (uint32_t)size, &vbt)) {
		uint64_t offset = vbt.address - (uintptr_t)bytes;

		if (offset > size || vbt.size > size - offset)
			abort();
		for (i = 0; i < vbt.size; i++)
			sum = (uint8_t)(sum + bytes[offset + i]);
		if (sum)
			abort();
	}
	free(bytes);
	return 0;
}
