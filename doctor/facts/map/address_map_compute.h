// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map_compute - the arithmetic of address_map.h, without a host
 */
#ifndef IGD_FACTS_MAP_ADDRESS_MAP_COMPUTE_H
#define IGD_FACTS_MAP_ADDRESS_MAP_COMPUTE_H

#include "facts/map/address_map.h"

/* Something with an address of its own that the firmware chooses: a BAR. */
struct igd_map_item {
	enum igd_map_kind kind;
	const char *name;
	uint64_t bytes; /* a power of two */
	bool is_64bit, is_prefetchable;
};

#define IGD_MAP_MAX_ITEMS 256u
#define IGD_MAP_MAX_WIDTHS 2u

struct igd_map_input {
	enum igd_vm_firmware_kind firmware;
	enum igd_vm_chipset chipset;
	uint64_t ram;			     /* bytes */
	uint64_t max_ram;		     /* with hotplug; 0: the same */
	unsigned widths[IGD_MAP_MAX_WIDTHS]; /* of the guest's addresses, all that are possible */
	size_t width_count;
	enum igd_vm_answer is_intel;	   /* the vendor that the guest's CPUID tells; NO: AMD */
	enum igd_vm_answer has_1g_pages;   /* CPUID 80000001 EDX bit 26 */
	enum igd_vm_answer has_guest_bits; /* CPUID 80000008 EAX 23:16 is not 0 */
	enum igd_vm_answer has_pci64;	   /* SeaBIOS is 1.17 or newer */
	enum igd_vm_answer
		is_recent; /* SeaBIOS is 1.16.3 or newer, OVMF edk2-stable202211 or newer */
	const char *mmio64_mib, *seabios_pci64; /* as in struct igd_vm_firmware */
	const struct igd_map_item *items;
	size_t item_count; /* of more than IGD_MAP_MAX_ITEMS the rest is passed over */
	bool is_complete; /* items are all that the firmware places, side by side on the root bus */
	/* The last address that surely, and that perhaps can be mapped. */
	uint64_t sure_end, best_end;
};

/*
 * Fills maps, map_count and verdict, which is UNKNOWN if there is no map. The names are those of the items. The caller
 * calls igd_address_maps_done().
 */
IGD_EXPORT void igd_address_map_compute(
	const struct igd_map_input *input, struct igd_address_maps *ret);
IGD_EXPORT void igd_address_maps_done(struct igd_address_maps *maps);

/* How much of the RAM lies below 4 GiB; the rest begins there. */
IGD_EXPORT uint64_t igd_low_memory(enum igd_vm_chipset chipset, uint64_t ram);

/* Where the guest's width comes from. (QEMU 11.0 target/i386/host-cpu.c host_cpu_adjust_phys_bits().) */
enum igd_width_source {
	IGD_WIDTH_OWN, /* the processor's, or host-phys-bits-limit; phys-bits counts for nothing */
	IGD_WIDTH_GIVEN,     /* phys-bits, or QEMU's default */
	IGD_WIDTH_HOST_MODEL /* libvirt's host-model: one or the other */
};
IGD_EXPORT enum igd_width_source igd_width_source(const struct igd_vm *vm);

/*
 * The guest's width under QEMU: all that are possible, largest first, at most IGD_MAP_MAX_WIDTHS; 0 if it depends on the
 * processor and that is not known (host_bits 0). (QEMU 11.0
 * target/i386/host-cpu.c host_cpu_adjust_phys_bits(), cpu.c x86_cpu_realizefn().)
 */
IGD_EXPORT size_t igd_guest_widths(
	const struct igd_vm *vm, unsigned host_bits, unsigned ret[IGD_MAP_MAX_WIDTHS]);

#endif
