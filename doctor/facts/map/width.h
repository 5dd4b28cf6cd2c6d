// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * width - by which words a libvirt domain's physical addresses are limited
 *
 * It depends on the CPU model and on libvirt: with the processor's own width <maxphysaddr mode='emulate'/> does nothing under
 * KVM, and the limit= that does came with libvirt 9.3 (libvirt 11.3 docs/formatdomain.rst, maxphysaddr: "Since 8.7.0", limit
 * "Since 9.3.0").
 */
#ifndef IGD_FACTS_MAP_WIDTH_H
#define IGD_FACTS_MAP_WIDTH_H

#include "facts/vm/vm.h"

enum igd_width_form {
	IGD_WIDTH_BY_LIMIT,   /* <maxphysaddr mode='passthrough' limit='39'/> */
	IGD_WIDTH_BY_EMULATE, /* <maxphysaddr mode='emulate' bits='39'/> */
	IGD_WIDTH_BY_GLOBAL, /* <qemu:commandline>: -global host-x86_64-cpu.host-phys-bits-limit=39 */
	IGD_WIDTH_BY_NOTHING /* this libvirt has no word for it */
};

/* libvirt: its version as 1000 * major + minor; 0: not known, which is taken for a new one. */
IGD_EXPORT enum igd_width_form igd_width_form(const struct igd_vm *vm, unsigned libvirt);

/* The property of BY_GLOBAL, up to and with its '=': "host-x86_64-cpu.host-phys-bits-limit="; host memory. */
IGD_EXPORT const char *igd_width_global(struct igd_host *host, const struct igd_vm *vm);

/* How many bits of address the IOMMUs of all devices that the VM is given map for certain; 0: not known. */
IGD_EXPORT unsigned igd_width_of_iommu(struct igd_host *host, const struct igd_vm *vm);

#endif
