// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.power - can the iGPU be woken up?
 *
 * D3hot is where vfio-pci puts an idle device, and is well. In D3cold its power is off, and some never come
 * back (S26).
 */
#include <string.h>

#include "checks/driver/area.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "facts/log/kernel_log.h"

static enum igd_verdict judge(
	struct igd_host *host, struct igd_finding *ret, const struct igd_igpu *igpu)
{
	const char *where = igd_pci_path(host, igpu->address, "power_state");
	const char *state = igd_pci_attribute(host, igpu->address, "power_state");
	const struct igd_log_line *line;

	if (state && strcmp(state, "D3cold") == 0)
		return igd_fail(ret, where, "the iGPU is in D3cold: its power is off");
	line = igd_kernel_log_find(
		host, igd_host_print(host, "%s: Unable to change power state from D3cold to D0",
			      igpu->address));
	if (line)
		return igd_fail(ret, igd_kernel_log_get(host)->path,
			"the iGPU could not be woken from D3cold");
	if (!state)
		return igd_pass(ret, where, "the kernel reports no trouble waking it");
	return igd_pass(ret, where, "%s", state);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	igd_remedy(ret,
		"Forbid it, as root: `echo 0 > %1$s/d3cold_allowed` and `echo on > %1$s/power/control`; and have a "
		"udev rule do so at boot. A device that is gone already comes back with a cold boot.",
		igd_pci_path(host, igpu->address, ""));
	return judge(host, ret, igpu);
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = {
	"https://github.com/kata-containers/kata-containers/issues/11708", NULL
};

const struct igd_check igd_check_driver_power = {
	.id = "driver.power",
	.title = "The iGPU is not left in D3cold",
	.why = "A device whose power has been taken away between two VMs may not come back: QEMU then finds one that "
	       "answers nothing.",
	.remedy = "Forbid D3cold for the iGPU.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
