// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * area - the fixes of the area "network": the way to the VM
 */
#ifndef IGD_FIXES_NETWORK_AREA_H
#define IGD_FIXES_NETWORK_AREA_H

#include "core/fix.h"

extern const struct igd_fix igd_fix_network_reach;

#endif
