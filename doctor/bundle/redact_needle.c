// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_needle - every spelling of what was found, looked for in one pass
 *
 * Needles are chained by their first two bytes, without regard to case, the longest first; so at almost every place of
 * a text one look at a table says that there is none.
 */
#include "bundle/redact_needle.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHAINS (1u << 14)

struct igd_spelleds {
	struct igd_spelled *list;
	size_t count, room;
	uint32_t heads[CHAINS],
		short_heads[CHAINS]; /* those of two letters are a chain of their own */
	uint8_t starts[1u << 13];    /* a bit for the first two bytes */
};

/* Letters of both cases are one; what else becomes one costs time only. */
static uint32_t pair_of(const char *bytes)
{
	return (uint32_t)(bytes[0] & 0xdf) << 8 | (uint32_t)(bytes[1] & 0xdf);
}

static uint32_t chain_of(const char *bytes, size_t size)
{
	uint32_t sum = pair_of(bytes) << 8 | (size > 2 ? (uint32_t)(bytes[2] & 0xdf) : 0u);

	return sum * 2654435761u >> 18; /* Knuth, The Art of Computer Programming, 6.4 */
}

/* Longer ones come first, and of the same length whoever came first. */
static void chain(struct igd_spelleds *needles, uint32_t number)
{
	struct igd_spelled *own = &needles->list[number - 1];
	uint32_t *heads = own->size > 2 ? needles->heads : needles->short_heads;
	uint32_t *link = &heads[chain_of(own->bytes, own->size)], pair = pair_of(own->bytes);

	while (*link && needles->list[*link - 1].size >= own->size)
		link = &needles->list[*link - 1].next;
	own->next = *link;
	*link = number;
	needles->starts[pair >> 3] |= (uint8_t)(1u << (pair & 7));
}

void igd_spelled_put(struct igd_spelleds *needles, const struct igd_spelled *like,
	const char *bytes, size_t size)
{
	struct igd_spelled *own;

	if (size < 2)
		return;
	if (needles->count == needles->room) {
		needles->room = needles->room ? needles->room * 2 : 256;
		needles->list = igd_regrow(needles->list, needles->room, sizeof(*needles->list));
	}
	own = &needles->list[needles->count++];
	*own = *like;
	own->bytes = igd_strndup("", 0);
	own->bytes = igd_regrow(own->bytes, size + 1, 1);
	memcpy(own->bytes, bytes, size);
	own->bytes[size] = '\0';
	own->size = size;
	chain(needles, (uint32_t)needles->count);
}

struct igd_spelleds *igd_spelleds_new(struct igd_redactor *redactor)
{
	size_t i, count = redactor->count;

	redactor->needles = igd_zalloc(sizeof(*redactor->needles));
	for (i = 1; i <= count; i++)
		igd_spelleds_add(redactor, i);
	return redactor->needles;
}

void igd_spelleds_free(struct igd_spelleds *needles)
{
	size_t i;

	for (i = 0; needles && i < needles->count; i++)
		free(needles->list[i].bytes);
	if (needles)
		free(needles->list);
	free(needles);
}

/* A name also ends where its letters do: "alice2", "aliceVM". */
static bool ends_name(const struct igd_walk *walk, size_t end)
{
	char last = walk->in[end - 1], next = end < walk->size ? walk->in[end] : '\0';

	if (!igd_is_word(next) || !igd_is_word(last))
		return true;
	if (isalpha((unsigned char)last) && isdigit((unsigned char)next))
		return true;
	return islower((unsigned char)last) && isupper((unsigned char)next);
}

static bool begins_name(const struct igd_walk *walk)
{
	const char *in = walk->in;
	size_t at = walk->at;

	if (!igd_is_word(in[at]) || igd_word_begins(in, at))
		return true;
	return isalpha((unsigned char)in[at]) && isdigit((unsigned char)in[at - 1]) == 0
		       ? islower((unsigned char)in[at - 1]) && isupper((unsigned char)in[at])
		       : isalpha((unsigned char)in[at]) != 0;
}

static bool is_bound(const struct igd_walk *walk, const struct igd_spelled *needle)
{
	const struct igd_value *value = &walk->redactor->values[needle->value - 1];
	const char *in = walk->in;
	size_t at = walk->at, end = at + needle->size;
	bool ends = end == walk->size || !igd_is_word(in[end]) || !igd_is_word(in[end - 1]);
	bool begins = !igd_is_word(in[at]) || igd_word_begins(in, at);

	switch (needle->bound) {
	case BOUND_NONE:
		return true;
	case BOUND_DIGIT:
		return !(at && isxdigit((unsigned char)in[at - 1]) && !begins) &&
		       !(end < walk->size && isxdigit((unsigned char)in[end]));
	case BOUND_NAME:
		return begins_name(walk) && ends_name(walk, end);
	case BOUND_WORD:
		return begins && ends;
	case BOUND_MEANT:
		return begins && ends && igd_context_defines(walk, value->kind, needle->size);
	}
	return false;
}

static bool is_here(const struct igd_walk *walk, const struct igd_spelled *needle)
{
	const char *in = walk->in + walk->at;
	size_t i;

	if (needle->size > walk->size - walk->at)
		return false;
	if (needle->form == FORM_BYTES || needle->form == FORM_BYTES_LE)
		return walk->has_nul && memcmp(in, needle->bytes, needle->size) == 0;
	for (i = 0; i < needle->size; i++) {
		if (tolower((unsigned char)in[i]) != tolower((unsigned char)needle->bytes[i]))
			return false;
	}
	return is_bound(walk, needle);
}

static void put_bytes(struct igd_walk *walk, const struct igd_spelled *needle)
{
	struct igd_value *value = &walk->redactor->values[needle->value - 1];
	char bytes[16];
	size_t count = igd_hex_bytes(value->pseudonym, bytes, sizeof(bytes));

	if (needle->form == FORM_BYTES_LE)
		igd_uuid_turn(bytes);
	igd_walk_emit(walk, needle->size, bytes, count);
	value->places++;
}

static void put_ipv6(struct igd_walk *walk, const struct igd_spelled *needle)
{
	struct igd_value *value = &walk->redactor->values[needle->value - 1];
	unsigned char bytes[16] = { 0 };
	char digits[33];
	size_t i;

	inet_pton(AF_INET6, value->pseudonym, bytes);
	for (i = 0; i < 16; i++)
		snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
	igd_walk_emit(walk, needle->size, digits, 32);
	value->places++;
}

static bool look_chain(struct igd_walk *walk, uint32_t number)
{
	const struct igd_spelleds *needles = walk->redactor->needles;
	const struct igd_spelled *needle;

	for (; number; number = needle->next) {
		needle = &needles->list[number - 1];
		if (!is_here(walk, needle))
			continue;
		if (needle->form == FORM_BYTES || needle->form == FORM_BYTES_LE)
			put_bytes(walk, needle);
		else if (walk->redactor->values[needle->value - 1].kind == IGD_PRIVATE_IPV6)
			put_ipv6(walk, needle);
		else
			igd_walk_replace(walk, needle->size, needle->value);
		return true;
	}
	return false;
}

bool igd_spelleds_may_begin(const struct igd_spelleds *needles, const char *bytes)
{
	uint32_t pair = pair_of(bytes);

	return needles->starts[pair >> 3] >> (pair & 7) & 1;
}

bool igd_spelleds_look(struct igd_walk *walk)
{
	const struct igd_spelleds *needles = walk->redactor->needles;
	const char *in = walk->in + walk->at;
	size_t room = walk->size - walk->at;

	if (room < 2 || !igd_spelleds_may_begin(needles, in))
		return false;
	if (room > 2 && look_chain(walk, needles->heads[chain_of(in, 3)]))
		return true;
	return look_chain(walk, needles->short_heads[chain_of(in, 2)]);
}
