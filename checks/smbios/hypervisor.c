// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios.hypervisor - is the hypervisor shown the way Intel's driver expects? (S78 to S80)
 *
 * All that is known is from virtual functions (SR-IOV): strongtz/i915-sriov-dkms#120, #225, #417, #429,
 * intel/linux-intel-lts#77. For the whole iGPU nobody has reported it either way, and the words say so.
 */
#include <string.h>

#include "checks/smbios/area.h"
#include "facts/vm/view.h"

/* QEMU cuts off what is longer (target/i386/cpu.c x86_cpu_hyperv_realize()); libvirt refuses it. */
#define VENDOR_LENGTH 12u

static enum igd_verdict judge_shown(const struct igd_vm *vm, struct igd_finding *ret)
{
	const char *vendor = vm->cpu.hyperv_vendor_id;

	if (vendor && strlen(vendor) > VENDOR_LENGTH) {
		igd_severity(ret, IGD_HINT);
		igd_remedy(ret, "Use at most 12 letters: `hv-vendor-id=%.*s`.", (int)VENDOR_LENGTH,
			vendor);
		return igd_fail(ret, vm->where,
			"the Hyper-V vendor id `%s` is longer than 12 letters: libvirt refuses it, and "
			"QEMU cuts it off",
			vendor);
	}
	if (vm->cpu.has_hyperv != IGD_VM_YES)
		return igd_pass(ret, vm->where, "the VM sees KVM");
	return igd_pass(ret, vm->where, "the VM sees Hyper-V with the vendor id `%s`",
		vendor ? vendor : "Microsoft Hv");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (vm->cpu.has_hypervisor_bit == IGD_VM_NO) {
		igd_remedy(ret,
			"Take `hypervisor=off` (with libvirt <feature policy='disable' "
			"name='hypervisor'/>) out of the VM, unless something else needs it.");
		return igd_fail(ret, vm->where,
			"the hypervisor is hidden (hypervisor=off); Intel's driver then ended in Code 43 "
			"in reports about virtual functions");
	}
	if (vm->cpu.is_kvm_hidden == IGD_VM_YES) {
		igd_severity(ret, IGD_HINT);
		return igd_fail(ret, vm->where,
			"KVM is hidden (kvm=off), which was a recipe for NVIDIA's driver; Intel's does not "
			"need it, and with virtual functions it was in the way");
	}
	return judge_shown(vm, ret);
}

const struct igd_check igd_check_smbios_hypervisor = {
	.id = "smbios.hypervisor",
	.title = "The hypervisor is shown the way Intel's driver expects",
	.why = "Intel's Windows driver looks for a hypervisor and behaves differently on bare metal. In "
	       "reports about SR-IOV virtual functions, hiding it ended in Code 43, and a Hyper-V vendor "
	       "id of one's own cured it once. For a whole iGPU, as here, nobody has reported it either "
	       "way: take this as a hint.",
	.remedy =
		"Take `kvm=off` (with libvirt <kvm><hidden state='on'/></kvm>) out of the VM. If the guest "
		"then still has Code 43 and Hyper-V's enlightenments are on, try a vendor id of 12 letters: "
		"`hv-vendor-id=GenuineIntel`, or <vendor_id state='on' value='GenuineIntel'/>.",
	.severity = IGD_DEGRADED,
	.fix = "domain.smbios",
	.run = run,
};
