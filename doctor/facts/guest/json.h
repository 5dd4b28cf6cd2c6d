// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * json - what a guest says, in JSON, which need not be true, of the right type, or fit to be shown
 *
 * A value that is missing or of another type is an empty text, no number, no list.
 */
#ifndef IGD_FACTS_GUEST_JSON_H
#define IGD_FACTS_GUEST_JSON_H

#include <cjson/cJSON.h>

#include "core/util.h"

#pragma GCC visibility push(default) /* for the tests; not part of the SDK */

/* As much of an answer is read (core/host.h, IGD_GUEST_DIR), and as many items of a list. */
#define IGD_JSON_MAX_BYTES ((size_t)1 << 20)
#define IGD_JSON_MAX_ITEMS ((size_t)64)

/* NULL for what is no JSON, larger than that, or nested deeper than cJSON goes. cJSON_Delete() */
cJSON *igd_json_parse(const char *json, size_t size);

/* The text of that key, printable and shortened to fit into size bytes. */
void igd_json_text(const cJSON *object, const char *key, char *ret, size_t size);
/* The same of a value itself. */
void igd_json_copy(const cJSON *value, char *ret, size_t size);

/* A whole number from 0 to 4294967295; false for anything else. */
bool igd_json_number(const cJSON *object, const char *key, uint32_t *ret);
/* A boolean, or a text that is one ("True", as .NET writes it); false for anything else. */
bool igd_json_bool(const cJSON *object, const char *key, bool *ret);

/*
 * Reads a list's first items into an array of structs of that size, which the caller frees; NULL for an empty one. An
 * item by itself counts as a list of one, as Windows PowerShell has it.
 */
void *igd_json_list(const cJSON *value, size_t size, void (*read)(const cJSON *item, void *ret),
	size_t *ret_count);

#pragma GCC visibility pop

#endif
