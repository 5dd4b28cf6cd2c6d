// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * initramfs - a fix that changes what the initramfs holds
 */
#ifndef IGD_FIXES_INITRAMFS_AREA_H
#define IGD_FIXES_INITRAMFS_AREA_H

#include "core/fix.h"

extern const struct igd_fix igd_fix_initramfs_vfio;

#endif
