// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * width - by which words a libvirt domain's physical addresses are limited
 */
#include "facts/map/width.h"

#include "facts/map/address_map_host.h"

#define FIRST_MAXPHYSADDR 8007u
#define FIRST_LIMIT 9003u

static bool is_older(unsigned libvirt, unsigned version)
{
	return libvirt && libvirt < version;
}

enum igd_width_form igd_width_form(const struct igd_vm *vm, unsigned libvirt)
{
	enum igd_width_source source = igd_width_source(vm);
	bool has_maxphysaddr = !is_older(libvirt, FIRST_MAXPHYSADDR);

	if (source == IGD_WIDTH_GIVEN)
		return has_maxphysaddr ? IGD_WIDTH_BY_EMULATE : IGD_WIDTH_BY_NOTHING;
	if (!is_older(libvirt, FIRST_LIMIT))
		return IGD_WIDTH_BY_LIMIT;
	if (source != IGD_WIDTH_OWN && has_maxphysaddr)
		return IGD_WIDTH_BY_EMULATE;
	return IGD_WIDTH_BY_GLOBAL;
}

/* A property of -cpu is a global of its class, and so can be set beside libvirt's own -cpu. */
const char *igd_width_global(struct igd_host *host, const struct igd_vm *vm)
{
	return igd_host_print(host,
		"%s-x86_64-cpu.host-phys-bits-limit=", vm->cpu.model ? vm->cpu.model : "qemu64");
}

unsigned igd_width_of_iommu(struct igd_host *host, const struct igd_vm *vm)
{
	struct igd_map_reach reach;

	igd_map_reach(host, vm, &reach);
	return reach.sure;
}
