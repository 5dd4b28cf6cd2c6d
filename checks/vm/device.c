// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm.device - is the VM given the iGPU, once, and nothing that this host does not have? (S52:
 * LongQT-sea/intel-igpu-passthru#27)
 *
 * What else is in the iGPU's IOMMU group need not be in the VM: iommu.group says whether it is in the way.
 */
#include <string.h>

#include "checks/vm/area.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "facts/vm/view.h"

/* "0000:00:02.1" where the iGPU is "0000:00:02.0": a virtual function of it, or nothing at all. */
static bool is_function_of(const char *address, const char *igpu)
{
	size_t length = strlen(igpu) - 1;

	return strncmp(address, igpu, length) == 0 && strcmp(address, igpu) != 0;
}

static enum igd_verdict judge_absent(struct igd_finding *ret, const struct igd_vm *vm,
	const struct igd_igpu *igpu, const char *address)
{
	igd_remedy(ret, "Take %s out of the VM's definition, or correct its address.", address);
	if (is_function_of(address, igpu->address))
		return igd_fail(ret, vm->where,
			"the VM is given %s, but an iGPU has no function except 0", address);
	return igd_fail(
		ret, vm->where, "the VM is given %s, which this host does not have", address);
}

/* other: what it is given, if anything; it may have no address. */
static enum igd_verdict judge_without(struct igd_finding *ret, const struct igd_vm *vm,
	const struct igd_igpu *igpu, const struct igd_vm_hostdev *other)
{
	if (other && !other->host)
		return igd_unknown(ret, vm->where,
			"`%s` is a device that is not named by its address: it may be the iGPU",
			other->alias ? other->alias : "hostdev");
	igd_remedy(ret, "Give the VM the device %s, at the address 00:02.0 in it.", igpu->address);
	if (!other)
		return igd_fail(ret, vm->where, "the VM is given no device of the host");
	if (is_function_of(other->host, igpu->address))
		return igd_fail(ret, vm->where,
			"the VM is given %s, a virtual function, and not the iGPU itself",
			other->host);
	return igd_fail(ret, vm->where, "the VM is given %s, which is not the iGPU (%s)",
		other->host, igpu->address);
}

static enum igd_verdict judge(
	struct igd_host *host, struct igd_finding *ret, const struct igd_vm *vm)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const struct igd_vm_hostdev *other = NULL, *each = vm->hostdevs;
	size_t times = 0, i;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	for (i = 0; i < vm->hostdev_count; i++, each++) {
		if (each->host && !igd_pci_find(host, each->host))
			return judge_absent(ret, vm, igpu, each->host);
		if (each->host && strcmp(each->host, igpu->address) == 0)
			times++;
		else if (!other || other->host)
			other = each;
	}
	if (times == 1)
		return igd_pass(
			ret, vm->where, "%s is given the iGPU, %s", vm->name, igpu->address);
	if (!times)
		return judge_without(ret, vm, igpu, other);
	return igd_fail(
		ret, vm->where, "the VM is given the iGPU, %s, %zu times", igpu->address, times);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	return judge(host, ret, vm);
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_vm_device = {
	.id = "vm.device",
	.title = "The VM is given the iGPU, and only what exists",
	.why = "A VM with a device that the host does not have does not start; one that was given the wrong "
	       "function of the iGPU has frozen whole hosts.",
	.remedy = "Give the VM each device of the host once, by the address that `lspci -D` shows.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.run = run,
};
