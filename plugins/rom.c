// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/rom/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_rom_present,
	&igd_check_rom_readable,
	&igd_check_rom_valid,
	&igd_check_rom_fits,
	&igd_check_rom_recipe,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "rom",
	.summary = "The option ROM that a VM gets for the iGPU",
	.place = 72,
	.checks = checks,
	.expand = igd_advice_expand,
};
