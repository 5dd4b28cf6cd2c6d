// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * occupant - what stands at 00:02.0 of a VM, where the iGPU belongs, and how it is moved away
 */
#ifndef IGD_FACTS_RECIPE_OCCUPANT_H
#define IGD_FACTS_RECIPE_OCCUPANT_H

#include "facts/vm/vm.h"

struct igd_occupant {
	const char *
		name; /* "the emulated display `qxl-vga`"; NULL: nothing that is told stands there */
	bool is_display, is_root_port;
	size_t functions; /* devices of slot 2, this one included: libvirt puts up to eight root ports there */
	unsigned free_slot; /* the first of the root bus that nobody has been given; 0 for none */
};

/* Of the devices whose address is told; the iGPU itself is passed over. Texts are the host's. */
IGD_EXPORT struct igd_occupant igd_occupant_find(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_vm_hostdev *igpu);

/* How the iGPU gets to 00:02.0 in this VM: one or two sentences for who defines it. */
IGD_EXPORT const char *igd_occupant_remedy(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_vm_hostdev *igpu, const struct igd_occupant *occupant);

#endif
