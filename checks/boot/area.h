// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * boot - the boot loader, the kernel command line, and the initramfs
 */
#ifndef IGD_CHECKS_BOOT_AREA_H
#define IGD_CHECKS_BOOT_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_boot_loader, igd_check_boot_applied, igd_check_boot_sane,
	igd_check_boot_initramfs;

#endif
