// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_words - a comparison with the recipes in sentences
 */
#ifndef IGD_FACTS_RECIPE_RECIPE_WORDS_H
#define IGD_FACTS_RECIPE_RECIPE_WORDS_H

#include "facts/recipe/recipe.h"

/* "the machine is not i440fx; it has an emulated display": what is broken, or what is open. The host's memory. */
IGD_EXPORT const char *igd_recipe_list(
	struct igd_host *host, const struct igd_recipe_fit *fit, bool wants_open);

/* What to do to get to the recipe that is advised. */
IGD_EXPORT const char *igd_recipe_remedy(
	struct igd_host *host, const struct igd_recipe_comparison *comparison);

/* What to do to be told what is open. */
IGD_EXPORT const char *igd_recipe_remedy_of_open(
	struct igd_host *host, const struct igd_recipe_comparison *comparison);

/* Cites why the nearest is that, how far the other is, and which of them this host can have. */
IGD_EXPORT void igd_recipe_cite_choice(
	struct igd_host *host, const struct igd_recipe_comparison *comparison);

#endif
