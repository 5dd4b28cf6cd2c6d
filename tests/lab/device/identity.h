// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * identity - the devices that can be played, and what their generations have in common
 */
#ifndef IGD_LAB_IDENTITY_H
#define IGD_LAB_IDENTITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What devices of one generation share. */
struct igd_layout {
	const char *name;
	uint8_t generation; /* QEMU's igd_gen() where it knows one, else that of i915 */
	uint8_t gms_shift; /* where GGC's stolen memory field begins: bit 3 (5 bits) or bit 8 (8 bits) */
	bool gms_small;	    /* the field has steps of 4 MiB from 0xf0 */
	uint16_t ggc_fixed; /* the rest of GGC: GTT size, lock */
	uint8_t bdsm; /* where BDSM is in configuration space: 0x5c (32 bits), 0xc0 (64 bits), 0 nowhere */
	uint32_t mmio_size; /* of BAR 0 */
	bool has_io;	    /* BAR 4, 64 ports */
	bool has_pcie;	    /* a PCI Express capability; else PCI Advanced Features has the reset */
	uint16_t bdb_version; /* of the VBT's data blocks */
	const char *vbt_name; /* what the VBT's signature calls the platform */
};

struct igd_identity {
	uint16_t id;
	uint8_t revision;
	const struct igd_layout *layout;
	const char *name; /* as pci.ids has it */
};

/* The device of this PCI id, or NULL. */
const struct igd_identity *igd_identity_find(uint16_t id);

/* The n-th device, NULL after the last. */
const struct igd_identity *igd_identity_at(size_t n);

/* GGC's value for so much stolen memory; false when this generation cannot express it. */
bool igd_identity_ggc(const struct igd_identity *identity, unsigned mib, uint16_t *ret);

#endif
