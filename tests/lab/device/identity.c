// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * identity - the devices that can be played, and what their generations have in common
 *
 * Where the numbers come from:
 *   ids, platforms  Linux 7.1 include/drm/intel/pciids.h
 *   names           pci.ids, github pciutils/pciids @c1c1254
 *   revisions       `lspci -nn` of real machines in public reports, and Linux 7.1
 *                   drivers/gpu/drm/i915/intel_step.c (ADL-S 0c, ADL-P 0c, ADL-N 00, RPL 04)
 *   generations     QEMU 10.1 hw/vfio/igd.c igd_gen(), which knows none from Meteor Lake on: 13 and 20 are
 *                   12.70 and 20.04 of Linux 7.1 i915_pci.c and xe_pci.c
 *   BDSM            QEMU 10.1 hw/vfio/igd.c IGD_BDSM, IGD_BDSM_GEN11; Linux 7.1 include/drm/intel/i915_drm.h
 *   GGC             Linux 7.1 arch/x86/kernel/early-quirks.c gen6/gen8/gen9_stolen_size(); the GTT's size is
 *                   i915 gen6_get_total_gtt_size() (bits 9:8) and gen8_get_total_gtt_size() (bits 7:6)
 *   BARs and        `lspci -v` of real machines: Haswell (and so, unseen, Ivy Bridge) 4 MiB and [90] [d0] [a4],
 *   capabilities    Broadwell 16 MiB and the same list, later ones [40] [70] [ac] [d0]; no I/O BAR
 *                   from Meteor Lake on
 *   BDB versions    chosen so that each size of a child device occurs: Linux 7.1 intel_bios.c
 *                   child_device_expected_size()
 */
#include "identity.h"

enum {
	MIB = 1 << 20,
	GGC_LOCK = 1 << 0,
	GGC_GTT_2M_GEN6 = 2 << 8,
	GGC_GTT_8M_GEN8 = 3 << 6,
	GMS_MOST =
		0x40, /* the most that QEMU 10.1 vfio_pci_igd_override_gms() takes; 0x10 before generation 8 */
	GMS_MOST_GEN6 = 0x10,
	GMS_SMALL = 0xf0,
};

static const struct igd_layout gen6 = {
	.name = "Sandy Bridge, Ivy Bridge",
	.generation = 6,
	.gms_shift = 3,
	.ggc_fixed = GGC_GTT_2M_GEN6 | GGC_LOCK,
	.bdsm = 0x5c,
	.mmio_size = 4 * MIB,
	.has_io = true,
	.bdb_version = 165,
	.vbt_name = "SNB/IVB-DESKTOP",
};
static const struct igd_layout gen7 = {
	.name = "Haswell",
	.generation = 7,
	.gms_shift = 3,
	.ggc_fixed = GGC_GTT_2M_GEN6 | GGC_LOCK,
	.bdsm = 0x5c,
	.mmio_size = 4 * MIB,
	.has_io = true,
	.bdb_version = 170,
	.vbt_name = "HASWELL",
};
static const struct igd_layout gen8 = {
	.name = "Broadwell",
	.generation = 8,
	.gms_shift = 8,
	.ggc_fixed = GGC_GTT_8M_GEN8 | GGC_LOCK,
	.bdsm = 0x5c,
	.mmio_size = 16 * MIB,
	.has_io = true,
	.bdb_version = 193,
	.vbt_name = "BROADWELL",
};
static const struct igd_layout gen9 = {
	.name = "Skylake to Comet Lake",
	.generation = 9,
	.gms_shift = 8,
	.gms_small = true,
	.ggc_fixed = GGC_GTT_8M_GEN8 | GGC_LOCK,
	.bdsm = 0x5c,
	.mmio_size = 16 * MIB,
	.has_io = true,
	.has_pcie = true,
	.bdb_version = 209,
	.vbt_name = "SKYLAKE",
};
static const struct igd_layout gen11 = {
	.name = "Ice Lake",
	.generation = 11,
	.gms_shift = 8,
	.gms_small = true,
	.ggc_fixed = GGC_GTT_8M_GEN8 | GGC_LOCK,
	.bdsm = 0xc0,
	.mmio_size = 16 * MIB,
	.has_io = true,
	.has_pcie = true,
	.bdb_version = 228,
	.vbt_name = "ICELAKE",
};
static const struct igd_layout gen12 = {
	.name = "Tiger Lake to Raptor Lake",
	.generation = 12,
	.gms_shift = 8,
	.gms_small = true,
	.ggc_fixed = GGC_GTT_8M_GEN8 | GGC_LOCK,
	.bdsm = 0xc0,
	.mmio_size = 16 * MIB,
	.has_io = true,
	.has_pcie = true,
	.bdb_version = 237,
	.vbt_name = "ALDERLAKE-S",
};
static const struct igd_layout meteor_lake = {
	.name = "Meteor Lake, Arrow Lake",
	.generation = 13,
	.gms_shift = 8,
	.gms_small = true,
	.ggc_fixed = GGC_GTT_8M_GEN8 | GGC_LOCK,
	.mmio_size = 16 * MIB,
	.has_pcie = true,
	.bdb_version = 250,
	.vbt_name = "METEORLAKE",
};
static const struct igd_layout lunar_lake = {
	.name = "Lunar Lake",
	.generation = 20,
	.gms_shift = 8,
	.gms_small = true,
	.ggc_fixed = GGC_GTT_8M_GEN8 | GGC_LOCK,
	.mmio_size = 16 * MIB,
	.has_pcie = true,
	.bdb_version = 256,
	.vbt_name = "LUNARLAKE",
};

static const struct igd_identity identities[] = {
	{ 0x0152, 0x09, &gen6, "Xeon E3-1200 v2/3rd Gen Core processor Graphics Controller" },
	{ 0x0412, 0x06, &gen7,
		"Xeon E3-1200 v3/4th Gen Core Processor Integrated Graphics Controller" },
	{ 0x1616, 0x09, &gen8, "Broadwell-U GT2 [HD Graphics 5500]" },
	{ 0x1912, 0x06, &gen9, "Skylake-S GT2 [HD Graphics 530]" },
	{ 0x5912, 0x04, &gen9, "Kaby Lake-S GT2 [HD Graphics 630]" },
	{ 0x3e92, 0x00, &gen9, "CoffeeLake-S GT2 [UHD Graphics 630]" },
	{ 0x9bc5, 0x05, &gen9, "CometLake-S GT2 [UHD Graphics 630]" },
	{ 0x8a52, 0x07, &gen11, "Iris Plus Graphics G7" },
	{ 0x9a49, 0x01, &gen12, "TigerLake-LP GT2 [Iris Xe Graphics]" },
	{ 0x4c8a, 0x04, &gen12, "RocketLake-S GT1 [UHD Graphics 750]" },
	{ 0x4680, 0x0c, &gen12, "Alder Lake-S GT1 [UHD Graphics 770]" },
	{ 0x46a6, 0x0c, &gen12, "Alder Lake-P GT2 [Iris Xe Graphics]" },
	{ 0x46d1, 0x00, &gen12, "Alder Lake-N [UHD Graphics]" },
	{ 0xa780, 0x04, &gen12, "Raptor Lake-S GT1 [UHD Graphics 770]" },
	{ 0xa7a0, 0x04, &gen12, "Raptor Lake-P [Iris Xe Graphics]" },
	{ 0x7d55, 0x08, &meteor_lake, "Meteor Lake-P [Intel Arc Graphics]" },
	{ 0x7d67, 0x06, &meteor_lake, "Arrow Lake-S [Intel Graphics]" },
	{ 0x64a0, 0x04, &lunar_lake,
		"Core Ultra 200V Series Processors Arc Graphics 130V/140V GPU" },
};

const struct igd_identity *igd_identity_at(size_t n)
{
	return n < sizeof(identities) / sizeof(identities[0]) ? &identities[n] : NULL;
}

const struct igd_identity *igd_identity_find(uint16_t id)
{
	const struct igd_identity *identity;
	size_t n;

	for (n = 0; (identity = igd_identity_at(n)); n++)
		if (identity->id == id)
			return identity;
	return NULL;
}

bool igd_identity_ggc(const struct igd_identity *identity, unsigned mib, uint16_t *ret)
{
	const struct igd_layout *layout = identity->layout;
	unsigned most = layout->gms_shift == 3 ? GMS_MOST_GEN6 : GMS_MOST;
	unsigned field;

	if (mib % 32 == 0 && mib / 32 <= most)
		field = mib / 32;
	else if (layout->gms_small && mib % 4 == 0 && mib >= 4 && mib <= 60)
		field = GMS_SMALL + mib / 4 - 1;
	else
		return false;
	*ret = (uint16_t)(field << layout->gms_shift | layout->ggc_fixed);
	return true;
}
