// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * virtual_display - drivers for Windows that make up a monitor (IDD), so that there is a picture to send
 */
#include "facts/guest/virtual_display.h"

#include <string.h>
#include <strings.h>

#define ROOT "Root\\"

static const struct igd_virtual_display rows[] = {
	{ ROOT "MttVDD", "Virtual Display Driver", "MTT1337", NULL,
		"VirtualDrivers/Virtual-Display-Driver a660c72e MttVDD.inf, its EDID" },
	{ ROOT "Parsec\\VDA", "Parsec Virtual Display Adapter", "PSCCDD0",
		"it is there only as long as the program that made it runs",
		"nomi-san/parsec-vdd a827c713" },
	{ ROOT "IddSampleDriver", "IddSampleDriver Device", NULL, NULL,
		"ge9/IddSampleDriver 2737d74, roshkins/IddSampleDriver 7af47f0" },
	{ ROOT "SudoMaker\\SudoVDA", "SudoMaker Virtual Display Adapter", "SMKD1CE",
		"it is there only during a session of Apollo's",
		"SudoMaker/SudoVDA aa2392d, ClassicOldSong/Apollo f253c8f6" },
	{ ROOT "SunshineVirtualDisplay", "Sunshine Virtual Display Driver", NULL, NULL,
		"Nonary/Vibepollo e1dd3091" },
	{ ROOT "LGIdd", "Looking Glass Indirect Display Device", "LGD1DDD", NULL,
		"gnif/LookingGlass 8cb6a687 idd" },
};
#define COUNT (sizeof(rows) / sizeof(*rows))

const struct igd_virtual_display *igd_virtual_display(const char *hardware_id)
{
	size_t i;

	for (i = 0; i < COUNT; i++) {
		if (strcasecmp(hardware_id, rows[i].hardware_id) == 0 ||
			strcasecmp(hardware_id, rows[i].hardware_id + strlen(ROOT)) == 0)
			return &rows[i];
	}
	return NULL;
}

const struct igd_virtual_display *igd_virtual_display_of_monitor(const char *id)
{
	static const char lead[] = "DISPLAY\\";
	size_t i, length;

	if (strncasecmp(id, lead, strlen(lead)) != 0)
		return NULL;
	id += strlen(lead);
	length = strcspn(id, "\\");
	for (i = 0; i < COUNT; i++) {
		/* The whole of it: "LGD" alone is LG Display, who make panels. */
		if (rows[i].monitor && strlen(rows[i].monitor) == length &&
			strncasecmp(id, rows[i].monitor, length) == 0)
			return &rows[i];
	}
	return NULL;
}
