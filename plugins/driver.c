// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver - the plugin: a table of its checks and fixes
 */
#include <stddef.h>

#include "checks/driver/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"
#include "fixes/driver/area.h"

static const struct igd_check *const checks[] = {
	&igd_check_driver_modules,
	&igd_check_driver_claimed,
	&igd_check_driver_early,
	&igd_check_driver_rivals,
	&igd_check_driver_bound,
	&igd_check_driver_options,
	&igd_check_driver_ids,
	&igd_check_driver_obsolete,
	&igd_check_driver_free,
	&igd_check_driver_reset,
	&igd_check_driver_whole,
	&igd_check_driver_power,
	NULL,
};

static const struct igd_fix *const fixes[] = {
	&igd_fix_driver_bind_now,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "driver",
	.summary = "Which kernel driver has the iGPU, now and at the next boot",
	.place = 40,
	.checks = checks,
	.fixes = fixes,
	.expand = igd_advice_expand,
};
