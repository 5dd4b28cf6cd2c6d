// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform.display-class - is the iGPU a VGA controller, or a display controller beside another card?
 *
 * Firmware makes it one or the other, by what it takes for the primary display. vfio-pci shows the OpRegion of
 * a class 0380 device since Linux 6.15 (commit 41112160ca87, "vfio/pci: match IGD devices in display controller
 * class"; before, drivers/vfio/pci/vfio_pci.c asked for VGA class).
 */
#include "checks/platform/area.h"
#include "facts/host/igpu.h"
#include "facts/host/kernel.h"
#include "facts/host/pci.h"

#define VGA_CONTROLLER 0x0300

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *path, *release;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	path = igd_pci_path(host, igpu->address, "class");
	igd_host_cite(host, path, "%04x", igpu->class_code);
	if (igpu->class_code == VGA_CONTROLLER)
		return igd_pass(ret, path, "0300, a VGA controller");
	if (igd_kernel_is_at_least(host, 6, 15))
		return igd_fail(ret, path,
			"%04x, not a VGA controller: the legacy recipe cannot work, UPT can",
			igpu->class_code);
	release = igd_kernel_release(host);
	igd_remedy(ret,
		"In firmware setup make the internal graphics the primary display (\"Primary Display: "
		"IGFX\") and reboot. Or run Linux 6.15 or later, which shows the OpRegion of class "
		"%04x as well, and use the UPT recipe.",
		igpu->class_code);
	return igd_fail(ret, path,
		"%04x, not a VGA controller: the legacy recipe cannot work, and Linux %s shows no "
		"OpRegion (unless its maker has backported that from 6.15)",
		igpu->class_code, release ? release : "");
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_platform_display_class = {
	.id = "platform.display-class",
	.title = "The iGPU is a VGA controller (class 0300)",
	.why = "Firmware sets the iGPU up as VGA only when it is the primary display. The legacy recipe "
	       "and its ROMs ask for a VGA controller; and before Linux 6.15 nothing else gets the "
	       "OpRegion, without which the Windows driver stops with Code 43.",
	.remedy =
		"For the legacy recipe, make the internal graphics the primary display in firmware "
		"setup (\"Primary Display: IGFX\") and reboot. The UPT recipe works as it is.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.run = run,
};
