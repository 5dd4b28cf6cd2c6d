// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * policy - the protocol by which Intel's GOP driver asks its platform for what it cannot know
 *
 * GUID, revision and the first three members: tomitamoeko/VfioIgdPkg 986744e Include/Protocol/PlatformGopPolicy.h;
 * the two behind them: edk2-platforms Protocol/GopPolicy.h of 2021 (BSD-2-Clause-Patent), where they belong to
 * revision 3. Enumerators have 32 bits.
 */
#ifndef IGD_FIXES_OPROM_POLICY_H
#define IGD_FIXES_OPROM_POLICY_H

#include "fixes/oprom/efi.h"

#define IGD_POLICY_GUID                                                                            \
	{                                                                                          \
		0xec2e931b, 0x3281, 0x48a5,                                                        \
		{                                                                                  \
			0x81, 0x07, 0xdf, 0x8a, 0x8b, 0xed, 0x3c, 0x5d                             \
		}                                                                                  \
	}

/* What the policy announces that is in the published ROMs with GOP drivers: VfioIgdPkg PlatformGopPolicy.c */
#define IGD_POLICY_REVISION 1u
/* LID_STATUS */
#define IGD_POLICY_LID_OPEN 1u

struct igd_policy {
	uint32_t revision;
	uint64_t(IGD_EFIAPI *get_lid)(uint32_t *ret);
	uint64_t(IGD_EFIAPI *get_vbt)(uint64_t *ret_address, uint32_t *ret_size);
	uint64_t(IGD_EFIAPI *get_dock)(uint32_t status); /* by value: so it is declared */
	struct igd_efi_guid override;
};

/* Stands in the driver, for the doctor's reader to find (doctor/facts/firmware/rom_recognise.c). */
#define IGD_POLICY_MARK "igdrom policy 1"
struct igd_policy_mark {
	char mark[16], version[16]; /* both with a NUL */
};
extern const struct igd_policy_mark igd_policy_mark;

/* Success once the protocol is there, and the driver stays; else an error, and nothing is left. */
uint64_t IGD_EFIAPI igd_efi_main(void *image, const struct igd_efi_system *system);

#endif
