// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * monitor - which of Windows' displays has its picture from the iGPU
 *
 * A monitor or plug at the iGPU's own output has, and one that a driver makes up (IDD) borrows a GPU. What QEMU emulates
 * has none: Windows shows its desktop there, and there is nothing to encode with.
 */
#ifndef IGD_FACTS_GUEST_MONITOR_H
#define IGD_FACTS_GUEST_MONITOR_H

#include "facts/guest/virtual_display.h"
#include "facts/guest/windows.h"

enum igd_monitor_place {
	IGD_MONITOR_OFF,
	IGD_MONITOR_ELSEWHERE, /* at an emulated display, or another GPU */
	IGD_MONITOR_UNTOLD,    /* at one of several adapters */
	IGD_MONITOR_MADE_UP,   /* by a driver */
	IGD_MONITOR_ON_IGPU
};

/* device is the iGPU's id (igd_windows_igpu_id()). */
IGD_EXPORT enum igd_monitor_place igd_monitor_place(const struct igd_windows *windows,
	const struct igd_windows_monitor *monitor, uint16_t device);

/* The driver that makes it up, if it is one of the table; NULL. */
IGD_EXPORT const struct igd_virtual_display *igd_monitor_maker(
	const struct igd_windows *windows, const struct igd_windows_monitor *monitor);

/* The same for an adapter. */
IGD_EXPORT const struct igd_virtual_display *igd_monitor_adapter_maker(
	const struct igd_windows *windows, const struct igd_windows_adapter *adapter);

/* An adapter that shows a picture: the iGPU, else a virtual display of the table, else the first; NULL for none. */
IGD_EXPORT const struct igd_windows_adapter *igd_monitor_picture(
	const struct igd_windows *windows, uint16_t device);

/* The monitor whose place is best, the first of several; NULL where none is active. */
IGD_EXPORT const struct igd_windows_monitor *igd_monitor_choose(
	const struct igd_windows *windows, uint16_t device, enum igd_monitor_place *ret_place);

#endif
