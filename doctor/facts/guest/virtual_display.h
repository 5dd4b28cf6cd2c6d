// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * virtual_display - drivers for Windows that make up a monitor (IDD), so that there is a picture to send
 *
 * A device of such a driver is called ROOT\DISPLAY\000N by whoever created it, so only its hardware id tells which it
 * is; its monitors are told by the first part behind DISPLAY\ of their own id.
 */
#ifndef IGD_FACTS_GUEST_VIRTUAL_DISPLAY_H
#define IGD_FACTS_GUEST_VIRTUAL_DISPLAY_H

#include "core/util.h"

struct igd_virtual_display {
	const char *hardware_id; /* "Root\MttVDD"; also without "Root\" */
	const char *name;	 /* what it is called in Windows */
	const char *monitor;	 /* "MTT1337"; NULL: not known */
	const char *remark;	 /* what its displays depend on; NULL for nothing */
	const char *source;
};

/* The row of a device's hardware id, and of a monitor's id ("DISPLAY\MTT1337\1&..."); NULL for none. In any case. */
IGD_EXPORT const struct igd_virtual_display *igd_virtual_display(const char *hardware_id);
IGD_EXPORT const struct igd_virtual_display *igd_virtual_display_of_monitor(const char *id);

#endif
