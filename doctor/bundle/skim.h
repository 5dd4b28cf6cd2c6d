// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * skim - a JSON text from front to back, for whoever wants little of much
 *
 * Of a report's findings triage wants a twentieth. Building all of it as a tree costs more than unpacking the report; this
 * only goes through it once, and hands out where a value begins and ends, for cJSON to parse. What is passed over is
 * held to its quotes and brackets alone.
 */
#ifndef IGD_BUNDLE_SKIM_H
#define IGD_BUNDLE_SKIM_H

#include <string.h>

#include "core/util.h"

/* As many as cJSON nests (CJSON_NESTING_LIMIT). */
#define IGD_SKIM_MAX_DEPTH 1000u

struct igd_skim {
	const char *start, *at, *end;
	bool is_bad; /* it is no JSON at this place; everything returns false from then on */
};

/* A part of the text: a string with its quotes, a number, a word, an object or a list. */
struct igd_slice {
	const char *text;
	size_t size;
};

/* Begins an object ('{') or a list ('['), if one is here; otherwise nothing happens, and false. */
bool igd_skim_enter(struct igd_skim *skim, char open);
/*
 * Whether there is another element, after which the skim stands in front of it; or else behind the list. is_first: none was
 * taken yet.
 */
bool igd_skim_element(struct igd_skim *skim, bool is_first);
/* The same of an object, whose next key is handed out with its quotes. */
bool igd_skim_key(struct igd_skim *skim, bool is_first, struct igd_slice *ret);
/* The value that is here, all of it; goes behind it. */
bool igd_skim_value(struct igd_skim *skim, struct igd_slice *ret);
/* Whether nothing but white space is left. */
bool igd_skim_end(struct igd_skim *skim);

/* Whether it is this string, written without escapes. Asked of every key, mostly for a constant: so it is inline. */
static inline bool igd_slice_is(const struct igd_slice *slice, const char *word)
{
	size_t length = strlen(word);

	return slice->size == length + 2 && *slice->text == '"' &&
	       memcmp(slice->text + 1, word, length) == 0;
}

#endif
