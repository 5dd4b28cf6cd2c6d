// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_backend - whether what backs the shared memory is of the right kind, and of the VM's size
 */
#include <inttypes.h>
#include <string.h>

#include "facts/recipe/occupant.h"
#include "facts/shmem/shmem.h"
#include "facts/shmem/shmem_kvmfr.h"

static struct igd_shmem_answer good(const char *path, const char *what)
{
	return igd_shmem_say(IGD_SHMEM_GOOD, path, what, NULL);
}

/* Several of them: the guest's side takes the first. */
static struct igd_shmem_answer judge_others(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_vm_shmem *shmem, const char *what)
{
	const struct igd_vm_shmem *first = igd_shmem_first(vm);
	struct igd_shmem_answer answer;

	if (vm->shmem_count < 2 || first == shmem)
		return good(shmem->path, what);
	answer = igd_shmem_say(IGD_SHMEM_BAD, vm->where,
		igd_host_print(host,
			first ? "the VM has %zu shared memories, and in the guest Looking Glass takes "
				"the first, which is not its own"
			      : "the VM has %zu shared memories; Looking Glass takes the one at the "
				"lowest PCI address, and which that is is not told",
			vm->shmem_count),
		"Take the other one out of the VM; Scream can send its sound over the network instead. "
		"Otherwise give Looking Glass' the lower PCI address, or set the number of the right "
		"one in the guest (`os:shmDevice` of B7's looking-glass-host.ini).");
	answer.is_degraded = first != NULL;
	answer.is_hint = !first;
	return answer;
}

static struct igd_shmem_answer judge_kvmfr(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_shmem *shmem)
{
	struct igd_kvmfr_absence absence;
	struct igd_shmem_answer answer;
	struct igd_shmem_place place;

	igd_shmem_place(host, shmem->path, &place);
	if (place.node == IGD_SHMEM_UNSAID)
		return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, shmem->path,
			"the recording does not say what is there", NULL);
	if (place.node == IGD_SHMEM_DEVICE)
		return judge_others(host, vm, shmem, "a character device");
	if (place.node == IGD_SHMEM_ABSENT) {
		absence = igd_kvmfr_absence(host, shmem->bytes);
		answer = igd_shmem_say(IGD_SHMEM_BAD, shmem->path,
			igd_host_print(host, "there is no such device: %s", absence.why),
			absence.remedy);
		answer.fix = "ivshmem.backend";
		return answer;
	}
	answer = igd_shmem_say(IGD_SHMEM_BAD, shmem->path,
		"a regular file, and no device: QEMU made it, because the VM was started before the "
		"module kvmfr was loaded",
		igd_host_print(host, "Run `rm %s` while the VM is stopped. Then: %s", shmem->path,
			igd_kvmfr_load(host, shmem->bytes)));
	answer.fix = "ivshmem.backend";
	return answer;
}

static struct igd_shmem_answer judge_path(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_vm_shmem *shmem, bool is_there)
{
	struct igd_shmem_place kvmfr;
	struct igd_shmem_answer answer;
	bool has_kvmfr;

	igd_shmem_place(host, IGD_KVMFR, &kvmfr);
	has_kvmfr = kvmfr.node != IGD_SHMEM_ABSENT && kvmfr.node != IGD_SHMEM_UNSAID;
	if (!has_kvmfr && strcmp(shmem->path, IGD_SHMEM_FILE) == 0)
		return judge_others(host, vm, shmem,
			is_there ? "a file in memory" : "a file in memory, which QEMU makes");
	answer = igd_shmem_say(IGD_SHMEM_BAD, shmem->path,
		has_kvmfr ? "the client opens " IGD_KVMFR ", which is there too, unless it is told "
			    "otherwise"
			  : "the client opens " IGD_SHMEM_FILE " unless it is told otherwise",
		igd_host_print(host, "Start the client with `looking-glass-client -f %s`%s.",
			shmem->path, has_kvmfr ? ", or give the VM " IGD_KVMFR " instead" : ""));
	answer.is_hint = true;
	return answer;
}

static struct igd_shmem_answer judge_file(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_shmem *shmem)
{
	struct igd_shmem_place place;

	igd_shmem_place(host, shmem->path, &place);
	if (place.node == IGD_SHMEM_DEVICE || place.node == IGD_SHMEM_OTHER)
		return igd_shmem_say(IGD_SHMEM_BAD, shmem->path,
			"neither a file nor kvmfr's device",
			"Give the VM's shared memory " IGD_KVMFR " or " IGD_SHMEM_FILE ".");
	if (place.node == IGD_SHMEM_ABSENT && vm->is_running == IGD_VM_YES)
		return igd_shmem_say(IGD_SHMEM_BAD, shmem->path,
			"the VM runs, but the file is gone: it was removed since, and no client finds "
			"it",
			"Stop the VM and start it again.");
	return judge_path(host, vm, shmem, place.node == IGD_SHMEM_REGULAR);
}

static struct igd_shmem_answer judge_syntax(struct igd_host *host, const struct igd_vm *vm)
{
	struct igd_occupant occupant = igd_occupant_find(host, vm, NULL);

	return igd_shmem_say(IGD_SHMEM_BAD, vm->where,
		"<qemu:commandline> gives `-device ivshmem-plain` neither an address nor as JSON: QEMU "
		"puts it where libvirt wants another device, and ends with `PCI: slot ... not "
		"available`",
		igd_host_print(host,
			"Give it a place that is free: `-device ivshmem-plain,id=shmem0,memdev=...,"
			"bus=%s,addr=0x%x`. Or write it and its -object in JSON, as Looking Glass' "
			"documentation shows.",
			vm->machine.chipset == IGD_VM_I440FX ? "pci.0" : "pcie.0",
			occupant.free_slot ? occupant.free_slot : 0x10));
}

struct igd_shmem_answer igd_shmem_backend(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_shmem *shmem)
{
	unsigned index;

	if (shmem->is_shared == IGD_VM_NO)
		return igd_shmem_say(IGD_SHMEM_BAD, vm->where,
			igd_host_print(host,
				"share=on is missing: the VM writes to a copy of its own, and the client "
				"sees %s stay empty",
				shmem->path),
			igd_host_print(host,
				"Add share=on (in JSON 'share':true) to the memory-backend-file of %s.",
				shmem->path));
	if (igd_shmem_is_in_the_way(vm, shmem))
		return judge_syntax(host, vm);
	if (igd_shmem_is_kvmfr(shmem->path, &index))
		return judge_kvmfr(host, vm, shmem);
	return judge_file(host, vm, shmem);
}

static struct igd_shmem_answer same_as_kvmfr(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_vm_shmem *shmem, unsigned index)
{
	const char *origin = NULL, *wanted = igd_shmem_size_words(host, shmem->bytes);
	uint64_t bytes = igd_kvmfr_configured(host, index, &origin);
	struct igd_shmem_answer answer;

	/* QEMU maps all that it wants: a device that is smaller refuses (kvmfr.c device_mmap()). */
	if (bytes == shmem->bytes || (!bytes && vm->is_running == IGD_VM_YES))
		return good(shmem->path, wanted);
	if (!bytes)
		return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, shmem->path,
			igd_host_print(host,
				"the VM wants %s of it, but how large it is stands nowhere: no "
				"static_size_mb= is configured, and the module does not tell",
				wanted),
			NULL);
	answer = igd_shmem_say(IGD_SHMEM_BAD, origin,
		igd_host_print(host, "static_size_mb makes it %s, and the VM wants %s: %s",
			igd_shmem_size_words(host, bytes), wanted,
			bytes < shmem->bytes ? "QEMU cannot map it and ends"
					     : "the client looks for things behind the VM's end"),
		igd_host_print(host,
			"Make them equal: give the VM %" PRIu64 " MiB (%" PRIu64
			" bytes), or {modprobe options kvmfr static_size_mb=%" PRIu64
			"}; then stop the VM and the client and run `modprobe -r kvmfr` and `modprobe "
			"kvmfr`.",
			bytes >> 20, bytes, shmem->bytes >> 20));
	answer.is_degraded = bytes > shmem->bytes;
	return answer;
}

struct igd_shmem_answer igd_shmem_same_size(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_shmem *shmem)
{
	struct igd_shmem_place place = { .node = IGD_SHMEM_ABSENT };
	struct igd_shmem_answer answer;
	unsigned index;

	if (igd_shmem_is_kvmfr(shmem->path, &index))
		return same_as_kvmfr(host, vm, shmem, index);
	if (shmem->path)
		igd_shmem_place(host, shmem->path, &place);
	/* QEMU enlarges an empty file and refuses one that is too small (system/physmem.c; seen with 11.1.3). */
	if (place.node != IGD_SHMEM_REGULAR || !place.mode.size || place.mode.size == shmem->bytes)
		return good(shmem->path, "");
	answer = igd_shmem_say(IGD_SHMEM_BAD, shmem->path,
		igd_host_print(host, "the file has %s, and the VM wants %s: %s",
			igd_shmem_size_words(host, place.mode.size),
			igd_shmem_size_words(host, shmem->bytes),
			place.mode.size < shmem->bytes
				? "QEMU ends with `backing store size is too small`"
				: "the client looks for things behind the VM's end"),
		igd_host_print(host,
			"Stop the VM, remove %s and start it again: it was left from when the size was "
			"another. If tmpfiles.d makes it, run `systemd-tmpfiles --create` before.",
			shmem->path));
	answer.is_degraded = place.mode.size > shmem->bytes;
	return answer;
}
