// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map_window - where each firmware has its window for 64-bit BARs
 */
#ifndef IGD_FACTS_MAP_ADDRESS_MAP_WINDOW_H
#define IGD_FACTS_MAP_ADDRESS_MAP_WINDOW_H

#include "facts/map/address_map_compute.h"

struct igd_map_window {
	enum igd_placement placement;
	const char *firmware;
	unsigned bits;	     /* as the firmware uses them */
	uint64_t start, end; /* inclusive */
	/* SeaBIOS: where the prefetchable BARs begin, behind the others; else start. */
	uint64_t prefetchable;
};

#define IGD_MAP_MAX_WINDOWS 16u

struct igd_map_windows {
	struct igd_map_window list[IGD_MAP_MAX_WINDOWS];
	size_t count;
};

/* All that this firmware may choose; each once. */
void igd_map_windows(const struct igd_map_input *input, struct igd_map_windows *ret);

#endif
