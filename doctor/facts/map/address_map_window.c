// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map_window - where each firmware has its window for 64-bit BARs
 *
 * The sources that were read: edk2 OvmfPkg/Library/PlatformInitLib/MemDetect.c of edk2-stable202208 to 202605, and
 * SeaBIOS src/fw/pciinit.c and src/fw/paravirt.c of 1.16.0 to 1.17.0. The top quarter is edk2 PR 12997, merged after
 * 202605.
 *
 * An OVMF older than 202211 has the classic window whatever the width is. It is computed only where is_recent is
 * unknown.
 *
 * The hole for HyperTransport below 1 TiB (edk2 PlatformReservationConflictCB(), which moves the window away from it)
 * is reserved by QEMU for guests of AMD's vendor alone (hw/i386/pc.c pc_set_amd_above_4g_mem_start(), IS_AMD_CPU()), and a
 * guest on a host with an Intel iGPU is of Intel's.
 */
#include "facts/map/address_map_window.h"

#include <stdlib.h>

#define GIB (UINT64_C(1) << 30)
#define FOUR_GIB (4 * GIB)
/* edk2 OvmfPkg/OvmfPkgX64.dsc PcdPciMmio64Size */
#define OVMF_DEFAULT_SIZE (32 * GIB)
/* edk2 PlatformGetFirstNonAddress(): what is more is "malformed" */
#define OVMF_MAX_MIB UINT64_C(0x1000000)
/* SeaBIOS src/config.h BUILD_PCIMEM_END: the IOAPIC is behind it */
#define LOW_END UINT64_C(0xfec00000)
/*
 * What devices that are not known here may need below 4 GiB: each bridge 2 MiB and 2 MiB of prefetchable memory (SeaBIOS
 * PCI_BRIDGE_MEM_MIN), an emulated display 16 MiB, everything else KiB.
 */
#define LOW_SLACK (UINT64_C(128) << 20)

static uint64_t align(uint64_t value, uint64_t to)
{
	return (value + to - 1) & ~(to - 1);
}

static void add(struct igd_map_windows *windows, const struct igd_map_window *window)
{
	const struct igd_map_window *other;

	for (other = windows->list; other < windows->list + windows->count; other++) {
		if (other->start == window->start && other->end == window->end &&
			other->placement == window->placement)
			return;
	}
	if (windows->count < IGD_MAP_MAX_WINDOWS)
		windows->list[windows->count++] = *window;
}

static uint64_t power_of_two(uint64_t value)
{
	return UINT64_C(1) << (igd_bit_length(value) - 1);
}

/* Where RAM ends, with what can be plugged in later (QEMU's etc/reserved-memory-end; hw/i386/pc.c). */
static uint64_t ram_end(const struct igd_map_input *input)
{
	uint64_t high = input->ram - igd_low_memory(input->chipset, input->ram);

	if (input->max_ram <= input->ram)
		return FOUR_GIB + high;
	return align(FOUR_GIB + high, GIB) + (input->max_ram - input->ram);
}

/*
 * Where the chipset's 32-bit window for PCI begins: behind the configuration space, which SeaBIOS puts at 0xb0000000 on
 * Q35 (src/fw/pciinit.c mch_mem_addr_setup(), dev-q35.h), or behind RAM (i440fx_mem_addr_setup()).
 */
static uint64_t low_start(const struct igd_map_input *input)
{
	uint64_t low = igd_low_memory(input->chipset, input->ram);

	if (input->chipset != IGD_VM_I440FX)
		return UINT64_C(0xc0000000);
	if (low <= UINT64_C(0x80000000))
		return UINT64_C(0x80000000);
	return low <= UINT64_C(0xc0000000) ? UINT64_C(0xc0000000) : low;
}

static void add_low(struct igd_map_windows *windows, const struct igd_map_input *input,
	unsigned bits, const char *firmware)
{
	uint64_t start = low_start(input);

	add(windows, &(struct igd_map_window){
			     IGD_PLACE_LOW, firmware, bits, start, LOW_END - 1, start });
}

/* PlatformGetFirstNonAddress(): above RAM, aligned to the largest BAR that can be in it. */
static struct igd_map_window ovmf_classic(
	const struct igd_map_input *input, unsigned bits, uint64_t size)
{
	uint64_t start = align(ram_end(input), GIB);

	size = align(size, GIB);
	start = align(start, power_of_two(size));
	return (struct igd_map_window){ .placement = IGD_PLACE_OVMF_CLASSIC,
		.bits = bits,
		.start = start,
		.end = start + size - 1,
		.prefetchable = start };
}

/* PlatformDynamicMmioWindow(): the top 1/2^shift, if that is larger than the classic one and above it. */
static struct igd_map_window ovmf_dynamic(
	const struct igd_map_input *input, unsigned bits, uint64_t size, unsigned shift)
{
	struct igd_map_window window = ovmf_classic(input, bits, size ? size : GIB);
	uint64_t space = UINT64_C(1) << bits, part = space >> shift;

	if (size < part && (size ? window.start : 0) + part < space) {
		window.placement = shift == 3 ? IGD_PLACE_OVMF_EIGHTH : IGD_PLACE_OVMF_QUARTER;
		window.start = window.prefetchable = space - part;
		window.end = space - 1;
	}
	return window;
}

static void add_ovmf(
	struct igd_map_windows *windows, struct igd_map_window window, const char *firmware)
{
	window.firmware = firmware;
	add(windows, &window);
}

/* X-PciMmio64Mb as OVMF takes it; false where it is not given, or malformed, which is the same. */
static bool override_of(const struct igd_map_input *input, uint64_t *ret)
{
	uint64_t mib;

	if (!input->mmio64_mib || igd_parse_u64(input->mmio64_mib, 10, &mib) != 0 ||
		mib > OVMF_MAX_MIB)
		return false;
	*ret = mib << 20;
	return true;
}

/* With a size that was asked for: until edk2-stable202502 the least, since then what is done (9ac1704af6). */
static void ovmf_override(struct igd_map_windows *windows, const struct igd_map_input *input,
	unsigned bits, uint64_t size)
{
	static const char since[] = "OVMF since edk2-stable202505";

	add_ovmf(
		windows, ovmf_dynamic(input, bits, size, 3), "OVMF of edk2-stable202211 to 202502");
	if (size)
		add_ovmf(windows, ovmf_classic(input, bits, size), since);
	else
		add_low(windows, input, bits, since);
}

/* OVMF believes in the width. */
static void ovmf_trusted(
	struct igd_map_windows *windows, const struct igd_map_input *input, unsigned bits)
{
	uint64_t size;

	if (override_of(input, &size)) {
		ovmf_override(windows, input, bits, size);
		return;
	}
	add_ovmf(windows, ovmf_dynamic(input, bits, OVMF_DEFAULT_SIZE, 3),
		"OVMF since edk2-stable202211");
	add_ovmf(windows, ovmf_dynamic(input, bits, OVMF_DEFAULT_SIZE, 2),
		"OVMF of the second half of 2026 and later");
}

static void ovmf_distrusted(struct igd_map_windows *windows, const struct igd_map_input *input,
	unsigned bits, const char *firmware)
{
	uint64_t size = OVMF_DEFAULT_SIZE;

	if (override_of(input, &size) && !size)
		add_low(windows, input, bits, firmware);
	else
		add_ovmf(windows, ovmf_classic(input, bits, size), firmware);
}

/*
 * 40 is what QEMU says unless it is told otherwise, so both firmwares take no width up to 40 for granted but those that
 * processors of this vendor have (PlatformAddressWidthFromCpuid(), SeaBIOS physbits()).
 */
static enum igd_vm_answer is_plausible(const struct igd_map_input *input, unsigned bits)
{
	bool is_of_intel = bits == 36 || bits == 39;

	if (bits >= 41)
		return IGD_VM_YES;
	if (!is_of_intel && bits != 40)
		return IGD_VM_NO;
	if (input->is_intel == IGD_VM_UNKNOWN)
		return IGD_VM_UNKNOWN;
	return (input->is_intel == IGD_VM_YES) == is_of_intel ? IGD_VM_YES : IGD_VM_NO;
}

/* GuestPhysBits (edk2-stable202408, which came with the QEMU that tells them) vouch for every width. */
static enum igd_vm_answer is_trusted(const struct igd_map_input *input, unsigned bits)
{
	enum igd_vm_answer answer = is_plausible(input, bits);

	if (answer == IGD_VM_YES || input->has_guest_bits == IGD_VM_YES)
		return IGD_VM_YES;
	return input->has_guest_bits == IGD_VM_UNKNOWN ? IGD_VM_UNKNOWN : answer;
}

static void ovmf(struct igd_map_windows *windows, const struct igd_map_input *input, unsigned bits)
{
	enum igd_vm_answer trusted = is_trusted(input, bits);
	/* With four levels of page tables; 5 are for guests that use more than 1 TiB (202411). */
	unsigned used = bits > 46 ? 46 : bits;

	if (trusted != IGD_VM_NO && (used <= 40 || input->has_1g_pages != IGD_VM_NO))
		ovmf_trusted(windows, input, used);
	/* Page tables of 2 MiB pages for more would take too much memory. */
	if (trusted != IGD_VM_NO && used > 40 && input->has_1g_pages != IGD_VM_YES)
		ovmf_trusted(windows, input, 40);
	if (trusted != IGD_VM_YES)
		ovmf_distrusted(windows, input, used, "OVMF that distrusts this width");
	if (input->is_recent == IGD_VM_UNKNOWN)
		ovmf_distrusted(windows, input, used, "OVMF before edk2-stable202211");
}

/* The BARs of a kind: their sum and the largest, to which they are aligned. */
struct load {
	uint64_t sum, align;
};

static struct load load_of(const struct igd_map_input *input, bool is_prefetchable, bool is_64bit)
{
	struct load load = { 0, 1 };
	const struct igd_map_item *item;

	for (item = input->items; item < input->items + input->item_count; item++) {
		if (item->is_prefetchable != is_prefetchable || (is_64bit && !item->is_64bit))
			continue;
		load.sum += item->bytes;
		load.align = item->bytes > load.align ? item->bytes : load.align;
	}
	return load;
}

/* pci_bios_init_root_regions_mem(): the one with the larger alignment at the end, the other in front of it. */
static uint64_t lowest(struct load first, struct load second)
{
	struct load last = first.align >= second.align ? first : second;
	struct load front = first.align >= second.align ? second : first;
	uint64_t base;

	if (last.sum > LOW_END)
		return 0;
	base = (LOW_END - last.sum) & ~(last.align - 1);
	return front.sum > base ? 0 : (base - front.sum) & ~(front.align - 1);
}

static enum igd_vm_answer fits_low(const struct igd_map_input *input)
{
	uint64_t base = lowest(load_of(input, true, false), load_of(input, false, false));
	uint64_t start = low_start(input);

	if (base < start)
		return IGD_VM_NO;
	return input->is_complete || base - start >= LOW_SLACK ? IGD_VM_YES : IGD_VM_UNKNOWN;
}

/* pci_bios_map_devices(). top: the end of the address space; 0: not used. */
static struct igd_map_window seabios_window(
	const struct igd_map_input *input, uint64_t top, bool is_padded)
{
	struct load other = load_of(input, false, true), pref = load_of(input, true, true);
	uint64_t start = ram_end(input), size;
	struct igd_map_window window = { .placement = IGD_PLACE_SEABIOS };

	if (top) {
		size = align(other.sum, GIB) + align(pref.sum, GIB);
		if (is_padded)
			size = align(size, top >> 3);
		if (size < top && start < top - size)
			start = top - size;
	}
	start = align(align(start, other.align), GIB);
	window.start = start;
	window.prefetchable = align(align(start + other.sum, pref.align), GIB);
	window.end = align(window.prefetchable + pref.sum, GIB) - 1;
	if (!input->is_complete && top > window.end)
		window.end = top - 1;
	return window;
}

struct seabios {
	const char *name;
	/* How much of the address space it uses, for guests of less than 1 TiB; 0: not the top at all. */
	unsigned max_bits;
	/* It reads opt/org.seabios/pci64, and goes by RAM above 4 GiB alone. */
	bool has_pci64;
};

/* trusted: it believes in the width of the guest's addresses. */
static void seabios_at(struct igd_map_windows *windows, const struct igd_map_input *input,
	unsigned bits, const struct seabios *seabios, bool trusted)
{
	bool uses_top = seabios->max_bits && trusted, is_padded;
	enum igd_vm_answer fits = fits_low(input);
	unsigned used = bits > seabios->max_bits ? seabios->max_bits : bits;
	struct igd_map_window window;

	/* 1.16.3 also wants a width of 36 or more, which all that it trusts are. */
	is_padded = ram_end(input) > FOUR_GIB && (seabios->has_pci64 || uses_top);
	if (seabios->has_pci64 && input->seabios_pci64)
		is_padded = input->seabios_pci64[0] == '1';
	if (!is_padded && fits != IGD_VM_NO)
		add_low(windows, input, bits, seabios->name);
	if (!is_padded && fits == IGD_VM_YES)
		return;
	window = seabios_window(input, uses_top ? UINT64_C(1) << used : 0, is_padded);
	window.placement = uses_top ? IGD_PLACE_SEABIOS : IGD_PLACE_SEABIOS_OLD;
	window.firmware = seabios->name;
	window.bits = bits;
	add(windows, &window);
}

static void seabios_of(struct igd_map_windows *windows, const struct igd_map_input *input,
	unsigned bits, const struct seabios *seabios)
{
	enum igd_vm_answer plausible = is_plausible(input, bits);

	if (plausible != IGD_VM_NO)
		seabios_at(windows, input, bits, seabios, true);
	if (plausible != IGD_VM_YES)
		seabios_at(windows, input, bits, seabios, false);
}

static void seabios(
	struct igd_map_windows *windows, const struct igd_map_input *input, unsigned bits)
{
	static const struct seabios versions[] = {
		{ "SeaBIOS since 1.17", 44, true },
		{ "SeaBIOS 1.16.3", 46, false },
		{ "SeaBIOS up to 1.16.2", 0, false },
	};

	seabios_of(windows, input, bits, &versions[0]);
	if (input->has_pci64 != IGD_VM_YES)
		seabios_of(windows, input, bits, &versions[1]);
	if (input->is_recent != IGD_VM_YES)
		seabios_of(windows, input, bits, &versions[2]);
}

void igd_map_windows(const struct igd_map_input *input, struct igd_map_windows *ret)
{
	size_t i;

	ret->count = 0;
	for (i = 0; i < input->width_count; i++) {
		if (input->firmware == IGD_VM_OVMF)
			ovmf(ret, input, input->widths[i]);
		else if (input->firmware == IGD_VM_SEABIOS)
			seabios(ret, input, input->widths[i]);
	}
}
