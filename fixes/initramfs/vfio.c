// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs.vfio - the image that boots holds what the configuration asks for
 *
 * What boot.initramfs finds (facts/boot/initramfs_claim.h). Where the configuration is right and the image only old, it
 * is built again; where a graphics driver would win in it, vfio-pci has to be loaded there, and first.
 */
#include "facts/boot/initramfs_claim.h"
#include "facts/host/igpu.h"
#include "facts/host/modules.h"
#include "fixes/initramfs/area.h"

#define EARLY "vfio_pci vfio vfio_iommu_type1"

static void ask(struct igd_host *host, struct igd_changes *ret, const struct igd_initramfs *image)
{
	struct igd_initramfs_claim claim = igd_initramfs_judge(host, image);

	switch (claim.answer) {
	case IGD_INITRAMFS_MISSING:
		igd_change_initramfs(ret, NULL,
			igd_host_print(host, "%s asks for %s, and the image does not hold it",
				claim.origin, claim.module));
		break;
	case IGD_INITRAMFS_RIVAL_ALONE:
	case IGD_INITRAMFS_RIVAL_FIRST:
		igd_change_initramfs(ret, EARLY,
			igd_host_print(
				host, "%s is in the image and takes the iGPU first", claim.module));
		break;
	case IGD_INITRAMFS_NO_IDS:
		igd_change_initramfs(ret, EARLY,
			igd_host_print(
				host, "the image does not hold the ids= of %s", claim.origin));
		break;
	case IGD_INITRAMFS_NEITHER:
	case IGD_INITRAMFS_READY:
		break;
	}
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_initramfs_place *place;
	const struct igd_initramfs *image;

	if (!igd_igpu_get(host)) {
		igd_change_decline(ret, "this machine has no Intel iGPU");
		return;
	}
	if (igd_module_state(host, "vfio_pci") != IGD_MODULE_FILE) {
		igd_change_decline(
			ret, "vfio-pci is no module of this kernel that an initramfs could hold");
		return;
	}
	if (!igd_initramfs_asked(host)) {
		igd_change_decline(ret,
			"nothing tells vfio-pci to take the iGPU yet: `igd-doctor "
			"fix modprobe.vfio` does, and sees to the initramfs as well");
		return;
	}
	place = igd_initramfs_place(host);
	if (place->kind == IGD_INITRAMFS_NONE) {
		igd_change_decline(ret, "this kernel is booted without an initramfs");
		return;
	}
	image = place->kind == IGD_INITRAMFS_FOUND ? igd_initramfs_get(host) : NULL;
	if (!image || image->unread)
		igd_change_decline(ret, "the image that boots could not be read as a whole: %s",
			image ? image->unread : place->where);
	else
		ask(host, ret, image);
}

const struct igd_fix igd_fix_initramfs_vfio = {
	.id = "initramfs.vfio",
	.title = "Build the initramfs so that vfio-pci has the iGPU",
	.risk = IGD_RISK_BOOT,
	.risk_text =
		"An initramfs that is not whole does not boot. It is looked at before it takes the old one's place; if it fails "
		"all the same, boot the old entry or another kernel's.",
	.plan = plan,
};
