// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm.address - is the iGPU 00:02.0 in the VM, where its drivers look for it?
 */
#include "checks/vm/area.h"
#include "facts/host/igpu.h"
#include "facts/recipe/occupant.h"
#include "facts/recipe/recipe.h"

static enum igd_verdict judge_elsewhere(struct igd_host *host, struct igd_finding *ret,
	const struct igd_vm *vm, const struct igd_vm_hostdev *igpu)
{
	struct igd_occupant occupant = igd_occupant_find(host, vm, igpu);
	const char *there =
		occupant.name ? igd_host_print(host, "; %s is there", occupant.name) : "";

	igd_remedy(ret, "%s", igd_occupant_remedy(host, vm, igpu, &occupant));
	if (!igpu->guest.is_known && !igpu->guest.is_behind_bridge)
		return igd_fail(ret, vm->where,
			"the iGPU has no address in the VM, and libvirt does not choose 00:02.0%s",
			there);
	if (!igpu->guest.is_known)
		return igd_fail(ret, vm->where,
			"the iGPU is behind a bridge in the VM, and not at 00:02.0%s", there);
	return igd_fail(ret, vm->where, "the iGPU is at %s in the VM, not at 00:02.0%s",
		igd_vm_address_words(host, &igpu->guest), there);
}

static enum igd_verdict judge_there(struct igd_host *host, struct igd_finding *ret,
	const struct igd_vm *vm, const struct igd_vm_hostdev *igpu)
{
	struct igd_occupant occupant = igd_occupant_find(host, vm, igpu);

	if (!occupant.name)
		return igd_pass(ret, vm->where, "00:02.0");
	igd_remedy(ret, "%s", igd_occupant_remedy(host, vm, igpu, &occupant));
	return igd_fail(
		ret, vm->where, "the iGPU is to be at 00:02.0, but so is %s", occupant.name);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_vm_hostdev *igpu = vm ? igd_vm_igpu(host) : NULL;
	struct igd_occupant nobody = { 0 };

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igpu)
		return igd_na(ret, vm->where, "the VM is not given the iGPU (see vm.device)");
	switch (igd_recipe_is_at_2(vm, igpu)) {
	case IGD_VM_YES:
		return judge_there(host, ret, vm, igpu);
	case IGD_VM_NO:
		return judge_elsewhere(host, ret, vm, igpu);
	case IGD_VM_UNKNOWN:
		break;
	}
	igd_remedy(ret, "%s", igd_occupant_remedy(host, vm, igpu, &nobody));
	return igd_unknown(ret, vm->where,
		"the iGPU is given no address in the VM: which it gets depends on the order of devices");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/tomitamoeko/VfioIgdPkg/issues/5",
	"https://github.com/LongQT-sea/intel-igpu-passthru/issues/31", NULL };

const struct igd_check igd_check_vm_address = {
	.id = "vm.address",
	.title = "The iGPU is 00:02.0 in the VM",
	.why = "Intel's iGPU has been device 2 of bus 0 in every machine there is. The ROM's driver and Windows' "
	       "driver look for it there and nowhere else; elsewhere it ends in Code 43.",
	.remedy = "Give the iGPU the guest address 00:02.0: bus 0, slot 2, function 0.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "domain.recipe",
	.references = references,
	.run = run,
};
