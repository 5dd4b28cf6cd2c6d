// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain.address-width - limits the VM's physical addresses to what the iGPU's IOMMU maps
 *
 * By which words depends on the CPU model and on libvirt (facts/map/address_map_words.c): with the processor's own width
 * <maxphysaddr mode='emulate'/> does nothing under KVM, and the limit= that does came with libvirt 9.3 (docs/formatdomain.rst).
 */
#include "facts/map/address_map_compute.h"
#include "facts/map/address_map_words.h"
#include "fixes/domain/area.h"
#include "fixes/domain/edits_private.h"

/* libvirt 11.3 docs/formatdomain.rst, maxphysaddr: "Since 8.7.0", limit "Since 9.3.0". */
#define FIRST_MAXPHYSADDR 8007u
#define FIRST_LIMIT 9003u

#define MAXPHYSADDR "/domain/cpu/maxphysaddr"

static void emulate(const struct igd_edits *edits, const char *bits)
{
	igd_edits_do(edits, IGD_DOMAIN_SET, "emulate", MAXPHYSADDR "/@mode");
	igd_edits_do(edits, IGD_DOMAIN_SET, bits, MAXPHYSADDR "/@bits");
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, MAXPHYSADDR "/@limit");
}

static void limit(const struct igd_edits *edits, const char *bits)
{
	igd_edits_do(edits, IGD_DOMAIN_SET, "passthrough", MAXPHYSADDR "/@mode");
	igd_edits_do(edits, IGD_DOMAIN_SET, bits, MAXPHYSADDR "/@limit");
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, MAXPHYSADDR "/@bits");
}

/* A property of -cpu is a global of its class, and so can be set beside libvirt's own -cpu. */
static void by_global(const struct igd_edits *edits, const char *bits)
{
	const char *model = edits->vm->cpu.model ? edits->vm->cpu.model : "qemu64";
	const char *name =
		igd_host_print(edits->host, "%s-x86_64-cpu.host-phys-bits-limit=", model);

	igd_edits_drop_arguments(edits, "-global", name);
	igd_edits_do(edits, IGD_DOMAIN_ADD,
		igd_host_print(edits->host, "<qemu:arg value='-global'/><qemu:arg value='%s%s'/>",
			name, bits),
		"/domain/qemu:commandline");
}

static bool is_older(const struct igd_edits *edits, unsigned version)
{
	return edits->libvirt && edits->libvirt < version;
}

static void edit(const struct igd_edits *edits, unsigned width)
{
	const char *bits = igd_host_print(edits->host, "%u", width);
	enum igd_width_source source = igd_width_source(edits->vm);
	bool has_maxphysaddr = !is_older(edits, FIRST_MAXPHYSADDR);

	if (source == IGD_WIDTH_GIVEN && !has_maxphysaddr)
		igd_change_decline(edits->changes,
			"this libvirt is older than 8.7, which brought <maxphysaddr>");
	else if (source != IGD_WIDTH_GIVEN && !is_older(edits, FIRST_LIMIT))
		limit(edits, bits);
	else if (source != IGD_WIDTH_OWN && has_maxphysaddr)
		emulate(edits, bits);
	else
		by_global(edits, bits);
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_address_maps *maps;
	const struct igd_address_map *worst;
	const struct igd_map_span *lost;
	struct igd_edits edits;

	if (!igd_edits_begin(host, ret, &edits))
		return;
	maps = igd_address_maps(host);
	worst = igd_address_maps_worst(maps);
	if (!worst || !maps->iommu_bits) {
		igd_change_decline(ret,
			"what the IOMMU maps, or where the VM's firmware puts memory, is not known");
		return;
	}
	lost = igd_address_map_lost(worst, false);
	if (!edits.is_editable || (lost && lost->kind == IGD_MAP_RAM))
		igd_edits_by_hand(&edits, igd_address_maps_remedy(host, edits.vm, maps));
	else
		edit(&edits, maps->iommu_bits);
}

const struct igd_fix igd_fix_domain_address_width = {
	.id = "domain.address-width",
	.title = "Limit the VM's physical addresses to what the IOMMU maps",
	.risk = IGD_RISK_NONE,
	.plan = plan,
};
