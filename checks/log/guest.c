// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log.guest - does what the guest's firmware wrote show a known fault? (S42)
 *
 * Firmware writes to I/O port 0x402 if QEMU has a device there (isa-debugcon); QEMU empties the file behind it when it
 * starts, so that it holds one run. What the guest's own system says is not to be had from the host.
 */
#include "checks/log/area.h"
#include "facts/log/last_run.h"
#include "facts/log/log_judge.h"
#include "facts/vm/view.h"

static const char *how(const struct igd_vm *vm)
{
	if (vm->origin == IGD_VM_PROXMOX)
		return "`-debugcon file:/var/log/ovmf.log -global isa-debugcon.iobase=0x402` in `args:` has "
		       "one written";
	if (vm->origin == IGD_VM_LIBVIRT)
		return "`<qemu:arg value='-debugcon'/><qemu:arg value='file:/var/log/libvirt/qemu/ovmf.log'/>"
		       "<qemu:arg value='-global'/><qemu:arg value='isa-debugcon.iobase=0x402'/>` in "
		       "`<qemu:commandline>` has one written";
	return "`-debugcon file:ovmf.log -global isa-debugcon.iobase=0x402` has one written";
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	struct igd_log_judgement judgement;
	const char *path;
	struct igd_run run;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	path = vm->firmware.debug_log;
	if (!path || *path != '/')
		return igd_na(ret, vm->where,
			"its firmware writes no log%s: %s (an OVMF that was built for debugging says more)",
			path ? " whose place is known" : "", how(vm));
	if (!igd_run_get(host, path, IGD_RUN_ALONE, &run))
		return igd_unknown(ret, path, "it could not be read");
	if (run.state == IGD_RUN_ABSENT || run.state == IGD_RUN_EMPTY)
		return igd_na(ret, path, "%s",
			run.state == IGD_RUN_ABSENT
				? "it is not there yet: the VM has not been run since"
				: "there is nothing in it: this firmware was not built for debugging");
	igd_log_judge(host, &(struct igd_log_text){ run.text, run.size }, 1u << IGD_LOG_OF_FIRMWARE,
		&judgement);
	return igd_log_conclude(host, path, &judgement,
		run.state == IGD_RUN_CUT ? "no known fault in the end of it" : "no known fault",
		ret);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = {
	"https://github.com/tianocore/edk2/blob/master/OvmfPkg/README", NULL
};

const struct igd_check igd_check_log_guest = {
	.id = "log.guest",
	.title = "The guest firmware's log holds no known fault",
	.why = "The ROM's assignment driver runs in the guest's firmware. Where it finds no OpRegion, or no room for stolen "
	       "memory, only the firmware's debug log says so; on the screen there is a garbled picture, or none.",
	.remedy = "Look at the lines: `igd-doctor log FILE` names each with its cause.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
