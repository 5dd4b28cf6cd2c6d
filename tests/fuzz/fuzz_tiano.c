// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_tiano - any bytes as what was compressed for UEFI, in both variants
 */
#include <stdlib.h>

#include "facts/firmware/tiano.h"

#define LIMIT ((size_t)1 << 17) /* more of it shows nothing new, and costs time */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void decompress(const uint8_t *data, size_t size, enum igd_tiano variant)
{
	struct igd_fault fault = { 0 };
	uint8_t *result = igd_tiano_decompress(data, size, variant, LIMIT, &fault);
	volatile uint8_t last;

	if (!result) {
		if (!*fault.what || fault.offset > size)
			abort();
		return;
	}
	last = result[igd_tiano_original_size(data, size) - 1];
	(void)last;
	free(result);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	decompress(data, size, IGD_TIANO_UEFI);
	decompress(data, size, IGD_TIANO_TIANO);
	return 0;
}
