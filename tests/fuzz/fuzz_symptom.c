// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_symptom - any bytes as a file of the symptom catalogue
 */
#include <stdlib.h>
#include <string.h>

#include "facts/log/symptom.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char line[] =
		"qemu: vfio_container_dma_map(0x55, 0xe0000000000, 0x1000, 0x7f) = -22";
	struct igd_symptoms symptoms = { 0 };
	struct igd_error error = { 0 };
	char *filled;

	if (igd_symptoms_add(&symptoms, "file", (const char *)data, size, &error) < 0) {
		if (!igd_starts_with(error.message, "file:"))
			abort();
		return 0;
	}
	igd_symptom_matches(&symptoms.list[0], line, strlen(line));
	filled = igd_symptom_fill(&symptoms.list[0], symptoms.list[0].cause, line, strlen(line));
	free(filled);
	igd_symptoms_done(&symptoms);
	return 0;
}
