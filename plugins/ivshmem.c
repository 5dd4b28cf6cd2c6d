// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/ivshmem/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"
#include "fixes/ivshmem/area.h"

static const struct igd_check *const checks[] = {
	&igd_check_ivshmem_size,
	&igd_check_ivshmem_backend,
	&igd_check_ivshmem_access,
	&igd_check_ivshmem_address_width,
	&igd_check_ivshmem_memlock,
	&igd_check_ivshmem_live,
	NULL,
};

static const struct igd_fix *const fixes[] = {
	&igd_fix_ivshmem_backend,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "ivshmem",
	.summary = "The memory that the VM shares with the host, for Looking Glass",
	.place = 84,
	.checks = checks,
	.fixes = fixes,
	.expand = igd_advice_expand,
};
