// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * area - the fixes of the area "ivshmem"
 */
#ifndef IGD_FIXES_IVSHMEM_AREA_H
#define IGD_FIXES_IVSHMEM_AREA_H

#include "core/fix.h"

extern const struct igd_fix igd_fix_ivshmem_backend;

#endif
