// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform.way-in - what remains to work with the host when its iGPU has gone to the VM?
 *
 * The order is that of how sure each is: another display in use, an SSH server, a serial console.
 */
#include "checks/platform/area.h"
#include "facts/host/igpu.h"
#include "facts/host/way_in.h"

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const char *found;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	found = igd_way_in_display(host);
	if (found)
		return igd_pass(ret, "/sys/bus/pci/devices", "%s", found);
	found = igd_way_in_login(host);
	if (found)
		return igd_pass(ret, "/proc/net/tcp", "%s", found);
	found = igd_way_in_serial(host);
	if (found)
		return igd_pass(ret, "/proc/cmdline", "%s", found);
	return igd_fail(ret, "/sys/bus/pci/devices",
		"no other display in use, no SSH server and no serial console was found");
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_platform_way_in = {
	.id = "platform.way-in",
	.title = "The host keeps a display or a login when the iGPU leaves",
	.why = "Once vfio-pci has the iGPU the host's screen stays black from early in the boot. That "
	       "is as it should be, but without another way in nobody can take it back.",
	.remedy =
		"Install and start an SSH server (package openssh-server or openssh), have it start at "
		"boot, and log in once from another machine. A second graphics card with a monitor "
		"does as well. A way in that was not seen here (a remote desktop, SSH on another port) "
		"counts too: then this can be left as it is.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.run = run,
};
