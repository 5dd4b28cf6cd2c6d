// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/ivshmem/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"

static const struct igd_check *const checks[] = {
	&igd_check_ivshmem_size,
	&igd_check_ivshmem_backend,
	&igd_check_ivshmem_access,
	&igd_check_ivshmem_address_width,
	&igd_check_ivshmem_memlock,
	&igd_check_ivshmem_live,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "ivshmem",
	.summary = "The memory that the VM shares with the host, for Looking Glass",
	.place = 84,
	.checks = checks,
	.expand = igd_advice_expand,
};
