// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * devices - the iGPUs that the ROM serves: every one that the doctor knows
 *
 * The rows are made from doctor/facts/host/igpu_models.c (Devices.cmake). The table stands in the ROM as it is
 * here, for the doctor's reader to find (doctor/facts/firmware/rom_recognise_own.c).
 */
#ifndef IGD_FIXES_OPROM_DEVICES_H
#define IGD_FIXES_OPROM_DEVICES_H

#include <stdint.h>

#include "fixes/oprom/device_rows.h"

#define IGD_DEVICES_MARK "igdrom devices 1"

struct igd_device {
	uint16_t device;
	int8_t generation; /* of struct igd_igpu_model */
	uint8_t family;	   /* enum igd_gms_family */
};

struct igd_devices {
	char mark[16], version[16]; /* without a NUL; with */
	uint32_t count;
	struct igd_device rows[IGD_DEVICE_COUNT]; /* sorted by id */
};

/* A null pointer for one that is not known. */
const struct igd_device *igd_device_find(uint16_t device);

extern const struct igd_devices igd_devices;

#endif
