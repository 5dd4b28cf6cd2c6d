// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * guest - the VM's inside, as its guest agent tells of it
 */
#ifndef IGD_CHECKS_GUEST_AREA_H
#define IGD_CHECKS_GUEST_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_guest_agent;
extern const struct igd_check igd_check_guest_display_driver;
extern const struct igd_check igd_check_guest_driver_version;
extern const struct igd_check igd_check_guest_sunshine;
extern const struct igd_check igd_check_guest_virtual_display;

#endif
