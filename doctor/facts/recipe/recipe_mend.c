// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * recipe_mend - how a deviation is mended, in the words of who defines the VM
 *
 * libvirt sets what it has no element for by <qemu:override> (libvirt 11.3 docs/drvqemu.rst); Proxmox VE by `-set` in
 * `args:`, which its command line, not being JSON, still obeys (proxmox/qemu-server src/PVE/QemuServer/PCI.pm
 * print_hostpci_devices()).
 */
#include <string.h>

#include "facts/recipe/recipe_private.h"

const char *igd_recipe_fill(struct igd_host *host, const char *text, const char *name)
{
	const char *at = name ? strstr(text, "{}") : NULL;

	return at ? igd_host_print(host, "%.*s%s%s", (int)(at - text), text, name, at + 2) : text;
}

static const char *alias_of(const struct igd_recipe_case *it)
{
	const char *alias = it->hostdev->alias;

	if (alias)
		return alias;
	return it->vm->origin == IGD_VM_PROXMOX ? "hostpci0" : "hostdev0";
}

/* libvirt's bools are "true" and "false". */
static const char *libvirt_value(const struct igd_mend *mend)
{
	if (strcmp(mend->type, "bool") != 0)
		return mend->value;
	return strcmp(mend->value, "on") == 0 ? "true" : "false";
}

static const char *set(
	struct igd_host *host, const struct igd_recipe_case *it, const struct igd_mend *mend)
{
	switch (it->vm->origin) {
	case IGD_VM_LIBVIRT:
		return igd_host_print(host,
			"give the device `%s` in `<qemu:override>` the property `<qemu:property name='%s' "
			"type='%s' value='%s'/>`",
			alias_of(it), mend->name, mend->type, libvirt_value(mend));
	case IGD_VM_PROXMOX:
		return igd_host_print(host, "add `-set device.%s.%s=%s` to `args:`", alias_of(it),
			mend->name, mend->value);
	case IGD_VM_COMMAND_LINE:
		break;
	}
	return igd_host_print(
		host, "add `,%s=%s` to the iGPU's `-device vfio-pci`", mend->name, mend->value);
}

static const char *drop(struct igd_host *host, const struct igd_recipe_case *it, const char *name)
{
	switch (it->vm->origin) {
	case IGD_VM_LIBVIRT:
		return igd_host_print(host,
			"take `%s` out of the domain's `<qemu:override>` or `<qemu:commandline>`",
			name);
	case IGD_VM_PROXMOX:
		return igd_host_print(
			host, "take `%s` out of `%s:` or `args:`", name, alias_of(it));
	case IGD_VM_COMMAND_LINE:
		break;
	}
	return igd_host_print(host, "take `%s` out of the iGPU's `-device vfio-pci`", name);
}

const char *igd_recipe_mend(struct igd_host *host, const struct igd_recipe_case *it,
	const struct igd_mend *mend, const char *name)
{
	switch (mend->kind) {
	case IGD_MEND_SET:
		return set(host, it, mend);
	case IGD_MEND_DROP:
		return drop(host, it, mend->name ? mend->name : name);
	case IGD_MEND_TEXT:
		break;
	}
	return igd_recipe_fill(host, mend->text[it->vm->origin], name);
}
