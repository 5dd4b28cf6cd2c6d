// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map - a VM with an iGPU and shared memory, its map, and what lies where in it
 */
#ifndef IGD_TESTS_ADDRESS_MAP_H
#define IGD_TESTS_ADDRESS_MAP_H

#include <string.h>

#include "facts/map/address_map_compute.h"
#include "tests/unit/unit.h"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)
#define END(bits) ((UINT64_C(1) << (bits)) - 1)

/* An iGPU as it is: BAR 0, 2 (and 4, which is I/O); a Looking Glass memory of 64 MiB. */
static const struct igd_map_item igpu_and_shared[] = {
	{ IGD_MAP_DEVICE, "0000:00:02.0 BAR 0", 16 * MIB, true, false },
	{ IGD_MAP_DEVICE, "0000:00:02.0 BAR 2", 256 * MIB, true, true },
	{ IGD_MAP_SHARED, "looking-glass", 64 * MIB, true, true },
};

static inline struct igd_map_input input_of(enum igd_vm_firmware_kind firmware, unsigned bits)
{
	return (struct igd_map_input){ .firmware = firmware,
		.chipset = IGD_VM_Q35,
		.ram = 8 * GIB,
		.widths = { bits },
		.width_count = 1,
		.is_intel = IGD_VM_YES,
		.has_1g_pages = IGD_VM_YES,
		.has_guest_bits = IGD_VM_NO,
		.is_recent = IGD_VM_YES,
		.items = igpu_and_shared,
		.item_count = 3,
		.is_complete = true,
		.sure_end = END(39),
		.best_end = END(39) };
}

static inline bool has_map(const struct igd_address_maps *maps, enum igd_placement placement)
{
	size_t i;

	for (i = 0; i < maps->map_count; i++) {
		if (maps->maps[i].placement == placement)
			return true;
	}
	return false;
}

/* Neither returns NULL: what is not there fails the test. */
static inline const struct igd_address_map *map_of(
	const struct igd_address_maps *maps, enum igd_placement placement)
{
	static const struct igd_address_map none = { .firmware = "" };
	size_t i;

	for (i = 0; i < maps->map_count; i++) {
		if (maps->maps[i].placement == placement)
			return &maps->maps[i];
	}
	fail_msg("no map is placed by %d", (int)placement);
	return &none;
}

static inline const struct igd_map_span *span_of(
	const struct igd_address_map *map, const char *name)
{
	static const struct igd_map_span none = { .name = "" };
	size_t i;

	for (i = 0; map && i < map->span_count; i++) {
		if (strcmp(map->spans[i].name, name) == 0)
			return &map->spans[i];
	}
	fail_msg("no %s in the map", name);
	return &none;
}

static inline uint64_t start_of(
	const struct igd_address_maps *maps, enum igd_placement placement, const char *name)
{
	return span_of(map_of(maps, placement), name)->start;
}

static inline uint64_t window_of(const struct igd_address_maps *maps, enum igd_placement placement)
{
	return start_of(maps, placement, "window for BARs");
}

#define COMPUTE(maps, input)                                                                       \
	IGD_CLEANUP(igd_address_maps_done) struct igd_address_maps maps = { 0 };                   \
	igd_address_map_compute(&(input), &(maps))

#endif
