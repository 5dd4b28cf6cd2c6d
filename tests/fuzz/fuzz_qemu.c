// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_qemu - what a program says of itself that calls itself QEMU, and what is concluded from it
 */
#include <stdlib.h>
#include <string.h>

#include "facts/qemu/qemu_matrix.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	IGD_AUTOFREE char *text = igd_strndup((const char *)data, size);
	struct igd_qemu_version version = { 0 };
	struct igd_qemu_properties properties;
	struct igd_qemu_place place;
	int taken_for;

	if (igd_qemu_parse_number(text, &version) && !*version.text)
		abort();
	igd_qemu_parse_version(text, &version);
	place = igd_qemu_place(&version);
	igd_qemu_treat(&place, (uint16_t)(size * 7), (int)(size % 14) - 1, &taken_for);
	if (!igd_qemu_parse_properties(text, &properties))
		return 0;
	if (properties.count > IGD_QEMU_MAX_PROPERTIES)
		abort();
	igd_qemu_surprise(&place, &properties);
	igd_qemu_upt_options(&place, &properties, 12);
	igd_qemu_properties_done(&properties);
	return 0;
}
