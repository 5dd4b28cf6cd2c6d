// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform.virtualization - can KVM be used?
 *
 * /dev/kvm is there only where the processor's virtualization is on and its module has started (Linux
 * virt/kvm/kvm_main.c kvm_init()), so it is asked first. Since Linux 5.6 the vmx flag is cleared where firmware
 * has locked VT-x off (arch/x86/kernel/cpu/feat_ctl.c init_ia32_feat_ctl()): a missing flag on an Intel
 * processor is firmware's doing, not the processor's.
 */
#include <errno.h>
#include <string.h>

#include "checks/platform/area.h"
#include "facts/host/cpu.h"
#include "facts/host/igpu.h"

#define KVM "/dev/kvm"

/* The processor offers it, and yet there is no /dev/kvm. */
static enum igd_verdict explain_module(
	struct igd_host *host, struct igd_finding *ret, const char *flag, const char *module)
{
	const char *path = igd_host_print(host, "/sys/module/%s", module);

	if (igd_host_has(host, path)) {
		igd_remedy(ret,
			"Look for what the kernel says: `dmesg | grep -i kvm`. \"disabled by bios\" "
			"means firmware setup: enable VT-x there. In a container, hand `/dev/kvm` in.");
		return igd_fail(
			ret, KVM, "absent, although the CPU has %s and %s is loaded", flag, module);
	}
	igd_remedy(ret,
		"Load the module now with `modprobe %s`, and at every boot with a line `%s` in "
		"`/etc/modules-load.d/kvm.conf` (OpenRC: `/etc/conf.d/modules`).",
		module, module);
	return igd_fail(ret, path, "absent: the CPU has %s, but %s is not loaded", flag, module);
}

static enum igd_verdict explain_absent(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_cpu *cpu = igd_cpu_get(host);

	if (cpu->has_vmx || cpu->has_svm)
		return explain_module(host, ret, cpu->has_vmx ? "vmx" : "svm",
			cpu->has_vmx ? "kvm_intel" : "kvm_amd");
	if (!*cpu->vendor)
		return igd_unknown(
			ret, IGD_PROC_CPUINFO, "there is no " KVM ", and the CPU is not described");
	if (cpu->has_hypervisor) {
		igd_remedy(ret,
			"This is itself a virtual machine. Enable nested virtualization on its "
			"host (`kvm_intel` option `nested=1`, CPU mode `host-passthrough`).");
		return igd_fail(ret, IGD_PROC_CPUINFO,
			"the hypervisor below this machine hides the CPU's virtualization");
	}
	return igd_fail(ret, IGD_PROC_CPUINFO, "%s without %s: it is off in firmware setup",
		cpu->vendor, strcmp(cpu->vendor, "GenuineIntel") == 0 ? "vmx" : "svm");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	int error = igd_host_access(host, KVM);

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	igd_host_cite(host, KVM, "%s", error ? igd_errno_text(error) : "can be opened");
	if (!error)
		return igd_pass(ret, KVM, "can be opened");
	if (error == ENOENT)
		return explain_absent(host, ret);
	if (error != EACCES && error != EPERM) {
		igd_host_stick(host, KVM, error);
		return igd_unknown(ret, KVM, "%s", igd_errno_text(error));
	}
	igd_severity(ret, IGD_HINT);
	igd_remedy(ret,
		"A VM that libvirt or Proxmox starts needs nothing, nor does QEMU run by root. "
		"To start QEMU as this user, join the group that owns `/dev/kvm`, usually with "
		"`usermod -aG kvm USER`, and log in again.");
	return igd_fail(ret, KVM, "virtualization is on, but this user may not open it");
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_platform_virtualization = {
	.id = "platform.virtualization",
	.title = "The CPU's virtualization is on and KVM can be opened",
	.why = "QEMU can hand a device over only to a VM that runs under KVM at a useful speed.",
	.remedy =
		"Enable \"Intel Virtualization Technology\" (VT-x, sometimes \"VMX\") in firmware "
		"setup under CPU settings, then switch the machine off and on again.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.run = run,
};
