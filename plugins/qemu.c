// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/qemu/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_qemu_options,
	&igd_check_qemu_generation,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "qemu",
	.summary = "Whether the QEMU that runs the VM knows this iGPU",
	.place = 70,
	.checks = checks,
	.expand = igd_advice_expand,
};
