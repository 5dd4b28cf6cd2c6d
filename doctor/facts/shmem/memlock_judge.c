// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memlock_judge - whether a VM's QEMU may lock what it has to
 */
#include <string.h>

#include "facts/shmem/memlock.h"

/* What has to be locked. */
struct need {
	uint64_t bytes;
	const char *words;
};

static struct igd_shmem_answer judge_libvirt(
	struct igd_host *host, const struct igd_vm *vm, const struct need *need)
{
	uint64_t limit = igd_memlock_libvirt(vm);
	struct igd_shmem_answer answer = igd_shmem_say(IGD_SHMEM_BAD, vm->where, NULL, NULL);
	const char *words = igd_shmem_size_words(host, limit);

	answer.fix = "domain.memory";
	if (limit == IGD_MEMLOCK_UNLIMITED)
		return igd_shmem_say(
			IGD_SHMEM_GOOD, vm->where, "<locked/> is set: libvirt sets no limit", NULL);
	if (limit < need->bytes) {
		answer.what = igd_host_print(host, "%s lets QEMU lock %s, but it has to lock %s",
			vm->memory.hard_limit ? "<hard_limit>" : "libvirt", words, need->words);
		return answer;
	}
	if (vm->memory.hard_limit && limit - need->bytes < IGD_MEMLOCK_MARGIN) {
		answer.is_degraded = true;
		answer.what = igd_host_print(host,
			"<hard_limit> is %s, and %s stay locked: when QEMU needs more than the %s that "
			"are left, the kernel ends the VM",
			words, need->words, igd_shmem_size_words(host, limit - need->bytes));
		return answer;
	}
	answer.verdict = IGD_SHMEM_GOOD;
	answer.what =
		igd_host_print(host, "QEMU has to lock %s; libvirt allows %s", need->words, words);
	return answer;
}

static struct igd_shmem_answer judge_process(
	struct igd_host *host, const char *pid, const struct need *need)
{
	const char *where = igd_host_print(host, "/proc/%s/limits", pid), *words;
	bool is_self = strcmp(pid, "self") == 0;
	uint64_t limit;

	if (!igd_memlock_of(host, pid, &limit))
		return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, where,
			"how much memory it may lock is not told", NULL);
	if (limit == IGD_MEMLOCK_UNLIMITED)
		return igd_shmem_say(IGD_SHMEM_GOOD, where,
			is_self ? "what you start may lock any amount of memory"
				: "QEMU may lock any amount of memory",
			NULL);
	words = igd_shmem_size_words(host, limit);
	if (limit >= need->bytes)
		return igd_shmem_say(IGD_SHMEM_GOOD, where,
			igd_host_print(host, "QEMU has to lock %s; %s may lock %s", need->words,
				is_self ? "what you start" : "it", words),
			NULL);
	if (is_self)
		return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, where,
			igd_host_print(host,
				"QEMU has to lock %s, and what you start may lock %s: it will do only if "
				"root starts it, whom no limit binds",
				need->words, words),
			NULL);
	return igd_shmem_say(IGD_SHMEM_BAD, where,
		igd_host_print(host, "QEMU has to lock %s, and may lock %s", need->words, words),
		NULL);
}

struct igd_shmem_answer igd_memlock_judge(struct igd_host *host, const struct igd_vm *vm)
{
	uint64_t bars = vm->uses_iommufd == IGD_VM_YES ? igd_memlock_bars(host, vm) : 0;
	struct need need = { igd_memlock_need(vm, bars), igd_memlock_words(host, vm, bars) };
	const char *pid = "self";

	switch (igd_vm_runner(host, vm, &pid)) {
	case IGD_RUNNER_LIBVIRT:
		return judge_libvirt(host, vm, &need);
	case IGD_RUNNER_PROXMOX:
		return igd_shmem_say(IGD_SHMEM_GOOD, vm->where,
			"Proxmox VE runs QEMU as root, which may lock any amount of memory", NULL);
	case IGD_RUNNER_SESSION:
	case IGD_RUNNER_PROCESS:
	case IGD_RUNNER_HAND:
	default:
		return judge_process(host, pid, &need);
	}
}
