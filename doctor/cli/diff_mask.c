// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * diff_mask - whether two texts differ in nothing but pseudonyms
 *
 * Redaction numbers what it replaces, from 1 in each report: one value more in front, and the same UUID has another
 * number in the next report. Such a difference says nothing of the machine. It is recognised by the form of what
 * bundle/redact.h puts in, and only if each pseudonym of one text stands for the same one of the other throughout.
 */
#include <ctype.h>
#include <string.h>

#include "cli/diff.h"

#define MAX_PAIRS 64u

struct pair {
	const char *was, *now;
	size_t was_length, now_length;
};

struct masking {
	struct pair pairs[MAX_PAIRS];
	size_t count;
};

/* '#': a hexadecimal digit; any other letter is itself. */
static const char *const shapes[] = {
	"########-0000-#000-#000-000000000000",
	"########000000000000000000000000",
	"##:##:##:00:##:##",
};

static const char *const words[] = { "SERIAL", "host-", "user-", "vm-", "path-", "mail-",
	"domain-" };

static bool has_shape(const char *text, size_t size, const char *shape)
{
	size_t i, length = strlen(shape);

	if (size < length || (size > length && isalnum((unsigned char)text[length])))
		return false;
	for (i = 0; i < length; i++) {
		if (shape[i] == '#' ? !isxdigit((unsigned char)text[i]) : text[i] != shape[i])
			return false;
	}
	return true;
}

/* How long the pseudonym is that begins here, and of which kind it is; 0 for none. */
static size_t pseudonym(const char *text, size_t size, size_t *ret_kind)
{
	size_t i, length, digits;

	for (i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
		*ret_kind = i;
		if (has_shape(text, size, shapes[i]))
			return strlen(shapes[i]);
	}
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		length = strlen(words[i]);
		if (size <= length || strncmp(text, words[i], length) != 0)
			continue;
		*ret_kind = sizeof(shapes) / sizeof(*shapes) + i;
		for (digits = 0;
			length + digits < size && isdigit((unsigned char)text[length + digits]);)
			digits++;
		return digits ? length + digits : 0;
	}
	return 0;
}

static bool is_same(const char *one, size_t length, const char *other, size_t other_length)
{
	return length == other_length && memcmp(one, other, length) == 0;
}

/* One for the other, throughout. */
static bool agrees(struct masking *masking, const struct pair *pair)
{
	size_t i;

	for (i = 0; i < masking->count; i++) {
		const struct pair *known = &masking->pairs[i];
		bool was = is_same(known->was, known->was_length, pair->was, pair->was_length);
		bool now = is_same(known->now, known->now_length, pair->now, pair->now_length);

		if (was || now)
			return was && now;
	}
	if (masking->count == MAX_PAIRS)
		return false;
	masking->pairs[masking->count++] = *pair;
	return true;
}

bool igd_is_same_but_masked(const char *was, size_t was_size, const char *now, size_t now_size)
{
	struct masking masking = { .count = 0 };
	const char *was_end = was + was_size, *now_end = now + now_size;
	bool is_inside = false; /* a word */
	size_t kinds[2] = { 0, 0 };

	while (was < was_end && now < now_end) {
		struct pair pair = { was, now, 0, 0 };

		if (!is_inside) {
			pair.was_length = pseudonym(was, (size_t)(was_end - was), &kinds[0]);
			pair.now_length = pseudonym(now, (size_t)(now_end - now), &kinds[1]);
		}
		if (pair.was_length && pair.now_length) {
			if (kinds[0] != kinds[1] || !agrees(&masking, &pair))
				return false;
		} else if (*was != *now) {
			return false;
		} else {
			pair.was_length = pair.now_length = 1;
		}
		was += pair.was_length;
		now += pair.now_length;
		is_inside = isalnum((unsigned char)was[-1]) != 0;
	}
	return was == was_end && now == now_end;
}
