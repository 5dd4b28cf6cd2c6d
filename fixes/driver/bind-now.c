// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.bind-now - vfio-pci has the iGPU at once, until the next boot
 *
 * i915 and xe do not give a device back while somebody has it open: the unbinding then waits, and only a reboot helps
 * (check driver.free). So it is refused as long as a program is known to hold it, and the console goes first.
 */
#include <string.h>

#include "facts/host/framebuffer.h"
#include "facts/host/holders.h"
#include "facts/host/igpu.h"
#include "facts/host/iommu.h"
#include "facts/host/modules.h"
#include "facts/host/pci.h"
#include "fixes/driver/area.h"

/* Who has it open, where root asks; NULL: nobody, or it is not told. */
static const char *holder(struct igd_host *host, const char *address)
{
	const char *const *nodes = igd_host_list(host, igd_pci_path(host, address, "drm"));
	struct igd_holders holders;

	if (!nodes || !igd_holders_read(host, nodes, &holders) || !holders.count)
		return NULL;
	return igd_host_print(
		host, "%s (process %u)", holders.holders[0].name, holders.holders[0].pid);
}

static const char *obstacle(struct igd_host *host, const char *address, const char *driver)
{
	const char *count = igd_pci_attribute(host, address, "sriov_numvfs");
	const char *who = driver ? holder(host, address) : NULL;
	enum igd_module_state vfio = igd_module_state(host, "vfio_pci");

	if (vfio == IGD_MODULE_ABSENT || vfio == IGD_MODULE_UNKNOWN)
		return "vfio-pci is not there for the running kernel: driver.modules says why";
	if (!igd_pci_group(host, address))
		return "the iGPU has no IOMMU group yet, without which VFIO is of no use: mend "
		       "iommu.enabled and reboot first";
	if (count && strcmp(count, "0") != 0)
		return igd_host_print(host,
			"the iGPU is shared out (virtual functions: %s): set sriov_numvfs to 0 first",
			count);
	if (who)
		return igd_host_print(host,
			"%s has the iGPU open, and taking it away would hang: stop the desktop or that "
			"program first",
			who);
	return NULL;
}

/* The framebuffer's console holds the driver below it; it has to let go first. */
static void release_console(struct igd_host *host, struct igd_changes *ret, const char *address)
{
	const struct igd_vtcon *vtcon = igd_vtcon_bound(host, "frame buffer");
	const struct igd_fb *fb = vtcon ? igd_fb_console(host) : NULL;

	if (fb && igd_fb_is_on(host, fb, address))
		igd_change_framebuffer(ret,
			igd_host_print(host, "/sys/class/vtconsole/vtcon%u", vtcon->number),
			"the console on it keeps the driver busy");
}

static void plan(struct igd_host *host, struct igd_changes *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *driver, *why;

	if (!igpu) {
		igd_change_decline(ret, "this machine has no Intel iGPU");
		return;
	}
	driver = igd_pci_driver(host, igpu->address);
	if (driver && strcmp(driver, "vfio-pci") == 0)
		return;
	why = obstacle(host, igpu->address, driver);
	if (why) {
		igd_change_decline(ret, "%s", why);
		return;
	}
	release_console(host, ret, igpu->address);
	igd_change_driver(ret, igpu->address, "vfio-pci",
		driver ? igd_host_print(host, "%s has it now", driver) : "no driver has it now");
}

const struct igd_fix igd_fix_driver_bind_now = {
	.id = "driver.bind-now",
	.title = "Give the iGPU to vfio-pci now, until the next boot",
	.risk = IGD_RISK_DISPLAY,
	.risk_text =
		"The iGPU's screen goes black at once. A graphics driver that does not let go can hang the machine; a reboot then "
		"brings everything back. Where the next boot gives the iGPU to vfio-pci anyway, a reboot is the safer way.",
	.plan = plan,
};
