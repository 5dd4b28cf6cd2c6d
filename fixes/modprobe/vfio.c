// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modprobe.vfio - vfio-pci is told to take the iGPU at boot, and is there before i915 and xe
 *
 * Three things have to come together (symptoms S13, S21): the ids, something that loads vfio-pci, and that before the
 * graphics drivers. A softdep does the last two on the root file system and lets i915 and xe go on driving other cards,
 * such as an Arc; in the initramfs a list of modules does. Where a softdep cannot be had, force_probe=!ID keeps the driver
 * from this device alone. Nothing is blacklisted: a softdep of a driver that is never loaded loads nothing.
 */
#include <string.h>

#include "facts/boot/initramfs.h"
#include "facts/host/claim.h"
#include "facts/host/distribution.h"
#include "facts/host/igpu.h"
#include "fixes/kernel-cmdline/words_private.h"
#include "fixes/modprobe/area.h"
#include "fixes/modprobe/lines_private.h"
#include "fixes/modprobe/vfio_private.h"

#define LOAD_FILE "/etc/modules-load.d/igd-doctor.conf"
#define HEAD "# Made by igd-doctor (modprobe.vfio). `igd-doctor undo` takes it back.\n"
/* What driver.early has loaded early; vfio_pci asks for the others by its dependencies or not at all. */
#define EARLY "vfio_pci vfio vfio_iommu_type1"

/* Whether vfio-pci still has to be made the first. */
static bool is_late(const struct igd_claims *claims)
{
	size_t i;

	for (i = 0; i < 2; i++) {
		if (!claims->rivals[i].is_builtin &&
			(claims->rivals[i].state == IGD_RIVAL_FREE ||
				claims->rivals[i].state == IGD_RIVAL_SHY))
			return true;
	}
	return !claims->vfio.loader;
}

/*
 * Void's runit loads what /etc/modules-load.d lists before udev looks at devices (void-runit core-services/02-kmods.sh),
 * and there nothing else made vfio-pci first (symptoms S13). Without an initramfs it is all there is.
 */
static void load_early(struct igd_host *host, struct igd_changes *ret)
{
	bool is_void = igd_distribution_get(host)->family == IGD_FAMILY_VOID;
	bool has_none = igd_initramfs_place(host)->kind == IGD_INITRAMFS_NONE;

	if (!has_none)
		igd_change_initramfs(ret, EARLY,
			igd_claims_get(host)->vfio.loader
				? "vfio-pci has to be there before the graphics drivers"
				: "nothing loads vfio-pci at boot, and it has to be there before the graphics drivers");
	if (is_void || has_none)
		igd_change_file(ret, LOAD_FILE, HEAD "vfio-pci\n", IGD_EFFECT_BOOT,
			"nothing else loads vfio-pci early enough here");
}

/* What is written by hand is made anew there from one file. */
static void declare(struct igd_host *host, struct igd_changes *ret, const char *lines)
{
	bool is_late_now = is_late(igd_claims_get(host));

	if (!*lines && !is_late_now)
		return;
	if (strcmp(igd_distribution_get(host)->id, "nixos") == 0)
		igd_change_manual(ret,
			"Add this to /etc/nixos/configuration.nix, run `nixos-rebuild boot` and reboot.",
			igd_host_print(host, "boot.extraModprobeConfig = ''\n%s'';\n%s", lines,
				is_late_now ? "boot.initrd.kernelModules = [ \"vfio_pci\" \"vfio\" "
					      "\"vfio_iommu_type1\" ];\n"
					    : ""));
	else
		igd_change_manual(ret,
			"Have your system's configuration write these lines into a file of "
			"/etc/modprobe.d and load `" EARLY "` in the initramfs; then reboot.",
			lines);
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const char *why = igd_vfio_obstacle(host), *lines;
	const struct igd_claims *claims;

	if (why) {
		igd_change_decline(ret, "%s", why);
		return;
	}
	claims = igd_claims_get(host);
	if (claims->vfio.kind == IGD_CLAIM_OVERRIDE)
		return;
	igd_vfio_mention_kept(host, ret);
	if (claims->vfio.vfio == IGD_MODULE_BUILTIN) {
		igd_change_vfio_argument(host, ret, igd_vfio_wanted(host).ids);
		return;
	}
	lines = igd_vfio_dropin(host, ret);
	if (igd_distribution_get(host)->is_declarative) {
		declare(host, ret, lines);
		return;
	}
	igd_vfio_contradictions(host, ret);
	if (*lines)
		igd_change_file(ret, IGD_MODPROBE_FILE, igd_host_print(host, HEAD "%s", lines),
			IGD_EFFECT_BOOT, "vfio-pci takes the iGPU at boot");
	if (is_late(claims))
		load_early(host, ret);
}

const struct igd_fix igd_fix_modprobe_vfio = {
	.id = "modprobe.vfio",
	.title = "Give the iGPU to vfio-pci at boot",
	.risk = IGD_RISK_DISPLAY,
	.risk_text =
		"From the next boot on the iGPU's screen stays black, as the iGPU is kept for the VM. To get it back, boot the "
		"old entry, or run `igd-doctor undo` over SSH or from a rescue system and reboot.",
	.plan = plan,
};
