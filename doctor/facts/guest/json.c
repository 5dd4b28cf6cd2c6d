// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json - what a guest says, in JSON, which need not be true, of the right type, or fit to be shown
 */
#include "facts/guest/json.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

cJSON *igd_json_parse(const char *json, size_t size)
{
	return size <= IGD_JSON_MAX_BYTES ? cJSON_ParseWithLength(json, size) : NULL;
}

void igd_json_copy(const cJSON *value, char *ret, size_t size)
{
	const char *text = cJSON_GetStringValue(value);
	IGD_AUTOFREE char *shown =
		igd_printable(text ? text : "", text ? strlen(text) : 0, size - 1);

	memcpy(ret, shown, strlen(shown) + 1);
}

void igd_json_text(const cJSON *object, const char *key, char *ret, size_t size)
{
	igd_json_copy(cJSON_GetObjectItemCaseSensitive(object, key), ret, size);
}

bool igd_json_number(const cJSON *object, const char *key, uint32_t *ret)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);

	if (!cJSON_IsNumber(value) || !(value->valuedouble >= 0) ||
		!(value->valuedouble <= UINT32_MAX) ||
		value->valuedouble != (double)(uint32_t)value->valuedouble)
		return false;
	*ret = (uint32_t)value->valuedouble;
	return true;
}

bool igd_json_bool(const cJSON *object, const char *key, bool *ret)
{
	const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, key);
	const char *text = cJSON_GetStringValue(value);

	if (cJSON_IsBool(value))
		*ret = cJSON_IsTrue(value);
	else if (text && (strcasecmp(text, "true") == 0 || strcasecmp(text, "false") == 0))
		*ret = strcasecmp(text, "true") == 0;
	else
		return false;
	return true;
}

void *igd_json_list(const cJSON *value, size_t size, void (*read)(const cJSON *item, void *ret),
	size_t *ret_count)
{
	bool is_list = cJSON_IsArray(value);
	const cJSON *item;
	size_t count = 0;
	char *list;

	*ret_count = 0;
	if (!value || cJSON_IsNull(value) || (is_list && !value->child))
		return NULL;
	list = igd_zalloc(IGD_JSON_MAX_ITEMS * size);
	for (item = is_list ? value->child : value; item && count < IGD_JSON_MAX_ITEMS;
		item = is_list ? item->next : NULL)
		read(item, list + size * count++);
	*ret_count = count;
	return list;
}
