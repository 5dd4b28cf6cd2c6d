// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * rom - the option ROM that the VM gets for the iGPU
 */
#ifndef IGD_CHECKS_ROM_AREA_H
#define IGD_CHECKS_ROM_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_rom_fits;
extern const struct igd_check igd_check_rom_present;
extern const struct igd_check igd_check_rom_readable;
extern const struct igd_check igd_check_rom_recipe;
extern const struct igd_check igd_check_rom_valid;

#endif
