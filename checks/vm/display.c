// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm.display - do the VM's emulated displays suit the recipe that it follows? (S108)
 */
#include "checks/vm/area.h"
#include "facts/host/igpu.h"
#include "facts/recipe/recipe.h"

/* "qxl-vga, ramfb" */
static const char *names(struct igd_host *host, const struct igd_vm *vm)
{
	const char *text = "";
	size_t i;

	for (i = 0; i < vm->display_count; i++)
		text = igd_host_print(
			host, "%s%s%s", text, *text ? ", " : "", vm->displays[i].model);
	return text;
}

static enum igd_verdict judge_legacy(
	struct igd_host *host, struct igd_finding *ret, const struct igd_vm *vm)
{
	const char *what = names(host, vm);

	if (!vm->display_count)
		return igd_pass(ret, vm->where, "none but the iGPU, as the legacy recipe wants it");
	igd_remedy(ret,
		vm->origin == IGD_VM_LIBVIRT
			? "Use `<video><model type='none'/></video>` and take `<graphics>` away, or go over to "
			  "the UPT recipe, which may have another display (see vm.recipe)."
			: "Set the VM's display to none (`vga: none`, `-vga none`), or go over to the UPT "
			  "recipe, which may have another display (see vm.recipe).");
	return igd_fail(ret, vm->where,
		"%s beside the iGPU, which the legacy recipe has alone: both claim the VGA registers",
		what);
}

static enum igd_verdict judge_upt(
	struct igd_host *host, struct igd_finding *ret, const struct igd_vm *vm)
{
	if (!vm->display_count)
		return igd_pass(ret, vm->where,
			"none but the iGPU: no picture before the guest has loaded its driver");
	igd_host_cite(host, vm->where,
		"in Windows let the display on the Intel adapter be the main one, or the only one: Sunshine and "
		"Looking Glass do not find what is drawn on %s",
		names(host, vm));
	if (vm->display_count > 1) {
		igd_fix(ret, NULL);
		igd_severity(ret, IGD_HINT);
		return igd_fail(ret, vm->where,
			"%zu emulated displays beside the iGPU (%s): one is enough to see the guest boot",
			vm->display_count, names(host, vm));
	}
	return igd_pass(
		ret, vm->where, "%s beside the iGPU, as the UPT recipe allows", names(host, vm));
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_recipe_comparison *recipe;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igd_vm_igpu(host))
		return igd_na(ret, vm->where, "the VM is not given the iGPU (see vm.device)");
	recipe = igd_recipe_get(host);
	if (!recipe)
		return igd_unknown(ret, vm->where,
			"this iGPU is not in the table of known Intel graphics: which recipe it can have is not known");
	return recipe->nearest == IGD_RECIPE_LEGACY ? judge_legacy(host, ret, vm)
						    : judge_upt(host, ret, vm);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/LizardByte/Sunshine/issues/2074",
	"https://github.com/LongQT-sea/intel-igpu-passthru", NULL };

const struct igd_check igd_check_vm_display = {
	.id = "vm.display",
	.title = "The VM's other displays suit the recipe",
	.why = "The legacy recipe has the iGPU draw from power-on and cannot share the VGA registers. The UPT recipe "
	       "may have an emulated display beside it, but what the guest draws there neither Sunshine nor Looking "
	       "Glass can take from the iGPU.",
	.remedy = "Leave one emulated display at most.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.fix = "domain.recipe",
	.references = references,
	.run = run,
};
