// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json_value - what every JSON document of this program has in common
 */
#ifndef IGD_REPORTS_JSON_VALUE_H
#define IGD_REPORTS_JSON_VALUE_H

#include <cjson/cJSON.h>
#include <stdio.h>

#include "core/util.h"

/* A document with its "schema" and, if version is not NULL, "tool". From here on cJSON sees no failed allocation. */
cJSON *igd_json_document(const char *schema, const char *version);
/* Prints it with a line's end, and frees it. */
void igd_json_print(cJSON *document, FILE *out);

/* NULL becomes null; what is not UTF-8 is made so, because cJSON copies bytes as they are. */
void igd_json_add_text(cJSON *object, const char *key, const char *text);
void igd_json_add_number(cJSON *object, const char *key, size_t number);

#endif
