// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.bound - does vfio-pci have the iGPU now?
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"

#define REMEDY                                                                                     \
	"If driver.early and driver.rivals pass, {initramfs} and {away}. Otherwise mend those first."
#define NOW                                                                                           \
	" For this boot only, as root: `modprobe vfio-pci`, `echo vfio-pci > %1$s/driver_override`, " \
	"then%2$s `echo %3$s > /sys/bus/pci/drivers_probe`."

static void advise(
	struct igd_host *host, struct igd_finding *ret, const char *address, bool is_taken)
{
	const char *directory = igd_pci_path(host, address, "");
	const char *unbind = is_taken ? igd_host_print(host,
						" `echo %s > %s/driver/unbind` (stop what uses the "
						"display first), then",
						address, directory)
				      : "";

	igd_remedy(ret, REMEDY NOW, directory, unbind, address);
}

static enum igd_verdict judge_unbound(
	struct igd_host *host, struct igd_finding *ret, const char *address, const char *where)
{
	advise(host, ret, address, false);
	if (!igd_host_has(host, "/sys/bus/pci/drivers/vfio-pci"))
		return igd_fail(ret, where, "no driver has it, and vfio-pci is not loaded");
	return igd_fail(ret, where, "no driver has it, although vfio-pci is loaded");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *driver, *where;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	where = igd_pci_path(host, igpu->address, "driver");
	driver = igd_pci_driver(host, igpu->address);
	if (!driver)
		return judge_unbound(host, ret, igpu->address, where);
	if (strcmp(driver, "vfio-pci") == 0)
		return igd_pass(ret, where, "vfio-pci");
	advise(host, ret, igpu->address, true);
	if (strcmp(driver, "pci-stub") == 0)
		return igd_fail(ret, where,
			"pci-stub has it: it keeps other drivers away, but QEMU needs vfio-pci");
	if (!igd_ends_with(driver, "vfio-pci") && !igd_ends_with(driver, "vfio_pci"))
		return igd_fail(ret, where, "%s has it", driver);
	/* Linux 7.1: only vfio_pci.c's own open sets up the IGD regions, not the variant drivers' (vfio_pci_core). */
	igd_severity(ret, IGD_DEGRADED);
	return igd_fail(ret, where,
		"%s has it: a VFIO driver, but one that does not hand the OpRegion to the VM",
		driver);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "Linux Documentation/driver-api/vfio.rst", NULL };

const struct igd_check igd_check_driver_bound = {
	.id = "driver.bound",
	.title = "vfio-pci is the driver in use on the iGPU",
	.why = "QEMU gets at a device through vfio-pci only. As long as a graphics driver of the host, "
	       "or nothing, has the iGPU, it cannot be handed to a VM.",
	.remedy = REMEDY,
	.severity = IGD_BLOCKER,
	.needs = needs,
	.fix = "driver.bind-now",
	.references = references,
	.run = run,
};
