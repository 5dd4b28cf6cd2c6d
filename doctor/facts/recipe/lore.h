// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * lore - advice that goes round in forums, judged for this VM: what is there, why it was once right, why it is not here
 */
#ifndef IGD_FACTS_RECIPE_LORE_H
#define IGD_FACTS_RECIPE_LORE_H

#include "facts/recipe/recipe.h"

enum igd_lore_kind {
	IGD_LORE_RIGHT,	   /* it is needed here */
	IGD_LORE_HARMLESS, /* it changes nothing here, or nothing that matters */
	IGD_LORE_NEEDLESS, /* it has a cost and no use here */
	IGD_LORE_HARMFUL
};

/* A row. The same advice may have several, for what differs by QEMU or recipe. */
struct igd_lore {
	const char *id; /* "x-igd-gms" */
	enum igd_lore_kind kind;
	/* What of it is there, for the person to find it: "x-igd-gms=0x2"; NULL: nothing, or the row is not for this VM. */
	const char *(*find)(
		struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);
	const char *once, *here;
	const char *source;
};

IGD_EXPORT const struct igd_lore *igd_lore_rows(size_t *ret_count);

/* "harmless", "needless" ... */
IGD_EXPORT const char *igd_lore_kind_name(enum igd_lore_kind kind);

/* Cites what of it is found: "advice x-igd-gms" with "x-igd-gms=0x2: needless. ..." Nothing sticks. */
IGD_EXPORT void igd_lore_cite(
	struct igd_host *host, const struct igd_recipe_case *it, enum igd_recipe recipe);

#endif
