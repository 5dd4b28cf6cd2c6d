// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map_words - what is said of an address map, and what to do about it
 *
 * All texts are memory of the host.
 */
#ifndef IGD_FACTS_MAP_ADDRESS_MAP_WORDS_H
#define IGD_FACTS_MAP_ADDRESS_MAP_WORDS_H

#include "facts/map/address_map.h"

/* What the verdict comes to, for a finding. */
IGD_EXPORT const char *igd_address_maps_what(
	struct igd_host *host, const struct igd_address_maps *maps);

/* How this VM is limited to what the IOMMU maps. */
IGD_EXPORT const char *igd_address_maps_remedy(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_address_maps *maps);

/* Cites each placement: the firmware, its window, and what would be lost. */
IGD_EXPORT void igd_address_maps_cite(struct igd_host *host, const struct igd_address_maps *maps);

/* A label for a picture: without the domain "0000:" of a PCI address. */
IGD_EXPORT const char *igd_map_label(const struct igd_map_span *span);

#endif
