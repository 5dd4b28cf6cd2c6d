// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map_host - what address_map.h computes with, read from the VM's definition and the host
 */
#ifndef IGD_FACTS_MAP_ADDRESS_MAP_HOST_H
#define IGD_FACTS_MAP_ADDRESS_MAP_HOST_H

#include "facts/map/address_map_compute.h"

/* What the IOMMUs of all assigned devices map. */
struct igd_map_reach {
	unsigned sure, best; /* bits; 0: unknown */
	const char *why;     /* whose that is; or what is missing */
};

/* Asks the units of the VM's devices; what cannot be read sticks. */
void igd_map_reach(struct igd_host *host, const struct igd_vm *vm, struct igd_map_reach *ret);

/*
 * The BARs of the VM's devices and its shared memory: item names belong to the host. items holds
 * IGD_MAP_MAX_ITEMS.
 */
IGD_EXPORT void igd_map_items(struct igd_host *host, const struct igd_vm *vm,
	struct igd_map_item *items, struct igd_map_input *ret);

/* The version in a machine type: 902 for "pc-q35-9.2"; 0 for one that has none. */
IGD_EXPORT unsigned igd_machine_version(const char *type);

#endif
