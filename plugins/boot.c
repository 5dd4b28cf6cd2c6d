// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/boot/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_boot_loader,
	&igd_check_boot_applied,
	&igd_check_boot_sane,
	&igd_check_boot_initramfs,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "boot",
	.summary = "The boot loader, the kernel command line and the initramfs",
	.place = 30,
	.checks = checks,
	.expand = igd_advice_expand,
};
