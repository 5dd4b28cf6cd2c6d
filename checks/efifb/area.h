// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * efifb - the firmware's framebuffer, and the console
 */
#ifndef IGD_CHECKS_EFIFB_AREA_H
#define IGD_CHECKS_EFIFB_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_efifb_released, igd_check_efifb_effective,
	igd_check_efifb_console;

#endif
