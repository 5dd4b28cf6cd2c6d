// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * vm_arguments_read - QEMU's key=value lists and its JSON, as properties
 */
#include <cjson/cJSON.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/util.h"
#include "facts/vm/vm_arguments.h"

/* More than any device has: -cpu host-model by libvirt 11 has some 60. */
#define MAX_OPTIONS 1024
#define MAX_DEPTH 16

bool igd_arguments_is_json(const char *text)
{
	return *text == '{';
}

/* One "key=value" up to a single comma, into text; returns what is behind it. */
static const char *read_one(const char *at, struct igd_text *ret)
{
	ret->size = 0;
	igd_text_add(ret, "", 0);
	for (; *at; at++) {
		if (*at == ',' && at[1] != ',')
			return at + 1;
		at += *at == ',';
		igd_text_add(ret, at, 1);
	}
	return at;
}

/* "hostfwd" may be given again and again, and each counts (QEMU 11.0 qapi/net.json NetdevUserOptions); one has no comma. */
static void add_forward(struct igd_vm *vm, const char *value, struct igd_vm_properties *ret)
{
	const char *others = igd_vm_property(ret, "hostfwd");
	IGD_AUTOFREE char *all = others ? igd_printf("%s,%s", others, value) : igd_strdup(value);

	igd_vm_set(vm, ret, "hostfwd", all);
}

static void set_one(
	struct igd_vm *vm, char *option, const char *implied, struct igd_vm_properties *ret)
{
	char *equals = strchr(option, '=');

	if (!*option || equals == option)
		return;
	if (equals)
		*equals = '\0';
	if (equals && strcmp(option, "hostfwd") == 0)
		add_forward(vm, equals + 1, ret);
	else if (equals || !implied)
		igd_vm_set(vm, ret, option, equals ? equals + 1 : "on");
	else
		igd_vm_set(vm, ret, implied, option);
}

/* QEMU 11.0 util/keyval.c keyval_parse(), util/qemu-option.c opts_do_parse() */
static void read_list(
	struct igd_vm *vm, const char *text, const char *implied, struct igd_vm_properties *ret)
{
	IGD_AUTOTEXT struct igd_text option = { 0 };
	size_t count = 0;

	while (*text && count++ < MAX_OPTIONS) {
		text = read_one(text, &option);
		set_one(vm, option.text, implied, ret);
		implied = NULL;
	}
	if (*text)
		igd_vm_remark(vm, "an option has more than %d parts: the others are left out",
			MAX_OPTIONS);
}

/* Braces and brackets within each other; cJSON would follow 1000 of them. */
static bool is_deep(const char *text)
{
	size_t depth = 0;
	bool is_text = false;

	for (; *text && depth <= MAX_DEPTH; text++) {
		if (is_text && *text == '\\' && text[1])
			text++;
		else if (*text == '"')
			is_text = !is_text;
		else if (!is_text && (*text == '{' || *text == '['))
			depth++;
		else if (!is_text && (*text == '}' || *text == ']') && depth)
			depth--;
	}
	return depth > MAX_DEPTH;
}

static void set_number(
	struct igd_vm *vm, struct igd_vm_properties *ret, const char *key, double number)
{
	/* as a number, "addr" is slot and function in one (QEMU 11.0 qdev-properties-system.c set_pci_devfn()) */
	if (strcmp(key, "addr") == 0 && number >= 0 && number < 256)
		igd_vm_set(vm, ret, key,
			igd_vm_print(vm, "%x.%x", (unsigned)number >> 3, (unsigned)number & 7));
	else if (fabs(number) < 9007199254740992.0 && floor(number) >= number)
		igd_vm_set(vm, ret, key, igd_vm_print(vm, "%.0f", number));
	else
		igd_vm_set(vm, ret, key, igd_vm_print(vm, "%.17g", number));
}

static void set_value(
	struct igd_vm *vm, struct igd_vm_properties *ret, const char *key, const cJSON *value)
{
	if (cJSON_IsString(value))
		igd_vm_set(vm, ret, key, value->valuestring);
	else if (cJSON_IsBool(value))
		igd_vm_set(vm, ret, key, cJSON_IsTrue(value) ? "on" : "off");
	else if (cJSON_IsNumber(value))
		set_number(vm, ret, key, value->valuedouble);
}

/* The members of an object that are not yet read, and what their keys begin with. */
struct level {
	const cJSON *next;
	size_t index;
	char *prefix;
};

static char *key_of(const struct level *level)
{
	const char *point = *level->prefix ? "." : "";

	if (!level->next->string)
		return igd_printf("%s%s%zu", level->prefix, point, level->index);
	return igd_printf("%s%s%.256s", level->prefix, point, level->next->string);
}

/* Nested keys as QEMU's own dotted ones: "file.filename", "server.0.host"; is_deep() has bounded how deep they go. */
static void set_tree(struct igd_vm *vm, struct igd_vm_properties *ret, const cJSON *tree)
{
	struct level levels[MAX_DEPTH + 1] = { { .next = tree->child, .prefix = igd_strdup("") } };
	size_t depth = 1;

	while (depth) {
		struct level *level = &levels[depth - 1];
		const cJSON *value = level->next;
		char *key;

		if (!value) {
			free(level->prefix);
			depth--;
			continue;
		}
		key = key_of(level);
		level->next = value->next;
		level->index++;
		if (value->child && depth <= MAX_DEPTH) {
			levels[depth++] = (struct level){ .next = value->child, .prefix = key };
			continue;
		}
		set_value(vm, ret, key, value);
		free(key);
	}
}

/* One string in single quotes, which QEMU's JSON has beside JSON's own (QEMU 11.0 qobject/json-lexer.c IN_SQ_STRING). */
static const char *add_single_quoted(const char *at, struct igd_text *ret)
{
	igd_text_add(ret, "\"", 1);
	for (at++; *at && *at != '\''; at++) {
		if (*at == '\\' && at[1] == '\'')
			at++;
		else if (*at == '\\' && at[1])
			igd_text_add(ret, at++, 1);
		else if (*at == '"')
			igd_text_add(ret, "\\", 1);
		igd_text_add(ret, at, 1);
	}
	igd_text_add(ret, "\"", 1);
	return *at ? at + 1 : at;
}

/* The same in double quotes alone. */
static void as_json(const char *at, struct igd_text *ret)
{
	const char *start;

	while (*at) {
		if (*at == '\'') {
			at = add_single_quoted(at, ret);
			continue;
		}
		start = at++;
		while (*start == '"' && *at && *at != '"')
			at += *at == '\\' && at[1] ? 2 : 1;
		at += *start == '"' && *at;
		igd_text_add(ret, start, (size_t)(at - start));
	}
}

static bool read_json(struct igd_vm *vm, const char *text, struct igd_vm_properties *ret)
{
	IGD_AUTOTEXT struct igd_text json = { 0 };
	cJSON *tree;

	as_json(text, &json);
	tree = is_deep(json.text) ? NULL : cJSON_Parse(json.text);
	if (!tree || !cJSON_IsObject(tree)) {
		igd_vm_remark(vm, "`%.60s` begins like JSON and is none: it is left out", text);
		cJSON_Delete(tree);
		return false;
	}
	set_tree(vm, ret, tree);
	cJSON_Delete(tree);
	return true;
}

bool igd_arguments_read(
	struct igd_vm *vm, const char *text, const char *implied, struct igd_vm_properties *ret)
{
	if (igd_arguments_is_json(text))
		return read_json(vm, text, ret);
	read_list(vm, text, implied, ret);
	return true;
}
