// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * pci - what sysfs says of one PCI function
 */
#include "facts/host/pci.h"

#include <stdio.h>
#include <string.h>

const char *igd_pci_path(struct igd_host *host, const char *address, const char *attribute)
{
	return igd_host_print(
		host, "/sys/bus/pci/devices/%s%s%s", address, *attribute ? "/" : "", attribute);
}

const char *igd_pci_attribute(struct igd_host *host, const char *address, const char *attribute)
{
	return igd_host_line(host, igd_pci_path(host, address, attribute));
}

const char *igd_pci_link(struct igd_host *host, const char *address, const char *attribute)
{
	return igd_host_link(host, igd_pci_path(host, address, attribute));
}

const char *igd_pci_driver(struct igd_host *host, const char *address)
{
	const char *target = igd_pci_link(host, address, "driver");

	return target ? igd_basename(target) : NULL;
}

const char *igd_pci_group(struct igd_host *host, const char *address)
{
	const char *target = igd_pci_link(host, address, "iommu_group");

	return target ? igd_basename(target) : NULL;
}

/* sysfs "resource": a line "0xSTART 0xEND 0xFLAGS" for each BAR, zeros for one that is not there. */
bool igd_pci_bar(
	struct igd_host *host, const char *address, unsigned bar, struct igd_pci_range *ret)
{
	const char *text = igd_host_text(host, igd_pci_path(host, address, "resource"));
	unsigned long long start, end, flags;

	for (; text && bar; bar--) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	if (!text || sscanf(text, "%llx %llx %llx", &start, &end, &flags) != 3 || !flags)
		return false;
	*ret = (struct igd_pci_range){ start, end, flags };
	return true;
}

const struct igd_pci_device *igd_pci_find(struct igd_host *host, const char *address)
{
	const struct igd_pci_device *devices;
	size_t i, count;

	devices = igd_host_pci(host, &count);
	for (i = 0; i < count; i++) {
		if (strcmp(devices[i].address, address) == 0)
			return &devices[i];
	}
	return NULL;
}

const char *igd_pci_id(struct igd_host *host, const struct igd_pci_device *device)
{
	return igd_host_print(host, "%04x:%04x", device->vendor, device->device);
}
