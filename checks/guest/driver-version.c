// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest.driver-version - is Intel's driver in Windows of the branch that is for this iGPU?
 *
 * Nobody publishes which versions fail in a VM: reports name many, and contradict each other. So the version is told,
 * and only one thing is a fault that can be known: a branch that is for other processors.
 */
#include "checks/guest/area.h"
#include "facts/guest/driver_version.h"
#include "facts/guest/windows.h"
#include "facts/host/igpu.h"

/* QEMU's generation of the iGPUs of the 11th to 14th (Tiger Lake to Raptor Lake). */
#define XE_LP 12

static enum igd_verdict judge(
	struct igd_host *host, const struct igd_windows_adapter *adapter, struct igd_finding *ret)
{
	const struct igd_igpu *igpu = igd_igpu_get(host);
	bool is_new = igpu && igpu->model && igpu->model->generation >= XE_LP;
	const char *dated = *adapter->date ? " of " : "";
	struct igd_driver_version version;

	if (!igd_driver_version_parse(adapter->version, &version))
		return igd_unknown(ret, "Windows",
			"the driver's version is not told as four numbers: %s",
			*adapter->version ? adapter->version : "nothing");
	if (is_new && igd_driver_version_is_old(&version))
		return igd_fail(ret, "Windows",
			"driver %s%s%s is of the branch for the 6th to 10th generation (101.21xx); this "
			"iGPU is %s",
			adapter->version, dated, adapter->date, igpu->model->platform);
	return igd_pass(ret, "Windows",
		"driver %s%s%s (WDDM %u.%u, build %u.%u%s); no list of versions that fail exists",
		adapter->version, dated, adapter->date, version.parts[0] / 10,
		version.parts[0] % 10, version.parts[2], version.parts[3],
		igd_driver_version_is_old(&version) ? ", the branch for the 6th to 10th generation"
						    : "");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	enum igd_verdict verdict = IGD_UNKNOWN;
	const struct igd_windows *windows = igd_windows_examine(host, ret, &verdict);
	uint16_t id = windows ? igd_windows_igpu_id(host) : 0;
	struct igd_windows_igpu igpu;

	if (!windows)
		return verdict;
	if (!id)
		return igd_na(
			ret, igd_agent_get(host)->where, "the VM has not been given the iGPU");
	igpu = igd_windows_igpu(windows, id);
	if (!igpu.adapter && !igd_windows_is_told(windows, IGD_WINDOWS_ADAPTERS))
		return igd_unknown(ret, "Windows",
			"it names no display adapter at all, so its management interface (WMI) did not "
			"answer");
	if (!igpu.adapter || igpu.is_basic)
		return igd_na(ret, "Windows",
			"it has no driver of Intel's for the iGPU, which `guest.display-driver` is about");
	return judge(host, igpu.adapter, ret);
}

const struct igd_check igd_check_guest_driver_version = {
	.id = "guest.driver-version",
	.title = "The driver is not one known to fail",
	.why = "Intel keeps several branches of its driver, one for each few generations. That of another "
	       "generation does not start the iGPU. Windows Update swaps drivers unasked, so what worked "
	       "yesterday may run on another version today.",
	.remedy =
		"Download the driver for this processor's generation from Intel, and install it with "
		"\"clean installation\" ticked; then keep Windows Update from replacing it (`sysdm.cpl`, "
		"Hardware, Device Installation Settings).",
	.severity = IGD_DEGRADED,
	.references =
		(const char *const[]){
			"https://www.intel.com/content/www/us/en/support/articles/000005654/graphics.html",
			NULL },
	.run = run,
};
