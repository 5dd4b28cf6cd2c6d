// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu.group - is anything else of the iGPU's group in the host's hands?
 *
 * The rule is the kernel's own (Linux 5.19 to 7.1 iommu_group_claim_dma_owner()): a member may be unbound or on a
 * driver that does no DMA itself, bridges included; the class of a device does not matter. What drives the
 * iGPU itself is driver.bound's question.
 */
#include <string.h>

#include "checks/iommu/area.h"
#include "facts/host/group_chart.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/pci.h"

#define MAX_NAMED 4

struct rivals {
	const char *named; /* "0000:00:1f.3 (snd_hda_intel)", the first few */
	const char *ids;   /* "8086:7ad0", to be given to vfio-pci */
	size_t count, others;
};

static void add(
	struct igd_host *host, struct rivals *rivals, const char *address, const char *driver)
{
	const struct igd_pci_device *device = igd_pci_find(host, address);

	if (rivals->count++ >= MAX_NAMED)
		return;
	rivals->named = igd_host_print(
		host, "%s%s%s (%s)", rivals->named, *rivals->named ? ", " : "", address, driver);
	if (device)
		rivals->ids = igd_host_print(host, "%s,%s", rivals->ids, igd_pci_id(host, device));
}

static struct rivals look(
	struct igd_host *host, const struct igd_igpu *igpu, const char *const *members)
{
	struct rivals rivals = { .named = "", .ids = "" };
	const char *driver;

	for (; *members; members++) {
		if (strcmp(*members, igpu->address) == 0)
			continue;
		rivals.others++;
		driver = igd_pci_driver(host, *members);
		if (!igd_driver_leaves_dma(driver))
			add(host, &rivals, *members, driver);
	}
	return rivals;
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *group = igpu ? igd_pci_group(host, igpu->address) : NULL;
	const char *const *members = group ? igd_iommu_members(host, group) : NULL;
	const char *where =
		igd_host_print(host, IGD_IOMMU_GROUPS "/%s/devices", group ? group : "");
	struct rivals rivals;

	if (!group)
		return igd_na(ret, IGD_IOMMU_GROUPS, "the iGPU has no IOMMU group");
	if (!members)
		return igd_unknown(ret, where, "absent: the kernel does not list the group");
	rivals = look(host, igpu, members);
	igd_group_chart(host, ret, group, members);
	if (rivals.count) {
		igd_remedy(ret,
			"{vfio-ids+ %04x:%04x%s}, then {initramfs} and reboot. The "
			"host cannot use these devices then; one that it needs can be unbound "
			"from its driver only while the VM runs.",
			igpu->vendor, igpu->device, rivals.ids);
		return igd_fail(ret, where, "group %s: on a host driver: %s%s", group, rivals.named,
			rivals.count > MAX_NAMED ? ", ..." : "");
	}
	if (!rivals.others)
		return igd_pass(ret, where, "alone in group %s", group);
	return igd_pass(ret, where, "group %s: none of its %zu other members is on a host driver",
		group, rivals.others);
}

static const char *const needs[] = { "platform.igpu", "iommu.enabled", NULL };

const struct igd_check igd_check_iommu_group = {
	.id = "iommu.group",
	.title = "No other endpoint of its group is on a host driver",
	.why = "Devices of one group can reach each other's memory, so the kernel hands over all of them or "
	       "none. QEMU stops with \"group is not viable\" if the host still drives one.",
	.remedy = "Bind the other devices of the group to `vfio-pci` as well, or to no driver.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "modprobe.vfio",
	.run = run,
};
