// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/guest/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_guest_agent,
	&igd_check_guest_display_driver,
	&igd_check_guest_driver_version,
	&igd_check_guest_virtual_display,
	&igd_check_guest_sunshine,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "guest",
	.summary = "What Windows in the VM makes of the iGPU, as its guest agent tells",
	.place = 86,
	.checks = checks,
	.expand = igd_advice_expand,
};
