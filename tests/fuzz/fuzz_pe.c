// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_pe - any bytes as an EFI file
 */
#include <stdlib.h>

#include "facts/firmware/pe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_fault fault = { 0 };
	struct igd_pe pe;
	size_t i;

	free(igd_pe_version(data, size, 0));
	if (igd_pe_parse(data, size, &pe, &fault) < 0) {
		if (!*fault.what || fault.offset > size)
			abort(); /* an error without a reason, or a place */
		return 0;
	}
	if (pe.file_size > size)
		abort();
	for (i = 0; i < pe.section_count; i++)
		if (pe.sections[i].raw_size && pe.sections[i].offset > size)
			abort();
	igd_pe_done(&pe);
	return 0;
}
