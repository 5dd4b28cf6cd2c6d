// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * monitor - which of Windows' displays has its picture from the iGPU
 */
#include "facts/guest/monitor.h"

#include <strings.h>

#define INTEL 0x8086
/* Windows d3dkmdt.h D3DKMDT_VIDEO_OUTPUT_TECHNOLOGY: INDIRECT_WIRED, INDIRECT_VIRTUAL */
#define INDIRECT_WIRED 16u
#define INDIRECT_VIRTUAL 17u

/* By the hardware id of the device with this id. */
static const struct igd_virtual_display *maker_of(const struct igd_windows *windows, const char *id)
{
	const struct igd_virtual_display *row = NULL;
	size_t i;

	for (i = 0; !row && i < windows->device_count; i++) {
		if (*id && strcasecmp(windows->devices[i].id, id) == 0)
			row = igd_virtual_display(windows->devices[i].hardware_id);
	}
	return row;
}

const struct igd_virtual_display *igd_monitor_maker(
	const struct igd_windows *windows, const struct igd_windows_monitor *monitor)
{
	const struct igd_virtual_display *row = igd_virtual_display_of_monitor(monitor->instance);

	return row ? row : maker_of(windows, monitor->adapter);
}

const struct igd_virtual_display *igd_monitor_adapter_maker(
	const struct igd_windows *windows, const struct igd_windows_adapter *adapter)
{
	return maker_of(windows, adapter->id);
}

/* How good a picture there is. */
static int rank(const struct igd_windows *windows, const struct igd_windows_adapter *adapter,
	uint16_t device)
{
	if (!adapter->width || !adapter->height)
		return 0;
	if (igd_windows_is_pci(adapter->id, INTEL, device))
		return 3;
	return igd_monitor_adapter_maker(windows, adapter) ? 2 : 1;
}

const struct igd_windows_adapter *igd_monitor_picture(
	const struct igd_windows *windows, uint16_t device)
{
	const struct igd_windows_adapter *best = NULL;
	int best_rank = 0, own;
	size_t i;

	for (i = 0; i < windows->adapter_count; i++) {
		own = rank(windows, &windows->adapters[i], device);
		if (own <= best_rank)
			continue;
		best = &windows->adapters[i];
		best_rank = own;
	}
	return best;
}

static bool is_indirect(const struct igd_windows_monitor *monitor)
{
	return monitor->has_output &&
	       (monitor->output == INDIRECT_WIRED || monitor->output == INDIRECT_VIRTUAL);
}

static size_t count_shown(const struct igd_windows *windows)
{
	size_t i, count = 0;

	for (i = 0; i < windows->adapter_count; i++)
		count += windows->adapters[i].width != 0;
	return count;
}

enum igd_monitor_place igd_monitor_place(const struct igd_windows *windows,
	const struct igd_windows_monitor *monitor, uint16_t device)
{
	struct igd_windows_igpu igpu = igd_windows_igpu(windows, device);

	if (!monitor->is_active)
		return IGD_MONITOR_OFF;
	if (igd_windows_is_pci(monitor->adapter, INTEL, device))
		return IGD_MONITOR_ON_IGPU;
	if (is_indirect(monitor) || igd_monitor_maker(windows, monitor))
		return IGD_MONITOR_MADE_UP;
	if (*monitor->adapter)
		return IGD_MONITOR_ELSEWHERE;
	/* If only one adapter shows a picture, that is the one. */
	if (count_shown(windows) != 1)
		return IGD_MONITOR_UNTOLD;
	return igpu.adapter && igpu.adapter->width ? IGD_MONITOR_ON_IGPU : IGD_MONITOR_ELSEWHERE;
}

const struct igd_windows_monitor *igd_monitor_choose(
	const struct igd_windows *windows, uint16_t device, enum igd_monitor_place *ret_place)
{
	const struct igd_windows_monitor *best = NULL;
	enum igd_monitor_place place;
	size_t i;

	*ret_place = IGD_MONITOR_OFF;
	for (i = 0; i < windows->monitor_count; i++) {
		place = igd_monitor_place(windows, &windows->monitors[i], device);
		if (place <= *ret_place)
			continue;
		best = &windows->monitors[i];
		*ret_place = place;
	}
	return best;
}
