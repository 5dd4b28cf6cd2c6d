// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.early - will vfio-pci be loaded at the next boot, so that it can take the iGPU?
 *
 * No device has vfio-pci loaded: something else must ask for it (S13). That it is told to take the iGPU is
 * driver.claimed, who is first is driver.rivals, and whether the initramfs carries it all is boot.initramfs.
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/boot/initramfs.h"
#include "facts/host/claim.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

/* Some builders of an initramfs keep lists of modules where they are not read: the image itself has them. */
static enum igd_verdict judge_image(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_initramfs *image = igd_initramfs_get(host);
	const struct igd_initramfs_load *load =
		image ? igd_initramfs_loads(image, "vfio_pci") : NULL;

	if (load)
		return igd_pass(ret, image->path, "vfio-pci is loaded in the initramfs, by %s",
			load->origin);
	return igd_unknown(ret, "/etc",
		"vfio-pci has it now, but what loads it at boot is not to be seen "
		"in the configuration%s",
		image ? " nor in the initramfs" : "");
}

static enum igd_verdict judge_loader(
	struct igd_host *host, struct igd_finding *ret, const struct igd_claim *claim)
{
	const char *driver;

	if (claim->loader)
		return igd_pass(ret, "/etc", "vfio-pci is loaded by %s", claim->loader);
	driver = igd_pci_driver(host, igd_igpu_get(host)->address);
	if (driver && strcmp(driver, "vfio-pci") == 0)
		return judge_image(host, ret);
	return igd_fail(ret, "/etc", "nothing loads vfio-pci at boot%s%s",
		claim->void_loader ? ": " : "", claim->void_loader ? claim->void_loader : "");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_claim *claim;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	claim = &igd_claims_get(host)->vfio;
	if (claim->vfio == IGD_MODULE_UNKNOWN)
		return igd_unknown(
			ret, "/lib/modules", "the running kernel's modules are not there");
	if (claim->vfio == IGD_MODULE_ABSENT)
		return igd_na(
			ret, "/lib/modules", "this kernel has no vfio-pci (see driver.modules)");
	if (claim->kind == IGD_CLAIM_COMMAND)
		return igd_unknown(ret, claim->origin,
			"modprobe runs a command to load vfio-pci: %s", claim->value);
	return judge_loader(host, ret, claim);
}

static const char *const needs[] = { "platform.igpu", "driver.claimed", NULL };
static const char *const references[] = { "modprobe.d(5)",
	"https://github.com/anatol/booster/issues/20", NULL };

const struct igd_check igd_check_driver_early = {
	.id = "driver.early",
	.title = "vfio-pci will have the iGPU at the next boot too",
	.why = "vfio-pci is not loaded by itself, and until it is, its ids= do nothing: a graphics driver, or nobody, has the iGPU when the VM starts.",
	.remedy =
		"Have vfio-pci loaded early: {initramfs-module+ vfio_pci vfio vfio_iommu_type1} and {away}.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "modprobe.vfio",
	.references = references,
	.run = run,
};
