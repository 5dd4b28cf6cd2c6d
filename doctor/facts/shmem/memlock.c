// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * memlock - how much memory a VM's QEMU has to lock, and how much it may
 */
#include "facts/shmem/memlock.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "facts/host/pci.h"
#include "facts/vm/view.h"

#define CAP_IPC_LOCK 14u
#define SESSION "qemu:///session"

static bool is_session(struct igd_host *host, const struct igd_vm *vm)
{
	const struct igd_vm_view *view = igd_vm_view(host);
	size_t i;

	if (strstr(vm->where, SESSION) || (view->where && strstr(view->where, SESSION)))
		return true;
	for (i = 0; i < view->candidate_count; i++) {
		if (strcmp(view->candidates[i].name, vm->name) == 0 &&
			strstr(view->candidates[i].where, SESSION))
			return true;
	}
	return false;
}

enum igd_vm_runner igd_vm_runner(
	struct igd_host *host, const struct igd_vm *vm, const char **ret_pid)
{
	static const char place[] = "/proc/";
	const char *pid = vm->where + strlen(place);
	size_t length;

	switch (vm->origin) {
	case IGD_VM_LIBVIRT:
		return is_session(host, vm) ? IGD_RUNNER_SESSION : IGD_RUNNER_LIBVIRT;
	case IGD_VM_PROXMOX:
		return IGD_RUNNER_PROXMOX;
	case IGD_VM_COMMAND_LINE:
	default:
		break;
	}
	if (!igd_starts_with(vm->where, place))
		return IGD_RUNNER_HAND;
	length = strspn(pid, "0123456789");
	if (!length || length > 10 || pid[length] != '/')
		return IGD_RUNNER_HAND;
	*ret_pid = igd_host_print(host, "%.*s", (int)length, pid);
	return IGD_RUNNER_PROCESS;
}

static uint64_t add(uint64_t left, uint64_t right)
{
	return left > UINT64_MAX - right ? UINT64_MAX : left + right;
}

uint64_t igd_memlock_need(const struct igd_vm *vm, uint64_t bar_bytes)
{
	uint64_t need = vm->memory.bytes;
	size_t i;

	for (i = 0; i < vm->shmem_count; i++)
		need = add(need, vm->shmems[i].bytes);
	return vm->uses_iommufd == IGD_VM_YES ? add(need, bar_bytes) : need;
}

const char *igd_memlock_words(struct igd_host *host, const struct igd_vm *vm, uint64_t bar_bytes)
{
	uint64_t shared = 0;
	const char *words = igd_shmem_size_words(host, vm->memory.bytes);
	size_t i;

	for (i = 0; i < vm->shmem_count; i++)
		shared = add(shared, vm->shmems[i].bytes);
	words = igd_host_print(host, "%s of memory", words);
	if (shared)
		words = igd_host_print(host, "%s%s %s of shared memory", words,
			vm->uses_iommufd == IGD_VM_YES ? "," : " and",
			igd_shmem_size_words(host, shared));
	if (vm->uses_iommufd == IGD_VM_YES)
		words = igd_host_print(host, "%s and %s of its devices' BARs", words,
			igd_shmem_size_words(host, bar_bytes));
	return words;
}

uint64_t igd_memlock_bars(struct igd_host *host, const struct igd_vm *vm)
{
	struct igd_pci_range range;
	uint64_t bytes = 0;
	unsigned bar;
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++) {
		for (bar = 0; vm->hostdevs[i].host && bar < 6; bar++) {
			if (igd_pci_bar(host, vm->hostdevs[i].host, bar, &range))
				bytes = add(bytes, range.end - range.start + 1);
		}
	}
	return bytes;
}

uint64_t igd_memlock_libvirt(const struct igd_vm *vm)
{
	uint64_t bytes = 0;
	size_t times = vm->has_iommu == IGD_VM_YES ? vm->hostdev_count : 1, i;

	if (vm->memory.hard_limit)
		return vm->memory.hard_limit;
	if (vm->memory.is_locked == IGD_VM_YES)
		return IGD_MEMLOCK_UNLIMITED;
	for (i = 0; i < times; i++)
		bytes = add(bytes, vm->memory.bytes);
	return add(bytes, IGD_MEMLOCK_MARGIN);
}

bool igd_memlock_parse_limits(const char *text, uint64_t *ret)
{
	static const char name[] = "Max locked memory ";
	const char *line = strstr(text, name);
	char word[24];
	size_t length;

	if (!line || (line > text && line[-1] != '\n'))
		return false;
	line += strlen(name);
	line += strspn(line, " ");
	length = strcspn(line, " \n");
	if (length >= sizeof(word))
		return false;
	snprintf(word, sizeof(word), "%.*s", (int)length, line);
	if (strcmp(word, "unlimited") == 0)
		*ret = IGD_MEMLOCK_UNLIMITED;
	else if (igd_parse_u64(word, 10, ret) < 0)
		return false;
	return true;
}

bool igd_memlock_parse_status(const char *text, bool *ret_has_ipc_lock)
{
	static const char name[] = "\nCapEff:";
	const char *line = strstr(text, name);
	char word[24];
	uint64_t capabilities;
	size_t length;

	if (!line)
		return false;
	line += strlen(name);
	line += strspn(line, " \t");
	length = strcspn(line, "\n");
	if (length >= sizeof(word))
		return false;
	snprintf(word, sizeof(word), "%.*s", (int)length, line);
	if (igd_parse_u64(word, 16, &capabilities) < 0)
		return false;
	*ret_has_ipc_lock = capabilities >> CAP_IPC_LOCK & 1;
	return true;
}

bool igd_memlock_of(struct igd_host *host, const char *pid, uint64_t *ret)
{
	const char *path = igd_host_print(host, "/proc/%s/status", pid);
	const char *text = igd_host_text(host, path);
	bool has_ipc_lock;

	if (!text || !igd_memlock_parse_status(text, &has_ipc_lock))
		return false;
	if (has_ipc_lock) {
		igd_host_cite(host, path, "CapEff has CAP_IPC_LOCK, as root has");
		*ret = IGD_MEMLOCK_UNLIMITED;
		return true;
	}
	path = igd_host_print(host, "/proc/%s/limits", pid);
	text = igd_host_text(host, path);
	if (!text || !igd_memlock_parse_limits(text, ret))
		return false;
	if (*ret == IGD_MEMLOCK_UNLIMITED)
		igd_host_cite(host, path, "Max locked memory unlimited");
	else
		igd_host_cite(host, path, "Max locked memory %" PRIu64 " bytes", *ret);
	return true;
}
