// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * smbios - the machine that the VM is told to be
 */
#ifndef IGD_CHECKS_SMBIOS_AREA_H
#define IGD_CHECKS_SMBIOS_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_smbios_hypervisor;
extern const struct igd_check igd_check_smbios_plausible;
extern const struct igd_check igd_check_smbios_present;

#endif
