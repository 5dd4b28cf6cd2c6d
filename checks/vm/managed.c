// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm.managed - will libvirt give the iGPU back to i915 when the VM ends? (S23)
 *
 * With managed='yes' libvirt binds a device to vfio-pci when the VM starts, and back when it ends; but only if it bound it itself:
 * one that vfio-pci has already it leaves there in the end (libvirt 10.0 and later src/util/virpci.c virPCIDeviceBindToStub()
 * returns before it sets unbind_from_stub, virPCIDeviceUnbindFromStub() does nothing without that).
 */
#include <string.h>

#include "checks/vm/area.h"
#include "facts/host/claim.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "facts/vm/view.h"

static bool is_claimed(const struct igd_claim *claim)
{
	return claim->kind == IGD_CLAIM_IDS || claim->kind == IGD_CLAIM_OVERRIDE;
}

static enum igd_verdict judge_managed(
	struct igd_host *host, struct igd_finding *ret, const struct igd_vm *vm)
{
	const char *driver = igd_pci_driver(host, igd_igpu_get(host)->address);
	const struct igd_claims *claims;

	if (driver && strcmp(driver, "vfio-pci") != 0)
		return igd_fail(ret, vm->where,
			"managed='yes', and %s has the iGPU: libvirt takes it away at the start of the VM and gives "
			"it back at the end",
			driver);
	claims = igd_claims_get(host);
	if (driver && is_claimed(&claims->vfio))
		return igd_pass(ret, vm->where,
			"managed='yes', which does nothing here: vfio-pci has the iGPU from boot on, and libvirt leaves it "
			"there");
	if (is_claimed(&claims->vfio))
		return igd_unknown(ret, vm->where,
			"managed='yes', and no driver has the iGPU, although vfio-pci is told to take it (see "
			"driver.bound)");
	return igd_fail(ret, vm->where,
		"managed='yes', and nothing in the configuration gives the iGPU to vfio-pci at boot: %s",
		driver ? "vfio-pci has it now, but after the next boot libvirt takes it from a graphics driver and "
			 "gives it back to that"
		       : "libvirt gives it back to whichever graphics driver wants it");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_vm_hostdev *igpu = vm ? igd_vm_igpu(host) : NULL;

	if (!vm)
		return igd_na(ret, igd_vm_view(host)->where, "%s", igd_vm_why_none(host));
	if (!igpu)
		return igd_na(ret, vm->where, "the VM is not given the iGPU (see vm.device)");
	if (vm->origin != IGD_VM_LIBVIRT)
		return igd_na(ret, vm->where, "it is not libvirt's VM");
	if (igpu->is_managed == IGD_VM_YES)
		return judge_managed(host, ret, vm);
	return igd_pass(ret, vm->where, "managed='no': libvirt leaves the driver as it is");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "libvirt docs/formatdomain.rst",
	"QEMU docs/igd-assign.txt", NULL };

const struct igd_check igd_check_vm_managed = {
	.id = "vm.managed",
	.title = "libvirt will not give the iGPU back to i915",
	.why = "i915 and xe do not expect to get an iGPU back that a VM has used: the handing back is known to end in "
	       "kernel faults and hanging hosts, and the next start of the VM then fails.",
	.remedy =
		"Let vfio-pci have the iGPU from boot on (driver.early, driver.rivals), and set `managed='no'` in the "
		"iGPU's `<hostdev>`.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.fix = "domain.recipe",
	.references = references,
	.run = run,
};
