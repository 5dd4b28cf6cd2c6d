// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver.reset - can the iGPU be reset between two VMs?
 *
 * Linux Documentation/ABI/testing/sysfs-bus-pci: reset_method lists the methods in the order they are tried
 * (since 5.15); it is absent, like "reset", where there is none. That other functions of the chipset cannot be
 * reset (S25, the audio at 00:1f.3) is expected and not looked at.
 */
#include "checks/driver/area.h"
#include "facts/host/igpu.h"
#include "facts/host/pci.h"
#include "facts/log/kernel_log.h"

static enum igd_verdict judge_methods(struct igd_host *host, struct igd_finding *ret,
	const struct igd_igpu *igpu, const char *where)
{
	const char *methods = igd_pci_attribute(host, igpu->address, "reset_method");

	if (methods && *methods)
		return igd_pass(ret, where, "%s", methods);
	if (methods) {
		igd_remedy(ret,
			"Give it back its reset methods: `echo default > %s` as root. Until then, do not restart the "
			"VM without rebooting the host.",
			where);
		return igd_fail(ret, where, "all reset methods were taken out");
	}
	where = igd_pci_path(host, igpu->address, "reset");
	if (igd_host_has(host, where))
		return igd_pass(ret, where, "the kernel can reset it");
	igd_remedy(ret, "Do not restart the VM without rebooting the host.");
	return igd_fail(ret, where, "the kernel knows no way to reset it");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *where;

	if (!igpu)
		return igd_na(ret, "/sys/bus/pci/devices", "no Intel iGPU");
	where = igd_pci_path(host, igpu->address, "reset_method");
	/* Linux drivers/pci/pci.c pci_dev_wait(): "%s: not ready %dms after %s; waiting", with the first at 1023 ms. */
	if (!igd_kernel_log_find(
		    host, igd_host_print(host, "%s: not ready 1023ms after", igpu->address)))
		return judge_methods(host, ret, igpu, where);
	igd_remedy(ret,
		"Take FLR out of the methods, as root: `echo pm > %1$s` or `echo bus > %1$s`, before the VM starts "
		"(which methods there are, `cat %1$s` shows); or reboot the host between two runs of the VM.",
		where);
	return igd_fail(ret, igd_kernel_log_get(host)->path,
		"after a reset the iGPU did not come back in time");
}

static const char *const needs[] = { "platform.igpu", NULL };
static const char *const references[] = { "https://github.com/patmagauran/i915ovmfPkg/issues/23",
	NULL };

const struct igd_check igd_check_driver_reset = {
	.id = "driver.reset",
	.title = "The iGPU can be reset between VMs",
	.why = "Between two runs of a VM the iGPU has to be put back to its initial state. If it does not come back from "
	       "that, the guest, or the whole host, hangs when the VM is restarted.",
	.remedy = "Choose another reset method for the iGPU.",
	.severity = IGD_DEGRADED,
	.needs = needs,
	.references = references,
	.run = run,
};
