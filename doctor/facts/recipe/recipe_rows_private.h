// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_rows_private - how a row of the recipes is written down, and the second of their two tables
 */
#ifndef IGD_FACTS_RECIPE_RECIPE_ROWS_PRIVATE_H
#define IGD_FACTS_RECIPE_RECIPE_ROWS_PRIVATE_H

#include "facts/recipe/recipe_private.h"
#include "facts/recipe/recipe_tests.h"

#define UPT IGD_RULE_FOR_UPT
#define LEGACY IGD_RULE_FOR_LEGACY
#define BOTH (UPT | LEGACY)

#define TEXTS(libvirt, proxmox, qemu)                                                              \
	{                                                                                          \
		.kind = IGD_MEND_TEXT, .text = {(libvirt), (proxmox), (qemu) }                     \
	}
#define SAME(text) TEXTS(text, text, text)
#define SET(property, setting, kind_of)                                                            \
	{                                                                                          \
		.kind = IGD_MEND_SET, .name = (property), .value = (setting), .type = (kind_of)    \
	}
#define DROP(property)                                                                             \
	{                                                                                          \
		.kind = IGD_MEND_DROP, .name = (property)                                          \
	}

/* The second table, which igd_recipe_rule() goes on with; NULL behind the last. */
const struct igd_recipe_rule *igd_recipe_rule_of_gifts(size_t index);

#endif
