// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/iommu/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_iommu_enabled,
	&igd_check_iommu_graphics,
	&igd_check_iommu_group,
	&igd_check_iommu_rmrr,
	&igd_check_iommu_interrupt_remapping,
	&igd_check_iommu_address_width,
	&igd_check_iommu_faults,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "iommu",
	.summary = "Whether, and how well, the machine translates the iGPU's DMA",
	.place = 20,
	.checks = checks,
	.expand = igd_advice_expand,
};
