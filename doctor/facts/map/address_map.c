// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_map - where the guest's firmware will put what, and whether the iGPU's IOMMU reaches it
 *
 * Which edk2 or SeaBIOS a machine has is not written anywhere that could be read at low cost. What is known is that a
 * QEMU comes with a firmware of its time: 7.2 with edk2-stable202211, 8.2 with SeaBIOS 1.16.3, 10.1 with 1.17 (Debian 13
 * has 1.16.3 beside 10.0); an older machine type says nothing of the QEMU that runs it.
 */
#include "facts/map/address_map.h"

#include <stdlib.h>
#include <string.h>

#include "facts/host/cpu.h"
#include "facts/host/kernel.h"
#include "facts/map/address_map_host.h"
#include "facts/qemu/qemu.h"

/* As igd_machine_version() counts. */
#define QEMU_WITH_DYNAMIC_OVMF 702u
#define QEMU_WITH_SEABIOS_1_16_3 802u
#define QEMU_WITH_SEABIOS_1_17 1001u
#define QEMU_WITH_GUEST_BITS 901u
#define MAX_PHYS_BITS 52u
/* Firmware believes in more bits than that (address_map_window.c is_plausible()). */
#define LAST_DOUBTFUL_WIDTH 40u

struct fact {
	struct igd_address_maps maps;
	bool has_vm;
};

static bool has_model(const struct igd_vm *vm, const char *model)
{
	return vm->cpu.model && strcmp(vm->cpu.model, model) == 0;
}

/* Under KVM every model tells the host's vendor (QEMU host-cpu.c); TCG's "max" and qemu64 are AMD's (cpu.c). */
static enum igd_vm_answer is_intel(struct igd_host *host, const struct igd_vm *vm)
{
	const char *vendor = igd_vm_property(&vm->cpu.properties, "vendor");

	if (!vendor && vm->memory.kvm != IGD_VM_NO)
		vendor = igd_cpu_get(host)->vendor;
	else if (!vendor && (!vm->cpu.model || has_model(vm, "max") || has_model(vm, "qemu64")))
		vendor = "AuthenticAMD";
	if (!vendor)
		return IGD_VM_UNKNOWN;
	if (strcmp(vendor, "GenuineIntel") == 0)
		return IGD_VM_YES;
	return strcmp(vendor, "AuthenticAMD") == 0 ? IGD_VM_NO : IGD_VM_UNKNOWN;
}

/* Every processor with an iGPU and more than 40 bits has them, and TCG has; qemu64 and kvm64 have not (cpu.c). */
static enum igd_vm_answer has_1g_pages(const struct igd_vm *vm)
{
	enum igd_vm_answer given = igd_vm_switch(&vm->cpu.properties, "pdpe1gb");

	if (given != IGD_VM_UNKNOWN)
		return given;
	if (has_model(vm, "host") || has_model(vm, "max") || has_model(vm, "host-model"))
		return IGD_VM_YES;
	if (!vm->cpu.model || has_model(vm, "qemu64") || has_model(vm, "kvm64"))
		return IGD_VM_NO;
	return IGD_VM_UNKNOWN;
}

/*
 * From QEMU 9.1 and machine type 9.1 on, if KVM tells them, as it does since Linux 6.10 (QEMU 11.0 kvm-cpu.c
 * kvm_set_guest_phys_bits(), hw/i386/pc.c pc_compat_9_0; Linux arch/x86/kvm/cpuid.c __do_cpuid_func()). Only asked for
 * where they decide.
 */
static enum igd_vm_answer has_guest_bits(
	struct igd_host *host, const struct igd_vm *vm, unsigned least_width)
{
	unsigned machine = igd_machine_version(vm->machine.type);

	if (least_width > LAST_DOUBTFUL_WIDTH ||
		igd_vm_property(&vm->cpu.properties, "guest-phys-bits"))
		return IGD_VM_UNKNOWN;
	if (vm->memory.kvm == IGD_VM_NO || (machine && machine < QEMU_WITH_GUEST_BITS))
		return IGD_VM_NO;
	if (!machine || !igd_vm_view(host)->is_of_this_host)
		return IGD_VM_UNKNOWN;
	return igd_kernel_is_at_least(host, 6, 10) ? IGD_VM_YES : IGD_VM_NO;
}

/* Which QEMU runs the VM is asked only where the machine type does not say enough. */
static bool is_of_qemu(struct igd_host *host, const struct igd_vm *vm, unsigned least)
{
	const struct igd_qemu_version *version;

	if (igd_machine_version(vm->machine.type) >= least)
		return true;
	version = igd_qemu_version(host);
	return version && version->major * 100 + version->minor >= least;
}

static enum igd_vm_answer yes_or_unknown(bool is_so)
{
	return is_so ? IGD_VM_YES : IGD_VM_UNKNOWN;
}

static void age(struct igd_host *host, const struct igd_vm *vm, struct igd_map_input *input)
{
	/* "q35" is the newest that QEMU has, and none before 7.2 is of use here. */
	if (input->firmware == IGD_VM_OVMF) {
		input->is_recent = yes_or_unknown(!igd_machine_version(vm->machine.type) ||
						  is_of_qemu(host, vm, QEMU_WITH_DYNAMIC_OVMF));
		return;
	}
	input->has_pci64 = yes_or_unknown(is_of_qemu(host, vm, QEMU_WITH_SEABIOS_1_17));
	input->is_recent = yes_or_unknown(is_of_qemu(host, vm, QEMU_WITH_SEABIOS_1_16_3));
}

static const char *bits_why(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_map_input *input)
{
	const char *model = vm->cpu.model ? vm->cpu.model : "qemu64";
	unsigned bits = input->widths[0], given = vm->cpu.phys_bits;
	enum igd_width_source source = igd_width_source(vm);

	if (input->width_count > 1)
		return igd_host_print(host,
			"`host-model` has the processor's %u bits or QEMU's default of %u, "
			"depending on libvirt",
			bits, input->widths[1]);
	if (source == IGD_WIDTH_GIVEN)
		return given ? igd_host_print(host, "phys-bits is %u", bits)
			     : igd_host_print(host,
				       "%u bits are QEMU's default for the CPU model %s", bits,
				       model);
	if (bits == vm->cpu.host_phys_bits_limit)
		return igd_host_print(host, "host-phys-bits-limit is %u", bits);
	if (given && given != bits)
		return igd_host_print(host,
			"phys-bits=%u counts for nothing with `-cpu %s`, which takes the "
			"processor's own %u",
			given, model, bits);
	return igd_host_print(host, "`-cpu %s` has the processor's own %u bits", model, bits);
}

static uint64_t end_of(unsigned bits)
{
	return (UINT64_C(1) << bits) - 1;
}

/* What the computation needs and is not there; NULL for nothing. */
static const char *missing(struct igd_host *host, const struct igd_vm *vm,
	const struct igd_map_input *input, const struct igd_map_reach *reach)
{
	if (!reach->sure)
		return reach->why;
	if (!input->width_count)
		return igd_host_print(host,
			"the VM has the processor's own address width, which %s does not tell",
			IGD_PROC_CPUINFO);
	if (input->widths[0] > MAX_PHYS_BITS)
		return "the VM's physical address width is more than QEMU takes";
	if (!vm->memory.bytes || vm->memory.bytes > end_of(MAX_PHYS_BITS) ||
		vm->memory.max_bytes > end_of(MAX_PHYS_BITS))
		return "how much memory the VM has is not told";
	return NULL;
}

static bool is_fatal_everywhere(const struct igd_address_maps *maps)
{
	size_t i;

	for (i = 0; i < maps->map_count; i++) {
		if (!maps->maps[i].is_fatal)
			return false;
	}
	return true;
}

/* What it depends on, for the end of a sentence. */
static const char *doubt(struct igd_host *host, const struct igd_map_input *input,
	const struct igd_map_reach *reach, const struct igd_address_maps *maps)
{
	if (reach->sure != reach->best && is_fatal_everywhere(maps))
		return igd_host_print(host,
			"it may also map %u, by the page tables that the kernel chooses (%s)",
			reach->best, maps->bits_why);
	if (input->width_count > 1)
		return igd_host_print(
			host, "whether it comes to that is not told: %s", maps->bits_why);
	if (input->firmware == IGD_VM_OVMF && input->widths[0] <= LAST_DOUBTFUL_WIDTH)
		return igd_host_print(host,
			"whether OVMF takes %u bits for real or for QEMU's default depends on the "
			"versions of QEMU, Linux and OVMF (%s)",
			input->widths[0], maps->bits_why);
	return igd_host_print(host,
		"other versions of this firmware would not, and which one the VM boots is not told "
		"(%s)",
		maps->bits_why);
}

static const char *decides(struct igd_host *host, const struct igd_address_maps *maps)
{
	return igd_host_print(host, "%s, and %s", maps->bits_why, maps->iommu_why);
}

/* Below 2^width is all that a firmware of any kind can use. */
static void without_firmware(struct igd_host *host, struct igd_address_maps *ret)
{
	if (ret->guest_bits <= ret->iommu_bits) {
		ret->verdict = IGD_MAP_FITS;
		ret->why = decides(host, ret);
	} else {
		ret->why = "where BARs are placed depends on the VM's firmware, and which that is "
			   "is not told";
	}
}

static void compute(struct igd_host *host, const struct igd_vm *vm, struct igd_address_maps *ret)
{
	IGD_AUTOFREE struct igd_map_item *items = igd_zalloc(IGD_MAP_MAX_ITEMS * sizeof(*items));
	struct igd_map_input input = { .firmware = vm->firmware.kind,
		.chipset = vm->machine.chipset,
		.ram = vm->memory.bytes,
		.max_ram = vm->memory.max_bytes,
		.mmio64_mib = vm->firmware.mmio64_mib,
		.seabios_pci64 = vm->firmware.seabios_pci64 };
	struct igd_map_reach reach;

	igd_map_reach(host, vm, &reach);
	input.width_count = igd_guest_widths(vm, igd_cpu_get(host)->physical_bits, input.widths);
	ret->iommu_bits = reach.sure;
	ret->iommu_why = reach.why;
	ret->why = missing(host, vm, &input, &reach);
	if (ret->why)
		return;
	if (igd_width_source(vm) != IGD_WIDTH_GIVEN)
		igd_host_cite(host, IGD_PROC_CPUINFO, "%u bits physical",
			igd_cpu_get(host)->physical_bits);
	ret->guest_bits = input.widths[0];
	ret->bits_why = bits_why(host, vm, &input);
	ret->iommu_end = input.sure_end = end_of(reach.sure);
	input.best_end = end_of(reach.best);
	if (input.firmware != IGD_VM_OVMF && input.firmware != IGD_VM_SEABIOS) {
		without_firmware(host, ret);
		return;
	}
	input.is_intel = is_intel(host, vm);
	input.has_1g_pages = has_1g_pages(vm);
	input.has_guest_bits = has_guest_bits(host, vm, input.widths[input.width_count - 1]);
	age(host, vm, &input);
	igd_map_items(host, vm, items, &input);
	igd_address_map_compute(&input, ret);
	ret->why = ret->verdict == IGD_MAP_MAY_BE_FATAL ? doubt(host, &input, &reach, ret)
							: decides(host, ret);
}

static void read_fact(struct igd_host *host, void *ret)
{
	struct fact *fact = ret;
	const struct igd_vm *vm = igd_vm_get(host);

	fact->maps.verdict = IGD_MAP_UNKNOWN;
	fact->has_vm = vm != NULL;
	if (vm)
		compute(host, vm, &fact->maps);
}

static void done_fact(void *ret)
{
	struct fact *fact = ret;

	igd_address_maps_done(&fact->maps);
}

const struct igd_address_maps *igd_address_maps(struct igd_host *host)
{
	static const struct igd_fact maps_fact = { "address-map", sizeof(struct fact), read_fact,
		done_fact };
	const struct fact *fact = igd_host_fact(host, &maps_fact);

	return fact->has_vm ? &fact->maps : NULL;
}
