// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_define - what options define under a name
 */
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

#define MAX_DEFINITIONS 4096

const struct igd_definition *igd_arguments_find(
	const struct igd_arguments *arguments, enum igd_defined kind, const char *id)
{
	size_t i;

	for (i = 0; id && i < arguments->count; i++) {
		const struct igd_definition *item = &arguments->list[i];

		if (item->kind == kind && item->id && strcmp(item->id, id) == 0)
			return item;
	}
	return NULL;
}

const char *igd_definition_property(const struct igd_definition *definition, const char *name)
{
	return definition ? igd_vm_property(&definition->properties, name) : NULL;
}

struct igd_definition *igd_arguments_define(struct igd_arguments *arguments, enum igd_defined kind,
	const char *value, const char *implied)
{
	struct igd_definition item = { .kind = kind, .is_json = igd_arguments_is_json(value) };

	if (arguments->count >= MAX_DEFINITIONS) {
		igd_vm_remark(arguments->vm,
			"it has more than %d devices and what they use: the others are left out",
			MAX_DEFINITIONS);
		return NULL;
	}
	if (!igd_arguments_read(arguments->vm, value, implied, &item.properties))
		return NULL;
	item.id = igd_vm_property(&item.properties, kind == IGD_DEFINED_BLOCK ? "node-name" : "id");
	if (arguments->count == arguments->room) {
		arguments->room = arguments->room ? arguments->room * 2 : 32;
		arguments->list =
			igd_regrow(arguments->list, arguments->room, sizeof(*arguments->list));
	}
	arguments->list[arguments->count] = item;
	return &arguments->list[arguments->count++];
}
