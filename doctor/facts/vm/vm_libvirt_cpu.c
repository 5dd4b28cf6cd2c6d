// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_cpu - <cpu>, <vcpu>, and of <features> what the CPU is told: Hyper-V and KVM
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

/*
 * The modes are those of qemuBuildCpuModelArgStr() (src/qemu/qemu_command.c); the models of
 * src/cpu_map are QEMU's.
 */
static const char *model_of(struct igd_vm *vm, const xmlNode *cpu)
{
	if (igd_xml_has(cpu, "mode", "host-passthrough"))
		return "host";
	if (igd_xml_has(cpu, "mode", "maximum"))
		return "max";
	if (igd_xml_has(cpu, "mode", "host-model"))
		return "host-model";
	return igd_xml_text(vm, igd_xml_first(cpu, "model"));
}

/*
 * qemuBuildCpuCommandLine(): passthrough is host-phys-bits=on with host-phys-bits-limit=, emulate is phys-bits= alone,
 * which `-cpu host` under KVM does not heed (libvirt tests/qemuxmlconfdata/cpu-phys-bits-emulate.x86_64-latest.args,
 * QEMU 10.0 target/i386/host-cpu.c host_cpu_adjust_phys_bits()).
 */
static void read_address_width(struct igd_vm_cpu *cpu, const xmlNode *node)
{
	if (igd_xml_has(node, "mode", "passthrough")) {
		cpu->host_phys_bits = IGD_VM_YES;
		igd_xml_number(node, "limit", 64, &cpu->host_phys_bits_limit);
	}
	if (igd_xml_has(node, "mode", "emulate"))
		igd_xml_number(node, "bits", 64, &cpu->phys_bits);
}

/* docs/formatdomain.rst "CPU model and topology": force, require, optional; disable, forbid. */
static void read_cpu_features(struct igd_vm *vm, const xmlNode *cpu)
{
	const xmlNode *feature = igd_xml_first(cpu, "feature");
	const char *name, *policy;
	bool is_off;

	for (; feature; feature = igd_xml_next(feature, "feature")) {
		name = igd_xml_get(vm, feature, "name");
		policy = igd_xml_raw(feature, "policy");
		if (!name)
			continue;
		is_off =
			policy && (strcmp(policy, "disable") == 0 || strcmp(policy, "forbid") == 0);
		igd_vm_set(vm, &vm->cpu.properties, name, is_off ? "off" : "on");
		if (strcmp(name, "hypervisor") == 0)
			vm->cpu.has_hypervisor_bit = is_off ? IGD_VM_NO : IGD_VM_YES;
	}
}

static void read_vcpus(struct igd_vm *vm, const xmlNode *vcpu)
{
	const char *text = igd_xml_text(vm, vcpu);
	uint64_t count;

	vm->cpu.vcpus = 1; /* docs/formatdomain.rst "CPU Allocation" */
	if (text)
		vm->cpu.vcpus = igd_parse_u64(text, 10, &count) == 0 && count <= 65536
					? (unsigned)count
					: 0;
	igd_xml_number(vcpu, "current", 65536, &vm->cpu.vcpus);
}

/*
 * The value that qemuBuildCpuCommandLine() gives to -cpu: "on", and the number of spinlock retries.
 */
static const char *hyperv_value(struct igd_vm *vm, const xmlNode *feature)
{
	const char *value = NULL;

	if (igd_xml_is(feature, "vendor_id"))
		value = igd_xml_get(vm, feature, "value");
	if (igd_xml_is(feature, "spinlocks"))
		value = igd_xml_get(vm, feature, "retries");
	return value ? value : "on";
}

/* "xmm_input" is hv-xmm-input (src/qemu/qemu_command.c); the vendor's name alone is no enlightenment. */
static void read_hyperv(struct igd_vm *vm, const xmlNode *hyperv)
{
	const xmlNode *feature = igd_xml_first(hyperv, NULL);
	IGD_AUTOFREE char *name = NULL;
	char *at;

	/* libvirt NEWS v12.1.0: since 11.9, and it chooses some by itself */
	if (igd_xml_has(hyperv, "mode", "host-model"))
		vm->cpu.has_hyperv = IGD_VM_YES;
	if (igd_xml_has(hyperv, "mode", "passthrough")) {
		vm->cpu.has_hyperv = IGD_VM_YES;
		igd_vm_set(vm, &vm->cpu.properties, "hv-passthrough", "on");
	}
	for (; feature; feature = igd_xml_next(feature, NULL)) {
		if (!igd_xml_has(feature, "state", "on"))
			continue;
		free(name);
		name = igd_printf("hv-%s", (const char *)feature->name);
		for (at = strchr(name, '_'); at; at = strchr(at, '_'))
			*at = '-';
		igd_vm_set(vm, &vm->cpu.properties, name, hyperv_value(vm, feature));
		if (igd_xml_is(feature, "vendor_id"))
			vm->cpu.hyperv_vendor_id = igd_xml_get(vm, feature, "value");
		else
			vm->cpu.has_hyperv = IGD_VM_YES;
	}
}

static void read_kvm(struct igd_vm *vm, const xmlNode *kvm)
{
	enum igd_vm_answer hidden = igd_xml_answer(igd_xml_first(kvm, "hidden"), "state");

	if (hidden == IGD_VM_UNKNOWN)
		return;
	vm->cpu.is_kvm_hidden = hidden;
	if (hidden == IGD_VM_YES)
		igd_vm_set(vm, &vm->cpu.properties, "kvm", "off");
}

void igd_libvirt_cpu(struct igd_vm *vm, const xmlNode *domain)
{
	const xmlNode *cpu = igd_xml_first(domain, "cpu");

	vm->cpu.model = model_of(vm, cpu);
	read_address_width(&vm->cpu, igd_xml_first(cpu, "maxphysaddr"));
	read_vcpus(vm, igd_xml_first(domain, "vcpu"));
	read_cpu_features(vm, cpu);
	read_hyperv(vm, igd_xml_find(domain, "features/hyperv"));
	read_kvm(vm, igd_xml_find(domain, "features/kvm"));
}
