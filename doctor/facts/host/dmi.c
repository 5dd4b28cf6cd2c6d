// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmi - what firmware says of the machine: maker, model, board, firmware version
 */
#include "facts/host/dmi.h"

#include <strings.h>

static const char *const files[IGD_DMI_COUNT] = {
	[IGD_DMI_SYS_VENDOR] = "sys_vendor",
	[IGD_DMI_PRODUCT_NAME] = "product_name",
	[IGD_DMI_BOARD_VENDOR] = "board_vendor",
	[IGD_DMI_BOARD_NAME] = "board_name",
	[IGD_DMI_BIOS_VENDOR] = "bios_vendor",
	[IGD_DMI_BIOS_VERSION] = "bios_version",
	[IGD_DMI_BIOS_DATE] = "bios_date",
	[IGD_DMI_CHASSIS_TYPE] = "chassis_type",
};

/* What firmware holds whose maker has not filled in the form; seen on many boards. */
bool igd_dmi_is_filler(const char *text)
{
	static const char *const fillers[] = { "", "Default string", "To Be Filled By O.E.M.",
		"System manufacturer", "System Product Name", "Not Specified", "Unknown" };
	size_t i;

	for (i = 0; i < sizeof(fillers) / sizeof(*fillers); i++) {
		if (strcasecmp(text, fillers[i]) == 0)
			return true;
	}
	return false;
}

const char *igd_dmi_get(struct igd_host *host, enum igd_dmi field)
{
	const char *path, *text;

	if (field >= IGD_DMI_COUNT)
		return NULL;
	path = igd_host_print(host, "/sys/class/dmi/id/%s", files[field]);
	text = igd_host_line(host, path);
	igd_host_forgive(host, path);
	return text && !igd_dmi_is_filler(text) ? text : NULL;
}

/* The board rather than the product where there is one: a self-built machine has a filler for a product. */
const char *igd_dmi_machine(struct igd_host *host)
{
	const char *vendor = igd_dmi_get(host, IGD_DMI_BOARD_VENDOR);
	const char *name = igd_dmi_get(host, IGD_DMI_BOARD_NAME), *version, *date;

	if (!vendor)
		vendor = igd_dmi_get(host, IGD_DMI_SYS_VENDOR);
	if (!name)
		name = igd_dmi_get(host, IGD_DMI_PRODUCT_NAME);
	version = igd_dmi_get(host, IGD_DMI_BIOS_VERSION);
	date = igd_dmi_get(host, IGD_DMI_BIOS_DATE);
	if (!vendor && !name)
		return NULL;
	return igd_host_print(host, "%s%s%s%s%s%s%s", vendor ? vendor : "",
		vendor && name ? " " : "", name ? name : "", version ? ", firmware " : "",
		version ? version : "", version && date ? " of " : "", version && date ? date : "");
}
