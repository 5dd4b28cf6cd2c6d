// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_values - the table of what was found
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"

static uint32_t hash_of(unsigned kind, const char *text, size_t size)
{
	uint32_t hash = 2166136261u ^ kind; /* FNV-1a, 32 bits */
	size_t i;

	for (i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash;
}

/* The slot that holds it, or where it belongs. */
static size_t slot_of(
	const struct igd_redactor *redactor, unsigned kind, const char *text, size_t size)
{
	size_t mask = redactor->slot_count - 1, slot = hash_of(kind, text, size) & mask;
	const struct igd_value *value;

	for (; redactor->slots[slot]; slot = (slot + 1) & mask) {
		value = &redactor->values[redactor->slots[slot] - 1];
		if (value->kind == kind && value->size == size &&
			memcmp(value->original, text, size) == 0)
			break;
	}
	return slot;
}

static void grow(struct igd_redactor *redactor)
{
	const struct igd_value *value;
	size_t i;

	free(redactor->slots);
	redactor->slot_count = redactor->slot_count ? redactor->slot_count * 2 : 256;
	redactor->slots = igd_zalloc(redactor->slot_count * sizeof(*redactor->slots));
	redactor->values =
		igd_regrow(redactor->values, redactor->slot_count, sizeof(*redactor->values));
	for (i = 0; i < redactor->count; i++) {
		value = &redactor->values[i];
		redactor->slots[slot_of(redactor, value->kind, value->original, value->size)] =
			(uint32_t)i + 1;
	}
}

size_t igd_value_find(
	const struct igd_redactor *redactor, unsigned kind, const char *text, size_t size)
{
	return redactor->slot_count ? redactor->slots[slot_of(redactor, kind, text, size)] : 0;
}

static bool is_number(const char *text, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++) {
		if (!isdigit((unsigned char)text[i]))
			return false;
	}
	return true;
}

/* Whether the value stands in texts that do not mean it: then only its definitions are replaced. */
static bool is_common(unsigned kind, const char *text, size_t size)
{
	switch (kind) {
	case IGD_PRIVATE_SERIAL:
	case IGD_PRIVATE_SECRET:
		return size < 6 || (size < 8 && is_number(text, size)) ||
		       igd_word_is_common(text, size);
	case IGD_PRIVATE_HOST:
	case IGD_PRIVATE_USER:
	case IGD_PRIVATE_VM:
	case IGD_PRIVATE_DOMAIN_NAME:
		return size < 2 || igd_name_is_common(text, size);
	case IGD_PRIVATE_PATH:
		return true;
	default:
		return false;
	}
}

static bool is_worth_it(unsigned kind, const char *text, size_t size)
{
	if (!size || size > IGD_MAX_VALUE || kind > IGD_LEFT)
		return false;
	if (kind == IGD_PRIVATE_DOMAIN_NAME)
		return memchr(text, '.', size) && !igd_name_is_common(text, size) &&
		       !igd_domain_is_public(text, size);
	if (kind == IGD_PRIVATE_PATH)
		return !igd_name_is_common(text, size);
	if (kind == IGD_PRIVATE_USER)
		return !igd_user_is_of_system(text, size);
	if (kind == IGD_PRIVATE_HOST)
		return !igd_value_is_filler(text, size) &&
		       !(size >= 9 && strncasecmp(text, "localhost", 9) == 0);
	if (kind == IGD_PRIVATE_SERIAL || kind == IGD_PRIVATE_SECRET)
		return !igd_value_is_filler(text, size);
	return true;
}

/* A NUL may stand in it, which igd_strndup() would end at. */
static char *copy_of(const char *text, size_t size)
{
	char *copy = igd_zalloc(size + 1);

	memcpy(copy, text, size);
	return copy;
}

size_t igd_value_add(struct igd_redactor *redactor, unsigned kind, const char *text, size_t size)
{
	struct igd_value *value;
	size_t slot;

	if (!is_worth_it(kind, text, size))
		return 0;
	if (redactor->count * 2 >= redactor->slot_count)
		grow(redactor);
	slot = slot_of(redactor, kind, text, size);
	if (redactor->slots[slot])
		return redactor->slots[slot];
	value = &redactor->values[redactor->count++];
	*value = (struct igd_value){ .kind = kind,
		.original = copy_of(text, size),
		.size = size,
		.is_common = is_common(kind, text, size) };
	redactor->slots[slot] = (uint32_t)redactor->count;
	slot = redactor->count;
	if (redactor->is_settled && kind != IGD_LEFT) {
		igd_pseudonym_give(redactor, slot - 1);
		igd_spelleds_add(redactor, slot);
	}
	return slot;
}

void igd_values_done(struct igd_redactor *redactor)
{
	size_t i;

	for (i = 0; i < redactor->count; i++) {
		free(redactor->values[i].original);
		free(redactor->values[i].pseudonym);
	}
	free(redactor->values);
	free(redactor->slots);
	free(redactor->ordinals.list);
}
