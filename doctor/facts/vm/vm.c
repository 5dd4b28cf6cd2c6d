// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm - a virtual machine as it is defined, whoever defined it
 */
#include "facts/vm/vm.h"

#include <string.h>
#include <strings.h>

#include "core/util.h"

/* QEMU takes '_' for '-' in the names of its options' properties (QEMU 11.0 qom/object.c, util/keyval.c). */
static char folded(char letter)
{
	return letter == '_' ? '-' : letter;
}

static bool is_same_name(const char *left, const char *right)
{
	while (*left && folded(*left) == folded(*right)) {
		left++;
		right++;
	}
	return folded(*left) == folded(*right);
}

const char *igd_vm_property(const struct igd_vm_properties *properties, const char *name)
{
	size_t i;

	for (i = 0; i < properties->count; i++)
		if (is_same_name(properties->list[i].name, name))
			return properties->list[i].value;
	return NULL;
}

/* QEMU 11.0 qapi/qapi-util.c qapi_bool_parse(); 1 and 0 are what people write for a number's sake. */
enum igd_vm_answer igd_vm_switch(const struct igd_vm_properties *properties, const char *name)
{
	static const char *const on[] = { "on", "yes", "true", "y", "1" };
	static const char *const off[] = { "off", "no", "false", "n", "0" };
	const char *value = igd_vm_property(properties, name);
	size_t i;

	for (i = 0; value && i < sizeof(on) / sizeof(*on); i++) {
		if (strcasecmp(value, on[i]) == 0)
			return IGD_VM_YES;
		if (strcasecmp(value, off[i]) == 0)
			return IGD_VM_NO;
	}
	return IGD_VM_UNKNOWN;
}

const struct igd_vm_hostdev *igd_vm_hostdev(const struct igd_vm *vm, const char *address)
{
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++)
		if (vm->hostdevs[i].host && strcmp(vm->hostdevs[i].host, address) == 0)
			return &vm->hostdevs[i];
	return NULL;
}

enum igd_vm_answer igd_vm_is_at_2(const struct igd_vm_address *address)
{
	if (address->is_behind_bridge)
		return IGD_VM_NO;
	if (!address->is_known)
		return IGD_VM_UNKNOWN;
	return !address->domain && !address->bus && address->slot == 2 && !address->function
		       ? IGD_VM_YES
		       : IGD_VM_NO;
}

const char *igd_vm_address_words(struct igd_host *host, const struct igd_vm_address *address)
{
	if (!address->is_known)
		return address->is_behind_bridge ? "a place behind a bridge"
						 : "a place that is chosen when the VM starts";
	if (address->is_behind_bridge && !address->bus)
		return igd_host_print(
			host, "%02x.%x behind a bridge", address->slot, address->function);
	return igd_host_print(host, "%02x:%02x.%x", address->bus, address->slot, address->function);
}
