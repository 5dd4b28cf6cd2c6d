// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lore - advice that goes round in forums, judged for this VM
 */
#include "facts/recipe/lore.h"

const char *igd_lore_kind_name(enum igd_lore_kind kind)
{
	switch (kind) {
	case IGD_LORE_RIGHT:
		return "right here";
	case IGD_LORE_HARMLESS:
		return "harmless";
	case IGD_LORE_NEEDLESS:
		return "needless here";
	case IGD_LORE_HARMFUL:
		break;
	}
	return "harmful here";
}

void igd_lore_cite(struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe)
{
	const struct igd_lore *rows;
	const char *found;
	size_t i, count;

	rows = igd_lore_rows(&count);
	for (i = 0; i < count; i++) {
		found = rows[i].find(host, it, recipe);
		if (found)
			igd_host_cite(host, igd_host_print(host, "advice `%s`", rows[i].id),
				"%s: %s. Once: %s. Here: %s", found,
				igd_lore_kind_name(rows[i].kind), rows[i].once, rows[i].here);
	}
}
