// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel-cmdline.iommu - intel_iommu=on, and nothing that takes it back
 *
 * Linux 7.1 drivers/iommu/intel/iommu.c intel_iommu_setup() and arch/x86/kernel/pci-dma.c iommu_setup() go through the
 * comma-separated elements and compare their beginnings, so "on,igfx_off" is two settings, and "off_please" is "off".
 */
#include "facts/host/iommu.h"

#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "fixes/kernel-cmdline/area.h"
#include "fixes/kernel-cmdline/words_private.h"

#define ON "intel_iommu=on"

static bool is_off(const char *element, size_t length)
{
	(void)length;
	return igd_starts_with(element, "off") || igd_starts_with(element, "igfx_off");
}

/* Whether one of them is left that switches it on. */
static bool clean(struct igd_host *host, struct igd_changes *changes, const char *name)
{
	const struct igd_spellings list = igd_spellings_get(host, name);
	bool is_on = false;
	const char *rest;
	size_t i;

	for (i = 0; i < list.count; i++) {
		rest = igd_spelling_without(host, list.texts[i], is_off);
		if (rest != list.texts[i])
			igd_change_argument(changes, list.texts[i], rest,
				"it keeps the iGPU from being translated");
		is_on |= rest && igd_value_has(igd_spelling_value(rest), "on");
	}
	return is_on;
}

/* Why no argument helps where nothing at all is translated; NULL: one does. */
static const char *obstacle(struct igd_host *host)
{
	const char *argument;

	switch (igd_iommu_why_off(host, &argument)) {
	case IGD_IOMMU_XEN:
		return "Linux runs under Xen, which keeps the IOMMU to itself: boot Linux without "
		       "Xen";
	case IGD_IOMMU_NO_ACPI:
		return "the kernel runs without ACPI and cannot find the IOMMU: take `acpi=off` out "
		       "of the kernel command line";
	case IGD_IOMMU_NO_DMAR:
		return "VT-d is off in firmware setup, or this machine has none: switch on `VT-d` "
		       "there first, then run this again";
	case IGD_IOMMU_NOT_BUILT:
		return "this kernel was built without CONFIG_INTEL_IOMMU: install one that has it";
	case IGD_IOMMU_NOT_STARTED:
		return "the IOMMU is switched on already, and the kernel could not start it: update "
		       "the firmware, and read `dmesg | grep -i -e dmar -e iommu`";
	case IGD_IOMMU_SWITCHED_OFF:
	case IGD_IOMMU_NOT_ON:
		break;
	}
	return NULL;
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	bool has_groups = igd_iommu_has_groups(host);
	const char *why;
	bool is_on;

	if (!igpu) {
		igd_change_decline(ret, "this machine has no Intel iGPU");
		return;
	}
	if (igd_pci_group(host, igpu->address))
		return;
	why = has_groups ? NULL : obstacle(host);
	if (!why && has_groups && !igd_iommu_argument(host, "intel_iommu", "igfx_off"))
		why = "other devices are translated and no argument keeps the iGPU from it: "
		      "iommu.graphics says what is known";
	if (why) {
		igd_change_decline(ret, "%s", why);
		return;
	}
	is_on = clean(host, ret, "intel_iommu");
	clean(host, ret, "iommu");
	if (!is_on && !has_groups)
		igd_change_argument(ret, NULL, ON, "this kernel translates only if it is told to");
}

const struct igd_fix igd_fix_kernel_cmdline_iommu = {
	.id = "kernel-cmdline.iommu",
	.title = "Have the kernel translate the iGPU's DMA",
	.risk = IGD_RISK_BOOT,
	.risk_text =
		"A firmware with a broken DMAR table can hang with the IOMMU on. Then boot the old entry, or edit the entry "
		"in the boot loader's menu for one boot and take `intel_iommu=on` out.",
	.plan = plan,
};
