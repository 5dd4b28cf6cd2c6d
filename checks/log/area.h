// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log - what the logs of this boot and of the VM's last run say
 */
#ifndef IGD_CHECKS_LOG_AREA_H
#define IGD_CHECKS_LOG_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_log_guest;
extern const struct igd_check igd_check_log_kernel;
extern const struct igd_check igd_check_log_qemu;

#endif
