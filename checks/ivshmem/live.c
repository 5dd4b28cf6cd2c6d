// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem.live - does the guest write frames to the shared memory?
 *
 * The memory outlives a restart of the guest. So the headers tell who has written, and only a clock in them that moves
 * tells that somebody does.
 */
#include "checks/ivshmem/area.h"
#include "facts/shmem/shmem.h"
#include "facts/shmem/shmem_frames.h"
#include "facts/vm/view.h"

static enum igd_verdict judge_written(struct igd_host *host, const struct igd_vm *vm,
	const char *path, const struct igd_frames_header *header, struct igd_finding *ret)
{
	const char *writer = igd_frames_writer(host, header);

	if (header->motion == IGD_FRAMES_MOVES)
		return igd_pass(ret, path, "%s writes to it", writer);
	if (header->motion == IGD_FRAMES_ONCE)
		return igd_unknown(ret, path,
			"%s has written to it; whether it still does takes two looks, and this is one",
			writer);
	if (vm->is_running != IGD_VM_YES)
		return igd_na(ret, path,
			"%s has written to it once and does not now, and whether this VM runs is not "
			"known",
			writer);
	igd_remedy(ret,
		"Look in the guest whether Looking Glass runs there: the service `Looking Glass (host)` to "
		"B7, the display adapter `Looking Glass` and its service after it; its log is in "
		"C:\\ProgramData.");
	return igd_fail(ret, path, "%s has written to it once, but its clock stands still", writer);
}

static enum igd_verdict judge_file(
	struct igd_host *host, const struct igd_vm *vm, const char *path, struct igd_finding *ret)
{
	struct igd_frames_header header;

	if (!igd_frames_get(host, path, &header))
		return igd_na(ret, path, "there is no such file, which `ivshmem.backend` is about");
	if (header.content == IGD_FRAMES_WRITTEN)
		return judge_written(host, vm, path, &header, ret);
	if (vm->is_running != IGD_VM_YES)
		return igd_na(ret, path,
			"nobody has written to it, and whether this VM runs is not known");
	if (header.content == IGD_FRAMES_EMPTY)
		return igd_fail(
			ret, path, "it is empty: nothing in the guest has ever written to it");
	return igd_fail(ret, path, "something has written to it, but not Looking Glass");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_vm_shmem *shmem = vm ? igd_shmem_choose(vm) : NULL;
	unsigned index;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!shmem)
		return igd_na(ret, vm->where, "%s", igd_shmem_why_none(vm));
	if (vm->is_running == IGD_VM_NO)
		return igd_na(ret, vm->where, "the VM does not run");
	if (!shmem->path)
		return igd_unknown(
			ret, vm->where, "it does not say what is behind the shared memory");
	if (!igd_shmem_is_kvmfr(shmem->path, &index))
		return judge_file(host, vm, shmem->path, ret);
	igd_remedy(ret,
		"Start the client: `The host application seems to not be running` (B7) or `The transport "
		"source is not available` (later) in its output means that nothing in the guest writes.");
	return igd_unknown(ret, shmem->path,
		"kvmfr's memory cannot be read like a file, and mapping it is not done here");
}

const struct igd_check igd_check_ivshmem_live = {
	.id = "ivshmem.live",
	.title = "The guest writes frames to the shared memory",
	.why = "The client shows what a program in the guest writes there. If that does not run, does not see "
	       "the device, or is of another release, the client waits for ever, however right the host "
	       "is.",
	.remedy =
		"In the guest install the IVSHMEM driver (Device Manager: `PCI standard RAM Controller`), "
		"then Looking Glass' side of the client's own release: the host application to B7, "
		"the display driver (IDD) after it.",
	.severity = IGD_DEGRADED,
	.run = run,
};
