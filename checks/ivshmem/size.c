// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem.size - is the shared memory large enough for a display, and as large as what backs it? (S96, S97)
 *
 * Which resolution the guest's display has is not known on the host, so a size passes that suffices for the least
 * that is usual, and the finding says for which it does.
 */
#include "checks/ivshmem/area.h"
#include "facts/shmem/shmem.h"
#include "facts/shmem/shmem_size.h"
#include "facts/vm/view.h"

static enum igd_verdict judge_display(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_vm_shmem *shmem, struct igd_finding *ret)
{
	const char *size = igd_shmem_size_words(host, shmem->bytes);

	if (!igd_frames_largest(IGD_FRAMES_HOST_SDR, shmem->bytes) ||
		!igd_frames_largest(IGD_FRAMES_IDD, shmem->bytes))
		return igd_fail(ret, vm->where,
			"%s is too small even for 1920x1080, which needs 32 MiB", size);
	return igd_pass(ret, vm->where, "%s: %s", size, igd_frames_words(host, shmem->bytes));
}

static enum igd_verdict judge_backing(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_vm_shmem *shmem, struct igd_finding *ret)
{
	struct igd_shmem_answer answer = igd_shmem_same_size(host, vm, shmem);

	if (answer.verdict == IGD_SHMEM_GOOD)
		return judge_display(host, vm, shmem, ret);
	if (answer.verdict == IGD_SHMEM_CANNOT_TELL)
		return igd_unknown(ret, answer.where, "%s", answer.what);
	if (!answer.is_degraded)
		igd_severity(ret, IGD_BLOCKER);
	igd_remedy(ret, "%s", answer.remedy);
	return igd_fail(ret, answer.where, "%s", answer.what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_vm_shmem *shmem = vm ? igd_shmem_choose(vm) : NULL;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!shmem)
		return igd_na(ret, vm->where, "%s", igd_shmem_why_none(vm));
	if (!shmem->bytes)
		return igd_unknown(ret, vm->where, "it does not say how large the memory is");
	if (!igd_is_power_of_two(shmem->bytes)) {
		igd_severity(ret, IGD_BLOCKER);
		return igd_fail(ret, vm->where,
			"%s is no power of two: QEMU does not start with it",
			igd_shmem_size_words(host, shmem->bytes));
	}
	return judge_backing(host, vm, shmem, ret);
}

static const char *const references[] = { "https://looking-glass.io/docs/B7/install_libvirt/",
	NULL };

const struct igd_check igd_check_ivshmem_size = {
	.id = "ivshmem.size",
	.title = "The shared memory is large enough for the display",
	.why = "Looking Glass keeps whole frames in it. Where they do not fit, releases to B7 cut off the "
	       "bottom of the picture, and later ones leave the resolution out of Windows' list. Its "
	       "size is also a PCI BAR's, so it has to be a power of two, and both sides have to mean "
	       "the same size.",
	.remedy =
		"Give the VM's shared memory 32 MiB for 1920x1080, 64 MiB for 2560x1440 or 3440x1440, "
		"128 MiB for 3840x2160 (256 MiB for HDR with B7, or for 5120x2880); the same for "
		"kvmfr's static_size_mb=. More than that is only lost.",
	.severity = IGD_DEGRADED,
	.references = references,
	.run = run,
};
