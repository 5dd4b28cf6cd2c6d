// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_tests - the test behind each row of recipe_rows.c
 */
#ifndef IGD_FACTS_RECIPE_RECIPE_TESTS_H
#define IGD_FACTS_RECIPE_RECIPE_TESTS_H

#include "facts/recipe/recipe.h"

enum igd_rule_state igd_test_is_i440fx(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_qemu_upt(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_qemu_legacy(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_address(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_legacy_forced(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_legacy_refused(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_lpc_on_q35(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_lpc(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_legacy_on(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_legacy_off(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_opregion_windows(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_opregion_linux(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_rom_windows(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_rom_linux(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_rom_legacy(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_rom_bar(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_firmware(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_firmware_old(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_no_display(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_pve_refuses(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_legacy_igd(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_options(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_gms_none(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_gms_range(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_vga_beside(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_vga_class(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_hypervisor(const struct igd_recipe_case *it);
enum igd_rule_state igd_test_set(const struct igd_recipe_case *it);

#endif
