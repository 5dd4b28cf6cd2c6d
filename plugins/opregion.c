// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/opregion/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_opregion_host,
	&igd_check_opregion_vbt,
	&igd_check_opregion_vm,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "opregion",
	.summary = "What firmware tells the graphics driver, and whether a VM can be told it",
	.place = 60,
	.checks = checks,
	.expand = igd_advice_expand,
};
