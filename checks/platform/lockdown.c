// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform.lockdown - does the kernel refuse what passthrough may need?
 *
 * Lockdown leaves vfio-pci alone: "integrity" refuses unsigned modules, writes to PCI config space, mapped BARs
 * and /dev/mem (Linux include/linux/security.h enum lockdown_reason; drivers/pci/pci-sysfs.c
 * pci_write_config(), pci_mmap_resource()). So it matters to modules built outside the kernel and to debugging.
 * Without lockdown, module.sig_enforce refuses the modules alone.
 */
#include "facts/host/lockdown.h"

#include <string.h>

#include "checks/platform/area.h"
#include "facts/host/cmdline.h"
#include "facts/host/igpu.h"

/* Looking Glass's module is wanted at boot, and is not there: S105 "Key was rejected by service". */
static bool misses_kvmfr(struct igd_host *host)
{
	return (igd_host_has(host, "/etc/modules-load.d/kvmfr.conf") ||
		       igd_host_has(host, "/etc/modprobe.d/kvmfr.conf")) &&
	       !igd_host_has(host, "/sys/module/kvmfr");
}

static const char *cause(struct igd_host *host)
{
	if (igd_is_secure_boot(host))
		return "Secure Boot is on";
	return igd_cmdline_get(host, "lockdown") ? "the kernel command line asks for it"
						 : "the kernel was built or told so";
}

/* where refuses, for the reason that what gives. */
static enum igd_verdict refuses(
	struct igd_host *host, struct igd_finding *ret, const char *where, const char *what)
{
	if (misses_kvmfr(host))
		return igd_fail(ret, where, "%s, and kvmfr is configured but not loaded", what);
	igd_severity(ret, IGD_HINT);
	return igd_fail(ret, where, "%s; vfio-pci is not affected", what);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const char *mode;

	if (!igd_igpu_get(host))
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	mode = igd_lockdown_mode(host);
	if (mode && strcmp(mode, "none") != 0)
		return refuses(host, ret, IGD_LOCKDOWN,
			igd_host_print(host,
				"%s (%s): unsigned modules and programs that set PCI registers are refused",
				mode, cause(host)));
	if (igd_has_module_signatures(host))
		return refuses(host, ret, IGD_SIG_ENFORCE, "Y: unsigned modules are refused");
	return igd_pass(ret, IGD_LOCKDOWN, mode ? "none" : "this kernel has no lockdown");
}

static const char *const needs[] = { "platform.igpu", NULL };

const struct igd_check igd_check_platform_lockdown = {
	.id = "platform.lockdown",
	.title = "Kernel lockdown and Secure Boot do not stand in the way",
	.why = "A locked-down kernel refuses modules that are not signed with a key it knows, such as "
	       "Looking Glass's kvmfr or a patched i915, and what debugging tools do to PCI devices. "
	       "Passthrough itself works.",
	.remedy =
		"Nothing needs to be done for passthrough. For a module of your own, enrol the key it "
		"is signed with (DKMS: `mokutil --import /var/lib/dkms/mok.pub`, then reboot and "
		"confirm), or switch Secure Boot off in firmware setup.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.run = run,
};
