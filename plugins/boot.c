// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot - the plugin: a table of its checks and fixes
 */
#include <stddef.h>

#include "checks/boot/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"
#include "fixes/initramfs/area.h"
#include "fixes/kernel-cmdline/area.h"
#include "fixes/modprobe/area.h"

static const struct igd_check *const checks[] = {
	&igd_check_boot_loader,
	&igd_check_boot_applied,
	&igd_check_boot_sane,
	&igd_check_boot_initramfs,
	NULL,
};

static const struct igd_fix *const fixes[] = {
	&igd_fix_kernel_cmdline_iommu,
	&igd_fix_kernel_cmdline_vfio,
	&igd_fix_kernel_cmdline_framebuffer,
	&igd_fix_kernel_cmdline_clean,
	&igd_fix_modprobe_vfio,
	&igd_fix_modprobe_options,
	&igd_fix_initramfs_vfio,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "boot",
	.summary = "The boot loader, the kernel command line and the initramfs",
	.place = 30,
	.checks = checks,
	.fixes = fixes,
	.expand = igd_advice_expand,
};
