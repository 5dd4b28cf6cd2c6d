// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redacted - a text, redacted by itself; for the tests of the redactor
 */
#ifndef IGD_TESTS_UNIT_REDACTED_H
#define IGD_TESTS_UNIT_REDACTED_H

#include <stdlib.h>
#include <string.h>

#include "bundle/redact.h"
#include "tests/unit/unit.h"

/* One file, learned and replaced, with nothing that the closing scan would object to; the caller frees it. */
static inline char *redacted_at(const char *path, const char *text, size_t size, size_t *ret_size)
{
	struct igd_redactor *redactor = igd_redactor_new();
	IGD_AUTOFREE char *own_path = igd_strdup(path);
	IGD_AUTOFREE char *own_text = igd_zalloc(size + 1);
	struct igd_node node = {
		.path = own_path, .type = IGD_NODE_FILE, .bytes = own_text, .size = size
	};
	struct igd_survivor survivor;
	struct igd_node made;

	memcpy(own_text, text, size);
	igd_redactor_learn(redactor, &node);
	igd_redactor_settle(redactor);
	igd_redactor_replace(redactor, &node, &made);
	assert_false(igd_redactor_survivor(redactor, made.bytes, made.size, &survivor));
	assert_false(igd_redactor_survivor(redactor, made.path, strlen(made.path), &survivor));
	if (ret_size)
		*ret_size = made.size;
	free(made.path);
	igd_redactor_free(redactor);
	return made.bytes;
}

static inline void assert_redacted(const char *text, const char *wanted)
{
	IGD_AUTOFREE char *is = redacted_at("/run/text", text, strlen(text), NULL);

	assert_string_equal(is, wanted);
}

static inline void assert_stays(const char *text)
{
	assert_redacted(text, text);
}

#endif
