// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom_recognise_private - what the files of the recogniser share
 */
#ifndef IGD_FACTS_FIRMWARE_ROM_RECOGNISE_PRIVATE_H
#define IGD_FACTS_FIRMWARE_ROM_RECOGNISE_PRIVATE_H

#include "facts/firmware/rom_private.h"

/* Device ids, sorted, each once, and where the table (or the first of several) begins in the code. */
struct igd_rom_ids {
	uint16_t *ids; /* the caller frees it */
	size_t count;
	size_t offset;
};

/* The tables of devices that an image holds which is known to be Intel's GOP; count is 0 for none. */
void igd_rom_find_gop_ids(const struct igd_rom_code_bytes *code, struct igd_rom_ids *ret);

/* The table of an assignment driver; count is 0 for none. */
void igd_rom_find_assigned_ids(const struct igd_rom_code_bytes *code, struct igd_rom_ids *ret);

/*
 * The table of the ROM that igd-doctor builds, whose mark stands at offset: its ids, and what is said of it, which the
 * caller frees; NULL and no ids if it is none.
 */
#define IGD_ROM_OWN_MARK "igdrom devices 1" /* IGD_DEVICES_MARK of fixes/oprom/devices.h */
char *igd_rom_read_own(
	const struct igd_rom_code_bytes *code, size_t offset, struct igd_rom_ids *ret);

/* The mark in the policy driver that it puts in; with its NUL. */
#define IGD_ROM_OWN_POLICY "igdrom policy 1" /* IGD_POLICY_MARK of fixes/oprom/policy.h */

/* "table of device ids: 4680 4682 4688 ... (36 ids)": the first few; the caller frees it. */
IGD_MALLOC char *igd_rom_show_ids(const struct igd_rom_ids *ids);

#endif
