// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver - a fix that gives the iGPU to another driver at once
 */
#ifndef IGD_FIXES_DRIVER_AREA_H
#define IGD_FIXES_DRIVER_AREA_H

#include "core/fix.h"

extern const struct igd_fix igd_fix_driver_bind_now;

#endif
