// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion.vm - will the VM be given the OpRegion? (S33, S35)
 *
 * What the kernel offers is opregion.host's business. A Linux guest goes on without one (i915 makes itself one up, QEMU
 * docs/igd-assign.txt); Windows' driver does not.
 */
#include <string.h>

#include "checks/opregion/area.h"
#include "facts/recipe/qemu_vm_words.h"

static enum igd_verdict judge(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_qemu_vm *qemu, struct igd_finding *ret)
{
	struct igd_qemu_words words = igd_opregion_words(host, qemu);

	if (igd_opregion_is_of_vm(qemu->outcome.opregion))
		igd_fix(ret, "domain.recipe");
	if (words.remedy)
		igd_remedy(ret, "%s", words.remedy);
	if (vm->guest_os && strcmp(vm->guest_os, "linux") == 0)
		igd_severity(ret, IGD_DEGRADED);
	switch (words.verdict) {
	case IGD_QEMU_SUITS:
		return igd_pass(ret, vm->where, "%s", words.what);
	case IGD_QEMU_SUITS_NOT:
		return igd_fail(ret, vm->where, "%s", words.what);
	case IGD_QEMU_CANNOT_TELL:
		break;
	}
	return igd_unknown(ret, vm->where, "%s", words.what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_qemu_vm *qemu;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igd_vm_igpu(host))
		return igd_na(ret, vm->where, "%s is not given the iGPU", vm->name);
	qemu = igd_qemu_vm(host);
	if (!qemu)
		return igd_unknown(ret, vm->where,
			"%04x:%04x is not in the table of known Intel graphics", igpu->vendor,
			igpu->device);
	return judge(host, vm, qemu, ret);
}

static const char *const needs[] = { "platform.igpu", "opregion.host", NULL };
static const char *const references[] = { "QEMU docs/igd-assign.txt",
	"https://github.com/tomitamoeko/VfioIgdPkg/issues/5", NULL };

const struct igd_check igd_check_opregion_vm = {
	.id = "opregion.vm",
	.title = "The VM gets the OpRegion",
	.why = "QEMU hands a copy of the host's OpRegion to the VM, and the ROM's assignment driver puts it where "
	       "Windows' driver looks. Up to QEMU 10.0 that happens only if it is asked for, and 10.0 does not do it "
	       "at all for an iGPU that it does not know. Without an OpRegion the assignment driver does nothing, "
	       "and Windows stops with Code 43.",
	.remedy = "Give the VM's iGPU the property `x-igd-opregion=on`, or use QEMU 10.1 or later.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
