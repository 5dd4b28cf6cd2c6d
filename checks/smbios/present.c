// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios.present - is the VM told about a real board?
 *
 * It is hearsay that Intel's driver asks: in none of the reports of Code 43 that were read did SMBIOS alone cure it, and
 * in LongQT-sea/intel-igpu-passthru#21 hiding the VM did not. So this says what the VM shows, and no more.
 */
#include "checks/smbios/area.h"
#include "facts/host/dmi.h"
#include "facts/vm/smbios.h"
#include "facts/vm/view.h"

static enum igd_verdict judge_none(
	struct igd_host *host, const struct igd_vm *vm, struct igd_finding *ret)
{
	const char *advice = igd_smbios_advice(host, vm);

	if (advice)
		igd_remedy(ret,
			"If a program in the guest asks for a real machine, name this one's: %s. Serial "
			"numbers are left out on purpose.",
			advice);
	if (igd_smbios_value(&vm->smbios, 1, "uuid"))
		return igd_fail(ret, vm->where,
			"only the UUID is set: the VM calls itself QEMU's own `Standard PC`");
	return igd_fail(
		ret, vm->where, "nothing is set: the VM calls itself QEMU's own `Standard PC`");
}

static enum igd_verdict judge_host(
	struct igd_host *host, const struct igd_vm *vm, struct igd_finding *ret)
{
	const char *machine = igd_dmi_machine(host);

	return igd_pass(
		ret, vm->where, "the host's own%s%s", machine ? ": " : "", machine ? machine : "");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const char *manufacturer, *product;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (vm->smbios.mode == IGD_VM_SMBIOS_HOST)
		return judge_host(host, vm, ret);
	manufacturer = igd_smbios_value(&vm->smbios, 1, "manufacturer");
	product = igd_smbios_value(&vm->smbios, 1, "product");
	if (manufacturer && product)
		return igd_pass(ret, vm->where, "%s %s", manufacturer, product);
	if (vm->smbios.mode == IGD_VM_SMBIOS_FILE)
		return igd_unknown(ret, vm->where,
			"`-smbios file=` is given, and what that file holds is not known here");
	if (!manufacturer && !product)
		return judge_none(host, vm, ret);
	return igd_fail(ret, vm->where, "only the system's %s is set (%s): the rest is QEMU's own",
		manufacturer ? "manufacturer" : "product", manufacturer ? manufacturer : product);
}

const struct igd_check igd_check_smbios_present = {
	.id = "smbios.present",
	.title = "The VM is told about a real board",
	.why = "Otherwise it says of itself that it is a `Standard PC` by QEMU, and no board is named at all. "
	       "That Intel's driver or its installer wants a real machine's names is often said; no "
	       "report was found that shows it, so do not look here first for a Code 43. Tools of a "
	       "PC's maker and some licences do look at it.",
	.remedy =
		"If a program in the guest asks for a real machine, name one: with libvirt `<smbios "
		"mode='sysinfo'/>` in <os> and a <sysinfo type='smbios'> with <system> and "
		"<baseBoard>; otherwise `-smbios type=1,manufacturer=...,product=...`.",
	.severity = IGD_HINT,
	.fix = "domain.smbios",
	.run = run,
};
