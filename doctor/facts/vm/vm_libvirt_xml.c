// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_libvirt_xml - how XML is asked
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/util.h"
#include "facts/vm/vm_libvirt_private.h"

bool igd_xml_is(const xmlNode *node, const char *name)
{
	return node->type == XML_ELEMENT_NODE && !node->ns &&
	       (!name || strcmp((const char *)node->name, name) == 0);
}

static const xmlNode *this_or_next(const xmlNode *node, const char *name)
{
	while (node && !igd_xml_is(node, name))
		node = node->next;
	return node;
}

const xmlNode *igd_xml_first(const xmlNode *parent, const char *name)
{
	return parent ? this_or_next(parent->children, name) : NULL;
}

const xmlNode *igd_xml_next(const xmlNode *node, const char *name)
{
	return node ? this_or_next(node->next, name) : NULL;
}

const xmlNode *igd_xml_find(const xmlNode *node, const char *path)
{
	char step[32];
	size_t length;

	while (node && *path) {
		length = strcspn(path, "/");
		memcpy(step, path, length);
		step[length] = '\0';
		node = igd_xml_first(node, step);
		path += length + (path[length] == '/');
	}
	return node;
}

/* Without entities, an attribute's value is one text or none at all. */
const char *igd_xml_raw(const xmlNode *node, const char *attribute)
{
	const xmlAttr *each;

	for (each = node ? node->properties : NULL; each; each = each->next) {
		if (each->ns || strcmp((const char *)each->name, attribute) != 0)
			continue;
		if (!each->children)
			return "";
		return each->children->type == XML_TEXT_NODE ? (const char *)each->children->content
							     : NULL;
	}
	return NULL;
}

bool igd_xml_has(const xmlNode *node, const char *attribute, const char *value)
{
	const char *own = igd_xml_raw(node, attribute);

	return own && strcmp(own, value) == 0;
}

enum igd_vm_answer igd_xml_answer(const xmlNode *node, const char *attribute)
{
	if (igd_xml_has(node, attribute, "yes") || igd_xml_has(node, attribute, "on"))
		return IGD_VM_YES;
	if (igd_xml_has(node, attribute, "no") || igd_xml_has(node, attribute, "off"))
		return IGD_VM_NO;
	return IGD_VM_UNKNOWN;
}

bool igd_xml_number(const xmlNode *node, const char *attribute, unsigned limit, unsigned *ret)
{
	const char *text = igd_xml_raw(node, attribute);
	uint64_t value;

	if (!text || igd_parse_u64(text, 0, &value) != 0 || value > limit)
		return false;
	*ret = (unsigned)value;
	return true;
}

const char *igd_xml_get(struct igd_vm *vm, const xmlNode *node, const char *attribute)
{
	const char *text = igd_xml_raw(node, attribute);

	return text && *text ? igd_vm_keep(vm, text, strlen(text)) : NULL;
}

const char *igd_xml_text(struct igd_vm *vm, const xmlNode *node)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const xmlNode *part;
	const char *start;
	size_t size;

	for (part = node ? node->children : NULL; part; part = part->next)
		if (part->type == XML_TEXT_NODE || part->type == XML_CDATA_SECTION_NODE)
			igd_text_add(&text, part->content, strlen((const char *)part->content));
	if (!text.text)
		return NULL;
	start = text.text + strspn(text.text, " \t\r\n");
	size = strlen(start);
	while (size && isspace((unsigned char)start[size - 1]))
		size--;
	return size ? igd_vm_keep(vm, start, size) : NULL;
}

/* "KiB" and "k" are 1024, "KB" is 1000 (libvirt 11.3 src/util/virutil.c virScaleInteger()). 0 for no unit. */
static uint64_t unit_of(const char *unit)
{
	static const char letters[] = "kmgtpe";
	const char *letter;
	uint64_t factor, scale = 1;

	if (strcasecmp(unit, "b") == 0 || strcasecmp(unit, "byte") == 0 ||
		strcasecmp(unit, "bytes") == 0)
		return 1;
	letter = *unit ? strchr(letters, tolower((unsigned char)*unit)) : NULL;
	if (!letter)
		return 0;
	if (!unit[1] || strcasecmp(unit + 1, "ib") == 0)
		factor = 1024;
	else if (strcasecmp(unit + 1, "b") == 0)
		factor = 1000;
	else
		return 0;
	for (; letter >= letters; letter--)
		scale *= factor;
	return scale;
}

static uint64_t scaled(const char *number, const char *unit, const char *default_unit)
{
	uint64_t value, scale = unit_of(unit ? unit : default_unit);

	if (!number || !scale || igd_parse_u64(number, 10, &value) != 0)
		return 0;
	return value <= UINT64_MAX / scale ? value * scale : 0;
}

uint64_t igd_xml_bytes(struct igd_vm *vm, const xmlNode *node, const char *default_unit)
{
	return scaled(igd_xml_text(vm, node), igd_xml_raw(node, "unit"), default_unit);
}

uint64_t igd_xml_size(const xmlNode *node, const char *attribute, const char *default_unit)
{
	return scaled(igd_xml_raw(node, attribute), igd_xml_raw(node, "unit"), default_unit);
}

struct igd_vm_address igd_xml_guest(const xmlNode *device)
{
	const xmlNode *node = igd_xml_first(device, "address");
	struct igd_vm_address address = { 0 };

	while (node && !igd_xml_has(node, "type", "pci"))
		node = igd_xml_next(node, "address");
	if (!igd_xml_number(node, "slot", 0x1f, &address.slot))
		return (struct igd_vm_address){ 0 };
	if ((igd_xml_raw(node, "domain") &&
		    !igd_xml_number(node, "domain", 0xffff, &address.domain)) ||
		(igd_xml_raw(node, "bus") && !igd_xml_number(node, "bus", 0xff, &address.bus)) ||
		(igd_xml_raw(node, "function") &&
			!igd_xml_number(node, "function", 7, &address.function)))
		return (struct igd_vm_address){ 0 };
	address.is_known = true;
	/* Bus 0 is the root; every other is the index of the controller, which is a bridge, that it hangs from. */
	address.is_behind_bridge = address.bus != 0 || address.domain != 0;
	return address;
}

const char *igd_xml_host(struct igd_vm *vm, const xmlNode *address)
{
	unsigned domain = 0, bus, slot, function = 0;

	if (!igd_xml_number(address, "bus", 0xff, &bus) ||
		!igd_xml_number(address, "slot", 0x1f, &slot))
		return NULL;
	if (igd_xml_raw(address, "domain") &&
		!igd_xml_number(address, "domain", UINT32_MAX, &domain))
		return NULL;
	if (igd_xml_raw(address, "function") && !igd_xml_number(address, "function", 7, &function))
		return NULL;
	return igd_vm_print(vm, "%04x:%02x:%02x.%x", domain, bus, slot, function);
}
