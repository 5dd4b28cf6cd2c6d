// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_memory - what source_live_memory.c decides before it reads; for it and its test only
 */
#ifndef IGD_CORE_SOURCE_LIVE_MEMORY_H
#define IGD_CORE_SOURCE_LIVE_MEMORY_H

#include "core/util.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

/* struct opregion_header; Linux 7.1 drivers/vfio/pci/vfio_pci_igd.c OPREGION_SIZE, OPREGION_SIGNATURE */
#define IGD_MEMORY_OPREGION_SIZE 0x2000u
#define IGD_MEMORY_OPREGION_SIGNATURE_SIZE 16u
/* Where an OpRegion says how far from it its VBT is: OPREGION_RVDA */
#define IGD_MEMORY_RVDA_AT 0x3bau
/* A VBT has a few KiB. */
#define IGD_MEMORY_MAX_VBT 0x10000u

/* Physical memory; both bounds are inclusive. */
struct igd_memory_range {
	uint64_t start, end;
};

/*
 * In the text of /proc/iomem, the resource of the top level that holds size bytes from start on, if it is memory that
 * firmware keeps ("Reserved", "ACPI Non-volatile Storage"; Linux 7.1 arch/x86/kernel/e820.c e820_type_to_string()) and
 * nothing that the kernel knows of lies in these bytes. False for none, and for addresses that are hidden (all 0).
 */
bool igd_memory_find(
	const char *iomem, uint64_t start, uint64_t size, struct igd_memory_range *ret);

/*
 * Where the VBT behind an OpRegion of IGD_MEMORY_OPREGION_SIZE bytes at address is, by its header: version 2.1 or
 * later (before that RVDA is an address of its own), RVDA beyond the OpRegion, at most IGD_MEMORY_MAX_VBT bytes, below
 * 4 GiB. False for none.
 */
bool igd_memory_extended_vbt(
	const uint8_t *opregion, uint32_t address, struct igd_memory_range *ret);

/* Whether anything at all stands where the signature should: not zeros, not ones. */
bool igd_memory_is_shown(const uint8_t *opregion);

#pragma GCC visibility pop

#endif
