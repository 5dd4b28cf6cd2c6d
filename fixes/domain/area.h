// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * area - the fixes of the area "domain": the VM, as it is defined
 */
#ifndef IGD_FIXES_DOMAIN_AREA_H
#define IGD_FIXES_DOMAIN_AREA_H

#include "core/fix.h"

extern const struct igd_fix igd_fix_domain_recipe;
extern const struct igd_fix igd_fix_domain_smbios;
extern const struct igd_fix igd_fix_domain_address_width;
extern const struct igd_fix igd_fix_domain_memory;

#endif
