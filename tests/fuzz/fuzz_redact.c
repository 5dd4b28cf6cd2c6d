// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * fuzz_redact - whatever a file holds: what was found in it is not in what is made of it, and its bytes keep their place
 *
 * The first line is the file's path, the rest its content.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool is_so)
{
	if (!is_so)
		abort();
}

static void redact(const struct igd_node *node)
{
	struct igd_redactor *redactor = igd_redactor_new();
	struct igd_survivor survivor;
	struct igd_node made, again;

	igd_redactor_learn(redactor, node);
	igd_redactor_settle(redactor);
	igd_redactor_replace(redactor, node, &made);
	igd_redactor_replace(redactor, node, &again);
	/* The same evidence, the same bytes */
	demand(made.size == again.size && memcmp(made.bytes, again.bytes, made.size) == 0);
	demand(strcmp(made.path, again.path) == 0);
	demand(!made.bytes[made.size]);
	demand(!igd_redactor_survivor(redactor, made.bytes, made.size, &survivor));
	free(again.path);
	free(again.bytes);
	free(made.path);
	free(made.bytes);
	igd_redactor_free(redactor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
	size_t length = end ? (size_t)(end - data) : 0;
	IGD_AUTOFREE char *name = igd_strndup((const char *)data, length);
	IGD_AUTOFREE char *path = igd_printf("/%s", name);
	IGD_AUTOTEXT struct igd_text text = { 0 };
	struct igd_node node = { .path = path, .type = IGD_NODE_FILE };

	igd_text_add(&text, data + length + (end != NULL), size - length - (end != NULL));
	node.bytes = text.text;
	node.size = text.size;
	/* what is left out altogether is not looked through for what it defines */
	if (!igd_redactor_refuses(&node))
		redact(&node);
	return 0;
}
