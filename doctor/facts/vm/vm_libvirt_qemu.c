// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_qemu - <qemu:override> and <qemu:commandline>: what is said past libvirt
 *
 * Much of what goes wrong with these goes wrong silently: without the namespace libvirt drops them, an alias that no
 * device has changes nothing, and -set does not find a device that libvirt gives as JSON.
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

static bool is_qemu(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && node->ns &&
	       strcmp((const char *)node->ns->href, IGD_LIBVIRT_QEMU) == 0 &&
	       (!name || strcmp((const char *)node->name, name) == 0);
}

static const xmlNode *next_qemu(const xmlNode *node, const char *name)
{
	while (node && !is_qemu(node, name))
		node = node->next;
	return node;
}

static const xmlNode *first_qemu(const xmlNode *parent, const char *name)
{
	return parent ? next_qemu(parent->children, name) : NULL;
}

/*
 * Properties that QEMU takes as JSON of one type alone: hw/vfio/pci.c has them as bits, OnOffAuto
 * and a number, and qom/object_interfaces.c object_set_properties_from_keyval() reads JSON by the
 * strict visitor ("Invalid parameter type for 'x-vga', expected: boolean",
 * qapi/qobject-input-visitor.c; all QEMU 10.0).
 */
static const struct {
	const char *property, *type, *words;
} types[] = {
	{ "x-igd-opregion", "bool", "type='bool' value='true'" },
	{ "x-igd-lpc", "bool", "type='bool' value='true'" },
	{ "x-vga", "bool", "type='bool' value='true'" },
	{ "x-igd-legacy-mode", "string", "type='string' value='off'" },
	{ "x-igd-gms", "unsigned", "type='unsigned' and a decimal value" },
};

static void check_type(struct igd_vm *vm, const char *name, const char *type)
{
	size_t i;

	/* Both are a number to QEMU (docs/drvqemu.rst). */
	if (strcmp(type, "signed") == 0)
		type = "unsigned";
	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strcmp(types[i].property, name) == 0 && strcmp(types[i].type, type) != 0)
			igd_vm_remark(vm,
				"<qemu:override> gives `%s` as type='%s', which QEMU refuses: it "
				"wants %s",
				name, type, types[i].words);
}

/*
 * src/qemu/qemu_domain.c qemuDomainDefNamespaceParseOverrideProperties(): a bool is "true" or
 * "false", numbers are decimal, and what is removed has no value.
 */
static void check_value(struct igd_vm *vm, const char *name, const char *type, const char *value)
{
	bool is_bad = strcmp(type, "remove") == 0;

	if (strcmp(type, "bool") == 0)
		is_bad = strcmp(value, "true") != 0 && strcmp(value, "false") != 0;
	if (strcmp(type, "unsigned") == 0)
		is_bad = !*value || value[strspn(value, "0123456789")] != '\0';
	if (is_bad)
		igd_vm_remark(vm,
			"<qemu:override> gives `%s` the value '%s', which libvirt refuses for "
			"type='%s'",
			name, value, type);
}

static void override(struct igd_vm *vm, const char *alias, const xmlNode *property)
{
	const char *name = igd_xml_get(vm, property, "name");
	const char *type = igd_xml_get(vm, property, "type");
	const char *value = igd_xml_get(vm, property, "value");
	bool is_removed = type && strcmp(type, "remove") == 0;

	if (!name || !type || (!value && !is_removed))
		return;
	if (!is_removed)
		check_type(vm, name, type);
	if (value)
		check_value(vm, name, type, value);
	igd_vm_set_device(vm, alias, name, is_removed ? NULL : value);
}

/* Whether a device says that it is called so; what a running VM would call it by itself is not written down. */
static bool has_alias(const struct igd_vm *vm, const xmlNode *domain, const char *alias)
{
	const xmlNode *device = igd_xml_first(igd_xml_first(domain, "devices"), NULL);
	size_t i;

	for (i = 0; i < vm->hostdev_count; i++)
		if (vm->hostdevs[i].alias && strcmp(vm->hostdevs[i].alias, alias) == 0)
			return true;
	for (; device; device = igd_xml_next(device, NULL))
		if (igd_xml_has(igd_xml_first(device, "alias"), "name", alias))
			return true;
	return !igd_starts_with(alias, "hostdev") && !igd_starts_with(alias, "ua-");
}

static void read_override(struct igd_vm *vm, const xmlNode *domain)
{
	const xmlNode *device = first_qemu(first_qemu(domain, "override"), "device"), *property;
	const char *alias;

	for (; device; device = next_qemu(device->next, "device")) {
		alias = igd_xml_get(vm, device, "alias");
		if (!alias)
			continue;
		if (!has_alias(vm, domain, alias))
			igd_vm_remark(vm,
				"<qemu:override> is for the device `%s`, which this VM does not have, so "
				"it changes nothing",
				alias);
		for (property = first_qemu(first_qemu(device, "frontend"), "property"); property;
			property = next_qemu(property->next, "property"))
			override(vm, alias, property);
	}
}

/*
 * "device.json" is what libvirt 7.9 and 7.10 called it; 11.3 knows the name, but does not heed it
 * (src/qemu/qemu_capabilities.h X_QEMU_CAPS_DEVICE_JSON_BROKEN_HOTPLUG, QEMU_CAPS_DEVICE_JSON).
 */
static bool has_device_json(const xmlNode *domain)
{
	const xmlNode *each = first_qemu(first_qemu(domain, "capabilities"), "del");

	for (; each; each = next_qemu(each->next, "del"))
		if (igd_xml_has(each, "capability", "device.json+hotplug"))
			return false;
	return true;
}

/* Whether one of the arguments makes the device itself, which -set then finds: "...,id=NAME,...". */
static bool makes_device(const char *const *arguments, const char *id, size_t length)
{
	const char *found;

	for (; *arguments; arguments++)
		for (found = strstr(*arguments, "id="); found; found = strstr(found + 3, "id="))
			if (strncmp(found + 3, id, length) == 0 && strchr(",", found[3 + length]))
				return true;
	return false;
}

/*
 * libvirt 7.9 and 7.10 gave devices to QEMU 6.2 as JSON, 8.0 did not (NEWS v7.9.0, v8.0.0), later
 * ones do with QEMU 7.0 and later ("device.json+hotplug" in 11.3
 * tests/qemucapabilitiesdata/caps_7.0.0_x86_64.xml, not in caps_6.2.0). -set does not find these:
 * QEMU 10.0 system/vl.c keeps them apart from the options that qemu_set_option() looks through.
 */
static void check_set(struct igd_vm *vm, const char *const *arguments, const char *what)
{
	const char *id = what + strlen("device.");
	size_t length = strcspn(id, ".");

	if (makes_device(arguments, id, length))
		return;
	igd_vm_remark(vm,
		"<qemu:commandline> has `-set %s`: with QEMU 7.0 and later, to which libvirt gives "
		"devices as JSON, the VM does not start (`there is no device \"%.*s\" defined`); "
		"<qemu:override> does it there",
		what, (int)length, id);
}

static void check_arguments(struct igd_vm *vm, const xmlNode *domain, const char *const *arguments)
{
	const char *const *each;

	for (each = arguments; *each; each++) {
		if (strcmp(*each, "-set") == 0 && each[1] && igd_starts_with(each[1], "device.") &&
			has_device_json(domain))
			check_set(vm, arguments, each[1]);
		if (**each == '-' && strchr(*each, ' '))
			igd_vm_remark(vm,
				"<qemu:arg value='%s'/> is one word to QEMU, which has no such "
				"option: each word is a <qemu:arg> of its own",
				*each);
	}
}

static void read_arguments(struct igd_vm *vm, const xmlNode *domain)
{
	const xmlNode *arg = first_qemu(first_qemu(domain, "commandline"), "arg");
	const char *arguments[IGD_VM_MAX_ITEMS + 1] = { NULL };
	size_t count = 0;

	for (; arg && count < IGD_VM_MAX_ITEMS; arg = next_qemu(arg->next, "arg")) {
		arguments[count] = igd_xml_get(vm, arg, "value");
		count += arguments[count] != NULL;
	}
	if (arg)
		igd_vm_remark(vm,
			"<qemu:commandline> has more than %d arguments: what is behind these is "
			"left out",
			IGD_VM_MAX_ITEMS);
	check_arguments(vm, domain, arguments);
	igd_vm_apply_arguments(vm, arguments, count);
}

/* An element such as "qemu:commandline" whose prefix nobody has declared, or as something else. */
static void check_dropped(struct igd_vm *vm, const xmlNode *node)
{
	static const char *const names[] = { "commandline", "override", "capabilities" };
	const char *name = (const char *)node->name;
	size_t i;

	if (node->type != XML_ELEMENT_NODE || is_qemu(node, NULL))
		return;
	if (!node->ns && !igd_starts_with(name, "qemu:"))
		return;
	name = node->ns ? name : name + strlen("qemu:");
	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(name, names[i]) == 0)
			igd_vm_remark(vm,
				"libvirt drops <qemu:%s>: <domain> does not declare "
				"xmlns:qemu='" IGD_LIBVIRT_QEMU "'",
				name);
}

void igd_libvirt_qemu(struct igd_vm *vm, const xmlNode *domain)
{
	const xmlNode *node, *devices = igd_xml_first(domain, "devices");

	for (node = domain->children; node; node = node->next)
		check_dropped(vm, node);
	for (node = devices ? devices->children : NULL; node; node = node->next) {
		check_dropped(vm, node);
		if (is_qemu(node, NULL))
			igd_vm_remark(vm,
				"<qemu:%s> stands in <devices>, where libvirt does not read it: it "
				"belongs directly into <domain>",
				(const char *)node->name);
	}
	read_override(vm, domain);
	read_arguments(vm, domain);
}
