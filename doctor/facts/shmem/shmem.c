// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem - the memory that a VM shares with the host for Looking Glass
 */
#include "facts/shmem/shmem.h"

#include <inttypes.h>
#include <string.h>

#define KVMFR_PREFIX "/dev/kvmfr"

static bool holds(const char *text, const char *word)
{
	return text && strcasestr(text, word);
}

bool igd_shmem_is_scream(const struct igd_vm_shmem *shmem)
{
	return holds(shmem->name, "scream") || holds(shmem->path, "scream");
}

bool igd_shmem_is_kvmfr(const char *path, unsigned *ret_index)
{
	uint64_t index;

	if (!path || !igd_starts_with(path, KVMFR_PREFIX) ||
		igd_parse_u64(path + strlen(KVMFR_PREFIX), 10, &index) < 0 || index > 255)
		return false;
	*ret_index = (unsigned)index;
	return true;
}

static unsigned rank(const struct igd_vm_shmem *shmem)
{
	unsigned index;

	if (igd_shmem_is_scream(shmem))
		return 0;
	if (igd_shmem_is_kvmfr(shmem->path, &index))
		return 3;
	return holds(shmem->name, "looking-glass") || holds(shmem->path, "looking-glass") ? 2 : 1;
}

const struct igd_vm_shmem *igd_shmem_choose(const struct igd_vm *vm)
{
	const struct igd_vm_shmem *best = NULL, *at;
	size_t i;

	for (i = 0; i < vm->shmem_count; i++) {
		at = &vm->shmems[i];
		if (rank(at) == 0)
			continue;
		if (!best || rank(at) > rank(best) ||
			(rank(at) == rank(best) && at->bytes > best->bytes))
			best = at;
	}
	return best;
}

/* Smaller for what comes earlier. What is behind a bridge has a higher bus than what is not. */
static bool is_before(const struct igd_vm_address *left, const struct igd_vm_address *right)
{
	if (left->is_behind_bridge != right->is_behind_bridge)
		return right->is_behind_bridge;
	if (left->bus != right->bus)
		return left->bus < right->bus;
	return left->slot != right->slot ? left->slot < right->slot
					 : left->function < right->function;
}

const struct igd_vm_shmem *igd_shmem_first(const struct igd_vm *vm)
{
	const struct igd_vm_shmem *first = vm->shmem_count ? vm->shmems : NULL;
	size_t i;

	for (i = 0; i < vm->shmem_count; i++) {
		if (!vm->shmems[i].guest.is_known && vm->shmem_count > 1)
			return NULL;
		if (is_before(&vm->shmems[i].guest, &first->guest))
			first = &vm->shmems[i];
	}
	return first;
}

static bool is_at(const struct igd_vm_address *address, unsigned slot)
{
	return address->is_known && !address->is_behind_bridge && address->slot == slot;
}

/* Whether a device whose address is told stands in that slot of the root bus. */
static bool is_taken(const struct igd_vm *vm, unsigned slot)
{
	bool taken = false;
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++)
		taken |= is_at(&vm->hostdevs[i].guest, slot);
	for (i = 0; i < vm->display_count; i++)
		taken |= is_at(&vm->displays[i].guest, slot);
	for (i = 0; i < vm->nic_count; i++)
		taken |= is_at(&vm->nics[i].guest, slot);
	for (i = 0; i < vm->other_count; i++)
		taken |= is_at(&vm->others[i].guest, slot);
	return taken;
}

bool igd_shmem_is_in_the_way(const struct igd_vm *vm, const struct igd_vm_shmem *shmem)
{
	if (vm->origin != IGD_VM_LIBVIRT || shmem->is_json != IGD_VM_NO || shmem->guest.is_known ||
		vm->is_running == IGD_VM_YES)
		return false;
	return is_taken(vm, vm->machine.chipset == IGD_VM_I440FX ? 2 : 1);
}

const char *igd_shmem_why_none(const struct igd_vm *vm)
{
	if (!vm->shmem_count)
		return "the VM has no shared memory; Looking Glass needs it, a stream by Sunshine does "
		       "not";
	if (!igd_shmem_choose(vm))
		return "the VM's only shared memory is Scream's, for sound; Looking Glass needs one of "
		       "its own";
	return NULL;
}

struct igd_shmem_answer igd_shmem_say(
	enum igd_shmem_verdict verdict, const char *where, const char *what, const char *remedy)
{
	return (struct igd_shmem_answer){
		.verdict = verdict, .where = where, .what = what, .remedy = remedy
	};
}

void igd_shmem_place(struct igd_host *host, const char *path, struct igd_shmem_place *ret)
{
	const char *modes = igd_host_modes(host, path);

	*ret = (struct igd_shmem_place){ .modes = modes };
	if (!modes)
		ret->node = IGD_SHMEM_ABSENT;
	else if (!*modes || !igd_reach_file(modes, &ret->mode))
		ret->node = IGD_SHMEM_UNSAID;
	else if (ret->mode.type == 'f')
		ret->node = IGD_SHMEM_REGULAR;
	else
		ret->node = ret->mode.type == 'c' ? IGD_SHMEM_DEVICE : IGD_SHMEM_OTHER;
}

const char *igd_shmem_size_words(struct igd_host *host, uint64_t bytes)
{
	static const struct {
		unsigned shift;
		const char *unit;
	} units[] = { { 30, "GiB" }, { 20, "MiB" }, { 10, "KiB" } };
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (bytes && bytes % ((uint64_t)1 << units[i].shift) == 0)
			return igd_host_print(
				host, "%" PRIu64 " %s", bytes >> units[i].shift, units[i].unit);
	}
	return igd_host_print(host, "%" PRIu64 " bytes", bytes);
}
