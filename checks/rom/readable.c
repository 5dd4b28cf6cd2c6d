// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom.readable - can QEMU read the ROM where it lies? (S47)
 *
 * libvirt hands a VM's disks to QEMU's user and names them in its profile, but not the ROM. So three fences are
 * looked at: owner and mode, AppArmor, SELinux.
 */
#include "checks/rom/area.h"
#include "facts/access/apparmor.h"
#include "facts/access/selinux.h"
#include "facts/qemu/rom_given.h"

static enum igd_verdict judge_profile(
	struct igd_host *host, const struct igd_mode *file, struct igd_finding *ret)
{
	const char *hint = "";
	enum igd_apparmor apparmor = igd_apparmor_qemu(host, file->path);

	if (apparmor == IGD_APPARMOR_UNDECIDED)
		return igd_unknown(ret, IGD_APPARMOR_QEMU,
			"only a rule with a variable, or for the owner, may let libvirt's VMs read %s, and what comes of those is not known here",
			file->path);
	if (apparmor == IGD_APPARMOR_REFUSES) {
		igd_remedy(ret,
			"Move the ROM to /usr/share/vgabios/ (mode 0644), which the profile lets every VM read, and name it there; or add the line `%s r,` to "
			"/etc/apparmor.d/local/abstractions/libvirt-qemu.",
			file->path);
		return igd_fail(ret, IGD_APPARMOR_QEMU,
			"AppArmor: no rule lets libvirt's VMs read %s", file->path);
	}
	if (igd_selinux_qemu(host, file, &hint) == IGD_SELINUX_OFF)
		return igd_pass(ret, file->path, "QEMU may read it");
	igd_remedy(ret,
		"Put the ROM into /usr/share/vgabios/ and run `restorecon -v` on it there. To see what the "
		"policy says, run `sesearch -A -s svirt_t -c file -p read`; whether it was refused, "
		"`ausearch -m avc`.");
	return igd_unknown(ret, file->path,
		"owner and mode are right, but SELinux is enforcing, and whether its policy lets VMs read "
		"%s is not known here",
		hint);
}

static enum igd_verdict judge_mode(struct igd_host *host, const char *modes,
	const struct igd_mode *file, struct igd_finding *ret)
{
	const struct igd_user *user;
	struct igd_mode at;
	const char *verb;

	if (!igd_reach_obstacle(modes, &at))
		return judge_profile(host, file, ret);
	verb = at.type == 'd' ? "pass" : "read";
	igd_host_cite(host, at.path, "mode %04o, owner %u, group %u", at.mode, at.uid, at.gid);
	user = igd_qemu_user(host);
	if (!user)
		return igd_unknown(ret, at.path,
			"mode %04o: not everybody may %s it, and as which user QEMU runs is not known",
			at.mode, verb);
	if (!igd_reach_obstacle_for(modes, user, &at))
		return judge_profile(host, file, ret);
	verb = at.type == 'd' ? "pass" : "read";
	if (at.has_acl)
		return igd_unknown(ret, at.path,
			"an access control list decides whether %s may %s it", user->name, verb);
	return igd_fail(ret, at.path, "mode %04o, owner %u: %s, as which QEMU runs, may not %s it",
		at.mode, at.uid, user->name, verb);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const char *path = igd_rom_given_path(host);
	const char *modes = path ? igd_host_modes(host, path) : NULL;
	struct igd_mode file;

	if (!path)
		return igd_na(ret, igd_rom_none_where(host), "%s: `--rom FILE` has one looked at",
			igd_rom_none_why(host));
	if (!modes) {
		igd_fix(ret, NULL);
		return igd_fail(ret, path, "there is no such file");
	}
	if (!*modes)
		return igd_na(ret, path, "the recording does not say who may read it");
	if (!igd_reach_file(modes, &file))
		return igd_unknown(ret, path, "what stands of it in the recording is malformed");
	return judge_mode(host, modes, &file, ret);
}

static const char *const needs[] = { "rom.present", NULL };

const struct igd_check igd_check_rom_readable = {
	.id = "rom.readable",
	.title = "QEMU can read the ROM file",
	.why = "libvirt runs QEMU as a user of its own and behind AppArmor or SELinux. It opens the VM's disks to it, but "
	       "not the ROM; QEMU then ends with `failed to find romfile`, although the file is there.",
	.remedy =
		"Put the ROM into /usr/share/vgabios/ (on Proxmox VE: /usr/share/kvm/) with mode 0644, and name it "
		"there; not into a home directory.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "rom.install",
	.run = run,
};
