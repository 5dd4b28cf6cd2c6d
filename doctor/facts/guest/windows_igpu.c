// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * windows_igpu - the iGPU among what Windows tells of
 */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "facts/guest/windows.h"
#include "facts/host/igpu.h"
#include "facts/vm/view.h"

#define INTEL 0x8086

/* Letters are ASCII's, and case means nothing in an id of Windows. */
bool igd_windows_is_pci(const char *id, uint16_t vendor, uint16_t device)
{
	char wanted[32];
	size_t length;

	snprintf(wanted, sizeof(wanted), "PCI\\VEN_%04X&DEV_%04X", vendor, device);
	length = strlen(wanted);
	return strncasecmp(id, wanted, length) == 0 && (!id[length] || strchr("&\\", id[length]));
}

uint16_t igd_windows_igpu_id(struct igd_host *host)
{
	const struct igd_vm_hostdev *hostdev = igd_vm_igpu(host);
	const struct igd_igpu *igpu = igd_igpu_get(host);
	const char *other =
		hostdev ? igd_vm_property(&hostdev->properties, "x-pci-device-id") : NULL;
	uint64_t id;

	if (!hostdev || !igpu)
		return 0;
	return other && igd_parse_u64(other, 0, &id) == 0 && id && id < UINT16_MAX ? (uint16_t)id
										   : igpu->device;
}

/* The driver's service, its INF, or the name that it gives the adapter; the last may be translated. */
static bool is_basic(
	const struct igd_windows_adapter *adapter, const struct igd_windows_device *device)
{
	if (device && (strcasecmp(device->service, "BasicDisplay") == 0 ||
			      strcasecmp(device->service, "BasicRender") == 0))
		return true;
	return adapter && (strcasecmp(adapter->inf, "display.inf") == 0 ||
				  igd_starts_with(adapter->name, "Microsoft Basic"));
}

static void find(const struct igd_windows *windows, uint16_t device, struct igd_windows_igpu *ret)
{
	size_t i;

	for (i = 0; i < windows->adapter_count && !ret->adapter; i++) {
		if (igd_windows_is_pci(windows->adapters[i].id, INTEL, device))
			ret->adapter = &windows->adapters[i];
	}
	for (i = 0; i < windows->device_count && !ret->device; i++) {
		if (igd_windows_is_pci(windows->devices[i].id, INTEL, device))
			ret->device = &windows->devices[i];
	}
}

struct igd_windows_igpu igd_windows_igpu(const struct igd_windows *windows, uint16_t device)
{
	struct igd_windows_igpu igpu = { .name = "" };

	find(windows, device, &igpu);
	igpu.is_there = igpu.adapter || igpu.device;
	igpu.is_basic = is_basic(igpu.adapter, igpu.device);
	if (igpu.adapter) {
		igpu.name = igpu.adapter->name;
		igpu.code = igpu.adapter->code;
		igpu.has_code = igpu.adapter->has_code;
	} else if (igpu.device) {
		igpu.name = igpu.device->name;
		igpu.code = igpu.device->code;
		igpu.has_code = igpu.device->has_code;
	}
	if (!*igpu.name)
		igpu.name = "the iGPU";
	return igpu;
}
