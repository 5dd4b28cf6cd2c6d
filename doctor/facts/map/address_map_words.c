// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map_words - what is said of an address map, and what to do about it
 *
 * With `-cpu host` (and "max") QEMU takes the processor's width whatever phys-bits says, so phys-bits, and libvirt's
 * <maxphysaddr mode='emulate'/>, which becomes nothing but phys-bits (libvirt tests/qemuxmlconfdata
 * cpu-phys-bits-emulate), do not help there; host-phys-bits-limit does (QEMU target/i386/host-cpu.c
 * host_cpu_adjust_phys_bits()). A property of -cpu is a global of its class (target/i386/cpu.c
 * x86_cpu_parse_featurestr()), so -global sets one beside whatever -cpu libvirt or Proxmox VE makes; tried with 7.2.
 */
#include "facts/map/address_map_words.h"

#include <inttypes.h>
#include <string.h>

#include "facts/map/address_map_compute.h"

const char *igd_map_label(const struct igd_map_span *span)
{
	return igd_starts_with(span->name, "0000:") ? span->name + strlen("0000:") : span->name;
}

static const char *kind_words(const struct igd_map_span *span)
{
	switch (span->kind) {
	case IGD_MAP_SHARED:
		return "the shared memory ";
	case IGD_MAP_VRAM:
		return "the video memory ";
	case IGD_MAP_RAM:
	case IGD_MAP_DEVICE:
	case IGD_MAP_WINDOW:
		break;
	}
	return "";
}

/* "the shared memory looking-glass at 0x380010000000, which takes 46 bits of address" */
static const char *place_words(struct igd_host *host, const struct igd_map_span *span)
{
	unsigned bits = igd_bit_length(span->end);

	if (span->is_exact)
		return igd_host_print(host, "%s%s at 0x%" PRIx64 ", which takes %u bits of address",
			kind_words(span), igd_map_label(span), span->start, bits);
	return igd_host_print(host,
		"%s%s between 0x%" PRIx64 " and 0x%" PRIx64 ", which takes %u bits of address",
		kind_words(span), igd_map_label(span), span->start, span->end, bits);
}

static const char *fatal_words(struct igd_host *host, const struct igd_address_maps *maps)
{
	const struct igd_address_map *map = igd_address_maps_worst(maps);
	const struct igd_map_span *lost = igd_address_map_lost(map, false);

	if (lost->kind == IGD_MAP_RAM)
		return igd_host_print(host, "the VM has %s, and %s: QEMU does not start",
			place_words(host, lost), maps->iommu_why);
	return igd_host_print(host,
		"the VM's firmware puts %s, and %s: there QEMU ends with `vfio: DMA mapping failed, "
		"unable to continue` (%s)",
		place_words(host, lost), maps->iommu_why, maps->bits_why);
}

static const char *doubtful_words(struct igd_host *host, const struct igd_address_maps *maps)
{
	const struct igd_address_map *map = igd_address_maps_worst(maps);

	return igd_host_print(host,
		"%s would put %s, and %s: there QEMU ends. But %s. With a limit of %u bits there is "
		"no doubt",
		map->firmware, place_words(host, igd_address_map_lost(map, false)), maps->iommu_why,
		maps->why, maps->iommu_bits);
}

static const char *warned_words(struct igd_host *host, const struct igd_address_maps *maps)
{
	const struct igd_address_map *map = igd_address_maps_worst(maps);

	return igd_host_print(host,
		"the VM's firmware puts %s, and %s: QEMU warns of it (-22) and goes on, only DMA "
		"from one device to another is lost. With shared memory for Looking Glass this VM "
		"would end (%s)",
		place_words(host, igd_address_map_lost(map, true)), maps->iommu_why,
		maps->bits_why);
}

static const struct igd_map_span *window_of(const struct igd_address_map *map)
{
	size_t i;

	for (i = 0; i < map->span_count; i++) {
		if (map->spans[i].kind == IGD_MAP_WINDOW)
			return &map->spans[i];
	}
	return NULL;
}

/* That the guest has more bits than the IOMMU is no matter where its firmware does not use them. */
static const char *fitting_words(struct igd_host *host, const struct igd_address_maps *maps)
{
	const struct igd_address_map *map = igd_address_maps_worst(maps);
	const struct igd_map_span *window = map ? window_of(map) : NULL;

	if (!window || maps->guest_bits <= maps->iommu_bits)
		return igd_host_print(host, "nothing can be placed out of reach: %s", maps->why);
	return igd_host_print(host,
		"%s, but nothing is placed out of reach: %s puts BARs between 0x%" PRIx64
		" and 0x%" PRIx64,
		maps->why, map->firmware, window->start, window->end);
}

const char *igd_address_maps_what(struct igd_host *host, const struct igd_address_maps *maps)
{
	switch (maps->verdict) {
	case IGD_MAP_FATAL:
		return fatal_words(host, maps);
	case IGD_MAP_MAY_BE_FATAL:
		return doubtful_words(host, maps);
	case IGD_MAP_WARNS:
		return warned_words(host, maps);
	case IGD_MAP_FITS:
		return fitting_words(host, maps);
	case IGD_MAP_UNKNOWN:
		break;
	}
	return maps->why;
}

/* Whether phys-bits is listened to; for host-model the processor's width is the more careful guess. */
static bool goes_by_phys_bits(const struct igd_vm *vm)
{
	return igd_width_source(vm) == IGD_WIDTH_GIVEN;
}

/* QEMU's class of the VM's processor. */
static const char *class_of(struct igd_host *host, const struct igd_vm *vm)
{
	return igd_host_print(host, "%s-x86_64-cpu", vm->cpu.model ? vm->cpu.model : "qemu64");
}

static const char *for_libvirt(struct igd_host *host, const struct igd_vm *vm, unsigned bits)
{
	const char *passthrough =
		igd_host_print(host, "<maxphysaddr mode='passthrough' limit='%u'/>", bits);
	const char *emulate = igd_host_print(host, "<maxphysaddr mode='emulate' bits='%u'/>", bits);

	switch (igd_width_source(vm)) {
	case IGD_WIDTH_GIVEN:
		return igd_host_print(host,
			"Run `virsh edit %s` and put `%s` into `<cpu>` (libvirt 8.7 or newer)",
			vm->name, emulate);
	case IGD_WIDTH_HOST_MODEL:
		return igd_host_print(host,
			"Run `virsh edit %s` and put `%s` into `<cpu>`, or `%s` with libvirt "
			"before 9.3",
			vm->name, passthrough, emulate);
	case IGD_WIDTH_OWN:
		break;
	}
	return igd_host_print(host,
		"Run `virsh edit %s` and put `%s` into `<cpu>`. libvirt before 9.3 does not know "
		"that, and mode='emulate' does nothing for this CPU; there, write "
		"`xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'` into `<domain>` and, in "
		"the same edit, before `</domain>`, `<qemu:commandline><qemu:arg value='-global'/>"
		"<qemu:arg value='%s.host-phys-bits-limit=%u'/></qemu:commandline>`",
		vm->name, passthrough, class_of(host, vm), bits);
}

static const char *for_proxmox(struct igd_host *host, const struct igd_vm *vm, unsigned bits)
{
	if (goes_by_phys_bits(vm))
		return igd_host_print(host,
			"In %s add `,phys-bits=%u` to the line `cpu:`, or make one: `cpu: "
			"x86-64-v2-AES,phys-bits=%u`",
			vm->where, bits, bits);
	return igd_host_print(host,
		"In %s add `-global %s.host-phys-bits-limit=%u` to the line `args:`, "
		"or make one: `args: -global %s.host-phys-bits-limit=%u`. (A `-cpu` in "
		"`args:` would replace all that Proxmox VE sets there, and its own phys-bits does "
		"nothing for `cpu: host`)",
		vm->where, class_of(host, vm), bits, class_of(host, vm), bits);
}

static const char *for_command_line(struct igd_host *host, const struct igd_vm *vm, unsigned bits)
{
	const char *model = vm->cpu.model ? vm->cpu.model : "qemu64";

	if (goes_by_phys_bits(vm))
		return igd_host_print(host, "Give QEMU `-cpu %s,phys-bits=%u`", model, bits);
	return igd_host_print(host,
		"Give QEMU `-cpu %s,host-phys-bits-limit=%u` (phys-bits would do nothing there)",
		model, bits);
}

const char *igd_address_maps_remedy(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_address_maps *maps)
{
	const struct igd_map_span *lost = igd_address_map_lost(igd_address_maps_worst(maps), false);
	const char *first = NULL;

	if (lost && lost->kind == IGD_MAP_RAM)
		return igd_host_print(host,
			"Give the VM less memory: all of it has to lie below 0x%" PRIx64 ".",
			maps->iommu_end + 1);
	switch (vm->origin) {
	case IGD_VM_LIBVIRT:
		first = for_libvirt(host, vm, maps->iommu_bits);
		break;
	case IGD_VM_PROXMOX:
		first = for_proxmox(host, vm, maps->iommu_bits);
		break;
	case IGD_VM_COMMAND_LINE:
		first = for_command_line(host, vm, maps->iommu_bits);
		break;
	}
	return igd_host_print(host,
		"%s. Then shut the VM down and start it: a restart from inside keeps the old width. "
		"Use exactly %u: with 40 firmware decides by its version what to make of it.",
		first, maps->iommu_bits);
}

void igd_address_maps_cite(struct igd_host *host, const struct igd_address_maps *maps)
{
	size_t i;

	for (i = 0; i < maps->map_count; i++) {
		const struct igd_map_span *window = window_of(&maps->maps[i]);

		if (window)
			igd_host_cite(host, maps->maps[i].firmware,
				"BARs between 0x%" PRIx64 " and 0x%" PRIx64 "%s", window->start,
				window->end,
				window->is_reached ? ", within reach" : ", not all within reach");
	}
}
