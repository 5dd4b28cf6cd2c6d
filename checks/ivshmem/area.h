// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ivshmem - the memory that the VM shares with the host, for Looking Glass
 */
#ifndef IGD_CHECKS_IVSHMEM_AREA_H
#define IGD_CHECKS_IVSHMEM_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_ivshmem_access;
extern const struct igd_check igd_check_ivshmem_address_width;
extern const struct igd_check igd_check_ivshmem_backend;
extern const struct igd_check igd_check_ivshmem_live;
extern const struct igd_check igd_check_ivshmem_memlock;
extern const struct igd_check igd_check_ivshmem_size;

#endif
