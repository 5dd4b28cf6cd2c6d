// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map - where the guest's firmware will put what, and whether the iGPU's IOMMU reaches it
 *
 * Computed before the VM ever starts, from how many address bits the guest sees, how its firmware chooses its window
 * for 64-bit BARs, how large the BARs are, and what the IOMMU of each assigned device can map. A firmware of which the
 * generation is not known is computed as each that it may be; where they differ, both are told.
 */
#ifndef IGD_FACTS_MAP_ADDRESS_MAP_H
#define IGD_FACTS_MAP_ADDRESS_MAP_H

#include "facts/vm/view.h"

/* How the guest's firmware places 64-bit BARs; address_map_window.h says which does when. */
enum igd_placement {
	IGD_PLACE_OVMF_EIGHTH, /* the top eighth of the address space (edk2-stable202211 and later) */
	IGD_PLACE_OVMF_QUARTER, /* the top quarter (edk2 PR 12997, 2026) */
	IGD_PLACE_OVMF_CLASSIC, /* above RAM: X-PciMmio64Mb, or an address width that OVMF does not trust */
	IGD_PLACE_SEABIOS,     /* at the top of the address space (1.16.3 and later) */
	IGD_PLACE_SEABIOS_OLD, /* right above RAM (up to 1.16.2) */
	IGD_PLACE_LOW	       /* everything below 4 GiB */
};

enum igd_map_kind {
	IGD_MAP_RAM,	/* guest RAM: must be mapped */
	IGD_MAP_SHARED, /* IVSHMEM: RAM to QEMU, must be mapped; where it cannot be, QEMU ends */
	IGD_MAP_VRAM,	/* a 64-bit BAR of an emulated display: the same */
	IGD_MAP_DEVICE, /* a BAR of an assigned device: where it cannot be mapped, QEMU warns and goes on */
	IGD_MAP_WINDOW /* where firmware puts 64-bit BARs */
};

/* Inclusive bounds; of a thing whose place within the window is not known, start and end are the window's. */
struct igd_map_span {
	enum igd_map_kind kind;
	const char *name; /* "looking-glass", "0000:00:02.0 BAR 2", "RAM above 4 GiB" */
	uint64_t start, end;
	uint64_t bytes;	 /* its own size */
	bool is_exact;	 /* start and end are its own and not the window's */
	bool is_reached; /* wholly below what the IOMMU maps, wherever it lies between the two */
};

/* The guest's address space under one way of placing. */
struct igd_address_map {
	enum igd_placement placement;
	const char *firmware; /* which firmware does so: "OVMF since edk2-stable202211" */
	unsigned bits;	      /* the guest's physical address width, as its firmware uses it */
	struct igd_map_span *spans; /* by start */
	size_t span_count;
	bool is_fatal; /* something that must be mapped is, or may be, beyond what the IOMMU maps */
	bool is_certain; /* of is_fatal: it is, wherever it lies */
	bool is_warned;	 /* a BAR of an assigned device is, or may be */
};

enum igd_map_verdict {
	IGD_MAP_FITS,	      /* nothing can be placed beyond */
	IGD_MAP_WARNS,	      /* only BARs of assigned devices are, under some placement */
	IGD_MAP_FATAL,	      /* under every placement that this firmware may have */
	IGD_MAP_MAY_BE_FATAL, /* under some of them */
	IGD_MAP_UNKNOWN	      /* why says what is missing */
};

struct igd_address_maps {
	enum igd_map_verdict verdict;
	unsigned guest_bits;  /* 0: unknown; of two that are possible the larger */
	const char *bits_why; /* "`-cpu host`: the processor's own 46", "phys-bits=39" */
	unsigned iommu_bits;  /* 0: unknown */
	uint64_t iommu_end;   /* the last address that can be mapped */
	const char *iommu_why;
	struct igd_address_map *maps; /* one for each placement that this firmware may have */
	size_t map_count;
	const char *why; /* what decides, what is missing, or (MAY_BE_FATAL) on what it depends */
};

/* Of the VM in view; NULL if there is none. */
IGD_EXPORT const struct igd_address_maps *igd_address_maps(struct igd_host *host);

/* The map that tells most: one that is fatal before one that warns before any other. NULL if there is none. */
IGD_EXPORT const struct igd_address_map *igd_address_maps_worst(
	const struct igd_address_maps *maps);

/* The first thing of a kind that must be mapped, or of a device (is_device), and is not reached; NULL for none. */
IGD_EXPORT const struct igd_map_span *igd_address_map_lost(
	const struct igd_address_map *map, bool is_device);

#endif
