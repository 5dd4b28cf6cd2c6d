// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu.rmrr - does firmware insist on memory that a device of the group has to reach?
 *
 * An RMRR of a graphics device is "direct-relaxable": VFIO may ignore it, and it is no fault. A "direct" one can
 * only belong to another device of the iGPU's group; then VFIO is refused (Linux 6.1: "ineligible for IOMMU
 * domain attach due to platform RMRR requirement", 6.12 to 7.1: "Firmware has requested this device have a 1:1
 * IOMMU mapping").
 */
#include <inttypes.h>

#include "checks/iommu/area.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/pci.h"

static const struct igd_reserved_region *first(
	const struct igd_reserved_regions *regions, enum igd_reserved_type type)
{
	size_t i;

	for (i = 0; i < regions->count; i++) {
		if (regions->list[i].type == type)
			return &regions->list[i];
	}
	return NULL;
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_reserved_regions *regions = igd_iommu_reserved(host);
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *group = igpu ? igd_pci_group(host, igpu->address) : NULL;
	const char *where =
		igd_host_print(host, IGD_IOMMU_GROUPS "/%s/reserved_regions", group ? group : "");
	const struct igd_reserved_region *region;

	if (!group)
		return igd_na(ret, IGD_IOMMU_GROUPS, "the iGPU has no IOMMU group");
	if (!regions)
		return igd_unknown(ret, where, "absent: the kernel does not tell");
	region = first(regions, IGD_RESERVED_DIRECT);
	if (region)
		return igd_fail(ret, where, "0x%" PRIx64 "-0x%" PRIx64 " is direct", region->start,
			region->end);
	region = first(regions, IGD_RESERVED_RELAXABLE);
	if (region)
		return igd_pass(ret, where, "0x%" PRIx64 "-0x%" PRIx64 " of the iGPU is relaxable",
			region->start, region->end);
	return igd_pass(ret, where, "no RMRR");
}

static const char *const needs[] = { "platform.igpu", "iommu.enabled", NULL };

const struct igd_check igd_check_iommu_rmrr = {
	.id = "iommu.rmrr",
	.title = "No firmware mapping (RMRR) ties the iGPU's group to the host",
	.why = "Memory that firmware wants a device to reach at all times cannot be taken from under it, so "
	       "the kernel refuses to give the device, and its whole group, to a VM.",
	.remedy =
		"No setting of Linux or of the VM changes this. Look for a firmware update, or for the "
		"function in firmware setup that wants the mapping (remote management, shared "
		"memory), and switch it off.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.run = run,
};
