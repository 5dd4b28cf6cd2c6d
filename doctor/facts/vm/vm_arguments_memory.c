// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_memory - the guest's memory, and what is behind it
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

/* QEMU 11.0 hw/core/machine.c machine_class_init(): default_ram_size */
#define DEFAULT_BYTES ((uint64_t)128 << 20)

void igd_arguments_memory(struct igd_arguments *arguments, const char *value)
{
	static const uint64_t mebi = (uint64_t)1 << 20;
	struct igd_vm_memory *memory = &arguments->vm->memory;
	struct igd_vm_properties properties = { 0 };
	const char *size, *most;

	arguments->has_memory = true;
	igd_arguments_read(arguments->vm, value, "size", &properties);
	size = igd_vm_property(&properties, "size");
	most = igd_vm_property(&properties, "maxmem");
	if (size && !igd_vm_size(size, mebi, &memory->bytes))
		memory->bytes = 0;
	if (most && (!igd_vm_size(most, mebi, &memory->max_bytes) ||
			    memory->max_bytes == memory->bytes))
		memory->max_bytes = 0;
}

/* The path of a mounted hugetlbfs is not known to be one; these are the usual places. */
static bool is_huge(const char *path)
{
	return strstr(path, "hugepages") != NULL;
}

void igd_arguments_memory_path(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_memory *memory = &arguments->vm->memory;

	memory->hugepage_path = igd_vm_print(arguments->vm, "%s", value);
	memory->has_hugepages = is_huge(value) ? IGD_VM_YES : IGD_VM_UNKNOWN;
	memory->is_shared = IGD_VM_NO;
}

void igd_arguments_overcommit(struct igd_arguments *arguments, const char *value)
{
	struct igd_vm_memory *memory = &arguments->vm->memory;
	struct igd_vm_properties properties = { 0 };
	const char *lock;

	igd_arguments_read(arguments->vm, value, NULL, &properties);
	lock = igd_vm_property(&properties, "mem-lock");
	if (!lock)
		lock = igd_vm_property(&properties, "mlock");
	/* "on-fault" locks as well, page by page */
	if (lock)
		memory->is_locked = strcmp(lock, "off") == 0 ? IGD_VM_NO : IGD_VM_YES;
}

static void settle_backend(struct igd_vm_memory *memory, const struct igd_definition *backend)
{
	const struct igd_vm_properties *properties = &backend->properties;
	const char *type = igd_vm_property(properties, "qom-type");
	const char *path = igd_vm_property(properties, "mem-path");
	const char *page = igd_vm_property(properties, "hugetlbsize");
	bool is_memfd = type && strcmp(type, "memory-backend-memfd") == 0;

	/* QEMU 11.0 backends/hostmem-memfd.c memfd_backend_instance_init(): shared unless it says otherwise */
	memory->is_shared = igd_vm_switch(properties, "share");
	if (memory->is_shared == IGD_VM_UNKNOWN)
		memory->is_shared = is_memfd ? IGD_VM_YES : IGD_VM_NO;
	memory->has_hugepages = igd_vm_switch(properties, "hugetlb");
	if (path) {
		memory->hugepage_path = path;
		memory->has_hugepages = is_huge(path) ? IGD_VM_YES : IGD_VM_UNKNOWN;
	}
	if (memory->has_hugepages == IGD_VM_UNKNOWN && !path)
		memory->has_hugepages = IGD_VM_NO;
	if (page)
		igd_vm_size(page, 1, &memory->hugepage_bytes);
}

void igd_arguments_settle_memory(struct igd_arguments *arguments)
{
	struct igd_vm_memory *memory = &arguments->vm->memory;
	const struct igd_definition *backend =
		igd_arguments_find(arguments, IGD_DEFINED_OBJECT, arguments->memory_backend);
	const char *size = igd_definition_property(backend, "size");

	if (backend)
		settle_backend(memory, backend);
	if (backend && size && !memory->bytes)
		igd_vm_size(size, 1, &memory->bytes);
	if (arguments->is_whole && !memory->bytes && !arguments->has_memory)
		memory->bytes = DEFAULT_BYTES;
}
