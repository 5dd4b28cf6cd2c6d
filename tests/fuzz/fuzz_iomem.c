// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_iomem - any bytes as /proc/iomem
 */
#include <stdlib.h>

#include "facts/host/iomem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_iomem iomem;
	size_t i;

	if (igd_iomem_parse(&iomem, (const char *)data, size) < 0)
		return 0;
	for (i = 0; i < iomem.count; i++) {
		if (iomem.ranges[i].parent > i || iomem.ranges[i].start > iomem.ranges[i].end)
			abort();
		igd_iomem_is_within(&iomem, i, "0000:00:02.0");
	}
	igd_iomem_done(&iomem);
	return 0;
}
