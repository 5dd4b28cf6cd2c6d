// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * qemu - the QEMU that runs the VM
 */
#ifndef IGD_CHECKS_QEMU_AREA_H
#define IGD_CHECKS_QEMU_AREA_H

#include "core/check.h"

/* What was asked answers, but is no QEMU; where it could not be asked, what sticks says so. */
#define IGD_QEMU_NOT_ONE "this is no QEMU: it does not answer as QEMU does"

extern const struct igd_check igd_check_qemu_generation;
extern const struct igd_check igd_check_qemu_options;

#endif
