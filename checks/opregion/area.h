// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * opregion - what firmware tells the graphics driver, and whether a VM can be told it
 */
#ifndef IGD_CHECKS_OPREGION_AREA_H
#define IGD_CHECKS_OPREGION_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_opregion_host;
extern const struct igd_check igd_check_opregion_vbt;
extern const struct igd_check igd_check_opregion_vm;

#endif
