// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/sunshine/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"
#include "fixes/network/area.h"

static const struct igd_check *const checks[] = {
	&igd_check_sunshine_address,
	&igd_check_sunshine_route,
	&igd_check_sunshine_ports,
	&igd_check_sunshine_server,
	NULL,
};

static const struct igd_fix *const fixes[] = {
	&igd_fix_network_reach,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "sunshine",
	.summary = "The way to the VM that runs, and the Sunshine in it",
	.place = 88,
	.checks = checks,
	.fixes = fixes,
	.expand = igd_advice_expand,
};
