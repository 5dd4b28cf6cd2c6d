// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.modules - has the kernel got vfio-pci, with what it needs for an iGPU?
 */
#include "facts/host/modules.h"

#include "checks/driver/area.h"
#include "facts/host/igpu.h"
#include "facts/host/kernel.h"

static enum igd_verdict judge_absent(
	struct igd_host *host, struct igd_finding *ret, const struct igd_modules *modules)
{
	if (igd_kernel_config(host, "CONFIG_VFIO_PCI") != IGD_CONFIG_MODULE)
		return igd_fail(ret, "CONFIG_VFIO_PCI", "this kernel was built without vfio-pci");
	igd_remedy(ret,
		"Install the package with all modules of this kernel (Ubuntu calls it "
		"linux-modules-extra, Debian's cloud kernel has none), or boot the kernel whose modules are installed.");
	return igd_fail(ret, "/lib/modules",
		"vfio-pci is a module of kernel %s, but the file is not installed",
		modules->release);
}

static enum igd_verdict judge_config(
	struct igd_host *host, struct igd_finding *ret, bool is_builtin)
{
	const char *where = igd_kernel_config_path(host);
	enum igd_config igd = igd_kernel_config(host, "CONFIG_VFIO_PCI_IGD");
	enum igd_config vga = igd_kernel_config(host, "CONFIG_VFIO_PCI_VGA");
	const char *how = is_builtin ? "built in" : "a module";

	if (!where)
		return igd_unknown(ret, "/proc/config.gz",
			"vfio-pci is %s, but the kernel's configuration is nowhere "
			"to be read, so whether it knows iGPUs cannot be told",
			how);
	if (igd == IGD_CONFIG_OFF)
		return igd_fail(
			ret, where, "CONFIG_VFIO_PCI_IGD is off: the VM will not get the OpRegion");
	if (vga == IGD_CONFIG_OFF) {
		igd_severity(ret, IGD_DEGRADED);
		igd_remedy(ret,
			"For the legacy recipe, use a kernel with CONFIG_VFIO_PCI_VGA=y; the UPT recipe does "
			"not need it.");
		return igd_fail(
			ret, where, "CONFIG_VFIO_PCI_VGA is off: the legacy recipe cannot work");
	}
	return igd_pass(ret, where, "vfio-pci is %s, with IGD and VGA support", how);
}

static enum igd_verdict judge_missing(struct igd_finding *ret, const struct igd_modules *modules)
{
	if (!modules->is_missing)
		return igd_unknown(ret, IGD_MODULES_KEY,
			"whether this kernel has vfio-pci could not be found out");
	igd_remedy(ret,
		"The kernel was probably updated since the last boot: reboot. If that does not help, install the "
		"modules of the running kernel.");
	return igd_fail(ret, "/lib/modules",
		"the modules of the running kernel %s are not installed", modules->release);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_modules *modules;
	enum igd_module_state vfio;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	modules = igd_modules_get(host);
	vfio = igd_module_state(host, "vfio_pci");
	if (vfio == IGD_MODULE_ABSENT)
		return judge_absent(host, ret, modules);
	if (vfio == IGD_MODULE_UNKNOWN &&
		igd_kernel_config(host, "CONFIG_VFIO_PCI") != IGD_CONFIG_BUILTIN)
		return judge_missing(ret, modules);
	return judge_config(host, ret, vfio != IGD_MODULE_FILE);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "Linux drivers/vfio/pci/Kconfig", NULL };

const struct igd_check igd_check_driver_modules = {
	.id = "driver.modules",
	.title = "The kernel can assign an iGPU with its OpRegion",
	.why = "vfio-pci hands the device over; its IGD part adds the OpRegion, without which the guest's driver finds "
	       "no outputs, and its VGA part adds what the legacy recipe boots with.",
	.remedy =
		"Boot a kernel that was built with CONFIG_VFIO_PCI and CONFIG_VFIO_PCI_IGD; your distribution's "
		"standard kernel usually is.",
	.severity = IGD_BLOCKER,
	.needs = needs,
	.references = references,
	.run = run,
};
