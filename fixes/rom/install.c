// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom.install - puts the ROM where QEMU may read it, and points the VM at it
 *
 * /usr/share/vgabios is in libvirt's AppArmor profile of every VM (libvirt 11.3 src/security/apparmor/libvirt-qemu),
 * and in SELinux's policy what lies below /usr/share is usr_t, which svirt_t reads. Proxmox VE looks in /usr/share/kvm.
 */
#include <string.h>

#include "facts/qemu/rom_given.h"
#include "fixes/domain/edits_private.h"
#include "fixes/rom/area.h"

#define LIBVIRT_FOLDER "/usr/share/vgabios"
#define PROXMOX_FOLDER "/usr/share/kvm"
#define MODE 0644u

static const char how_to_make[] =
	"igd-doctor rom --build -o /root/igd.rom\nigd-doctor fix rom.install --rom /root/igd.rom";

/* Where it goes; letters that a shell, libvirt or Proxmox VE would take for something else become '_'. */
static const char *target_of(const struct igd_edits *edits, const char *source)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	const char *folder = edits->vm->origin == IGD_VM_PROXMOX ? PROXMOX_FOLDER : LIBVIRT_FOLDER;
	IGD_AUTOFREE char *name = igd_strdup(igd_basename(source));
	size_t i;

	if (igd_starts_with(source, "/usr/share/"))
		return source;
	for (i = 0; name[i]; i++)
		if (!strchr(plain, name[i]) || (!i && name[i] == '.'))
			name[i] = '_';
	return igd_host_print(edits->host, "%s/%s", folder, name);
}

static void point(const struct igd_edits *edits, const char *target)
{
	if (!edits->is_editable || !edits->device) {
		igd_edits_by_hand(edits,
			edits->vm->origin == IGD_VM_PROXMOX
				? igd_host_print(edits->host,
					  "add `,romfile=%s` to the iGPU's `hostpci` line in %s",
					  igd_basename(target), edits->vm->where)
				: igd_host_print(edits->host,
					  "give the iGPU the ROM %s (`romfile=`, or libvirt's <rom file=>)",
					  target));
		return;
	}
	igd_edits_do(edits, IGD_DOMAIN_SET, target, "%s/rom/@file", edits->device);
	igd_edits_do(edits, IGD_DOMAIN_REMOVE, NULL, "%s/rom/@bar | %s/rom/@enabled", edits->device,
		edits->device);
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_rom_given *given;
	struct igd_edits edits;
	const char *target;

	if (!igd_edits_begin(host, ret, &edits))
		return;
	if (!edits.igpu) {
		igd_change_decline(ret, "the VM %s is not given the iGPU", edits.vm->name);
		return;
	}
	given = igd_rom_given_get(host);
	if (given->state == IGD_ROM_NOT_GIVEN || given->state == IGD_ROM_ABSENT) {
		igd_change_manual(ret,
			"There is no ROM yet that could be installed: make one for this iGPU, look at what "
			"`igd-doctor --rom FILE --only rom` says of it, and name it",
			how_to_make);
		return;
	}
	if (given->state != IGD_ROM_READ) {
		igd_change_decline(
			ret, "%s is no option ROM; `--rom FILE` names another", given->path);
		return;
	}
	target = target_of(&edits, given->path);
	/* Also where it lies there already: its mode may be another. */
	igd_change_install(ret, given->path, target, MODE, NULL);
	point(&edits, target);
}

const struct igd_fix igd_fix_rom_install = {
	.id = "rom.install",
	.title = "Put the ROM where QEMU may read it, and give it to the VM's iGPU",
	.risk = IGD_RISK_NONE,
	.plan = plan,
};
