// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * platform - what the machine itself, its firmware and its processor offer
 */
#ifndef IGD_CHECKS_PLATFORM_AREA_H
#define IGD_CHECKS_PLATFORM_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_platform_igpu;

#endif
