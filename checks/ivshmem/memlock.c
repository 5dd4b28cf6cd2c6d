// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem.memlock - may the VM lock the memory that its devices reach? (S62, S63)
 */
#include "facts/shmem/memlock.h"

#include "checks/ivshmem/area.h"
#include "facts/vm/view.h"

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	struct igd_shmem_answer answer;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!vm->hostdev_count)
		return igd_na(ret, vm->where,
			"the VM is given no device of the host, so nothing has to be locked");
	if (!vm->memory.bytes)
		return igd_unknown(ret, vm->where, "it does not say how much memory the VM has");
	answer = igd_memlock_judge(host, vm);
	if (answer.verdict == IGD_SHMEM_GOOD)
		return igd_pass(ret, answer.where, "%s", answer.what);
	if (answer.verdict == IGD_SHMEM_CANNOT_TELL)
		return igd_unknown(ret, answer.where, "%s", answer.what);
	if (answer.is_degraded)
		igd_severity(ret, IGD_DEGRADED);
	igd_fix(ret, answer.fix);
	return igd_fail(ret, answer.where, "%s", answer.what);
}

const struct igd_check igd_check_ivshmem_memlock = {
	.id = "ivshmem.memlock",
	.title = "The VM may lock the memory it needs",
	.why = "A device that the VM is given can write to any of its memory at any time, so all of it, and "
	       "the shared memory, stays locked in RAM. Beyond the limit QEMU ends with `VFIO_MAP_DMA "
	       "failed: Cannot allocate memory`, and the kernel logs `RLIMIT_MEMLOCK exceeded`.",
	.remedy =
		"With libvirt take <hard_limit> out of <memtune>: libvirt then allows the VM's memory and "
		"1 GiB. A QEMU that you start yourself: put `@kvm - memlock unlimited` into "
		"/etc/security/limits.d/90-vfio.conf, be in the group kvm and log in again, or start it "
		"as root.",
	.severity = IGD_BLOCKER,
	.run = run,
};
