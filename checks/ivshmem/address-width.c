// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem.address-width - will the guest's firmware place memory where the IOMMU cannot map it?
 *
 * Computed from the definition, before the VM ever starts (facts/map/address_map.h). What is fatal and what is a warning
 * depends on what kind of memory it is: QEMU maps RAM, shared memory among it, or ends; of a BAR of an assigned device
 * it only says that it could not (QEMU 11.0 hw/vfio/listener.c vfio_container_region_add()).
 *
 * Where one version of the VM's firmware would be fatal and another would not, and which it boots is not told, this is
 * UNKNOWN and not a failure: a VM that somebody has got to run with the one would be called broken for the other. What
 * would end the doubt is said.
 */
#include "checks/ivshmem/area.h"
#include "facts/host/igpu.h"
#include "facts/map/address_map.h"
#include "facts/map/address_map_words.h"

static enum igd_draw_state state_of(const struct igd_map_span *span)
{
	if (span->is_reached)
		return IGD_DRAW_REACHED;
	return span->kind == IGD_MAP_DEVICE ? IGD_DRAW_LOST : IGD_DRAW_FATAL;
}

static void draw(
	struct igd_host *host, const struct igd_address_maps *maps, struct igd_finding *ret)
{
	static const enum igd_draw_kind kinds[] = {
		[IGD_MAP_RAM] = IGD_DRAW_RAM,
		[IGD_MAP_SHARED] = IGD_DRAW_SHARED,
		[IGD_MAP_VRAM] = IGD_DRAW_VRAM,
		[IGD_MAP_DEVICE] = IGD_DRAW_DEVICE,
		[IGD_MAP_WINDOW] = IGD_DRAW_WINDOW,
	};
	const struct igd_address_map *map = igd_address_maps_worst(maps);
	unsigned bits;
	size_t i;

	if (!map)
		return;
	bits = map->bits > maps->iommu_bits ? map->bits : maps->iommu_bits;
	igd_draw(ret,
		igd_host_print(host, "the VM's addresses, %u bits wide, under %s", map->bits,
			map->firmware),
		(UINT64_C(1) << bits) - 1);
	for (i = 0; i < map->span_count; i++) {
		const struct igd_map_span *span = &map->spans[i];

		igd_draw_span(
			ret, &(struct igd_draw_span){ igd_map_label(span), span->start, span->end,
				     kinds[span->kind], state_of(span), span->is_exact });
	}
	igd_draw_mark(ret, igd_host_print(host, "the IOMMU ends: %u bits", maps->iommu_bits),
		maps->iommu_end);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_address_maps *maps;
	const char *what;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (!vm->hostdev_count)
		return igd_na(ret, vm->where, "no device of the host is assigned to the VM");
	maps = igd_address_maps(host);
	what = igd_address_maps_what(host, maps);
	igd_address_maps_cite(host, maps);
	draw(host, maps, ret);
	if (maps->verdict == IGD_MAP_FITS)
		return igd_pass(ret, vm->where, "%s", what);
	if (maps->verdict == IGD_MAP_UNKNOWN || maps->verdict == IGD_MAP_MAY_BE_FATAL)
		return igd_unknown(ret, vm->where, "%s", what);
	igd_remedy(ret, "%s", igd_address_maps_remedy(host, vm, maps));
	if (maps->verdict == IGD_MAP_WARNS)
		igd_severity(ret, IGD_DEGRADED);
	return igd_fail(ret, vm->where, "%s", what);
}

static const char *const needs[] = { "platform.igpu", "iommu.enabled", NULL };
static const char *const references[] = { "QEMU docs/igd-assign.txt, Known issues",
	"https://github.com/gnif/LookingGlass/issues/1184", NULL };

const struct igd_check igd_check_ivshmem_address_width = {
	.id = "ivshmem.address-width",
	.title = "The guest cannot place its memory beyond the IOMMU",
	.why = "The VM's firmware chooses addresses by the width that its processor claims. Where the "
	       "IOMMU's is smaller, QEMU cannot map what lies beyond, and if that is memory, such as "
	       "that of Looking Glass, the VM ends while it boots.",
	.remedy = "Limit the VM's physical address bits to what the iGPU's IOMMU maps.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "domain.address-width",
	.references = references,
	.run = run,
};
