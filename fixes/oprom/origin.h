// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * origin - the device that a driver's ROM belongs to: firmware names it, so no bus is searched
 */
#ifndef IGD_FIXES_OPROM_ORIGIN_H
#define IGD_FIXES_OPROM_ORIGIN_H

#include <stdbool.h>

#include "fixes/oprom/efi.h"

struct igd_origin {
	struct igd_efi_pci_io *pci;
	uint64_t place, id; /* as igd_say() shows them */
};

/* Returns false if firmware does not say which it is. */
bool igd_origin_find(void *image, const struct igd_efi_boot *boot, struct igd_origin *ret);

/* 32 bits of its configuration space. */
uint32_t igd_origin_read(const struct igd_origin *origin, uint32_t at);

/* Whether it is a display device of Intel's. */
bool igd_origin_is_display(const struct igd_origin *origin);

#endif
