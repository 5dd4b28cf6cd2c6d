// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * igpu - the machine's Intel integrated graphics, and the other display adapters
 */
#ifndef IGD_FACTS_HOST_IGPU_H
#define IGD_FACTS_HOST_IGPU_H

#include "core/host.h"

/* A row of the table of every Intel integrated graphics device id that Linux knows. */
struct igd_igpu_model {
	uint16_t device;
	/*
	 * What QEMU's igd_gen() makes of it (QEMU 10.0 to 11.0 hw/vfio/igd.c): 6, 7, 8, 9, 11, 12, or -1 for
	 * one it applies no quirks to (Meteor Lake and later, and a few old ones).
	 */
	int8_t generation;
	const char *platform; /* "Alder Lake-S" */
	const char *
		name; /* "UHD Graphics 770", of the PCI id database; NULL for one without a name there */
};

/* The row of a device id; NULL for one that is not in the table. */
IGD_EXPORT const struct igd_igpu_model *igd_igpu_model(uint16_t device);

struct igd_igpu {
	char address[16];
	uint16_t vendor, device;
	uint16_t class_code; /* 0x0300 VGA controller, 0x0380 other display controller */
	const struct igd_igpu_model
		*model; /* NULL: an Intel display device that is not in the table */
};

/*
 * The iGPU: the Intel function of base class 03 at 0000:00:02.0, or failing that, the first Intel one on bus
 * 0. A discrete Intel card (behind a bridge) is never it. NULL for none.
 */
IGD_EXPORT const struct igd_igpu *igd_igpu_get(struct igd_host *host);

/*
 * All other functions of base class 03, sorted by address; NULL and 0 for none. Virtual functions, which have a
 * "physfn" link (Linux Documentation/ABI/testing/sysfs-bus-pci), are not among them.
 */
IGD_EXPORT const struct igd_pci_device *igd_other_displays(
	struct igd_host *host, size_t *ret_count);

#endif
