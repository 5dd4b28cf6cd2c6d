// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * gms - the memory that firmware sets aside for the iGPU
 */
#ifndef IGD_CHECKS_GMS_AREA_H
#define IGD_CHECKS_GMS_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_gms_host;
extern const struct igd_check igd_check_gms_vm;

#endif
