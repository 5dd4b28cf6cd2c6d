// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm.recipe - does the VM follow one of the two ways that are known to work? (S74-S77, 1.J)
 *
 * The rows, and how near is measured: facts/recipe/recipe_rows.c, recipe.c. Advice from forums: lore_rows.c.
 */
#include "checks/vm/area.h"
#include "facts/host/igpu.h"
#include "facts/recipe/lore.h"
#include "facts/recipe/qemu_vm.h"
#include "facts/recipe/recipe_words.h"

static void cite(struct igd_host *host, const struct igd_recipe_comparison *comparison)
{
	const struct igd_recipe_fit *fit = &comparison->fits[comparison->nearest];
	const struct igd_deviation *deviation;
	size_t i;

	for (i = 0; i < fit->count; i++) {
		deviation = &fit->deviations[i];
		igd_host_cite(host,
			igd_host_print(host, "recipe %s, %s", igd_recipe_name(comparison->nearest),
				deviation->rule->id),
			deviation->is_open ? "it cannot be told %s. What hangs on it: %s"
					   : "%s: %s",
			deviation->what, deviation->consequence);
	}
	igd_recipe_cite_choice(host, comparison);
	igd_lore_cite(host, &igd_qemu_vm(host)->it, comparison->nearest);
}

static enum igd_verdict judge(struct igd_host *host, struct igd_finding *ret, const char *where,
	const struct igd_recipe_comparison *comparison)
{
	const struct igd_recipe_fit *fit = &comparison->fits[comparison->nearest];
	const char *name = igd_recipe_name(comparison->nearest);

	cite(host, comparison);
	if (fit->broken) {
		igd_severity(ret, fit->severity);
		igd_remedy(ret, "%s", igd_recipe_remedy(host, comparison));
		return igd_fail(ret, where, "nearest to `%s`, but %s", name,
			igd_recipe_list(host, fit, false));
	}
	if (fit->chance.answer == IGD_VM_NO) {
		igd_remedy(ret, "%s", igd_recipe_remedy(host, comparison));
		return igd_fail(
			ret, where, "`%s`, which this host cannot have: %s", name, fit->chance.why);
	}
	if (fit->open) {
		igd_remedy(ret, "%s", igd_recipe_remedy_of_open(host, comparison));
		return igd_unknown(ret, where, "`%s` as far as can be told; it cannot be told %s",
			name, igd_recipe_list(host, fit, true));
	}
	return igd_pass(ret, where, "follows `%s`", name);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_recipe_comparison *comparison;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igd_vm_igpu(host))
		return igd_na(ret, vm->where, "the VM is not given the iGPU (see vm.device)");
	comparison = igd_recipe_get(host);
	if (!comparison)
		return igd_unknown(ret, vm->where,
			"this iGPU is not in the table of known Intel graphics: which recipe it can have is not known");
	return judge(host, ret, vm->where, comparison);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/LongQT-sea/intel-igpu-passthru",
	"https://github.com/LongQT-sea/intel-igpu-passthru/issues/31",
	"https://github.com/tomitamoeko/VfioIgdPkg", "QEMU docs/igd-assign.txt", NULL };

const struct igd_check igd_check_vm_recipe = {
	.id = "vm.recipe",
	.title = "The VM follows one working recipe",
	.why = "Two ways to hand over an iGPU are known to work, and they contradict each other. `legacy`: i440fx, no "
	       "other display, the platform's own ROM; there is a picture from power-on. `upt`: any machine, the "
	       "OpRegion, a ROM without a display driver; another display may stand beside it. Most VMs with Code 43 "
	       "are a mix of the two.",
	.remedy = "Choose one of the two, and change what deviates from it.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "domain.recipe",
	.references = references,
	.run = run,
};
