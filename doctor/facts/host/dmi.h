// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * dmi - what firmware says of the machine: maker, model, board, firmware version
 *
 * Serial numbers, asset tags and the UUID stand in the same directory. They identify a person's machine, are
 * of no use here, and are never read.
 */
#ifndef IGD_FACTS_HOST_DMI_H
#define IGD_FACTS_HOST_DMI_H

#include "core/host.h"

/* The files of /sys/class/dmi/id that are read (Linux drivers/firmware/dmi-id.c). */
enum igd_dmi {
	IGD_DMI_SYS_VENDOR,
	IGD_DMI_PRODUCT_NAME,
	IGD_DMI_BOARD_VENDOR,
	IGD_DMI_BOARD_NAME,
	IGD_DMI_BIOS_VENDOR,
	IGD_DMI_BIOS_VERSION,
	IGD_DMI_BIOS_DATE,
	IGD_DMI_CHASSIS_TYPE, /* a number: 3 desktop, 9 and 10 laptop (SMBIOS 7.4.1) */
	IGD_DMI_COUNT
};

/* The field's text, cited; NULL where there is none. Nothing of it sticks: it only ever words something. */
IGD_EXPORT const char *igd_dmi_get(struct igd_host *host, enum igd_dmi field);

/* Whether a text is what stands there where a maker has not filled in the form: "Default string". */
IGD_EXPORT bool igd_dmi_is_filler(const char *text);

/* "ASUSTeK COMPUTER INC. ROG STRIX Z690-A, firmware 2802 of 10/27/2023"; NULL where nothing is known. */
IGD_EXPORT const char *igd_dmi_machine(struct igd_host *host);

#endif
