// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * descriptor - the firmware images that this host has for VMs: one descriptor
 */
#include "facts/qemu/descriptor.h"

#include <cjson/cJSON.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PATH 1024u
#define MAX_WORD 64u

/* A text of at most limit bytes that is printable as it stands; NULL for anything else. */
static const char *text_of(const cJSON *object, const char *key, size_t limit)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);
	const char *text = cJSON_GetStringValue(value);
	IGD_AUTOFREE char *shown = NULL;

	if (!text || !*text || strlen(text) > limit)
		return NULL;
	shown = igd_printable(text, strlen(text), limit * 4);
	return strcmp(shown, text) == 0 ? text : NULL;
}

static bool has_word(const cJSON *object, const char *key, const char *word)
{
	const cJSON *list = cJSON_GetObjectItemCaseSensitive(object, key), *each;

	cJSON_ArrayForEach(each, list)
	{
		const char *text = cJSON_GetStringValue(each);

		if (text && strcmp(text, word) == 0)
			return true;
	}
	return false;
}

/* {"filename": "/usr/share/OVMF/OVMF_CODE_4M.fd", "format": "raw"} */
static bool take_file(const cJSON *mapping, const char *key, char **ret_path, char **ret_format)
{
	const cJSON *file = cJSON_GetObjectItemCaseSensitive(mapping, key);
	const char *path = text_of(file, "filename", MAX_PATH);
	const char *format = text_of(file, "format", MAX_WORD);

	if (!path || *path != '/' || !format)
		return false;
	*ret_path = igd_strdup(path);
	*ret_format = igd_strdup(format);
	return true;
}

/* FirmwareMappingFlash: without "mode" it is "split" (QEMU 11.0 docs/interop/firmware.json). */
static void take_mapping(const cJSON *mapping, struct igd_descriptor *ret)
{
	const char *device = text_of(mapping, "device", MAX_WORD);
	const char *mode = text_of(mapping, "mode", MAX_WORD);

	if (!device || strcmp(device, "flash") != 0 || (mode && strcmp(mode, "split") != 0))
		return;
	ret->is_flash =
		take_file(mapping, "executable", &ret->code, &ret->code_format) &&
		take_file(mapping, "nvram-template", &ret->variables, &ret->variables_format);
}

static void take_target(const cJSON *target, struct igd_descriptor *ret)
{
	const char *architecture = text_of(target, "architecture", MAX_WORD), *machine;
	const cJSON *machines = cJSON_GetObjectItemCaseSensitive(target, "machines"), *each;

	if (!architecture || strcmp(architecture, "x86_64") != 0)
		return;
	cJSON_ArrayForEach(each, machines)
	{
		machine = cJSON_GetStringValue(each);
		if (machine && *machine && strlen(machine) <= MAX_WORD &&
			ret->machine_count < IGD_DESCRIPTOR_MAX_MACHINES)
			ret->machines[ret->machine_count++] =
				igd_printable(machine, strlen(machine), MAX_WORD);
	}
}

static const char *fault_of(const cJSON *root)
{
	if (!cJSON_IsObject(root))
		return "it is no JSON object";
	if (!cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(root, "interface-types")))
		return "it has no list \"interface-types\"";
	if (!cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(root, "mapping")))
		return "it has no \"mapping\"";
	if (!cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(root, "targets")))
		return "it has no list \"targets\"";
	if (!cJSON_IsArray(cJSON_GetObjectItemCaseSensitive(root, "features")))
		return "it has no list \"features\"";
	return NULL;
}

static void take(const cJSON *root, struct igd_descriptor *ret)
{
	const cJSON *targets = cJSON_GetObjectItemCaseSensitive(root, "targets"), *target;

	ret->is_uefi = has_word(root, "interface-types", "uefi");
	ret->has_secure_boot = has_word(root, "features", "secure-boot");
	ret->has_enrolled_keys = has_word(root, "features", "enrolled-keys");
	ret->needs_smm = has_word(root, "features", "requires-smm");
	take_mapping(cJSON_GetObjectItemCaseSensitive(root, "mapping"), ret);
	cJSON_ArrayForEach(target, targets) take_target(target, ret);
}

int igd_descriptor_parse(
	const char *text, size_t size, struct igd_descriptor *ret, struct igd_error *reterr)
{
	cJSON *root;
	const char *fault;

	*ret = (struct igd_descriptor){ 0 };
	if (size > IGD_DESCRIPTOR_MAX_BYTES)
		return igd_error_set(reterr, EBADMSG, "it is too large for a firmware descriptor");
	root = cJSON_ParseWithLength(text, size);
	fault = root ? fault_of(root) : "it is no JSON";
	if (!fault)
		take(root, ret);
	cJSON_Delete(root);
	return fault ? igd_error_set(reterr, EBADMSG, "%s", fault) : 0;
}

void igd_descriptor_done(struct igd_descriptor *descriptor)
{
	size_t i;

	free(descriptor->code);
	free(descriptor->code_format);
	free(descriptor->variables);
	free(descriptor->variables_format);
	for (i = 0; i < descriptor->machine_count; i++)
		free(descriptor->machines[i]);
	*descriptor = (struct igd_descriptor){ 0 };
}
