// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_address - whether an address that could not be mapped was out of the IOMMU's reach
 */
#include "facts/log/log_address.h"

#include <stdlib.h>
#include <string.h>

#include "facts/log/symptom_pattern.h"

/*
 * The iGPU's unit on 12th gen desktops, and on 8th gen: MGAW 39. Arrow Lake-S has 42.
 * (CAP 1c0000c40660462 in stefanpartheym/archlinux-ipu6-webcam#42 and intel/gvt-linux#60,
 * e9de008cee690462 in LongQT-sea/intel-igpu-passthru#15.)
 */
#define USUAL_WIDTH 39

unsigned igd_log_address_bits(uint64_t address, uint64_t size)
{
	uint64_t last = address + (size - 1);

	return last < address ? 65 : igd_bit_length(last);
}

static bool group(const struct igd_symptom *symptom, const char *name, const char *line,
	size_t size, uint64_t *ret)
{
	IGD_AUTOFREE char *text = igd_symptom_pattern_group(symptom->pattern, name, line, size);

	return text && igd_parse_u64(text, 16, ret) == 0;
}

static char *compare(unsigned bits, unsigned width)
{
	if (!width && bits > USUAL_WIDTH)
		return igd_printf(
			"That takes %u address bits. How many this host's IOMMU has is not known "
			"here; for the iGPU of 6th to 14th gen desktop processors it is %d.",
			bits, USUAL_WIDTH);
	if (!width)
		return igd_printf(
			"That takes %u address bits, which every VT-d unit has: the width is not "
			"the matter.",
			bits);
	if (bits > width)
		return igd_printf(
			"That takes %u address bits, and the iGPU's IOMMU here has %u: it is out "
			"of reach.",
			bits, width);
	return igd_printf(
		"That takes %u address bits, and the iGPU's IOMMU here has %u: on this host the "
		"width would not be the matter.",
		bits, width);
}

char *igd_log_address_text(
	const struct igd_symptom *symptom, const char *line, size_t size, unsigned width)
{
	uint64_t address, length;

	if (!symptom->pattern || !group(symptom, "iova", line, size, &address) ||
		!group(symptom, "size", line, size, &length) || !length)
		return NULL;
	return compare(igd_log_address_bits(address, length), width);
}
