// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm - the VM that gets the iGPU, as it is defined
 */
#ifndef IGD_CHECKS_VM_AREA_H
#define IGD_CHECKS_VM_AREA_H

#include "core/check.h"

extern const struct igd_check igd_check_vm_address;
extern const struct igd_check igd_check_vm_device;
extern const struct igd_check igd_check_vm_display;
extern const struct igd_check igd_check_vm_firmware;
extern const struct igd_check igd_check_vm_found;
extern const struct igd_check igd_check_vm_managed;
extern const struct igd_check igd_check_vm_memory;
extern const struct igd_check igd_check_vm_recipe;

#endif
