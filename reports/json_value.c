// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_value - what every JSON document of this program has in common
 */
#include "reports/json_value.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

void igd_json_add_text(cJSON *object, const char *key, const char *text)
{
	IGD_AUTOFREE char *shown = text ? igd_printable(text, strlen(text), SIZE_MAX - 8) : NULL;

	if (shown)
		cJSON_AddStringToObject(object, key, shown);
	else
		cJSON_AddNullToObject(object, key);
}

void igd_json_add_number(cJSON *object, const char *key, size_t number)
{
	cJSON_AddNumberToObject(object, key, (double)number);
}

cJSON *igd_json_document(const char *schema, const char *version)
{
	cJSON_Hooks hooks = { .malloc_fn = igd_zalloc, .free_fn = free };
	cJSON *document;

	cJSON_InitHooks(&hooks);
	document = cJSON_CreateObject();
	igd_json_add_text(document, "schema", schema);
	if (version)
		igd_json_add_text(cJSON_AddObjectToObject(document, "tool"), "version", version);
	return document;
}

void igd_json_print(cJSON *document, FILE *out)
{
	char *text = cJSON_Print(document);

	fputs(text, out);
	fputc('\n', out);
	cJSON_free(text);
	cJSON_Delete(document);
}
