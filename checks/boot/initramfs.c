// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot.initramfs - does the image that boots hold what the configuration asks for?
 *
 * The image is read itself, not its age, and only where something asks for a vfio-pci that is a module.
 */
#include "checks/boot/area.h"
#include "facts/boot/initramfs_claim.h"
#include "facts/host/igpu.h"
#include "facts/host/modules.h"

/* S14: a builder that does not find a listed module may leave the old image in place. */
static void advise(struct igd_host *host, struct igd_finding *ret, enum igd_initramfs_answer answer)
{
	const char *obsolete = igd_initramfs_obsolete(host);

	if (obsolete)
		igd_remedy(ret,
			"Take `vfio_virqfd` out of %s first: it is part of vfio since Linux 6.2, and a tool that "
			"does not find it may not finish the image. Then {initramfs} and reboot.",
			obsolete);
	else if (answer == IGD_INITRAMFS_RIVAL_ALONE || answer == IGD_INITRAMFS_RIVAL_FIRST)
		igd_remedy(ret,
			"Have it loaded before the graphics drivers: {initramfs-module+ vfio_pci "
			"vfio vfio_iommu_type1} and reboot.");
	else if (answer == IGD_INITRAMFS_NO_IDS)
		igd_remedy(ret, "Have the image take them along: {initramfs-modprobe} and reboot.");
}

static enum igd_verdict judge(
	struct igd_host *host, struct igd_finding *ret, const struct igd_initramfs *image)
{
	struct igd_initramfs_claim claim = igd_initramfs_judge(host, image);
	const char *path = image->path, *name = claim.module, *by = claim.origin;

	advise(host, ret, claim.answer);
	switch (claim.answer) {
	case IGD_INITRAMFS_RIVAL_ALONE:
		return igd_fail(ret, path, "it holds %s but not vfio_pci: %s takes the iGPU first",
			name, name);
	case IGD_INITRAMFS_RIVAL_FIRST:
		return igd_fail(ret, path, "vfio_pci is in it, but not loaded before %s", name);
	case IGD_INITRAMFS_MISSING:
		return igd_fail(ret, path, "it does not hold %s, which %s asks for", name, by);
	case IGD_INITRAMFS_NO_IDS:
		return igd_fail(ret, path,
			"it loads vfio_pci without the ids= of %s, so vfio-pci takes nothing", by);
	case IGD_INITRAMFS_NEITHER:
		return igd_pass(ret, path,
			"it loads no driver for the iGPU: those of the root file system decide");
	case IGD_INITRAMFS_READY:
		break;
	}
	return igd_pass(ret, path, "it holds vfio_pci%s%s%s", by ? ", loaded by " : "",
		by ? by : "", by ? ", before any graphics driver" : "");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_initramfs_place *place;
	const struct igd_initramfs *image;
	enum igd_module_state vfio;
	const char *asked;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	vfio = igd_module_state(host, "vfio_pci");
	if (vfio == IGD_MODULE_BUILTIN)
		return igd_na(ret, "/lib/modules", "vfio-pci is built into this kernel");
	if (vfio == IGD_MODULE_ABSENT)
		return igd_na(ret, "/lib/modules", "vfio-pci is not part of this kernel");
	asked = igd_initramfs_asked(host);
	if (!asked)
		return igd_na(ret, "/etc", "nothing asks for vfio-pci early in the boot");
	igd_host_cite(host, asked, "asks for vfio-pci");
	place = igd_initramfs_place(host);
	if (place->kind == IGD_INITRAMFS_NONE)
		return igd_na(ret, place->where, "this kernel is booted without an initramfs");
	if (place->kind == IGD_INITRAMFS_LOST)
		return igd_unknown(ret, place->where, "no image by any usual name was found");
	image = igd_initramfs_get(host);
	if (!image || image->unread)
		return igd_unknown(ret, place->path, "not all of it could be read: %s",
			image ? image->unread : "it cannot be opened");
	return judge(host, ret, image);
}

const struct igd_check igd_check_boot_initramfs = {
	.id = "boot.initramfs",
	.title = "The initramfs that boots holds what the configuration asks for",
	.why = "The first drivers come out of the initramfs. What is written in /etc has no effect there until "
	       "the image is built again, and a graphics driver in it is faster than vfio-pci outside.",
	.remedy = "Build the image again: {initramfs}. Then reboot.",
	.severity = IGD_BLOCKER,
	.needs = (const char *const[]){ "platform.igpu", NULL },
	.fix = "initramfs.vfio",
	.references = (const char *const[]){ "https://github.com/anatol/booster/issues/20", NULL },
	.run = run,
};
