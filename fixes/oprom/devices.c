// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * devices - the iGPUs that the ROM serves
 */
#include "fixes/oprom/devices.h"

#include <stddef.h>

#include "facts/firmware/gms_size.h"

const struct igd_devices igd_devices = {
	.mark = IGD_DEVICES_MARK,
	.version = IGD_VERSION,
	.count = IGD_DEVICE_COUNT,
	.rows = { IGD_DEVICE_ROWS },
};

const struct igd_device *igd_device_find(uint16_t device)
{
	uint32_t i;

	for (i = 0; i < igd_devices.count; i++)
		if (igd_devices.rows[i].device == device)
			return &igd_devices.rows[i];
	return NULL;
}
