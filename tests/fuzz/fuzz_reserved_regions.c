// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_reserved_regions - any bytes as an IOMMU group's reserved_regions
 */
#include <stdlib.h>

#include "facts/host/iommu.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_reserved_regions regions = { 0 };
	struct igd_error error = { 0 };
	size_t i;

	if (igd_reserved_parse((const char *)data, size, &regions, &error) < 0) {
		if (!*error.message)
			abort(); /* an error without a reason */
		return 0;
	}
	for (i = 0; i < regions.count; i++) {
		if (regions.list[i].start > regions.list[i].end)
			abort();
	}
	igd_reserved_done(&regions);
	return 0;
}
