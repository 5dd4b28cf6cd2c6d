// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_os - <os> and <features>: the machine, its firmware, and what of it is switched
 */
#include <string.h>

#include "facts/vm/vm_libvirt_private.h"

static void read_machine(struct igd_vm *vm, const xmlNode *os)
{
	const xmlNode *type = igd_xml_first(os, "type");
	const char *arch = igd_xml_raw(type, "arch");
	bool is_x86 = !arch || strcmp(arch, "x86_64") == 0 || strcmp(arch, "i686") == 0;

	vm->machine.type = igd_xml_get(vm, type, "machine");
	vm->machine.chipset = igd_vm_chipset_of(vm->machine.type);
	/* src/qemu/qemu_capabilities.c preferredMachines[]: "pc" for x86 */
	if (!vm->machine.type)
		vm->machine.chipset = is_x86 ? IGD_VM_I440FX : IGD_VM_CHIPSET_OTHER;
}

static enum igd_vm_firmware_kind kind_of(const xmlNode *os, const xmlNode *loader, const char *path)
{
	if (igd_xml_has(os, "firmware", "efi"))
		return IGD_VM_OVMF;
	/* docs/formatdomain.rst "BIOS bootloader": without a loader it is QEMU's own, SeaBIOS */
	if (igd_xml_has(os, "firmware", "bios") ||
		(!path && !igd_xml_has(loader, "type", "pflash")))
		return IGD_VM_SEABIOS;
	return path ? igd_vm_firmware_of(path) : IGD_VM_FIRMWARE_UNKNOWN;
}

static enum igd_vm_answer feature(const xmlNode *os, const char *name)
{
	const xmlNode *each = igd_xml_find(os, "firmware/feature");

	for (; each; each = igd_xml_next(each, "feature"))
		if (igd_xml_has(each, "name", name))
			return igd_xml_answer(each, "enabled");
	return IGD_VM_UNKNOWN;
}

/*
 * Secure Boot is in force where the firmware can do it and its variables have keys. The loader's
 * secure= says no more than that it can, and "cannot be used to enable or disable the feature
 * itself" (docs/formatdomain.rst "BIOS bootloader"): Debian's OVMF_CODE_4M.fd can without (its
 * README). Templates with keys have "ms" or "secboot" in their names: OVMF_VARS_4M.ms.fd (Debian's
 * README), OVMF_VARS.secboot.fd and OVMF_VARS_4M.secboot.qcow2 (Fedora's descriptors in libvirt
 * tests/qemufirmwaredata), "-ms-" SUSE's. Those without are no evidence: keys can be put in later.
 */
static enum igd_vm_answer secure_boot(const xmlNode *os)
{
	const char *template = igd_xml_raw(igd_xml_first(os, "nvram"), "template");
	enum igd_vm_answer keys = feature(os, "enrolled-keys"), can = feature(os, "secure-boot");

	if (can == IGD_VM_NO || keys == IGD_VM_NO)
		return IGD_VM_NO;
	if (keys == IGD_VM_YES)
		return IGD_VM_YES;
	if (template && (strstr(template, ".ms.") || strstr(template, "-ms-") ||
				strstr(template, "secboot")))
		return IGD_VM_YES;
	return IGD_VM_UNKNOWN;
}

static void read_firmware(struct igd_vm *vm, const xmlNode *os)
{
	const xmlNode *loader = igd_xml_first(os, "loader"), *nvram = igd_xml_first(os, "nvram");
	struct igd_vm_firmware *firmware = &vm->firmware;

	firmware->path = igd_xml_text(vm, loader);
	firmware->nvram = igd_xml_text(vm, nvram);
	if (!firmware->nvram)
		firmware->nvram = igd_xml_get(vm, igd_xml_first(nvram, "source"), "file");
	firmware->kind = kind_of(os, loader, firmware->path);
	firmware->secure_boot = firmware->kind == IGD_VM_SEABIOS ? IGD_VM_NO : secure_boot(os);
}

static void switch_property(struct igd_vm *vm, const xmlNode *feature, const char *name)
{
	enum igd_vm_answer state = igd_xml_answer(feature, "state");

	if (feature && !igd_xml_raw(feature, "state"))
		state = IGD_VM_YES;
	if (state != IGD_VM_UNKNOWN)
		igd_vm_set(vm, &vm->machine.properties, name, state == IGD_VM_YES ? "on" : "off");
}

/* As src/qemu/qemu_command.c qemuBuildMachineCommandLine() gives them to -machine. */
static void read_features(struct igd_vm *vm, const xmlNode *features)
{
	const xmlNode *ioapic = igd_xml_first(features, "ioapic");

	switch_property(vm, igd_xml_first(features, "smm"), "smm");
	switch_property(vm, igd_xml_first(features, "vmport"), "vmport");
	if (igd_xml_has(ioapic, "driver", "kvm"))
		igd_vm_set(vm, &vm->machine.properties, "kernel_irqchip", "on");
	if (igd_xml_has(ioapic, "driver", "qemu"))
		igd_vm_set(vm, &vm->machine.properties, "kernel_irqchip", "split");
}

void igd_libvirt_os(struct igd_vm *vm, const xmlNode *domain)
{
	const xmlNode *os = igd_xml_first(domain, "os");

	read_machine(vm, os);
	read_firmware(vm, os);
	read_features(vm, igd_xml_first(domain, "features"));
}
