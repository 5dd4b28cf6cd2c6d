// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest.virtual-display - is there a display in Windows whose picture the iGPU makes?
 */
#include "checks/guest/area.h"
#include "facts/guest/monitor.h"

#define NAMELESS "a display without a name"

static enum igd_verdict judge_monitor(const struct igd_windows *windows,
	const struct igd_windows_monitor *monitor, enum igd_monitor_place place,
	struct igd_finding *ret)
{
	const struct igd_virtual_display *maker = igd_monitor_maker(windows, monitor);
	const char *name = *monitor->name ? monitor->name : NAMELESS;

	if (place == IGD_MONITOR_ON_IGPU)
		return igd_pass(ret, "Windows", "%s is active at the iGPU's own output", name);
	if (place == IGD_MONITOR_MADE_UP)
		return igd_pass(ret, "Windows", "%s is active, made up by %s%s%s", name,
			maker ? maker->name : "a driver", maker && maker->remark ? ": " : "",
			maker && maker->remark ? maker->remark : "");
	if (place == IGD_MONITOR_UNTOLD)
		return igd_unknown(ret, "Windows",
			"%s is active, but Windows does not say at which of its adapters", name);
	igd_remedy(ret,
		"Take the emulated display out of the VM (`<video><model type='none'/></video>`) once the iGPU has one: a dummy plug in a port of the host's iGPU, or a virtual display driver in "
		"Windows.");
	return igd_fail(ret, "Windows",
		"the only active display, %s, is neither at the iGPU nor a virtual one", name);
}

/* Windows tells of no monitor, which it does not of one without an EDID either (WmiMonitorID: "Not supported"). */
static enum igd_verdict judge_picture(const struct igd_windows *windows,
	const struct igd_windows_adapter *adapter, uint16_t id, struct igd_finding *ret)
{
	const struct igd_virtual_display *row = igd_monitor_adapter_maker(windows, adapter);

	if (adapter == igd_windows_igpu(windows, id).adapter)
		return igd_pass(ret, "Windows", "the iGPU shows a picture of %ux%u", adapter->width,
			adapter->height);
	if (row)
		return igd_pass(ret, "Windows", "%s shows a picture of %ux%u%s%s", row->name,
			adapter->width, adapter->height, row->remark ? ": " : "",
			row->remark ? row->remark : "");
	igd_remedy(ret,
		"See in Windows' display settings which display is on. If it is not the iGPU's, nor a virtual one, `igd-doctor explain guest.virtual-display` says how to get one.");
	return igd_unknown(ret, "Windows",
		"it tells of no monitor, but %s shows a picture of %ux%u",
		*adapter->name ? adapter->name : "an adapter without a name", adapter->width,
		adapter->height);
}

static enum igd_verdict judge_none(const struct igd_windows *windows, struct igd_finding *ret)
{
	const struct igd_virtual_display *row = NULL;
	size_t i;

	if (!windows->monitor_count && !igd_windows_is_told(windows, IGD_WINDOWS_ADAPTERS))
		return igd_windows_untold(
			ret, "it tells neither of a monitor nor of what its display adapters show");
	for (i = 0; i < windows->device_count && !row; i++)
		row = igd_virtual_display(windows->devices[i].hardware_id);
	if (row)
		return igd_fail(ret, "Windows", "no display is active; %s is installed: %s",
			row->name, row->remark ? row->remark : "its own is not switched on");
	return igd_fail(ret, "Windows", "no display is active");
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	enum igd_verdict verdict = IGD_UNKNOWN;
	const struct igd_windows *windows = igd_windows_examine(host, ret, &verdict);
	uint16_t id = windows ? igd_windows_igpu_id(host) : 0;
	const struct igd_windows_adapter *adapter;
	const struct igd_windows_monitor *monitor;
	enum igd_monitor_place place;

	if (!windows)
		return verdict;
	if (!id)
		return igd_na(
			ret, igd_agent_get(host)->where, "the VM has not been given the iGPU");
	if (!windows->adapter_count && !windows->device_count)
		return igd_windows_untold(ret, "it names no display adapter at all");
	monitor = igd_monitor_choose(windows, id, &place);
	if (monitor)
		return judge_monitor(windows, monitor, place, ret);
	adapter = windows->monitor_count ? NULL : igd_monitor_picture(windows, id);
	return adapter ? judge_picture(windows, adapter, id, ret) : judge_none(windows, ret);
}

const struct igd_check igd_check_guest_virtual_display = {
	.id = "guest.virtual-display",
	.title = "A display is active on the iGPU",
	.why = "Without an active display Windows draws nothing, and Sunshine has nothing to capture: "
	       "`Is a display connected and turned on?`, error 503.",
	.remedy =
		"Put a dummy plug (HDMI or DisplayPort) into a port of the host's iGPU, or install a "
		"virtual display driver in Windows (VirtualDrivers/Virtual-Display-Driver; Apollo "
		"brings its own), and choose \"Extend\" or \"Show only on\" it with Windows+P.",
	.severity = IGD_DEGRADED,
	.needs = (const char *const[]){ "guest.display-driver", NULL },
	.run = run,
};
