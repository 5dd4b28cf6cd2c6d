// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe - the two ways of giving a VM an iGPU that are known to work, and how far a VM is from each
 *
 * Near is what is missed by the least weight: what counts is how much would have to be changed, not how much agrees
 * with both.
 */
#include "facts/recipe/recipe.h"

#include "facts/recipe/qemu_vm.h"
#include "facts/recipe/recipe_private.h"

const char *igd_recipe_name(enum igd_recipe recipe)
{
	return recipe == IGD_RECIPE_UPT ? "upt" : "legacy";
}

static enum igd_rule_state merge(enum igd_rule_state left, enum igd_rule_state right)
{
	if (left == right)
		return left;
	if ((left == IGD_RULE_VOID && right == IGD_RULE_MET) ||
		(left == IGD_RULE_MET && right == IGD_RULE_VOID))
		return IGD_RULE_MET;
	return IGD_RULE_OPEN;
}

/* Under every row that this QEMU may be. ret_name: what the rule names, where it is not met. */
static enum igd_rule_state test(
	const struct igd_recipe_rule *rule, const struct igd_recipe_case *it, const char **ret_name)
{
	struct igd_recipe_case under = *it;
	enum igd_rule_state state = IGD_RULE_VOID, now;
	const struct igd_qemu_row *first, *last;

	igd_recipe_rows(it, &first, &last);
	for (under.row = first; under.row <= last; under.row++) {
		now = rule->test(&under);
		state = under.row == first ? now : merge(state, now);
		if (rule->name && (now == IGD_RULE_BROKEN || now == IGD_RULE_OPEN))
			*ret_name = rule->name(&under);
	}
	return state;
}

static void add(struct igd_host *host, const struct igd_recipe_case *it,
	const struct igd_recipe_rule *rule, const char *name, struct igd_recipe_fit *ret)
{
	struct igd_deviation *deviation = &ret->deviations[ret->count - 1];

	deviation->rule = rule;
	deviation->what =
		igd_recipe_fill(host, deviation->is_open ? rule->open : rule->broken, name);
	deviation->consequence = igd_recipe_fill(host, rule->consequence, name);
	deviation->mend = igd_recipe_mend(host, it, &rule->mend, name);
}

static void apply(struct igd_host *host, const struct igd_recipe_case *it,
	const struct igd_recipe_rule *rule, struct igd_recipe_fit *ret)
{
	const char *name = NULL;
	enum igd_rule_state state = test(rule, it, &name);

	if (state == IGD_RULE_MET)
		ret->met += rule->weight;
	if ((state != IGD_RULE_BROKEN && state != IGD_RULE_OPEN) ||
		ret->count == IGD_RECIPE_MAX_ROWS)
		return;
	ret->deviations[ret->count++].is_open = state == IGD_RULE_OPEN;
	add(host, it, rule, name, ret);
	if (state == IGD_RULE_OPEN) {
		ret->open++;
		return;
	}
	ret->missed += rule->weight;
	ret->broken++;
	if (rule->severity > ret->severity)
		ret->severity = rule->severity;
}

/* The nearer of the two; of two that are as near, the one that more speaks for, and then the one that can be had. */
static enum igd_recipe choose(struct igd_recipe_comparison *ret)
{
	const struct igd_recipe_fit *upt = &ret->fits[IGD_RECIPE_UPT],
				    *legacy = &ret->fits[IGD_RECIPE_LEGACY];

	ret->is_tie = upt->missed == legacy->missed;
	if (!ret->is_tie) {
		ret->why = upt->missed && legacy->missed
				   ? "less would have to be changed than for the other"
				   : "nothing would have to be changed for it";
		return upt->missed < legacy->missed ? IGD_RECIPE_UPT : IGD_RECIPE_LEGACY;
	}
	if (upt->met != legacy->met) {
		ret->why =
			upt->missed
				? "as much would have to be changed for either, but more of this one is there"
				: "it meets both, and more of what this one asks for";
		return upt->met > legacy->met ? IGD_RECIPE_UPT : IGD_RECIPE_LEGACY;
	}
	ret->why = "as near to either; this one asks for less";
	return legacy->chance.answer == IGD_VM_YES && upt->chance.answer == IGD_VM_NO
		       ? IGD_RECIPE_LEGACY
		       : IGD_RECIPE_UPT;
}

void igd_recipe_compare(
	struct igd_host *host, const struct igd_recipe_case *it, struct igd_recipe_comparison *ret)
{
	const struct igd_recipe_rule *rule;
	enum igd_recipe recipe, other;
	size_t i;

	*ret = (struct igd_recipe_comparison){ .is_qemu_known = it->version != NULL };
	for (recipe = IGD_RECIPE_UPT; recipe < IGD_RECIPES; recipe++) {
		for (i = 0; (rule = igd_recipe_rule(i)) != NULL; i++) {
			if (rule->recipes & 1u << recipe)
				apply(host, it, rule, &ret->fits[recipe]);
		}
		ret->fits[recipe].chance = igd_recipe_chance(host, it, recipe);
	}
	ret->nearest = choose(ret);
	other = ret->nearest == IGD_RECIPE_UPT ? IGD_RECIPE_LEGACY : IGD_RECIPE_UPT;
	ret->advised = ret->fits[ret->nearest].chance.answer == IGD_VM_NO &&
				       ret->fits[other].chance.answer == IGD_VM_YES
			       ? other
			       : ret->nearest;
}

struct fact {
	bool is_there;
	struct igd_recipe_comparison comparison;
};

static void read_comparison(struct igd_host *host, void *ret)
{
	const struct igd_qemu_vm *vm = igd_qemu_vm(host);
	struct fact *fact = ret;

	fact->is_there = vm != NULL;
	if (vm)
		igd_recipe_compare(host, &vm->it, &fact->comparison);
}

static const struct igd_fact comparison_fact = { "recipe", sizeof(struct fact), read_comparison,
	NULL };

const struct igd_recipe_comparison *igd_recipe_get(struct igd_host *host)
{
	const struct fact *fact = igd_host_fact(host, &comparison_fact);

	return fact->is_there ? &fact->comparison : NULL;
}
