// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_vm_command_line - a command line of QEMU, as it is read from a process or from what somebody pasted
 */
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_build.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct igd_vm *vm)
{
	size_t i;

	if (vm->hostdev_count > IGD_VM_MAX_ITEMS || vm->other_count > IGD_VM_MAX_ITEMS ||
		vm->remark_count > IGD_VM_MAX_ITEMS || !vm->name)
		abort();
	for (i = 0; i < vm->other_count; i++)
		if (!vm->others[i].driver)
			abort();
	for (i = 0; i < vm->remark_count; i++)
		if (strpbrk(vm->remarks[i], "\n\t\x1b"))
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_error error;
	struct igd_vm vm;

	if (igd_vm_parse_command_line((const char *)data, size, &vm, &error) == 0) {
		check(&vm);
		igd_vm_done(&vm);
	}
	if (igd_vm_parse((const char *)data, size, &vm, &error) == 0) {
		check(&vm);
		igd_vm_done(&vm);
	}
	return 0;
}
