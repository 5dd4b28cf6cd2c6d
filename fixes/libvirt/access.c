// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libvirt.access - lets libvirt's VMs open kvmfr's device: in the device cgroup, and past AppArmor
 *
 * virt-aa-helper reads the rules anew for each VM that starts (libvirt 11.3 src/security/virt-aa-helper.c), so that
 * nothing has to be reloaded for those; qemu.conf the daemon reads when it starts.
 */
#include <string.h>

#include "facts/access/apparmor.h"
#include "facts/access/reach.h"
#include "facts/shmem/memlock.h"
#include "facts/shmem/shmem_acl.h"
#include "facts/vm/view.h"
#include "fixes/libvirt/area.h"
#include "fixes/libvirt/device_list_private.h"

#define LOCAL_RULES "/etc/apparmor.d/local/abstractions/libvirt-qemu"

/* Up to libvirt 4 and where its daemons are not split it is libvirtd; virtqemud otherwise (docs/daemons.rst). */
static const char *daemon_of(struct igd_host *host)
{
	return igd_host_has(host, "/run/libvirt/virtqemud-sock") ? "virtqemud" : "libvirtd";
}

static void allow_device(struct igd_host *host, struct igd_changes *changes, const char *device)
{
	const char *missing = "", *text;

	if (igd_device_acl(host, device, &missing) == IGD_ACL_HAS)
		return;
	text = igd_host_text(host, IGD_QEMU_CONF);
	if (!text) {
		igd_change_decline(changes, "there is no " IGD_QEMU_CONF " to put %s into", device);
		return;
	}
	if (!igd_device_list_edit(changes, text, device)) {
		igd_change_decline(changes,
			"cgroup_device_acl in " IGD_QEMU_CONF
			" is written in a way that is not understood here; add \"%s\" to it",
			device);
		return;
	}
	igd_change_service(
		changes, daemon_of(host), "it reads qemu.conf when it starts; VMs go on");
}

static void allow_by_apparmor(
	struct igd_host *host, struct igd_changes *changes, const char *device)
{
	IGD_AUTOFREE char *rule = igd_printf("%s rw,", device);
	IGD_AUTOFREE char *content = igd_printf("%s\n", rule);
	struct igd_change line = { .kind = IGD_CHANGE_LINE, .effect = IGD_EFFECT_VM };

	if (igd_apparmor_qemu_to_write(host, device) != IGD_APPARMOR_REFUSES)
		return;
	line.value = rule;
	if (igd_host_has(host, LOCAL_RULES))
		igd_change_line(changes, LOCAL_RULES, &line, NULL);
	else
		igd_change_file(changes, LOCAL_RULES, content, IGD_EFFECT_VM, NULL);
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_vm *vm = igd_vm_get(host);
	const struct igd_vm_shmem *shmem = vm ? igd_shmem_choose(vm) : NULL;
	const char *pid = NULL;
	unsigned index;

	if (!shmem || !shmem->path) {
		igd_change_decline(
			ret, "%s", vm ? "the VM has no shared memory" : igd_vm_why_none(host));
		return;
	}
	if (!igd_shmem_is_kvmfr(shmem->path, &index) ||
		igd_vm_runner(host, vm, &pid) != IGD_RUNNER_LIBVIRT) {
		igd_change_decline(ret,
			"only kvmfr's device in a VM of the system's libvirt has to be allowed");
		return;
	}
	allow_device(host, ret, shmem->path);
	allow_by_apparmor(host, ret, shmem->path);
}

const struct igd_fix igd_fix_libvirt_access = {
	.id = "libvirt.access",
	.title = "Let libvirt's VMs open the device of the shared memory",
	.risk = IGD_RISK_NONE,
	.plan = plan,
};
