// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform - what the machine itself, its firmware and its processor offer
 */
#ifndef IGD_CHECKS_PLATFORM_AREA_H
#define IGD_CHECKS_PLATFORM_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_platform_boot_mode;
extern const struct igd_check igd_check_platform_display_class;
extern const struct igd_check igd_check_platform_igpu;
extern const struct igd_check igd_check_platform_lockdown;
extern const struct igd_check igd_check_platform_virtualization;
extern const struct igd_check igd_check_platform_vtd;
extern const struct igd_check igd_check_platform_way_in;

#endif
