// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gms - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/gms/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_gms_host,
	&igd_check_gms_vm,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "gms",
	.summary = "The memory that firmware sets aside for the iGPU",
	.place = 62,
	.checks = checks,
	.expand = igd_advice_expand,
};
