// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/smbios/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_smbios_present,
	&igd_check_smbios_plausible,
	&igd_check_smbios_hypervisor,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "smbios",
	.summary = "The machine that the VM is told to be",
	.place = 82,
	.checks = checks,
	.expand = igd_advice_expand,
};
