// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log.qemu - does what QEMU wrote when the VM ran last show a known fault?
 *
 * Only the last run counts, since the definition may have changed after the others; it may have after that one too,
 * and so nothing here is a blocker: the checks of the cause say what is still so.
 */
#include <string.h>

#include "checks/log/area.h"
#include "facts/log/last_run.h"
#include "facts/log/log_judge.h"
#include "facts/vm/view.h"

/* libvirt 11.3 src/qemu/qemu_conf.c virQEMUDriverConfigNew(): LOGDIR of the system's daemon. */
#define FOLDER "/var/log/libvirt/qemu"

static enum igd_verdict judge(
	struct igd_host *host, const struct igd_vm *vm, const char *path, struct igd_finding *ret)
{
	struct igd_log_judgement judgement;
	struct igd_run run;

	if (!igd_run_get(host, path, IGD_RUN_OF_LIBVIRT, &run))
		return igd_unknown(ret, path, "it could not be read");
	if (run.state == IGD_RUN_ABSENT || run.state == IGD_RUN_EMPTY)
		return igd_na(ret, path, "%s has not been run by this libvirt, or its log is gone",
			vm->name);
	igd_log_judge(host, &(struct igd_log_text){ run.text, run.size },
		1u << IGD_LOG_OF_QEMU | 1u << IGD_LOG_OF_LIBVIRT, &judgement);
	return igd_log_conclude(host, igd_host_print(host, "%s (last run)", path), &judgement,
		run.state == IGD_RUN_CUT ? "no known fault in the end of the last run"
					 : "no known fault in the last run",
		ret);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	switch (vm->origin) {
	case IGD_VM_PROXMOX:
		return igd_na(ret, "journalctl",
			"Proxmox VE keeps no log of QEMU's: `journalctl -b -t QEMU -t pvedaemon | igd-doctor "
			"log -` examines what it wrote, and `qm start` shows it");
	case IGD_VM_COMMAND_LINE:
		return igd_na(ret, vm->where,
			"QEMU writes to the terminal that it was started from: put `2>&1 | tee qemu.log` behind "
			"the command, then `igd-doctor log qemu.log`");
	case IGD_VM_LIBVIRT:
		break;
	}
	if (strchr(vm->name, '/'))
		return igd_na(ret, vm->where, "it has no name that a log could have");
	return judge(host, vm, igd_host_print(host, FOLDER "/%s.log", vm->name), ret);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://libvirt.org/kbase/debuglogs.html", NULL };

const struct igd_check igd_check_log_qemu = {
	.id = "log.qemu",
	.title = "QEMU's log of the VM's last run holds no known fault",
	.why = "When a VM does not start, ends, or runs without a picture, QEMU mostly has said why, in a file that nobody "
	       "looks at, between lines that are harmless.",
	.remedy =
		"Look at the lines: `igd-doctor log /var/log/libvirt/qemu/NAME.log` names each with its cause.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
