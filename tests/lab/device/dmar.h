// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmar - the ACPI table of VT-d units that takes the place of QEMU's, as an initramfs
 */
#ifndef IGD_LAB_DMAR_H
#define IGD_LAB_DMAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { IGD_DMAR_MAX = 256, IGD_CPIO_MAX = 4096 };

struct igd_dmar {
	uint64_t graphics; /* the register page of the unit of 00:02.0 alone; 0: there is none */
	uint64_t rest;	   /* that of all other devices */
	uint64_t rmrr_start, rmrr_end; /* for 00:02.0, the end inclusive; both 0: none */
	uint8_t width;		       /* of host addresses, bits */
	bool remaps_interrupts;
};

/* Writes the table and returns its size. */
size_t igd_dmar_write(uint8_t bytes[IGD_DMAR_MAX], const struct igd_dmar *dmar);

/* Puts a table into a cpio archive (newc) where the kernel looks for one; returns the archive's size. */
size_t igd_dmar_cpio(uint8_t archive[IGD_CPIO_MAX], const uint8_t *table, size_t size);

#endif
