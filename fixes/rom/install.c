// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom.install - puts the ROM where QEMU may read it, and points the VM at it
 *
 * /usr/share/vgabios is in libvirt's AppArmor profile of every VM (libvirt 11.3 src/security/apparmor/libvirt-qemu),
 * and in SELinux's policy what lies below /usr/share is usr_t, which svirt_t reads. Proxmox VE looks in /usr/share/kvm.
 *
 * Where nobody has named one, and the VM has none that could do anything, it is igd-doctor's own (IGD_CHANGE_OWN_ROM), of which nobody
 * has to know more than that: what it is made of stands in the plan.
 */
#include <string.h>

#include "facts/host/igpu.h"
#include "facts/qemu/rom_given.h"
#include "facts/recipe/recipe.h"
#include "facts/recipe/rom_recipe.h"
#include "fixes/domain/edits_private.h"
#include "fixes/rom/area.h"

#define LIBVIRT_FOLDER "/usr/share/vgabios"
#define PROXMOX_FOLDER "/usr/share/kvm"
#define MODE 0644u

static const char how_to_add[] =
	"igd-doctor rom --extract FIRMWARE -o /root/firmware\n"
	"igd-doctor rom --build --add /root/firmware/IntelGopDriver.efi -o /root/igd.rom\n"
	"igd-doctor fix rom.install --rom /root/igd.rom";

static const char *folder_of(const struct igd_edits *edits)
{
	return edits->vm->origin == IGD_VM_PROXMOX ? PROXMOX_FOLDER : LIBVIRT_FOLDER;
}

/* Where it goes; letters that a shell, libvirt or Proxmox VE would take for something else become '_'. */
static const char *target_of(const struct igd_edits *edits, const char *source)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
	IGD_AUTOFREE char *name = igd_strdup(igd_basename(source));
	size_t i;

	if (igd_starts_with(source, "/usr/share/"))
		return source;
	for (i = 0; name[i]; i++)
		if (!strchr(plain, name[i]) || (!i && name[i] == '.'))
			name[i] = '_';
	return igd_host_print(edits->host, "%s/%s", folder_of(edits), name);
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

/*
 * Whether the VM's own definition names a ROM that can do nothing for it. One that was named with --rom is what the person
 * wants, whatever it is.
 */
static bool is_useless(const struct igd_edits *edits, const struct igd_rom_given *given)
{
	const struct igd_rom_use use = { .firmware = edits->vm->firmware.kind };
	const struct igd_rom_fit *fit = igd_rom_given_fit(edits->host);
	enum igd_rom_kind kind;

	if (!given->vm || given->state != IGD_ROM_READ)
		return given->vm;
	kind = igd_rom_kind(igd_rom_contains(&given->rom), &use);
	return (fit && fit->fit == IGD_FIT_NO) || kind == IGD_ROM_LACKS_ASSIGNMENT ||
	       kind == IGD_ROM_IS_VIDEO_BIOS;
}

/* Legacy is chosen for the picture from power-on (S49), which the assignment driver alone does not bring. */
static void tell_of_picture(const struct igd_edits *edits)
{
	const struct igd_recipe_comparison *recipe = igd_recipe_get(edits->host);

	if (recipe && recipe->nearest == IGD_RECIPE_LEGACY)
		igd_change_manual(edits->changes,
			"The VM is made for the legacy recipe, and igd-doctor's own ROM alone leaves the screen "
			"dark until the guest's driver runs. For a picture from power-on put the GOP driver of "
			"this board's own firmware behind it, and install that ROM instead",
			how_to_add);
}

/* An EFI driver, which OVMF runs and SeaBIOS does not; unknown firmware may be either. */
static void install_own(const struct igd_edits *edits)
{
	const struct igd_igpu *igpu = igd_igpu_get(edits->host);
	const char *target;

	if (edits->vm->firmware.kind != IGD_VM_OVMF) {
		igd_change_decline(edits->changes,
			edits->vm->firmware.kind == IGD_VM_FIRMWARE_UNKNOWN
				? "whether %s boots OVMF, for which igd-doctor's own ROM is made, is not "
				  "known; `--rom FILE` names another"
				: "%s does not boot OVMF, for which igd-doctor's own ROM is made; `--rom "
				  "FILE` names another",
			edits->vm->name);
		return;
	}
	target = igd_host_print(
		edits->host, "%s/igd-doctor-%04x.rom", folder_of(edits), igpu ? igpu->device : 0u);
	igd_change_install(edits->changes, IGD_CHANGE_OWN_ROM, target, MODE, NULL);
	point(edits, target);
	tell_of_picture(edits);
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
	if (given->state == IGD_ROM_NOT_GIVEN || is_useless(&edits, given)) {
		install_own(&edits);
		return;
	}
	if (given->state != IGD_ROM_READ) {
		igd_change_decline(ret,
			given->state == IGD_ROM_ABSENT
				? "%s: there is no such file; without `--rom` igd-doctor's own ROM is taken"
				: "%s is no option ROM; without `--rom` igd-doctor's own is taken",
			given->path);
		return;
	}
	target = target_of(&edits, given->path);
	/* Also where it lies there already: its mode may be another. */
	igd_change_install(ret, given->path, target, MODE, NULL);
	point(&edits, target);
}

const struct igd_fix igd_fix_rom_install = {
	.id = "rom.install",
	.title = "Put a ROM where QEMU may read it, and give it to the VM's iGPU",
	.risk = IGD_RISK_NONE,
	.risk_text =
		"Without `--rom FILE`, and where the VM has no ROM that fits, it is igd-doctor's own, which has been "
		"tried in virtual machines with an emulated iGPU, not yet on real hardware. If the VM does not come "
		"up with it, `igd-doctor undo` puts the definition of before back.",
	.plan = plan,
};
