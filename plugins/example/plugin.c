// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * plugin - what the shared object offers: a table of its checks
 */
#include "core/plugin.h"

#include <stddef.h>

#include "example.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&example_huge_pages,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "example",
	.summary = "An example of a plugin that is built outside the project",
	.checks = checks,
	.expand = igd_advice_expand,
};
