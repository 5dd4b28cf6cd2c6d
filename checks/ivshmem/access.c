// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem.access - may QEMU and the client open the shared memory? (S92 to S95, S127)
 */
#include "checks/ivshmem/area.h"
#include "facts/shmem/shmem_access.h"
#include "facts/vm/view.h"

static enum igd_verdict conclude(const struct igd_shmem_answer *answer, struct igd_finding *ret)
{
	igd_fix(ret, answer->fix);
	if (answer->remedy)
		igd_remedy(ret, "%s", answer->remedy);
	if (answer->is_degraded)
		igd_severity(ret, IGD_DEGRADED);
	if (answer->verdict == IGD_SHMEM_BAD)
		return igd_fail(ret, answer->where, "%s", answer->what);
	return igd_unknown(ret, answer->where, "%s", answer->what);
}

static enum igd_verdict judge(
	struct igd_host *host, const struct igd_shmem_case *at, struct igd_finding *ret)
{
	struct igd_shmem_answer qemu = igd_shmem_for_qemu(host, at), client;

	if (qemu.verdict == IGD_SHMEM_BAD)
		return conclude(&qemu, ret);
	client = igd_shmem_for_client(host, at);
	if (client.verdict == IGD_SHMEM_BAD)
		return conclude(&client, ret);
	if (qemu.verdict == IGD_SHMEM_CANNOT_TELL || client.verdict == IGD_SHMEM_CANNOT_TELL)
		return conclude(qemu.verdict == IGD_SHMEM_CANNOT_TELL ? &qemu : &client, ret);
	return igd_pass(ret, at->shmem->path, "%s; %s", qemu.what, client.what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	struct igd_shmem_case at = { .vm = vm, .shmem = vm ? igd_shmem_choose(vm) : NULL };
	unsigned index;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!at.shmem)
		return igd_na(ret, vm->where, "%s", igd_shmem_why_none(vm));
	if (!at.shmem->path)
		return igd_unknown(
			ret, vm->where, "it does not say what is behind the shared memory");
	at.is_kvmfr = igd_shmem_is_kvmfr(at.shmem->path, &index);
	igd_shmem_place(host, at.shmem->path, &at.place);
	if (at.place.node == IGD_SHMEM_UNSAID)
		return igd_unknown(
			ret, at.shmem->path, "the recording does not say who may open it");
	if (at.is_kvmfr && at.place.node != IGD_SHMEM_DEVICE)
		return igd_na(ret, at.shmem->path,
			"there is no such device to open, which `ivshmem.backend` is about");
	return judge(host, &at, ret);
}

static const char *const references[] = { "https://looking-glass.io/docs/B7/ivshmem_kvmfr/", NULL };

const struct igd_check igd_check_ivshmem_access = {
	.id = "ivshmem.access",
	.title = "QEMU and the client may open the shared memory",
	.why = "libvirt runs QEMU as a user of its own, in a cgroup and a /dev with few devices in them, and "
	       "behind AppArmor or SELinux; none of these knows /dev/kvmfr0. The client runs as you, and "
	       "opens the same thing for reading and writing; it ends with `Permission denied` "
	       "otherwise.",
	.remedy =
		"Let QEMU's user and yours open it for reading and writing: the group kvm and mode 0660 "
		"suit both.",
	.severity = IGD_BLOCKER,
	.references = references,
	.run = run,
};
