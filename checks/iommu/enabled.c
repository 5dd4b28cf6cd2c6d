// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu.enabled - does the kernel translate DMA for the iGPU?
 *
 * The group link is the kernel's own verdict, so it is asked first, and everybody may read it. ACPI, the command
 * line and the kernel's configuration only explain a "no".
 */
#include "checks/iommu/area.h"
#include "facts/firmware/dmar.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/pci.h"

#define READ_LOG "read what the kernel says of it: `dmesg | grep -i -e dmar -e iommu`"

static const struct {
	const char *where, *what, *remedy;
	bool has_fix;
} causes[] = {
	[IGD_IOMMU_XEN] = { "/sys/hypervisor/type",
		"Linux runs under Xen, which keeps the IOMMU to itself",
		"Boot Linux itself instead of Xen; VFIO does not work in a dom0.", false },
	[IGD_IOMMU_NO_ACPI] = { "/sys/firmware/acpi/tables",
		"absent: the kernel runs without ACPI and cannot find the IOMMU",
		"Boot with ACPI: {kernel-arg- acpi=off} and reboot.", false },
	[IGD_IOMMU_NO_DMAR] = { IGD_ACPI_DMAR,
		"absent: VT-d is off in firmware setup, or not there",
		"Switch on `VT-d` (also `Intel VT for Directed I/O`) in firmware setup, then "
		"{kernel-arg+ intel_iommu=on} and reboot.",
		false },
	[IGD_IOMMU_SWITCHED_OFF] = { IGD_PROC_CMDLINE, NULL, NULL, true },
	[IGD_IOMMU_NOT_BUILT] = { "CONFIG_INTEL_IOMMU",
		"the kernel was built without CONFIG_INTEL_IOMMU",
		"Install a kernel that was built with `CONFIG_INTEL_IOMMU=y`; those of the "
		"distributions are.",
		false },
	[IGD_IOMMU_NOT_ON] = { IGD_PROC_CMDLINE,
		"no device is translated, and intel_iommu=on is missing",
		"{kernel-arg+ intel_iommu=on} and reboot.", true },
	[IGD_IOMMU_NOT_STARTED] = { IGD_IOMMU_GROUPS,
		"empty: the IOMMU is switched on, but the kernel could not start it",
		"Update the firmware, which mends most broken DMAR tables, and " READ_LOG ".",
		false },
};

static enum igd_verdict explain(struct igd_host *host, struct igd_finding *ret)
{
	const char *argument;
	enum igd_iommu_cause cause = igd_iommu_why_off(host, &argument);

	if (!causes[cause].has_fix)
		igd_fix(ret, NULL);
	if (argument && causes[cause].has_fix)
		igd_remedy(ret, "{kernel-arg- %s}, {kernel-arg+ intel_iommu=on} and reboot.",
			argument);
	else
		igd_remedy(ret, "%s", causes[cause].remedy);
	if (cause == IGD_IOMMU_SWITCHED_OFF)
		return igd_fail(ret, IGD_PROC_CMDLINE, "%s switches the IOMMU off", argument);
	return igd_fail(ret, causes[cause].where, "%s", causes[cause].what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *group;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	group = igd_pci_group(host, igpu->address);
	if (group)
		return igd_pass(ret, igd_pci_path(host, igpu->address, "iommu_group"),
			"IOMMU group %s", group);
	if (!igd_iommu_has_groups(host))
		return explain(host, ret);
	igd_remedy(ret, "Mend iommu.graphics first.");
	return igd_fail(ret, igd_pci_path(host, igpu->address, "iommu_group"),
		"other devices have an IOMMU group, the iGPU has none: see iommu.graphics");
}

/* iommu.graphics is the cause where only the iGPU has no group, and does not apply where nothing has one. */
static const char *const needs[] = { "platform.igpu", "platform.vtd", "iommu.graphics", NULL };

const struct igd_check igd_check_iommu_enabled = {
	.id = "iommu.enabled",
	.title = "The iGPU belongs to an IOMMU group",
	.why = "A VM gets a device by way of its IOMMU group. Without one, VFIO cannot map the VM's memory "
	       "for the iGPU, and QEMU stops with \"no iommu_group found\".",
	.remedy =
		"Switch on `VT-d` in firmware setup, then {kernel-arg+ intel_iommu=on} and reboot.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "kernel-cmdline.iommu",
	.run = run,
};
