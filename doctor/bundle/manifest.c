// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * manifest - what is in a bundle: each member with its size and hash, and what the caller adds
 */
#include <cjson/cJSON.h>
#include <nettle/sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/bundle_private.h"

void igd_bundle_hash(const void *bytes, size_t size, char ret[IGD_BUNDLE_HASH_SIZE])
{
	uint8_t digest[SHA256_DIGEST_SIZE];
	struct sha256_ctx context;
	size_t i;

	sha256_init(&context);
	sha256_update(&context, size, bytes);
	sha256_digest(&context, sizeof(digest), digest);
	for (i = 0; i < sizeof(digest); i++)
		snprintf(ret + 2 * i, 3, "%02x", digest[i]);
}

static cJSON *member_object(const struct igd_bundle_member *member)
{
	cJSON *object = cJSON_CreateObject();
	char hash[IGD_BUNDLE_HASH_SIZE];

	igd_bundle_hash(member->bytes, member->size, hash);
	cJSON_AddStringToObject(object, "name", member->name);
	cJSON_AddNumberToObject(object, "size", (double)member->size);
	cJSON_AddStringToObject(object, "sha256", hash);
	return object;
}

/* Moves what the caller wrote of the report behind what is there. */
static void add_given(cJSON *manifest, const char *text)
{
	cJSON *given = text ? cJSON_Parse(text) : NULL, *item;

	while (given && (item = given->child))
		cJSON_AddItemToObject(
			manifest, item->string, cJSON_DetachItemViaPointer(given, item));
	cJSON_Delete(given);
}

char *igd_manifest_text(const struct igd_bundle *bundle, const struct igd_listing *listing)
{
	cJSON_Hooks hooks = { .malloc_fn = igd_zalloc, .free_fn = free };
	cJSON *manifest, *members;
	char *printed, *text;
	size_t i;

	cJSON_InitHooks(&hooks);
	manifest = cJSON_CreateObject();
	cJSON_AddStringToObject(manifest, "schema", IGD_BUNDLE_SCHEMA);
	cJSON_AddStringToObject(
		cJSON_AddObjectToObject(manifest, "tool"), "version", bundle->version);
	add_given(manifest, bundle->manifest);
	members = cJSON_AddArrayToObject(manifest, "members");
	for (i = 1; i < listing->count; i++)
		cJSON_AddItemToArray(members, member_object(&listing->items[i]));
	printed = cJSON_Print(manifest);
	text = igd_printf("%s\n", printed);
	cJSON_free(printed);
	cJSON_Delete(manifest);
	return text;
}
