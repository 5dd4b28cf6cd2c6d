// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_dmar - any bytes as a DMAR table
 */
#include <stdlib.h>

#include "facts/firmware/dmar.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_error error = { 0 };
	struct igd_dmar dmar = { 0 };
	const struct igd_dmar_unit *unit;

	if (igd_dmar_parse(data, size, &dmar, &error) < 0) {
		if (!*error.message)
			abort(); /* an error without a reason */
		return 0;
	}
	unit = igd_dmar_unit_at(&dmar, "0000:00:02.0");
	if (unit && !unit->has_all && !igd_dmar_names(&unit->scopes, "0000:00:02.0"))
		abort();
	igd_dmar_done(&dmar);
	return 0;
}
