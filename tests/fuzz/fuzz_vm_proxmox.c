// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_vm_proxmox - a configuration of Proxmox VE
 */
#include <stdlib.h>

#include "core/util.h"
#include "facts/vm/vm_build.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct igd_error error;
	struct igd_vm vm;

	if (igd_vm_parse_proxmox((const char *)data, size, &vm, &error) != 0)
		return 0;
	if (vm.hostdev_count > IGD_VM_MAX_ITEMS || vm.disk_count > IGD_VM_MAX_ITEMS || !vm.name ||
		vm.machine.chipset == IGD_VM_CHIPSET_UNKNOWN)
		abort();
	igd_vm_done(&vm);
	return 0;
}
