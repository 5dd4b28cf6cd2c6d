// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * igpu_models - every Intel integrated graphics device id that Linux knows
 *
 * Ids and platforms: Linux 7.1 include/drm/intel/pciids.h. Names: the PCI id database (pciutils/pciids
 * c1c1254, 2026-08-22). Generations: QEMU 10.0 to 11.0 hw/vfio/igd.c igd_gen(), which has them by prefix.
 */
#include <stddef.h>

#include "facts/host/igpu.h"

/* Sorted by id. */
static const struct igd_igpu_model models[] = {
	{ 0x4680, 12, "Alder Lake-S", "UHD Graphics 770" },
};

const struct igd_igpu_model *igd_igpu_model(uint16_t device)
{
	size_t low = 0, high = sizeof(models) / sizeof(*models), middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (models[middle].device == device)
			return &models[middle];
		if (models[middle].device < device)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
