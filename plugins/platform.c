// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/platform/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_platform_igpu,
	&igd_check_platform_virtualization,
	&igd_check_platform_vtd,
	&igd_check_platform_boot_mode,
	&igd_check_platform_display_class,
	&igd_check_platform_way_in,
	&igd_check_platform_lockdown,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "platform",
	.summary = "What the machine, its firmware and its processor offer",
	.place = 10,
	.checks = checks,
	.expand = igd_advice_expand,
};
