// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm.found - is there a VM to examine, and which one?
 *
 * That no VM is defined is no fault: the host can be made ready first. That one could not be looked for is UNKNOWN.
 */
#include "checks/vm/area.h"
#include "facts/host/igpu.h"
#include "facts/vm/view.h"

static enum igd_verdict conclude_unreadable(
	struct igd_host *host, const struct igd_vm_view *view, struct igd_finding *ret)
{
	const char *command = igd_vm_daemon_command(host);

	igd_remedy(ret, "%s", igd_vm_access_remedy(host));
	if (command)
		return igd_unknown(ret, view->where, "%s; `%s` helps", view->why, command);
	return igd_unknown(ret, view->where, "%s", view->why);
}

static const char *kind_of(const struct igd_vm *vm)
{
	static const char *const kinds[] = { [IGD_VM_LIBVIRT] = "libvirt",
		[IGD_VM_PROXMOX] = "Proxmox VE",
		[IGD_VM_COMMAND_LINE] = "a command line of QEMU" };

	return kinds[vm->origin];
}

static enum igd_verdict conclude_found(
	struct igd_host *host, const struct igd_vm_view *view, struct igd_finding *ret)
{
	const struct igd_vm *vm = view->vm;
	size_t i;

	for (i = 0; i < vm->remark_count; i++)
		igd_host_cite(host, vm->where, "%s", vm->remarks[i]);
	return igd_pass(ret, vm->where, "%s (%s%s%s)", vm->name, kind_of(vm),
		vm->is_running == IGD_VM_YES ? ", running" : "",
		view->is_named ? ", named by --vm" : "");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm_view *view = igd_vm_view(host);

	switch (view->state) {
	case IGD_VM_NONE:
		return igd_na(ret, view->where, "%s", view->why);
	case IGD_VM_UNREADABLE:
		return conclude_unreadable(host, view, ret);
	case IGD_VM_FOUND:
		return conclude_found(host, view, ret);
	case IGD_VM_NO_IGPU:
		if (!igd_igpu_get(host))
			return igd_na(ret, view->where, "%s", view->why);
		igd_remedy(ret,
			"Give it to the VM: in virt-manager by Add Hardware, PCI Host Device; with "
			"Proxmox VE by `qm set ID --hostpci0 00:02.0`. `igd-doctor --vm NAME` examines "
			"a VM that has not got it.");
		break;
	case IGD_VM_SEVERAL:
		igd_remedy(ret,
			"Say which one to examine: `igd-doctor --vm NAME`. Only one at a time can run "
			"with the iGPU.");
		break;
	case IGD_VM_NOT_FOUND:
	case IGD_VM_MALFORMED:
		break;
	}
	return igd_fail(ret, view->where, "%s", view->why);
}

const struct igd_check igd_check_vm_found = {
	.id = "vm.found",
	.title = "There is a VM to examine",
	.why = "Most of what goes wrong stands in the VM's definition: where the iGPU lies in it, with "
	       "which firmware, ROM, displays and memory. Without one in view only the host is judged.",
	.remedy =
		"Name a VM, as `virsh list --all` or `qm list` calls it, or a file that defines one: "
		"`igd-doctor --vm NAME`, `igd-doctor --vm FILE`. A file holds libvirt's XML "
		"(`virsh dumpxml NAME`), a Proxmox VE configuration, or QEMU's command line.",
	.severity = IGD_HINT,
	.run = run,
};
