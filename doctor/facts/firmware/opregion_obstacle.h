// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion_obstacle - what makes vfio-pci keep an OpRegion to itself, or refuse the device for it
 */
#ifndef IGD_FACTS_FIRMWARE_OPREGION_OBSTACLE_H
#define IGD_FACTS_FIRMWARE_OPREGION_OBSTACLE_H

#include "facts/firmware/opregion_vfio.h"

/* Texts of a finding. */
struct igd_opregion_obstacle {
	const char *where, *what, *remedy;
	bool is_expected; /* by the kernel's version alone, which its maker may have added to */
};

/*
 * What stands between an OpRegion and a VM, given what vfio-pci said; false if nothing is known to. Where it refused
 * the device: a bridge that it does not expect beside an iGPU, or what ASLS points at. Where it shows nothing, or was
 * not asked or not opened: the iGPU is no VGA controller (class 0300) and the kernel older than 6.15 (Linux commit 41112160ca87,
 * "vfio/pci: match IGD devices in display controller class"), or CONFIG_VFIO_PCI_IGD is off. (Linux 7.1
 * drivers/vfio/pci/vfio_pci_igd.c.)
 */
IGD_EXPORT bool igd_opregion_obstacle(
	struct igd_host *host, enum igd_vfio_state vfio, struct igd_opregion_obstacle *ret);

#endif
