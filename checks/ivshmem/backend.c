// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem.backend - is what backs the shared memory what it should be? (S90, S91, S98)
 */
#include "checks/ivshmem/area.h"
#include "facts/shmem/shmem.h"
#include "facts/vm/view.h"

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_vm_shmem *shmem = vm ? igd_shmem_choose(vm) : NULL;
	struct igd_shmem_answer answer;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!shmem)
		return igd_na(ret, vm->where, "%s", igd_shmem_why_none(vm));
	if (!shmem->path)
		return igd_unknown(
			ret, vm->where, "it does not say what is behind the shared memory");
	answer = igd_shmem_backend(host, vm, shmem);
	if (answer.verdict == IGD_SHMEM_GOOD)
		return igd_pass(ret, answer.where, "%s", answer.what);
	if (answer.verdict == IGD_SHMEM_CANNOT_TELL)
		return igd_unknown(ret, answer.where, "%s", answer.what);
	if (answer.is_degraded || answer.is_hint)
		igd_severity(ret, answer.is_hint ? IGD_HINT : IGD_DEGRADED);
	igd_fix(ret, answer.fix);
	igd_remedy(ret, "%s", answer.remedy);
	return igd_fail(ret, answer.where, "%s", answer.what);
}

const struct igd_check igd_check_ivshmem_backend = {
	.id = "ivshmem.backend",
	.title = "What backs the shared memory is what it should be",
	.why = "The guest and the client meet in one file or one device of the host. If QEMU was started "
	       "before the module kvmfr was loaded, it makes a plain file called /dev/kvmfr0, and the "
	       "module cannot make its device there any more.",
	.remedy = "Stop the VM, remove the file, and start the VM again.",
	.severity = IGD_BLOCKER,
	.run = run,
};
