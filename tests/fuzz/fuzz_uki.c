// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_uki - any bytes as the beginning of a unified kernel image
 */
#include <stdlib.h>

#include "facts/boot/uki.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const names[] = { ".initrd", ".linux", ".ucode", ".toolong!" };
	struct igd_uki_section section;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (igd_uki_find(data, size, size, names[i], &section) == 0 &&
			(section.offset > size || section.size > size - section.offset))
			abort();
	}
	return 0;
}
