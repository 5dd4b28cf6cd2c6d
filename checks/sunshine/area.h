// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * area - whether the VM can be reached, and what its Sunshine says
 */
#ifndef IGD_CHECKS_SUNSHINE_AREA_H
#define IGD_CHECKS_SUNSHINE_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_sunshine_address;
extern const struct igd_check igd_check_sunshine_ports;
extern const struct igd_check igd_check_sunshine_route;
extern const struct igd_check igd_check_sunshine_server;

#endif
