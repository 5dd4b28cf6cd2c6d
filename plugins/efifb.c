// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * efifb - the plugin: a table of its checks and fixes
 */
#include <stddef.h>

#include "checks/efifb/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"
#include "fixes/framebuffer/area.h"

static const struct igd_check *const checks[] = {
	&igd_check_efifb_released,
	&igd_check_efifb_effective,
	&igd_check_efifb_console,
	NULL,
};

static const struct igd_fix *const fixes[] = {
	&igd_fix_framebuffer_release_now,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "efifb",
	.summary = "The firmware's framebuffer and the console on the iGPU",
	.place = 50,
	.checks = checks,
	.fixes = fixes,
	.expand = igd_advice_expand,
};
