// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_vbt - any bytes as a VBT
 */
#include <stdlib.h>
#include <string.h>

#include "facts/firmware/vbt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_error error = { 0 };
	struct igd_vbt vbt = { 0 };
	char *names;
	size_t i;

	if (igd_vbt_parse(data, size, &vbt, &error) < 0) {
		if (!igd_starts_with(error.message, "offset "))
			abort();
		return 0;
	}
	if (vbt.size > size || vbt.output_count > IGD_VBT_MAX_OUTPUTS)
		abort();
	for (i = 0; i < vbt.output_count; i++) {
		if (!*vbt.outputs[i].name || vbt.outputs[i].offset + 33 > vbt.size)
			abort();
	}
	names = igd_vbt_output_names(&vbt);
	if (!*names || strlen(names) > sizeof(vbt.outputs))
		abort();
	free(names);
	return 0;
}
