// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_dump - for tests: a model of a VM as text, a fact a line
 */
#ifndef IGD_TESTS_UNIT_VM_DUMP_H
#define IGD_TESTS_UNIT_VM_DUMP_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_build.h"

static const char *dump_answer(enum igd_vm_answer answer)
{
	if (answer == IGD_VM_UNKNOWN)
		return "unknown";
	return answer == IGD_VM_YES ? "yes" : "no";
}

static const char *dump_text(const char *text)
{
	return text ? text : "-";
}

static void dump_place(struct igd_text *ret, const struct igd_vm_address *place)
{
	if (place->is_known)
		/* the number of a bus behind a bridge is libvirt's alone */
		igd_text_printf(ret, " at %02x:%02x.%x", place->is_behind_bridge ? 0 : place->bus,
			place->slot, place->function);
	else
		igd_text_printf(ret, " at ?");
	if (place->is_behind_bridge)
		igd_text_printf(ret, " behind a bridge");
}

static int dump_compare(const void *left, const void *right)
{
	const struct igd_vm_property *one = left, *other = right;

	return strcmp(one->name, other->name);
}

static void dump_properties(struct igd_text *ret, const struct igd_vm_properties *properties)
{
	struct igd_vm_property *sorted = igd_zalloc((properties->count + 1) * sizeof(*sorted));
	size_t i;

	if (properties->count)
		memcpy(sorted, properties->list, properties->count * sizeof(*sorted));
	qsort(sorted, properties->count, sizeof(*sorted), dump_compare);
	for (i = 0; i < properties->count; i++)
		igd_text_printf(ret, " %s=%s", sorted[i].name, sorted[i].value);
	igd_text_printf(ret, "\n");
	free(sorted);
}

static void dump_machine(struct igd_text *ret, const struct igd_vm *vm)
{
	static const char *const chipsets[] = { "unknown", "i440fx", "q35", "other" };
	static const char *const firmwares[] = { "unknown", "seabios", "ovmf", "other" };

	igd_text_printf(ret, "name %s\nuuid %s\nguest %s\n", vm->name, dump_text(vm->uuid),
		dump_text(vm->guest_os));
	igd_text_printf(ret, "machine %s type %s", chipsets[vm->machine.chipset],
		dump_text(vm->machine.type));
	dump_properties(ret, &vm->machine.properties);
	igd_text_printf(ret, "firmware %s %s nvram %s secure-boot %s debug %s mmio64 %s\n",
		firmwares[vm->firmware.kind], dump_text(vm->firmware.path),
		dump_text(vm->firmware.nvram), dump_answer(vm->firmware.secure_boot),
		dump_text(vm->firmware.debug_log), dump_text(vm->firmware.mmio64_mib));
	igd_text_printf(ret,
		"emulator %s defaults %s reboot %s agent %s tpm %s iommu %s iommufd %s\n",
		dump_text(vm->emulator), dump_answer(vm->has_default_devices),
		dump_text(vm->on_reboot), dump_answer(vm->has_agent), dump_answer(vm->has_tpm),
		dump_answer(vm->has_iommu), dump_answer(vm->uses_iommufd));
	if (vm->has_host_usb)
		igd_text_printf(ret, "host usb\n");
}

static void dump_cpu(struct igd_text *ret, const struct igd_vm_cpu *cpu)
{
	igd_text_printf(ret,
		"cpu %s vcpus %u phys-bits %u host %s limit %u hidden %s hypervisor %s hyperv %s vendor %s\n",
		dump_text(cpu->model), cpu->vcpus, cpu->phys_bits, dump_answer(cpu->host_phys_bits),
		cpu->host_phys_bits_limit, dump_answer(cpu->is_kvm_hidden),
		dump_answer(cpu->has_hypervisor_bit), dump_answer(cpu->has_hyperv),
		dump_text(cpu->hyperv_vendor_id));
	igd_text_printf(ret, "cpu-properties");
	dump_properties(ret, &cpu->properties);
}

static void dump_memory(struct igd_text *ret, const struct igd_vm_memory *memory)
{
	igd_text_printf(ret,
		"memory %llu max %llu huge %s path %s page %llu locked %s balloon %s shared %s kvm %s\n",
		(unsigned long long)memory->bytes, (unsigned long long)memory->max_bytes,
		dump_answer(memory->has_hugepages), dump_text(memory->hugepage_path),
		(unsigned long long)memory->hugepage_bytes, dump_answer(memory->is_locked),
		dump_answer(memory->has_balloon), dump_answer(memory->is_shared),
		dump_answer(memory->kvm));
}

static void dump_devices(struct igd_text *ret, const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++) {
		const struct igd_vm_hostdev *item = &vm->hostdevs[i];

		igd_text_printf(
			ret, "hostdev %s alias %s", dump_text(item->host), dump_text(item->alias));
		dump_place(ret, &item->guest);
		igd_text_printf(ret, " rom %s bar %s managed %s%s", dump_text(item->rom),
			dump_answer(item->has_rom_bar), dump_answer(item->is_managed),
			item->is_legacy_igd ? " legacy-igd" : "");
		dump_properties(ret, &item->properties);
	}
	for (i = 0; i < vm->display_count; i++) {
		igd_text_printf(ret, "display %s%s", dump_text(vm->displays[i].model),
			vm->displays[i].is_primary ? " primary" : "");
		dump_place(ret, &vm->displays[i].guest);
		igd_text_printf(ret, "\n");
	}
	for (i = 0; i < vm->shmem_count; i++) {
		igd_text_printf(ret, "shmem %s %s %s %llu shared %s", dump_text(vm->shmems[i].name),
			dump_text(vm->shmems[i].model), dump_text(vm->shmems[i].path),
			(unsigned long long)vm->shmems[i].bytes,
			dump_answer(vm->shmems[i].is_shared));
		dump_place(ret, &vm->shmems[i].guest);
		igd_text_printf(ret, "\n");
	}
}

static void dump_lists(struct igd_text *ret, const struct igd_vm *vm)
{
	size_t i;

	for (i = 0; i < vm->smbios.value_count; i++)
		igd_text_printf(ret, "smbios %u %s=%s\n", vm->smbios.values[i].type,
			vm->smbios.values[i].field, dump_text(vm->smbios.values[i].value));
	for (i = 0; i < vm->nic_count; i++) {
		igd_text_printf(ret, "nic kind %d source %s model %s mac %s", (int)vm->nics[i].kind,
			dump_text(vm->nics[i].source), dump_text(vm->nics[i].model),
			dump_text(vm->nics[i].mac));
		dump_place(ret, &vm->nics[i].guest);
		igd_text_printf(ret, "\n");
	}
	for (i = 0; i < vm->disk_count; i++)
		igd_text_printf(ret, "disk %s on %s%s\n", dump_text(vm->disks[i].path),
			dump_text(vm->disks[i].bus), vm->disks[i].is_cdrom ? " cdrom" : "");
	for (i = 0; i < vm->other_count; i++) {
		igd_text_printf(ret, "other %s", dump_text(vm->others[i].driver));
		dump_place(ret, &vm->others[i].guest);
		dump_properties(ret, &vm->others[i].properties);
	}
	igd_text_printf(ret, "globals");
	dump_properties(ret, &vm->globals);
	igd_text_printf(ret, "smbios-mode %d\n", (int)vm->smbios.mode);
	for (i = 0; i < vm->remark_count; i++)
		igd_text_printf(ret, "remark %s\n", vm->remarks[i]);
}

/* The caller frees the text. */
static inline char *vm_dump(const struct igd_vm *vm)
{
	struct igd_text text = { 0 };

	dump_machine(&text, vm);
	dump_cpu(&text, &vm->cpu);
	dump_memory(&text, &vm->memory);
	dump_devices(&text, vm);
	dump_lists(&text, vm);
	return text.text;
}

#endif
