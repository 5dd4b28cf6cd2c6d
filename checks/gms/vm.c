// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gms.vm - does the VM see stolen memory of its own, and of a size that fits? (S41 to S44)
 *
 * First what QEMU does at all, which needs nothing of the host; then how much that is, and whether the guest's firmware
 * finds room for it.
 */
#include "checks/gms/area.h"
#include "facts/firmware/gms.h"
#include "facts/recipe/qemu_vm_words.h"

static enum igd_verdict conclude(
	const struct igd_vm *vm, const struct igd_qemu_words *words, struct igd_finding *ret)
{
	if (words->remedy)
		igd_remedy(ret, "%s", words->remedy);
	if (words->is_degraded)
		igd_severity(ret, IGD_DEGRADED);
	switch (words->verdict) {
	case IGD_QEMU_SUITS:
		return igd_pass(ret, vm->where, "%s", words->what);
	case IGD_QEMU_SUITS_NOT:
		return igd_fail(ret, vm->where, "%s", words->what);
	case IGD_QEMU_CANNOT_TELL:
		break;
	}
	return igd_unknown(ret, vm->where, "%s", words->what);
}

/* How much the host has, in MiB; false where that is not known. gms.host judges it. */
static bool host_size(struct igd_host *host, const struct igd_igpu *igpu, unsigned *ret)
{
	const struct igd_graphics_config *config = igd_graphics_config(host);

	if (config->state == IGD_CONFIG_SPACE_READ &&
		igd_gms_size(igd_gms_coding(igpu->model), config->ggc, ret))
		return true;
	*ret = (unsigned)(igd_stolen_in_iomem(host) >> 20);
	return *ret > 0;
}

static enum igd_verdict judge(
	struct igd_host *host, const struct igd_qemu_vm *qemu, struct igd_finding *ret)
{
	const struct igd_vm *vm = qemu->it.vm;
	struct igd_qemu_words words = igd_stolen_words(host, qemu);
	unsigned mib = qemu->outcome.mib;

	if (igd_stolen_is_of_vm(qemu->outcome.stolen))
		igd_fix(ret, "domain.recipe");
	if (words.verdict != IGD_QEMU_SUITS || qemu->outcome.stolen == IGD_STOLEN_NO_NEED)
		return conclude(vm, &words, ret);
	if (qemu->outcome.stolen == IGD_STOLEN_OF_HOST && !host_size(host, qemu->it.igpu, &mib))
		return igd_unknown(ret, igd_graphics_config(host)->path,
			"the VM sees as much as the host has, and that could not be read");
	if (!mib)
		return igd_fail(ret, vm->where,
			"none: the host has none set aside, and %s sees as much", vm->name);
	words = igd_stolen_fit_words(host, qemu, mib, words.what);
	return conclude(vm, &words, ret);
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
	return judge(host, qemu, ret);
}

static const char *const needs[] = { "platform.igpu", "qemu.generation", NULL };
static const char *const references[] = { "QEMU docs/igd-assign.txt",
	"https://github.com/tomitamoeko/VfioIgdPkg/issues/5",
	"https://github.com/gangqizai/igd/issues/20", NULL };

const struct igd_check igd_check_gms_vm = {
	.id = "gms.vm",
	.title = "The VM sees the stolen memory that it should",
	.why = "The guest's driver works in stolen memory, of which the VM has to be shown a size, and which its own "
	       "firmware has to find below 4 GiB. QEMU 7.2 and 8.2 show none unless `x-igd-gms` says how much, 9.2 "
	       "never reads `x-igd-gms`, and all three do nothing outside their legacy mode: the driver then uses "
	       "addresses of the host, which ends in DMA faults, a garbled screen or Code 43.",
	.remedy =
		"In firmware setup set \"DVMT Pre-Allocated\" to 64M and reboot, or give the VM's iGPU `x-igd-gms=2` "
		"(64 MiB; QEMU 9.2 ignores it); and give the VM at least 4 GiB of memory.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
