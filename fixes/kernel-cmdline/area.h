// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel-cmdline - fixes that change the kernel command line as it is configured in the boot loader
 */
#ifndef IGD_FIXES_KERNEL_CMDLINE_AREA_H
#define IGD_FIXES_KERNEL_CMDLINE_AREA_H

#include "core/fix.h"

extern const struct igd_fix igd_fix_kernel_cmdline_iommu;
extern const struct igd_fix igd_fix_kernel_cmdline_vfio;
extern const struct igd_fix igd_fix_kernel_cmdline_framebuffer;
extern const struct igd_fix igd_fix_kernel_cmdline_clean;

#endif
