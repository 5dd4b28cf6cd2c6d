// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios.plausible - is what the VM is told of itself consistent?
 */
#include "checks/smbios/area.h"
#include "facts/host/cpu.h"
#include "facts/vm/smbios.h"
#include "facts/vm/view.h"

static enum igd_verdict conclude(enum igd_smbios_fault fault, const struct igd_vm *vm,
	const char *left, const char *right, struct igd_finding *ret)
{
	switch (fault) {
	case IGD_SMBIOS_FILLER:
		return igd_fail(ret, vm->where,
			"%s is `%s`, which stands where a maker has not filled in the form", left,
			right);
	case IGD_SMBIOS_VIRTUAL:
		return igd_fail(
			ret, vm->where, "%s is `%s`, and so gives the VM away", left, right);
	case IGD_SMBIOS_UUID:
		igd_severity(ret, IGD_DEGRADED);
		return igd_fail(ret, vm->where,
			"type 1 has another UUID than the VM: libvirt refuses that, and QEMU takes the "
			"one of type 1");
	case IGD_SMBIOS_MAKERS:
		return igd_fail(ret, vm->where, "the system is made by %s, and its board by %s",
			left, right);
	case IGD_SMBIOS_DATE:
		return igd_fail(ret, vm->where,
			"the firmware's date `%s` is not of the form mm/dd/yyyy, which libvirt refuses",
			left);
	case IGD_SMBIOS_CPU:
		return igd_fail(ret, vm->where,
			"type 4 says the processor is `%s`, and the VM sees `%s`", left, right);
	case IGD_SMBIOS_SOUND:
	default:
		return igd_pass(ret, vm->where, "what is set goes together");
	}
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const char *left = NULL, *right = NULL, *cpu_name = NULL;
	enum igd_smbios_fault fault;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (vm->smbios.mode == IGD_VM_SMBIOS_HOST) {
		igd_remedy(ret,
			"Use `<smbios mode='sysinfo'/>` and a <sysinfo> without serial numbers "
			"instead, or look for them before you show the VM's reports to anybody.");
		return igd_fail(ret, vm->where,
			"libvirt copies this machine's serial numbers into the VM as well, where every "
			"program sees them");
	}
	if (vm->smbios.mode == IGD_VM_SMBIOS_FILE)
		return igd_unknown(ret, vm->where,
			"`-smbios file=` is given, and what that file holds is not known here");
	if (!vm->smbios.value_count)
		return igd_na(ret, vm->where, "nothing is set, so there is nothing to agree");
	if (igd_smbios_value(&vm->smbios, 4, "version"))
		cpu_name = igd_cpu_get(host)->name;
	fault = igd_smbios_judge(vm, cpu_name, &left, &right);
	return conclude(fault, vm, left, right, ret);
}

const struct igd_check igd_check_smbios_plausible = {
	.id = "smbios.plausible",
	.title = "What the VM is told about its board is consistent",
	.why = "Who goes to the length of naming a machine wants it believed. Fillers, a board by another "
	       "maker or a foreign UUID make it less credible than QEMU's own names, and libvirt "
	       "refuses some of them. That it matters to Intel's driver is not known.",
	.remedy =
		"Take the values from one machine: `grep -s . /sys/class/dmi/id/*` as a user other than root"
		" shows this one's. Leave the UUID to the VM, and leave out serial numbers.",
	.severity = IGD_HINT,
	.fix = "domain.smbios",
	.run = run,
};
