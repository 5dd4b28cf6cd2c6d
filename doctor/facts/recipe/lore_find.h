// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lore_find - how a piece of advice is recognised: what of it is there, or NULL (lore.h)
 */
#ifndef IGD_FACTS_RECIPE_LORE_FIND_H
#define IGD_FACTS_RECIPE_LORE_FIND_H

#include "facts/recipe/lore.h"

const char *igd_lore_gms_zeroed(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_gms_ignored(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_gms_kept(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_gms_unclear(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_disable_vga_legacy(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_disable_vga_upt(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_unsafe_interrupts(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_ignore_msrs(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_acs_override(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_iommu_pt(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_behind_bridge(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_x_vga(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_kvm_hidden(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_hypervisor_off(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_vendor_id(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_gop_in_upt(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_no_gop_in_legacy(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_no_gop_in_upt(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_pve_legacy_igd(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_qemu_legacy_igd(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_rom_bar(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_second_function(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_multifunction(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_no_kvm(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_other_id(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_opregion_by_default(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
const char *igd_lore_set_and_json(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);

#endif
