// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_smbios - <smbios> and <sysinfo>: what the VM says of its maker
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

/* The entries are called as QEMU calls the fields (src/qemu/qemu_command.c qemuBuildSmbios*Str()). */
static const struct {
	const char *element;
	unsigned type;
} blocks[] = { { "bios", 0 }, { "system", 1 }, { "baseBoard", 2 }, { "chassis", 3 },
	{ "oemStrings", 11 } };

static void read_block(struct igd_vm *vm, const xmlNode *block, unsigned type)
{
	const xmlNode *entry = igd_xml_first(block, "entry");
	const char *name, *value;

	for (; entry; entry = igd_xml_next(entry, "entry")) {
		name = type == 11 ? "value" : igd_xml_get(vm, entry, "name");
		value = igd_xml_text(vm, entry);
		if (name && value)
			igd_vm_add_smbios(vm, type, name, value);
	}
}

static void read_values(struct igd_vm *vm, const xmlNode *sysinfo)
{
	const xmlNode *block;
	size_t i;

	for (i = 0; i < sizeof(blocks) / sizeof(*blocks); i++)
		for (block = igd_xml_first(sysinfo, blocks[i].element); block;
			block = igd_xml_next(block, blocks[i].element))
			read_block(vm, block, blocks[i].type);
}

/* src/qemu/qemu_validate.c qemuValidateDomainDefSysinfo(): "That firmware name is reserved" */
static void read_fw_cfg(struct igd_vm *vm, const xmlNode *sysinfo)
{
	const xmlNode *entry = igd_xml_first(sysinfo, "entry");
	const char *name;

	for (; entry; entry = igd_xml_next(entry, "entry")) {
		name = igd_xml_get(vm, entry, "name");
		if (name && (igd_starts_with(name, "opt/ovmf/") ||
				    igd_starts_with(name, "opt/org.qemu/")))
			igd_vm_remark(vm,
				"<sysinfo type='fwcfg'> names `%s`, which libvirt refuses: such an "
				"entry goes into <qemu:commandline> as `-fw_cfg`",
				name);
	}
}

static enum igd_vm_smbios_mode mode_of(const xmlNode *smbios)
{
	if (igd_xml_has(smbios, "mode", "host"))
		return IGD_VM_SMBIOS_HOST;
	if (igd_xml_has(smbios, "mode", "sysinfo"))
		return IGD_VM_SMBIOS_SYSINFO;
	return smbios ? IGD_VM_SMBIOS_EMULATE : IGD_VM_SMBIOS_UNSAID;
}

/* docs/formatdomain.rst "SMBIOS System Information": <sysinfo> alone changes nothing. */
void igd_libvirt_smbios(struct igd_vm *vm, const xmlNode *domain)
{
	const xmlNode *sysinfo = igd_xml_first(domain, "sysinfo");

	vm->smbios.mode = mode_of(igd_xml_find(domain, "os/smbios"));
	for (; sysinfo; sysinfo = igd_xml_next(sysinfo, "sysinfo")) {
		if (igd_xml_has(sysinfo, "type", "fwcfg"))
			read_fw_cfg(vm, sysinfo);
		if (!igd_xml_has(sysinfo, "type", "smbios"))
			continue;
		if (vm->smbios.mode == IGD_VM_SMBIOS_SYSINFO)
			read_values(vm, sysinfo);
		else
			igd_vm_remark(vm, "<sysinfo type='smbios'> has no effect: <os> lacks "
					  "<smbios mode='sysinfo'/>");
	}
}
