// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * iommu - whether, and how well, the machine translates the iGPU's DMA
 */
#ifndef IGD_CHECKS_IOMMU_AREA_H
#define IGD_CHECKS_IOMMU_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_iommu_enabled;
extern const struct igd_check igd_check_iommu_graphics;
extern const struct igd_check igd_check_iommu_group;
extern const struct igd_check igd_check_iommu_rmrr;
extern const struct igd_check igd_check_iommu_interrupt_remapping;
extern const struct igd_check igd_check_iommu_address_width;
extern const struct igd_check igd_check_iommu_faults;

#endif
