// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * modprobe - fixes that change what modprobe is configured with
 */
#ifndef IGD_FIXES_MODPROBE_AREA_H
#define IGD_FIXES_MODPROBE_AREA_H

#include "core/fix.h"

extern const struct igd_fix igd_fix_modprobe_vfio;
extern const struct igd_fix igd_fix_modprobe_options;

#endif
