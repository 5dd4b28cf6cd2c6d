// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map_compute - the arithmetic of address_map.h, without a host
 *
 * A place is exact only where all that the firmware places is known and stands side by side on the root bus: what lies
 * behind a bridge moves with what the bridge reserves, and a device that is not known here pushes the others along. The
 * verdict needs the place only where the end of what the IOMMU maps lies within the window.
 */
#include "facts/map/address_map_compute.h"

#include <stdlib.h>
#include <string.h>

#include "facts/map/address_map_window.h"

#define FOUR_GIB (UINT64_C(4) << 30)
/* QEMU target/i386/cpu.h TCG_PHYS_ADDR_BITS: of every model but "host" and "max" under KVM. */
#define DEFAULT_BITS 40u

/*
 * QEMU hw/i386/pc_q35.c pc_q35_init(): 2.75 GiB, or 2 GiB if that is not enough; hw/i386/pc_piix.c pc_init1(): 3.5 GiB,
 * or 3 GiB, since machine type 2.0 (gigabyte_align).
 */
uint64_t igd_low_memory(enum igd_vm_chipset chipset, uint64_t ram)
{
	uint64_t all = chipset == IGD_VM_I440FX ? UINT64_C(0xe0000000) : UINT64_C(0xb0000000);
	uint64_t split = chipset == IGD_VM_I440FX ? UINT64_C(0xc0000000) : UINT64_C(0x80000000);

	return ram < all ? ram : split;
}

static bool is_like_host(const char *model)
{
	return model && (strcmp(model, "host") == 0 || strcmp(model, "max") == 0);
}

/* Red Hat's machine types have host-phys-bits=on for every model (D. Berrange, qemu-devel, September 2022). */
static bool is_of_rhel(const struct igd_vm *vm)
{
	return vm->machine.type && strstr(vm->machine.type, "-rhel");
}

/* Under KVM, with the width of the processor's own addresses. */
static size_t host_width(const struct igd_vm_cpu *cpu, unsigned host_bits, unsigned *ret)
{
	if (!host_bits)
		return 0;
	*ret = host_bits;
	if (cpu->host_phys_bits_limit && cpu->host_phys_bits_limit < host_bits)
		*ret = cpu->host_phys_bits_limit;
	return 1;
}

/*
 * libvirt makes a named model of host-model when the VM starts. Whether that takes the processor's width along is not
 * told by the definition: some versions have <maxphysaddr> in what they take the host's model for, others have not.
 */
static size_t host_model(const struct igd_vm_cpu *cpu, unsigned host_bits, unsigned *ret)
{
	if (!host_width(cpu, host_bits, ret))
		return 0;
	if (*ret == DEFAULT_BITS)
		return 1;
	ret[1] = DEFAULT_BITS;
	return 2;
}

/* "host-phys-bits" counts only with an accelerator that uses the processor (host-cpu.c). */
enum igd_width_source igd_width_source(const struct igd_vm *vm)
{
	const struct igd_vm_cpu *cpu = &vm->cpu;
	bool is_own = cpu->host_phys_bits == IGD_VM_YES ||
		      (cpu->host_phys_bits == IGD_VM_UNKNOWN &&
			      (is_like_host(cpu->model) || is_of_rhel(vm)));

	if (vm->memory.kvm == IGD_VM_NO)
		return IGD_WIDTH_GIVEN;
	if (is_own)
		return IGD_WIDTH_OWN;
	if (!cpu->phys_bits && cpu->model && strcmp(cpu->model, "host-model") == 0)
		return IGD_WIDTH_HOST_MODEL;
	return IGD_WIDTH_GIVEN;
}

size_t igd_guest_widths(
	const struct igd_vm *vm, unsigned host_bits, unsigned ret[IGD_MAP_MAX_WIDTHS])
{
	switch (igd_width_source(vm)) {
	case IGD_WIDTH_OWN:
		return host_width(&vm->cpu, host_bits, ret);
	case IGD_WIDTH_HOST_MODEL:
		return host_model(&vm->cpu, host_bits, ret);
	case IGD_WIDTH_GIVEN:
		break;
	}
	*ret = vm->cpu.phys_bits ? vm->cpu.phys_bits : DEFAULT_BITS;
	return 1;
}

static struct igd_map_span *add_span(struct igd_address_map *map, const struct igd_map_span *span)
{
	map->spans = igd_regrow(map->spans, map->span_count + 1, sizeof(*map->spans));
	map->spans[map->span_count] = *span;
	return &map->spans[map->span_count++];
}

static void add_exact(struct igd_address_map *map, enum igd_map_kind kind, const char *name,
	uint64_t start, uint64_t bytes)
{
	if (bytes)
		add_span(map, &(struct igd_map_span){ .kind = kind,
				      .name = name,
				      .start = start,
				      .end = start + bytes - 1,
				      .bytes = bytes,
				      .is_exact = true });
}

/* The firmware's lists: SeaBIOS keeps prefetchable BARs apart, OVMF does not (COMBINE_MEM_PMEM). */
static bool is_listed(
	const struct igd_map_window *window, const struct igd_map_item *item, bool is_prefetchable)
{
	if (!item->is_64bit)
		return false;
	return window->prefetchable == window->start || item->is_prefetchable == is_prefetchable;
}

static int larger_first(const void *left, const void *right)
{
	const struct igd_map_item *const *a = left, *const *b = right;

	if ((*a)->bytes != (*b)->bytes)
		return (*a)->bytes > (*b)->bytes ? -1 : 1;
	return *a < *b ? -1 : *a > *b;
}

static bool is_tie(const struct igd_map_item *const *list, size_t count, size_t i)
{
	return (i && list[i - 1]->bytes == list[i]->bytes) ||
	       (i + 1 < count && list[i + 1]->bytes == list[i]->bytes);
}

/*
 * One list from start on, larger ones first, so that each is aligned (SeaBIOS pci_region_create_entry(), edk2
 * InsertResourceNode()). The order of equal ones is that of the bus, which is not known.
 */
static void place_list(struct igd_address_map *map, const struct igd_map_window *window,
	const struct igd_map_item *const *list, size_t count, uint64_t start)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct igd_map_span span = { .kind = list[i]->kind,
			.name = list[i]->name,
			.start = window->start,
			.end = window->end,
			.bytes = list[i]->bytes };

		start = (start + span.bytes - 1) & ~(span.bytes - 1);
		if (!is_tie(list, count, i) && start + span.bytes - 1 <= window->end) {
			span.start = start;
			span.end = start + span.bytes - 1;
			span.is_exact = true;
		}
		start += span.bytes;
		add_span(map, &span);
	}
}

static void place(struct igd_address_map *map, const struct igd_map_window *window,
	const struct igd_map_input *input, bool is_prefetchable, uint64_t start)
{
	IGD_AUTOFREE const struct igd_map_item **list =
		igd_zalloc((input->item_count + 1) * sizeof(*list));
	size_t i, count = 0;

	for (i = 0; i < input->item_count; i++) {
		if (is_listed(window, &input->items[i], is_prefetchable))
			list[count++] = &input->items[i];
	}
	qsort(list, count, sizeof(*list), larger_first);
	place_list(map, window, list, count, start);
}

/* Anywhere in the window: what is known is only that it is in it. */
static void place_somewhere(struct igd_address_map *map, const struct igd_map_window *window,
	const struct igd_map_input *input)
{
	const struct igd_map_item *item;

	for (item = input->items; item < input->items + input->item_count; item++) {
		if (item->is_64bit || window->placement == IGD_PLACE_LOW)
			add_span(map, &(struct igd_map_span){ .kind = item->kind,
					      .name = item->name,
					      .start = window->start,
					      .end = window->end,
					      .bytes = item->bytes });
	}
}

/* The smallest last address that it can have. */
static uint64_t least_end(const struct igd_map_span *span)
{
	return span->is_exact ? span->end : span->start + (span->bytes ? span->bytes - 1 : 0);
}

static void judge(struct igd_address_map *map, const struct igd_map_input *input)
{
	struct igd_map_span *span;

	for (span = map->spans; span < map->spans + map->span_count; span++) {
		span->is_reached = span->end <= input->sure_end;
		if (span->is_reached || span->kind == IGD_MAP_WINDOW)
			continue;
		if (span->kind == IGD_MAP_DEVICE) {
			map->is_warned = true;
			continue;
		}
		map->is_fatal = true;
		map->is_certain |= least_end(span) > input->best_end;
	}
}

static int by_start(const void *left, const void *right)
{
	const struct igd_map_span *a = left, *b = right;

	if (a->start != b->start)
		return a->start < b->start ? -1 : 1;
	if (a->end != b->end)
		return a->end > b->end ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind == IGD_MAP_WINDOW ? -1 : b->kind == IGD_MAP_WINDOW ? 1 : 0;
	return strcmp(a->name, b->name);
}

static void make_map(struct igd_address_map *map, const struct igd_map_window *window,
	const struct igd_map_input *input)
{
	uint64_t low = igd_low_memory(input->chipset, input->ram);

	map->placement = window->placement;
	map->firmware = window->firmware;
	map->bits = window->bits;
	add_exact(map, IGD_MAP_RAM, "RAM below 4 GiB", 0, low);
	add_exact(map, IGD_MAP_RAM, "RAM above 4 GiB", FOUR_GIB, input->ram - low);
	add_exact(map, IGD_MAP_WINDOW, "window for BARs", window->start,
		window->end - window->start + 1);
	if (!input->is_complete || window->placement == IGD_PLACE_LOW) {
		place_somewhere(map, window, input);
	} else {
		place(map, window, input, false, window->start);
		if (window->prefetchable != window->start)
			place(map, window, input, true, window->prefetchable);
	}
	qsort(map->spans, map->span_count, sizeof(*map->spans), by_start);
	judge(map, input);
}

static enum igd_map_verdict verdict_of(const struct igd_address_maps *maps)
{
	bool is_fatal = false, is_certain = true, is_warned = false;
	const struct igd_address_map *map;

	if (!maps->map_count)
		return IGD_MAP_UNKNOWN;
	for (map = maps->maps; map < maps->maps + maps->map_count; map++) {
		is_fatal |= map->is_fatal;
		is_certain &= map->is_certain;
		is_warned |= map->is_warned;
	}
	if (is_fatal)
		return is_certain ? IGD_MAP_FATAL : IGD_MAP_MAY_BE_FATAL;
	return is_warned ? IGD_MAP_WARNS : IGD_MAP_FITS;
}

void igd_address_map_compute(const struct igd_map_input *input, struct igd_address_maps *ret)
{
	struct igd_map_input used = *input;
	struct igd_map_windows windows;
	size_t i;

	if (used.item_count > IGD_MAP_MAX_ITEMS) {
		used.item_count = IGD_MAP_MAX_ITEMS;
		used.is_complete = false;
	}
	igd_map_windows(&used, &windows);
	ret->maps = igd_zalloc((windows.count + 1) * sizeof(*ret->maps));
	ret->map_count = windows.count;
	for (i = 0; i < windows.count; i++)
		make_map(&ret->maps[i], &windows.list[i], &used);
	ret->verdict = verdict_of(ret);
}

void igd_address_maps_done(struct igd_address_maps *maps)
{
	size_t i;

	for (i = 0; i < maps->map_count; i++)
		free(maps->maps[i].spans);
	free(maps->maps);
	maps->maps = NULL;
	maps->map_count = 0;
}

static unsigned badness(const struct igd_address_map *map)
{
	return map->is_certain ? 3 : map->is_fatal ? 2 : map->is_warned;
}

const struct igd_address_map *igd_address_maps_worst(const struct igd_address_maps *maps)
{
	const struct igd_address_map *worst = NULL;
	size_t i;

	for (i = 0; i < maps->map_count; i++) {
		if (!worst || badness(&maps->maps[i]) > badness(worst))
			worst = &maps->maps[i];
	}
	return worst;
}

const struct igd_map_span *igd_address_map_lost(const struct igd_address_map *map, bool is_device)
{
	size_t i;

	for (i = 0; i < map->span_count; i++) {
		const struct igd_map_span *span = &map->spans[i];

		if (!span->is_reached && span->kind != IGD_MAP_WINDOW &&
			(span->kind == IGD_MAP_DEVICE) == is_device)
			return span;
	}
	return NULL;
}
