// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * domain.address-width - limits the VM's physical addresses to what the iGPU's IOMMU maps
 *
 * By which words, facts/map/width.c says.
 */
#include "facts/map/address_map_words.h"
#include "facts/map/width.h"
#include "fixes/domain/area.h"
#include "fixes/domain/edits_private.h"

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

static void by_global(const struct igd_edits *edits, const char *bits)
{
	const char *name = igd_width_global(edits->host, edits->vm);

	igd_edits_drop_arguments(edits, "-global", name);
	igd_edits_do(edits, IGD_DOMAIN_ADD,
		igd_host_print(edits->host, "<qemu:arg value='-global'/><qemu:arg value='%s%s'/>",
			name, bits),
		"/domain/qemu:commandline");
}

static void edit(const struct igd_edits *edits, unsigned width)
{
	const char *bits = igd_host_print(edits->host, "%u", width);

	switch (igd_width_form(edits->vm, edits->libvirt)) {
	case IGD_WIDTH_BY_LIMIT:
		limit(edits, bits);
		return;
	case IGD_WIDTH_BY_EMULATE:
		emulate(edits, bits);
		return;
	case IGD_WIDTH_BY_GLOBAL:
		by_global(edits, bits);
		return;
	case IGD_WIDTH_BY_NOTHING:
		igd_change_decline(edits->changes,
			"this libvirt is older than 8.7, which brought <maxphysaddr>");
	}
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
