// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_private - what the files of recipe share
 */
#ifndef IGD_FACTS_RECIPE_RECIPE_PRIVATE_H
#define IGD_FACTS_RECIPE_RECIPE_PRIVATE_H

#include "facts/recipe/recipe.h"

#pragma GCC visibility push(default) /* for the tests; not part of the SDK */

/* The iGPU's generation as the program counts it: 6 to 12, -1 for those without stolen memory to set up. */
int igd_case_generation(const struct igd_recipe_case *it);
/* Whether this row's QEMU tries its legacy mode without being told. */
bool igd_case_is_automatic(const struct igd_recipe_case *it);
/* Whether this row's QEMU does what the recipe needs: outside of its legacy mode; in it, or by x-igd-lpc. */
bool igd_case_suits_upt(const struct igd_recipe_case *it);
bool igd_case_suits_legacy(const struct igd_recipe_case *it);
/* A switch of the iGPU's vfio-pci. */
enum igd_vm_answer igd_case_switch(const struct igd_recipe_case *it, const char *name);
/* Whether this row's QEMU has the property; what the binary itself lists comes first. */
bool igd_case_has(const struct igd_recipe_case *it, const char *name);
/* The one property that the VM sets and this QEMU does not have; NULL for none. */
const char *igd_case_stray(const struct igd_recipe_case *it);

/*
 * Whether a `-set` is for a device that QEMU does not find, as it is given as JSON. The readers of the definition know, and
 * say so in a remark.
 */
bool igd_case_has_void_set(const struct igd_recipe_case *it);
/* Generations 6 to 9: SeaBIOS sets them up, and they have a video BIOS and QEMU's automatic legacy mode. */
bool igd_case_is_old(const struct igd_recipe_case *it);

/* A rule's mend in words, for the VM's origin. name takes the place of "{}"; it may be NULL. */
const char *igd_recipe_mend(struct igd_host *host, const struct igd_recipe_case *it,
	const struct igd_mend *mend, const char *name);
/* The text with name in the place of "{}". */
const char *igd_recipe_fill(struct igd_host *host, const char *text, const char *name);

#pragma GCC visibility pop

#endif
