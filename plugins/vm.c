// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm - the plugin: a table of its checks
 */
#include <stddef.h>

#include "checks/vm/area.h"
#include "core/plugin.h"
#include "facts/host/advice.h"
#include "fixes/domain/area.h"
#include "fixes/libvirt/area.h"
#include "fixes/rom/area.h"

static const struct igd_check *const checks[] = {
	&igd_check_vm_found,
	&igd_check_vm_device,
	&igd_check_vm_address,
	&igd_check_vm_recipe,
	&igd_check_vm_firmware,
	&igd_check_vm_display,
	&igd_check_vm_memory,
	&igd_check_vm_managed,
	NULL,
};

static const struct igd_fix *const fixes[] = {
	&igd_fix_domain_recipe,
	&igd_fix_domain_smbios,
	&igd_fix_domain_address_width,
	&igd_fix_domain_memory,
	&igd_fix_rom_install,
	&igd_fix_libvirt_access,
	NULL,
};

const struct igd_plugin igd_plugin = {
	.abi = IGD_PLUGIN_ABI,
	.size = sizeof(struct igd_plugin),
	.name = "vm",
	.summary = "The VM that gets the iGPU, as it is defined",
	.place = 80,
	.checks = checks,
	.fixes = fixes,
	.expand = igd_advice_expand,
};
