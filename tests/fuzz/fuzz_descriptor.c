// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_descriptor - any bytes as a firmware descriptor
 */
#include <stdlib.h>
#include <string.h>

#include "facts/qemu/descriptor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct igd_descriptor *descriptor)
{
	size_t i;

	/* What is said to be there, is; and a path is one. */
	if (descriptor->is_flash &&
		(!descriptor->code || *descriptor->code != '/' || !descriptor->code_format ||
			!descriptor->variables || *descriptor->variables != '/'))
		abort();
	if (descriptor->machine_count > IGD_DESCRIPTOR_MAX_MACHINES)
		abort();
	for (i = 0; i < descriptor->machine_count; i++) {
		if (!descriptor->machines[i] || !*descriptor->machines[i])
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_descriptor descriptor;
	struct igd_error error = { 0 };

	if (igd_descriptor_parse((const char *)data, size, &descriptor, &error) == 0)
		check(&descriptor);
	else if (!*error.message || descriptor.code || descriptor.machine_count)
		abort(); /* an error without a reason, or half a descriptor */
	igd_descriptor_done(&descriptor);
	return 0;
}
