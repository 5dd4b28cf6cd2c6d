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

/*
 * In what was cut and joined at random there is always a value that looks like a part of something else, and then the
 * closing scan refuses, and that is well. Not so for one that stands by itself: each of those has to be replaced.
 */
static bool stands_apart(const struct igd_node *made, const struct igd_survivor *survivor)
{
	static const char apart[] = " \t\n\"'";
	size_t end = survivor->offset + survivor->size;

	return strcmp(survivor->spelling, "base64") != 0 && strlen(made->bytes) == made->size &&
	       (!survivor->offset || strchr(apart, made->bytes[survivor->offset - 1])) &&
	       strchr(apart, made->bytes[end]);
}

static void done(struct igd_node *node)
{
	free(node->path);
	free(node->bytes);
}

static void redact(const struct igd_node *node)
{
	struct igd_redactor *redactor = igd_redactor_new();
	struct igd_survivor survivor;
	struct igd_node made[3];
	size_t i;

	igd_redactor_learn(redactor, node);
	igd_redactor_settle(redactor);
	for (i = 0; i < 3; i++) {
		igd_redactor_replace(redactor, node, &made[i]);
		demand(!made[i].bytes[made[i].size]);
	}
	demand(!igd_redactor_survivor(redactor, made[0].bytes, made[0].size, &survivor) ||
		!stands_apart(&made[0], &survivor));
	/* The same evidence, the same bytes: the first time, some of it may not have been known from the start. */
	demand(made[1].size == made[2].size);
	demand(memcmp(made[1].bytes, made[2].bytes, made[1].size) == 0);
	demand(strcmp(made[1].path, made[2].path) == 0);
	for (i = 0; i < 3; i++)
		done(&made[i]);
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
