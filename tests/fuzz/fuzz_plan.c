// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_plan - any bytes as a plan file; one that is taken survives being written and read again
 */
#include <stdlib.h>
#include <string.h>

#include "mend/plan_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_CLEANUP(igd_plan_done) struct igd_plan plan = { 0 };
	IGD_CLEANUP(igd_plan_done) struct igd_plan again = { 0 };
	IGD_AUTOFREE char *first = NULL, *second = NULL;
	struct igd_error error = { 0 };

	if (igd_plan_read(&plan, (const char *)data, size, "plan", &error) < 0) {
		if (!igd_starts_with(error.message, "plan: "))
			abort();
		return 0;
	}
	first = igd_plan_write(&plan);
	if (igd_plan_read(&again, first, strlen(first), "again", &error) < 0)
		abort();
	second = igd_plan_write(&again);
	if (strcmp(first, second) != 0)
		abort();
	return 0;
}
