// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_machine - -machine, -cpu, -m and what else says what the machine is
 *
 * Defaults of QEMU are filled in only for a whole command line. Where no other source is named, they are those of
 * QEMU 11.0 system/vl.c and hw/core/machine.c.
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

/* "kvm:tcg" is the first that works. */
static void set_accelerator(struct igd_arguments *arguments, const char *name)
{
	bool is_kvm = strcmp(name, "kvm") == 0 || igd_starts_with(name, "kvm:");

	if (arguments->vm->memory.kvm == IGD_VM_UNKNOWN || is_kvm)
		arguments->vm->memory.kvm = is_kvm ? IGD_VM_YES : IGD_VM_NO;
}

void igd_arguments_machine(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_machine *machine = &arguments->vm->machine;
	struct igd_vm_properties properties = { 0 };
	size_t i;

	igd_arguments_read(arguments->vm, value, "type", &properties);
	for (i = 0; i < properties.count; i++) {
		const struct igd_vm_property *item = &properties.list[i];

		if (strcmp(item->name, "type") == 0) {
			machine->type = item->value;
			machine->chipset = igd_vm_chipset_of(item->value);
		} else if (strcmp(item->name, "accel") == 0) {
			set_accelerator(arguments, item->value);
		} else if (strcmp(item->name, "memory-backend") == 0) {
			arguments->memory_backend = item->value;
		} else {
			igd_vm_set(arguments->vm, &machine->properties, item->name, item->value);
		}
	}
}

void igd_arguments_accel(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_properties properties = { 0 };
	const char *name;

	igd_arguments_read(arguments->vm, value, "accel", &properties);
	name = igd_vm_property(&properties, "accel");
	if (name)
		set_accelerator(arguments, name);
}

/* "+avx", "-hypervisor", "hv_relaxed", "kvm=off" (QEMU 11.0 target/i386/cpu.c x86_cpu_parse_featurestr()) */
static void set_feature(struct igd_arguments *arguments, const char *name, const char *value)
{
	struct igd_vm_properties *properties = &arguments->vm->cpu.properties;

	if (*name == '+' || *name == '-')
		igd_vm_set(arguments->vm, properties, name + 1, *name == '+' ? "on" : "off");
	else
		igd_vm_set(arguments->vm, properties, name, value);
}

static unsigned number_of(const struct igd_vm_properties *properties, const char *name)
{
	const char *value = igd_vm_property(properties, name);
	uint64_t number;

	return value && igd_parse_u64(value, 0, &number) == 0 && number <= UINT16_MAX
		       ? (unsigned)number
		       : 0;
}

/* The vendor's name alone shows the guest nothing (QEMU 11.0 target/i386/kvm/kvm.c hyperv_enabled()). */
static bool has_enlightenment(const struct igd_vm_properties *properties)
{
	size_t i;

	for (i = 0; i < properties->count; i++) {
		const char *name = properties->list[i].name;

		if ((igd_starts_with(name, "hv-") || igd_starts_with(name, "hv_")) &&
			strcmp(name + 3, "vendor-id") != 0 && strcmp(name + 3, "vendor_id") != 0 &&
			strcmp(properties->list[i].value, "off") != 0)
			return true;
	}
	return false;
}

static enum igd_vm_answer opposite(enum igd_vm_answer answer)
{
	if (answer == IGD_VM_UNKNOWN)
		return IGD_VM_UNKNOWN;
	return answer == IGD_VM_YES ? IGD_VM_NO : IGD_VM_YES;
}

/* "kvm" and "hypervisor" are on unless they are switched off (QEMU 11.0 target/i386/cpu.c x86_cpu_properties). */
static void derive_cpu(struct igd_vm_cpu *cpu)
{
	const struct igd_vm_properties *properties = &cpu->properties;

	cpu->phys_bits = number_of(properties, "phys-bits");
	cpu->host_phys_bits = igd_vm_switch(properties, "host-phys-bits");
	cpu->host_phys_bits_limit = number_of(properties, "host-phys-bits-limit");
	cpu->is_kvm_hidden = opposite(igd_vm_switch(properties, "kvm"));
	if (cpu->is_kvm_hidden == IGD_VM_UNKNOWN)
		cpu->is_kvm_hidden = IGD_VM_NO;
	cpu->has_hypervisor_bit = igd_vm_switch(properties, "hypervisor");
	if (cpu->has_hypervisor_bit == IGD_VM_UNKNOWN)
		cpu->has_hypervisor_bit = IGD_VM_YES;
	cpu->hyperv_vendor_id = igd_vm_property(properties, "hv-vendor-id");
	cpu->has_hyperv = has_enlightenment(properties) ? IGD_VM_YES : IGD_VM_NO;
}

/* A later -cpu stands in place of an earlier one. */
void igd_arguments_cpu(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_cpu *cpu = &arguments->vm->cpu;
	struct igd_vm_properties parts = { 0 };
	size_t i;

	*cpu = (struct igd_vm_cpu){ .vcpus = cpu->vcpus };
	igd_arguments_read(arguments->vm, value, "model", &parts);
	for (i = 0; i < parts.count; i++)
		if (i == 0 && strcmp(parts.list[i].name, "model") == 0)
			cpu->model = parts.list[i].value;
		else
			set_feature(arguments, parts.list[i].name, parts.list[i].value);
	derive_cpu(cpu);
}

static unsigned product_of(const struct igd_vm_properties *properties)
{
	static const char *const factors[] = { "sockets", "dies", "clusters", "modules", "cores",
		"threads" };
	unsigned product = 1, factor;
	size_t i;

	for (i = 0; i < sizeof(factors) / sizeof(*factors); i++) {
		factor = number_of(properties, factors[i]);
		if (factor && product > UINT16_MAX / factor)
			return 0;
		product *= factor ? factor : 1;
	}
	return product;
}

/* QEMU 11.0 hw/core/machine-smp.c machine_parse_smp_config() */
void igd_arguments_smp(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_properties properties = { 0 };
	unsigned cpus;

	arguments->has_smp = true;
	igd_arguments_read(arguments->vm, value, "cpus", &properties);
	cpus = number_of(&properties, "cpus");
	if (!cpus)
		cpus = number_of(&properties, "maxcpus");
	arguments->vm->cpu.vcpus = cpus ? cpus : product_of(&properties);
}

void igd_arguments_smbios(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm *vm = arguments->vm;
	struct igd_vm_properties properties = { 0 };
	const char *type;
	uint64_t number;
	size_t i;

	igd_arguments_read(vm, value, NULL, &properties);
	if (igd_vm_property(&properties, "file")) {
		vm->smbios.mode = IGD_VM_SMBIOS_FILE;
		return;
	}
	type = igd_vm_property(&properties, "type");
	/* a UUID alone says nothing of the machine that is shown */
	if (type && strcmp(type, "1") == 0 && igd_vm_property(&properties, "uuid")) {
		vm->uuid = igd_vm_property(&properties, "uuid");
		if (properties.count == 2)
			return;
	}
	if (!type || igd_parse_u64(type, 0, &number) != 0 || number > 255)
		return;
	if (vm->smbios.mode != IGD_VM_SMBIOS_FILE)
		vm->smbios.mode = IGD_VM_SMBIOS_SYSINFO;
	for (i = 0; i < properties.count; i++)
		if (strcmp(properties.list[i].name, "type") != 0)
			igd_vm_add_smbios(vm, (unsigned)number, properties.list[i].name,
				properties.list[i].value);
}

void igd_arguments_fw_cfg(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_firmware *firmware = &arguments->vm->firmware;
	struct igd_vm_properties properties = { 0 };
	const char *name, *text;

	igd_arguments_read(arguments->vm, value, "name", &properties);
	name = igd_vm_property(&properties, "name");
	text = igd_vm_property(&properties, "string");
	if (!name)
		return;
	if (strcmp(name, "opt/ovmf/X-PciMmio64Mb") == 0)
		firmware->mmio64_mib = text;
	else if (strcmp(name, "opt/org.seabios/pci64") == 0)
		firmware->seabios_pci64 = text;
}

/* "driver.property=value", or driver=,property=,value= (QEMU 11.0 system/qdev-monitor.c qemu_global_option()) */
void igd_arguments_global(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm *vm = arguments->vm;
	struct igd_vm_properties properties = { 0 };
	const char *point = strchr(value, '.'), *equals = strchr(value, '=');
	const char *driver, *name, *text;

	if (point && equals && point < equals) {
		igd_vm_set(vm, &vm->globals,
			igd_vm_print(vm, "%.*s", (int)(equals - value > 256 ? 256 : equals - value),
				value),
			equals + 1);
		return;
	}
	igd_arguments_read(vm, value, NULL, &properties);
	driver = igd_vm_property(&properties, "driver");
	name = igd_vm_property(&properties, "property");
	text = igd_vm_property(&properties, "value");
	if (driver && name && text)
		igd_vm_set(vm, &vm->globals, igd_vm_print(vm, "%s.%s", driver, name), text);
}

void igd_arguments_globals(
	struct igd_arguments *arguments, const char *driver, struct igd_vm_properties *ret)
{
	const struct igd_vm_properties *globals = &arguments->vm->globals;
	size_t i, length = strlen(driver);

	for (i = 0; i < globals->count; i++)
		if (igd_starts_with(globals->list[i].name, driver) &&
			globals->list[i].name[length] == '.')
			igd_vm_set(arguments->vm, ret, globals->list[i].name + length + 1,
				globals->list[i].value);
}

void igd_arguments_action(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_properties properties = { 0 };
	const char *reboot;

	igd_arguments_read(arguments->vm, value, NULL, &properties);
	reboot = igd_vm_property(&properties, "reboot");
	if (reboot)
		arguments->vm->on_reboot = strcmp(reboot, "shutdown") == 0 ? "destroy" : "restart";
}

/*
 * -global host-x86_64-cpu.host-phys-bits-limit=39: a CPU that was given by other means has it too. A property of the CPU
 * itself counts more.
 */
static void settle_cpu_globals(struct igd_arguments *arguments)
{
	struct igd_vm_cpu *cpu = &arguments->vm->cpu;
	const char *driver =
		igd_vm_print(arguments->vm, "%s-x86_64-cpu", cpu->model ? cpu->model : "qemu64");
	struct igd_vm_properties globals = { 0 };

	igd_arguments_globals(arguments, "x86_64-cpu", &globals);
	igd_arguments_globals(arguments, driver, &globals);
	if (!cpu->phys_bits)
		cpu->phys_bits = number_of(&globals, "phys-bits");
	if (!cpu->host_phys_bits_limit)
		cpu->host_phys_bits_limit = number_of(&globals, "host-phys-bits-limit");
	if (cpu->host_phys_bits == IGD_VM_UNKNOWN)
		cpu->host_phys_bits = igd_vm_switch(&globals, "host-phys-bits");
}

/* A QEMU whose name ends in "kvm" prefers it (system/vl.c configure_accelerators()). */
static enum igd_vm_answer default_accelerator(const struct igd_vm *vm)
{
	return vm->emulator && igd_ends_with(vm->emulator, "kvm") ? IGD_VM_YES : IGD_VM_NO;
}

static enum igd_vm_answer known(enum igd_vm_answer answer, enum igd_vm_answer otherwise)
{
	return answer == IGD_VM_UNKNOWN ? otherwise : answer;
}

void igd_arguments_settle_machine(struct igd_arguments *arguments)
{
	struct igd_vm *vm = arguments->vm;

	settle_cpu_globals(arguments);
	if (!arguments->is_whole)
		return;
	/* hw/i386/pc_piix.c: the newest i440fx is the default machine of qemu-system-x86_64 and -i386 */
	if (!vm->machine.type)
		vm->machine.chipset = IGD_VM_I440FX;
	if (!vm->cpu.model)
		derive_cpu(&vm->cpu);
	if (!vm->cpu.vcpus && !arguments->has_smp)
		vm->cpu.vcpus = 1;
	vm->memory.kvm = known(vm->memory.kvm, default_accelerator(vm));
	vm->has_default_devices = known(vm->has_default_devices, IGD_VM_YES);
	if (!vm->on_reboot)
		vm->on_reboot = "restart";
}
