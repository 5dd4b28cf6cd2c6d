// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/log/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_log_kernel,
	&igd_check_log_qemu,
	&igd_check_log_guest,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "log",
	.summary = "What the logs of this boot and of the VM's last run say",
	.place = 90,
	.checks = checks,
	.expand = igd_advice_expand,
};
