// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * driver - which kernel driver has the iGPU, now and at the next boot
 */
#ifndef IGD_CHECKS_DRIVER_AREA_H
#define IGD_CHECKS_DRIVER_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_driver_bound;
extern const struct igd_check igd_check_driver_claimed;
extern const struct igd_check igd_check_driver_early;
extern const struct igd_check igd_check_driver_free;
extern const struct igd_check igd_check_driver_ids;
extern const struct igd_check igd_check_driver_modules;
extern const struct igd_check igd_check_driver_obsolete;
extern const struct igd_check igd_check_driver_options;
extern const struct igd_check igd_check_driver_power;
extern const struct igd_check igd_check_driver_reset;
extern const struct igd_check igd_check_driver_rivals;
extern const struct igd_check igd_check_driver_whole;

#endif
