// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_access - whether QEMU may open the shared memory
 */
#include "facts/shmem/shmem_access.h"

#include <errno.h>
#include <string.h>

#include "facts/access/apparmor.h"
#include "facts/access/selinux.h"
#include "facts/shmem/shmem_acl.h"
#include "facts/shmem/shmem_kvmfr.h"

static struct igd_shmem_answer may(const char *where, const char *what)
{
	return igd_shmem_say(IGD_SHMEM_GOOD, where, what, NULL);
}

static struct igd_shmem_answer judge_selinux(struct igd_host *host, const struct igd_shmem_case *at)
{
	const char *path = at->shmem->path, *hint = "";

	if (at->place.node == IGD_SHMEM_ABSENT ||
		igd_selinux_qemu(host, &at->place.mode, &hint) == IGD_SELINUX_OFF)
		return may(path, "QEMU may open it");
	return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, path,
		igd_host_print(host,
			"owner and mode are right, but SELinux is enforcing, and whether its policy lets "
			"VMs read and write %s is not known here",
			hint),
		igd_host_print(host,
			"Start the VM and run `ausearch -m avc -ts recent`: if %s stands there, label it for "
			"VMs with `semanage fcontext -a -t svirt_tmpfs_t %s` and `restorecon %s`%s.",
			path, path, path,
			at->is_kvmfr ? ", or allow it with a module made by `audit2allow`" : ""));
}

/* virt-aa-helper lets a VM have the file of <shmem>, but nothing that stands in <qemu:commandline>. */
static struct igd_shmem_answer judge_apparmor(
	struct igd_host *host, const struct igd_shmem_case *at)
{
	const char *path = at->shmem->path;
	struct igd_shmem_answer answer;

	if (!at->is_kvmfr)
		return judge_selinux(host, at);
	switch (igd_apparmor_qemu_to_write(host, path)) {
	case IGD_APPARMOR_UNDECIDED:
		return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, IGD_APPARMOR_QEMU,
			igd_host_print(host,
				"only a rule with a variable, or for the owner, may let libvirt's VMs have "
				"%s, and what comes of those is not known here",
				path),
			NULL);
	case IGD_APPARMOR_REFUSES:
		answer = igd_shmem_say(IGD_SHMEM_BAD, IGD_APPARMOR_QEMU,
			igd_host_print(host,
				"AppArmor: no rule lets libvirt's VMs read and write %s", path),
			igd_host_print(host,
				"Add the line `%s rw,` to /etc/apparmor.d/local/abstractions/libvirt-qemu "
				"(make the file if it is not there) and run `systemctl reload apparmor`, or "
				"`rc-service apparmor reload`.",
				path));
		answer.fix = "libvirt.access";
		return answer;
	case IGD_APPARMOR_OFF:
	case IGD_APPARMOR_ALLOWS:
	default:
		return judge_selinux(host, at);
	}
}

/* With an access control list the mode's middle digit is the list's mask; what the group may, udev's rule tells. */
static bool rule_gives_group(
	struct igd_host *host, const struct igd_shmem_case *at, const struct igd_user *user)
{
	const struct igd_kvmfr_rule *rule;
	uint64_t mode;
	size_t i;

	if (!at->is_kvmfr || !at->place.mode.has_acl)
		return false;
	rule = igd_kvmfr_rule(host);
	if (!rule->is_there || igd_parse_u64(rule->mode, 8, &mode) < 0 || (mode & 060) != 060)
		return false;
	for (i = 0; i < user->gid_count; i++) {
		if (user->gids[i] == at->place.mode.gid)
			return true;
	}
	return false;
}

static const char *mode_remedy(struct igd_host *host, const struct igd_shmem_case *at)
{
	if (at->is_kvmfr)
		return "Put the line `SUBSYSTEM==\"kvmfr\", GROUP=\"kvm\", MODE=\"0660\", "
		       "TAG+=\"uaccess\"` into /etc/udev/rules.d/70-kvmfr.rules, run `udevadm control "
		       "--reload` and `udevadm trigger --subsystem-match=kvmfr`, and see to it that QEMU's "
		       "user is in the group kvm.";
	return igd_host_print(host,
		"Stop the VM, remove %s, and put the line `f %s 0660 YOU kvm -` into "
		"/etc/tmpfiles.d/10-looking-glass.conf (YOU: as whom the client runs); then run "
		"`systemd-tmpfiles --create`.",
		at->shmem->path, at->shmem->path);
}

static struct igd_shmem_answer judge_mode(struct igd_host *host, const struct igd_shmem_case *at)
{
	const struct igd_mode *node = &at->place.mode;
	const struct igd_user *user;
	struct igd_shmem_answer answer;
	struct igd_mode obstacle;

	if (at->place.node == IGD_SHMEM_ABSENT ||
		!igd_reach_obstacle_to_writing(at->place.modes, NULL, &obstacle))
		return judge_apparmor(host, at);
	user = igd_qemu_user(host);
	if (!user)
		return igd_shmem_say(IGD_SHMEM_CANNOT_TELL,
			igd_host_print(host, "%s", obstacle.path),
			igd_host_print(host,
				"mode %04o: not everybody may, and as which user QEMU runs is not known",
				obstacle.mode),
			NULL);
	igd_host_cite(host, obstacle.path, "mode %04o, owner %u, group %u", obstacle.mode,
		obstacle.uid, obstacle.gid);
	if (!igd_reach_obstacle_to_writing(at->place.modes, user, &obstacle) &&
		(!node->has_acl || user->uid == 0 || user->uid == node->uid ||
			rule_gives_group(host, at, user)))
		return judge_apparmor(host, at);
	if (node->has_acl || obstacle.has_acl)
		return igd_shmem_say(IGD_SHMEM_CANNOT_TELL,
			igd_host_print(host, "%s", obstacle.path),
			igd_host_print(host,
				"an access control list decides whether %s may open it; `getfacl %s` "
				"shows it",
				user->name, obstacle.path),
			NULL);
	answer = igd_shmem_say(IGD_SHMEM_BAD, igd_host_print(host, "%s", obstacle.path),
		igd_host_print(host,
			"mode %04o, owner %u, group %u: %s, as which QEMU runs, may not",
			obstacle.mode, obstacle.uid, obstacle.gid, user->name),
		mode_remedy(host, at));
	answer.fix = "ivshmem.backend";
	return answer;
}

static struct igd_shmem_answer judge_libvirt(struct igd_host *host, const struct igd_shmem_case *at)
{
	const char *path = at->shmem->path, *missing = "";
	enum igd_device_acl acl = at->is_kvmfr ? igd_device_acl(host, path, &missing) : IGD_ACL_HAS;
	struct igd_shmem_answer answer = igd_shmem_say(IGD_SHMEM_BAD, IGD_QEMU_CONF, NULL, NULL);

	if (acl == IGD_ACL_HAS)
		return judge_mode(host, at);
	answer.fix = "libvirt.access";
	if (acl == IGD_ACL_MAIMED) {
		answer.what = igd_host_print(host,
			"cgroup_device_acl takes the place of libvirt's own list, and lacks %s, which "
			"every VM needs",
			missing);
		answer.remedy = igd_host_print(host,
			"Put %s back into cgroup_device_acl in " IGD_QEMU_CONF
			", as the commented list there has it, then run {restart libvirtd}.",
			missing);
		return answer;
	}
	answer.what = igd_host_print(host,
		acl == IGD_ACL_LACKS
			? "cgroup_device_acl is set, and %s is not in it"
			: "cgroup_device_acl is not set, and libvirt's own list has no %s",
		path);
	answer.remedy = igd_host_print(host,
		"In " IGD_QEMU_CONF
		" take the # off the whole of cgroup_device_acl, add \"%s\" behind "
		"the devices that are there (keep them: the list takes the place of libvirt's own), and "
		"run {restart libvirtd}.",
		path);
	return answer;
}

/* Whoever examines is the best that is known of a person who starts QEMU. */
static struct igd_shmem_answer judge_hand(struct igd_host *host, const struct igd_shmem_case *at)
{
	const char *path = at->shmem->path;
	int error;

	if (at->place.node == IGD_SHMEM_ABSENT)
		return may(path, "it is not there yet: whoever starts QEMU will own it");
	error = igd_host_access(host, path);
	if (!error)
		return may(path, "you may open it, so QEMU may when you start it");
	return igd_shmem_say(IGD_SHMEM_CANNOT_TELL, path,
		error == EACCES
			? "you may not open it for reading and writing; as whom QEMU will be started is "
			  "not known"
			: "whether the one who starts QEMU may open it is not known here",
		mode_remedy(host, at));
}

struct igd_shmem_answer igd_shmem_for_qemu(struct igd_host *host, const struct igd_shmem_case *at)
{
	const char *path = at->shmem->path, *pid;

	if (at->vm->is_running == IGD_VM_YES)
		return may(path, "the VM runs, so QEMU has opened it");
	switch (igd_vm_runner(host, at->vm, &pid)) {
	case IGD_RUNNER_LIBVIRT:
		return judge_libvirt(host, at);
	case IGD_RUNNER_PROXMOX:
		return may(path, "Proxmox VE runs QEMU as root");
	case IGD_RUNNER_SESSION:
	case IGD_RUNNER_PROCESS:
	case IGD_RUNNER_HAND:
	default:
		return judge_hand(host, at);
	}
}
