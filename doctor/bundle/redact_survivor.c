// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_survivor - the closing scan
 *
 * It looks for every value in all the ways that it can be spelled (redact_survey.h), without knowing what is a word, a definition or
 * an encoding to redact_walk: what that overlooks, this must not. Common words alone are left out, because
 * they stand everywhere and tell nothing.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "bundle/redact_survey.h"

static bool is_letter(const char *bytes, size_t size, size_t at)
{
	return at < size && isalnum((unsigned char)bytes[at]);
}

/* The digits of "%2F" are no part of the word behind it. */
static bool is_code(const char *bytes, size_t at)
{
	return at >= 3 && bytes[at - 3] == '%' && isxdigit((unsigned char)bytes[at - 2]) &&
	       isxdigit((unsigned char)bytes[at - 1]);
}

static bool is_whole(const struct igd_spelling *own, const char *bytes, size_t size, size_t at)
{
	size_t end = at + own->size;

	if (is_letter(own->bytes, own->size, 0) && at && is_letter(bytes, size, at - 1) &&
		!is_code(bytes, at))
		return false;
	if (is_letter(bytes, size, end))
		return false;
	/* A longer row of numbers is another address, or a version. */
	if (own->kind == IGD_PRIVATE_IPV4)
		return !(at > 1 && bytes[at - 1] == '.' && isdigit((unsigned char)bytes[at - 2])) &&
		       !(end + 1 < size && bytes[end] == '.' &&
			       isdigit((unsigned char)bytes[end + 1]));
	return own->kind != IGD_PRIVATE_IPV6 || end >= size || bytes[end] != ':';
}

static bool is_here(const struct igd_spelling *own, const char *bytes, size_t size, size_t at)
{
	size_t i;

	if (own->size > size - at)
		return false;
	if (own->is_exact)
		return memcmp(own->bytes, bytes + at, own->size) == 0;
	for (i = 0; i < own->size; i++) {
		if (tolower((unsigned char)own->bytes[i]) != tolower((unsigned char)bytes[at + i]))
			return false;
	}
	return !own->is_word || is_whole(own, bytes, size, at);
}

static const struct igd_spelling *find(
	const struct igd_survey *survey, const char *bytes, size_t size, size_t at, bool is_binary)
{
	const struct igd_spelling *own;
	uint32_t bit = igd_survey_bit(bytes + at), number;

	if (!(survey->filter[bit >> 6] >> (bit & 63) & 1))
		return NULL;
	number = survey->buckets[igd_survey_bucket(bytes + at)];
	for (; number; number = own->next) {
		own = &survey->list[number - 1];
		if ((is_binary || !own->is_binary) && !(survey->is_prose && own->is_plain) &&
			is_here(own, bytes, size, at))
			return own;
	}
	return NULL;
}

static bool look(const struct igd_redactor *redactor, const void *bytes, size_t size,
	struct igd_survivor *ret)
{
	bool is_binary = size && memchr(bytes, '\0', size);
	const struct igd_spelling *own;
	size_t at;

	igd_survey_prepare(redactor);
	for (at = 0; at + IGD_SURVEY_MIN <= size; at++) {
		own = find(redactor->survey, bytes, size, at, is_binary);
		if (!own)
			continue;
		*ret = (struct igd_survivor){ .kind = own->kind, .offset = at, .size = own->size };
		snprintf(ret->spelling, sizeof(ret->spelling), "%s", own->name);
		return true;
	}
	return igd_survey_looks(redactor, bytes, size, ret);
}

bool igd_redactor_survivor(const struct igd_redactor *redactor, const void *bytes, size_t size,
	struct igd_survivor *ret)
{
	return redactor->is_settled && look(redactor, bytes, size, ret);
}

bool igd_redactor_survivor_in_prose(const struct igd_redactor *redactor, const char *text,
	size_t size, struct igd_survivor *ret)
{
	bool is_there;

	if (!redactor->is_settled)
		return false;
	redactor->survey->is_prose = true;
	is_there = look(redactor, text, size, ret);
	redactor->survey->is_prose = false;
	return is_there;
}
