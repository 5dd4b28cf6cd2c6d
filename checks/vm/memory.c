// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm.memory - has the host the memory that the VM asks for, and the VM what its iGPU asks for? (S42, S62, S64)
 *
 * All of the VM's memory is pinned as soon as it starts, because the iGPU may write to any of it.
 */
#include "checks/vm/area.h"
#include "facts/host/igpu.h"
#include "facts/recipe/room.h"
#include "facts/vm/view.h"

static enum igd_verdict conclude(struct igd_finding *ret, const struct igd_room_fault *fault)
{
	if (fault->state == IGD_ROOM_UNKNOWN)
		return igd_unknown(ret, fault->where, "%s", fault->what);
	igd_severity(ret, fault->severity);
	igd_fix(ret, fault->fix);
	igd_remedy(ret, "%s", fault->remedy);
	return igd_fail(ret, fault->where, "%s", fault->what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	struct igd_room_fault fault;
	struct igd_room room;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (!vm->memory.bytes)
		return igd_unknown(ret, vm->where, "how much memory the VM has is not said");
	room = igd_room_of(host, vm);
	fault = igd_room_of_host(host, vm, &room);
	if (fault.state == IGD_ROOM_FITS)
		fault = igd_room_of_vm(host, vm);
	if (fault.state != IGD_ROOM_FITS)
		return conclude(ret, &fault);
	return igd_pass(ret, vm->where, "%s%s", igd_room_words(host, vm->memory.bytes),
		vm->memory.has_hugepages == IGD_VM_YES ? " in huge pages" : "");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/gangqizai/igd/issues/20",
	"https://github.com/bryansteiner/gpu-passthrough-tutorial/issues/33", NULL };

const struct igd_check igd_check_vm_memory = {
	.id = "vm.memory",
	.title = "The VM's memory fits the iGPU and the host",
	.why = "The VM's firmware has to reserve memory for the iGPU below 4 GiB. And as the iGPU may write anywhere in the "
	       "VM, the host pins all of its memory at the start: what is not there then ends it.",
	.remedy = "Give the VM at least 4 GiB, and no more than the host can spare.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
