// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_memory - <memory>, how it is backed, and what may be locked of it
 */
#include <string.h>

#include "facts/vm/vm_libvirt_private.h"

/* docs/formatdomain.rst "Memory Backing": a page without a nodeset is everybody's; the default unit is KiB. */
static void read_hugepages(struct igd_vm *vm, const xmlNode *hugepages)
{
	if (!hugepages)
		return;
	vm->memory.has_hugepages = IGD_VM_YES;
	vm->memory.hugepage_bytes = igd_xml_size(igd_xml_first(hugepages, "page"), "size", "KiB");
}

/*
 * src/qemu/qemu_command.c qemuBuildMemoryBackendPropsShare() says nothing where access is not said;
 * QEMU shares a memfd then (QEMU 10.0 backends/hostmem-memfd.c memfd_backend_instance_init()).
 */
static bool is_shared(const xmlNode *backing)
{
	const char *mode = igd_xml_raw(igd_xml_first(backing, "access"), "mode");

	if (mode)
		return strcmp(mode, "shared") == 0;
	return igd_xml_has(igd_xml_first(backing, "source"), "type", "memfd");
}

static void read_backing(struct igd_vm *vm, const xmlNode *backing)
{
	read_hugepages(vm, igd_xml_first(backing, "hugepages"));
	if (igd_xml_first(backing, "locked"))
		vm->memory.is_locked = IGD_VM_YES;
	if (is_shared(backing))
		vm->memory.is_shared = IGD_VM_YES;
}

/* docs/formatdomain.rst "Guest NUMA topology": memAccess says it for a cell. */
static void read_cells(struct igd_vm *vm, const xmlNode *cell)
{
	for (; cell; cell = igd_xml_next(cell, "cell"))
		if (igd_xml_has(cell, "memAccess", "shared"))
			vm->memory.is_shared = IGD_VM_YES;
}

void igd_libvirt_memory(struct igd_vm *vm, const xmlNode *domain)
{
	vm->memory.bytes = igd_xml_bytes(vm, igd_xml_first(domain, "memory"), "KiB");
	vm->memory.max_bytes = igd_xml_bytes(vm, igd_xml_first(domain, "maxMemory"), "KiB");
	vm->memory.hard_limit =
		igd_xml_bytes(vm, igd_xml_find(domain, "memtune/hard_limit"), "KiB");
	read_backing(vm, igd_xml_first(domain, "memoryBacking"));
	read_cells(vm, igd_xml_find(domain, "cpu/numa/cell"));
}
