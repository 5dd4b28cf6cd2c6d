// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * igdrom - the UEFI driver in igd-doctor's option ROM: its entry point
 */
#ifndef IGD_FIXES_OPROM_IGDROM_H
#define IGD_FIXES_OPROM_IGDROM_H

#include "fixes/oprom/efi.h"

/*
 * Always an error, so that firmware unloads the image: IGD_EFI_NOT_FOUND when it has done what it could, which its
 * lines on the debug console tell, IGD_EFI_UNSUPPORTED when it has left everything alone.
 */
uint64_t IGD_EFIAPI igd_efi_main(void *image, const struct igd_efi_system *system);

#endif
