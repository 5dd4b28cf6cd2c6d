// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pci - what sysfs says of one PCI function
 *
 * address is "0000:00:02.0". The files are those of /sys/bus/pci/devices/ADDRESS (Linux
 * Documentation/ABI/testing/sysfs-bus-pci).
 */
#ifndef IGD_FACTS_HOST_PCI_H
#define IGD_FACTS_HOST_PCI_H

#include "core/host.h"

/* The attribute's path; it lives as long as the host. attribute "": the function's own directory. */
IGD_EXPORT const char *igd_pci_path(
	struct igd_host *host, const char *address, const char *attribute);
/* The attribute's line, cited; NULL if absent. */
IGD_EXPORT const char *igd_pci_attribute(
	struct igd_host *host, const char *address, const char *attribute);
/* The target of a link such as "iommu_group", as written, cited; NULL if absent. */
IGD_EXPORT const char *igd_pci_link(
	struct igd_host *host, const char *address, const char *attribute);
/* The name of the driver that is bound ("vfio-pci"), cited; NULL for none. */
IGD_EXPORT const char *igd_pci_driver(struct igd_host *host, const char *address);
/* The number of the IOMMU group as text ("0"), cited; NULL for none. */
IGD_EXPORT const char *igd_pci_group(struct igd_host *host, const char *address);

/* BAR 0 to 5, or 6 for the expansion ROM: false where the function has none there. Inclusive bounds. */
struct igd_pci_range {
	uint64_t start, end, flags;
};
IGD_EXPORT bool igd_pci_bar(
	struct igd_host *host, const char *address, unsigned bar, struct igd_pci_range *ret);

/* The function at that address; NULL for none. */
IGD_EXPORT const struct igd_pci_device *igd_pci_find(struct igd_host *host, const char *address);

/* "8086:4680"; it lives as long as the host. */
IGD_EXPORT const char *igd_pci_id(struct igd_host *host, const struct igd_pci_device *device);

#endif
