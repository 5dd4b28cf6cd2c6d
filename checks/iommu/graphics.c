// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu.graphics - are the graphics left out where everything else is translated?
 *
 * Asked by its effect first: igfx_off does nothing where the iGPU shares its unit with other devices. Where
 * nothing is translated at all this check does not apply; iommu.enabled says why, and needs this one, so that
 * of the two the cause is named first. (Xen's iommu=no-igfx is an argument of the hypervisor, not of Linux.)
 */
#include <string.h>

#include "checks/iommu/area.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/pci.h"

/* Linux 7.1 drivers/iommu/intel/iommu.c quirk_iommu_igfx(): all of Broadwell's, "malfunctions with dmar". */
static bool is_broadwell(const struct igd_igpu *igpu)
{
	return igpu->device >> 8 == 0x16;
}

/* Others are translated: without `on` beside it the kernel does so unasked, and need not be asked then. */
static void advise(struct igd_finding *ret, const char *argument)
{
	if (igd_value_has(argument + strlen("intel_iommu="), "on"))
		igd_remedy(ret, "{kernel-arg- %s}, {kernel-arg+ intel_iommu=on} and reboot.",
			argument);
	else
		igd_remedy(ret, "{kernel-arg- %s} and reboot.", argument);
}

static enum igd_verdict explain(
	struct igd_host *host, const struct igd_igpu *igpu, struct igd_finding *ret)
{
	const char *where = igd_pci_path(host, igpu->address, "iommu_group");
	const char *argument = igd_iommu_argument(host, "intel_iommu", "igfx_off");

	if (argument) {
		advise(ret, argument);
		return igd_fail(ret, IGD_PROC_CMDLINE, "%s leaves the iGPU untranslated", argument);
	}
	igd_fix(ret, NULL);
	if (is_broadwell(igpu)) {
		igd_remedy(ret,
			"No setting changes this: Linux leaves Broadwell graphics out because they "
			"malfunction under VT-d. A 6th generation processor or newer has no "
			"such fault.");
		return igd_fail(ret, where,
			"other devices are translated; Linux leaves Broadwell graphics out");
	}
	igd_remedy(ret,
		"Read what the kernel says of it: `dmesg | grep -i dmar`. Switch `VT-d` off and on "
		"again in firmware setup, and update the firmware.");
	return igd_fail(ret, where,
		"other devices are translated, the iGPU is not, and igfx_off is not why");
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
			"the iGPU is translated, in IOMMU group %s", group);
	if (!igd_iommu_has_groups(host))
		return igd_na(ret, IGD_IOMMU_GROUPS, "no device is translated");
	return explain(host, igpu, ret);
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_iommu_graphics = {
	.id = "iommu.graphics",
	.title = "Translation is not switched off for graphics",
	.why = "`igfx_off` comes from old advice for GVT-g. It takes the iGPU's own remapping unit out of "
	       "service: the iGPU loses its IOMMU group and cannot be given to a VM.",
	.remedy = "{kernel-arg- intel_iommu=igfx_off} and reboot.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "kernel-cmdline.iommu",
	.run = run,
};
