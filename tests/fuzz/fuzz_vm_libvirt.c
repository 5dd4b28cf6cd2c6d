// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_vm_libvirt - any bytes as a libvirt domain
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_build.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A text of the model is one line that can be shown. */
static void check_text(const char *text)
{
	IGD_AUTOFREE char *shown = NULL;

	if (!text)
		return;
	shown = igd_printable(text, strlen(text), SIZE_MAX / 2);
	if (strcmp(shown, text) != 0)
		abort();
}

static void check_properties(const struct igd_vm_properties *properties)
{
	size_t i;

	if (properties->count > IGD_VM_MAX_ITEMS)
		abort();
	for (i = 0; i < properties->count; i++) {
		check_text(properties->list[i].name);
		check_text(properties->list[i].value);
		if (!igd_vm_property(properties, properties->list[i].name))
			abort();
	}
}

static void check_address(const struct igd_vm_address *address)
{
	if (address->slot > 0x1f || address->function > 7 || address->bus > 0xff)
		abort();
	if (igd_vm_is_at_2(address) == IGD_VM_YES && !address->is_known)
		abort();
}

static void check_hostdev(const struct igd_vm *vm, const struct igd_vm_hostdev *hostdev)
{
	check_address(&hostdev->guest);
	check_properties(&hostdev->properties);
	check_text(hostdev->alias);
	check_text(hostdev->rom);
	if (hostdev->host && !igd_vm_hostdev(vm, hostdev->host))
		abort();
}

static void check(const struct igd_vm *vm)
{
	size_t i;

	if (vm->origin != IGD_VM_LIBVIRT || !vm->name || vm->hostdev_count > IGD_VM_MAX_ITEMS ||
		vm->other_count > IGD_VM_MAX_ITEMS || vm->remark_count > IGD_VM_MAX_ITEMS)
		abort();
	check_text(vm->name);
	check_text(vm->cpu.model);
	check_properties(&vm->cpu.properties);
	check_properties(&vm->globals);
	for (i = 0; i < vm->hostdev_count; i++)
		check_hostdev(vm, &vm->hostdevs[i]);
	for (i = 0; i < vm->display_count; i++)
		if (!vm->displays[i].model)
			abort();
	for (i = 0; i < vm->other_count; i++) {
		check_address(&vm->others[i].guest);
		check_text(vm->others[i].driver);
		check_properties(&vm->others[i].properties);
	}
	for (i = 0; i < vm->smbios.value_count; i++)
		check_text(vm->smbios.values[i].value);
	for (i = 0; i < vm->remark_count; i++)
		check_text(vm->remarks[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_error error = { 0 };
	struct igd_vm vm = { 0 };

	if (igd_vm_parse_libvirt((const char *)data, size, &vm, &error) < 0) {
		if (!*error.message || vm.store)
			abort(); /* an error without a reason, or half a VM */
		return 0;
	}
	check(&vm);
	igd_vm_done(&vm);
	return 0;
}
