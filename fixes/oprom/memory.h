// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memory - guest memory below 4 GiB that stays what it is once the operating system runs
 */
#ifndef IGD_FIXES_OPROM_MEMORY_H
#define IGD_FIXES_OPROM_MEMORY_H

#include <stdint.h>

#include "fixes/oprom/efi.h"

/* Both registers that point to such memory hold 32 bits, or are used so (QEMU 11.0 docs/igd-assign.rst). */
#define IGD_MEMORY_LIMIT (UINT64_C(1) << 32)

/* size is rounded up to pages, alignment is a power of two. Returns its address; 0 if there is none. */
uint64_t igd_memory_take(const struct igd_efi_boot *boot, enum igd_efi_memory type, uint64_t size,
	uint64_t alignment);
/* The same at that address: the address, or 0 if it is not free. */
uint64_t igd_memory_take_at(
	const struct igd_efi_boot *boot, enum igd_efi_memory type, uint64_t size, uint64_t address);
void igd_memory_give_back(const struct igd_efi_boot *boot, uint64_t address, uint64_t size);

#endif
