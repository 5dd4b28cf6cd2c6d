// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * efifb.released - does a firmware framebuffer sit on a BAR of the iGPU?
 *
 * Answered by effect, out of /proc/iomem: arguments against it are honoured by some drivers and ignored by
 * others (S19). Names and nesting are shown to everybody there, so root is not needed.
 */
#include <string.h>

#include "checks/efifb/area.h"
#include "facts/host/cmdline.h"
#include "facts/host/framebuffer.h"
#include "facts/host/igpu.h"
#include "facts/host/iomem.h"
#include "facts/host/kernel.h"
#include "facts/host/pci.h"

#define VGA 0x0300
#define NOW                                                                                        \
	"For this boot, as root: `echo %1$s.0 > /sys/bus/platform/drivers/%1$s/unbind` (the "      \
	"screen stops there). "

static const char *device_of(const char *name)
{
	if (strcmp(name, "efifb") == 0 || strcmp(name, "efidrm") == 0)
		return "efi-framebuffer";
	if (strcmp(name, "vesafb") == 0 || strcmp(name, "vesadrm") == 0)
		return "vesa-framebuffer";
	return "simple-framebuffer";
}

static void advise(struct igd_host *host, struct igd_finding *ret, const char *name)
{
	bool is_vain = igd_cmdline_has(host, "initcall_blacklist", "sysfb_init");

	igd_fix(ret, is_vain ? "framebuffer.release-now" : "kernel-cmdline.framebuffer");
	if (is_vain)
		igd_remedy(ret,
			NOW "This kernel makes it in spite of `initcall_blacklist=sysfb_init`, so "
			    "the line has to be run at each boot, before the VM starts.",
			device_of(name));
	else
		igd_remedy(ret,
			NOW "For good: {kernel-arg+ initcall_blacklist=sysfb_init} and reboot; the "
			    "host then shows nothing until its own graphics driver is loaded.",
			device_of(name));
}

/* Linux 6.1 to 7.1 vfio_pci_core.c vfio_pci_vga_init(): for a VGA controller vfio-pci removes it, when it binds. */
static enum igd_verdict judge(struct igd_host *host, struct igd_finding *ret,
	const struct igd_igpu *igpu, const struct igd_boot_range *range)
{
	const char *driver = igd_pci_driver(host, igpu->address);
	const char *where = igd_host_print(host, IGD_PROC_IOMEM ":%u", range->line);

	advise(host, ret, range->name);
	if (driver && strcmp(driver, "vfio-pci") == 0)
		return igd_fail(ret, where,
			"%s holds part of a BAR of the iGPU, although vfio-pci has the iGPU",
			range->name);
	if (igpu->class_code != VGA || !igd_kernel_is_at_least(host, 6, 1))
		return igd_fail(ret, where, "%s holds part of a BAR of the iGPU", range->name);
	igd_severity(ret, IGD_HINT);
	igd_fix(ret, NULL);
	igd_remedy(ret, "Nothing to do here: vfio-pci takes it away itself (driver.bound).");
	return igd_fail(ret, where,
		"%s holds part of a BAR of the iGPU, until vfio-pci takes the iGPU", range->name);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	struct igd_boot_range range;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	if (!igd_host_has(host, IGD_PROC_IOMEM))
		return igd_unknown(ret, IGD_PROC_IOMEM, "absent");
	if (!igd_boot_range(host, igpu->address, &range))
		return igd_pass(
			ret, IGD_PROC_IOMEM, "no firmware framebuffer lies on %s", igpu->address);
	igd_host_cite(host, igd_host_print(host, IGD_PROC_IOMEM ":%u", range.line), "%s on %s",
		range.name, igpu->address);
	return judge(host, ret, igpu, &range);
}

const struct igd_check igd_check_efifb_released = {
	.id = "efifb.released",
	.title = "No firmware framebuffer sits on a BAR of the iGPU",
	.why = "The picture that the firmware left is memory of the iGPU. While a driver for it holds that "
	       "memory, vfio-pci cannot map it: `BAR 0: can't reserve` floods the log, and the VM "
	       "gets a slow iGPU or none.",
	.remedy = "{kernel-arg+ initcall_blacklist=sysfb_init} and reboot.",
	.severity = IGD_BLOCKER,
	.needs = (const char *const[]){ "platform.igpu", NULL },
	.fix = "kernel-cmdline.framebuffer",
	.references =
		(const char *const[]){ "https://github.com/siderolabs/talos/issues/14356", NULL },
	.run = run,
};
