// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_survivor_looks - what looks private in what was made, and is no pseudonym
 *
 * Here a shape is a row of letters, 'x' for a hexadecimal digit: simpler than what redact_shape goes by, and so not
 * wrong in the same way.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "bundle/redact_private.h"

static const struct {
	const char *row;
	enum igd_private kind;
} shapes[] = {
	{ "xx:xx:xx:xx:xx:xx", IGD_PRIVATE_MAC },
	{ "xx-xx-xx-xx-xx-xx", IGD_PRIVATE_MAC },
	{ "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx", IGD_PRIVATE_UUID },
};

static bool matches(const char *row, const char *bytes, size_t size)
{
	for (; *row; row++, bytes++, size--) {
		if (!size || (*row == 'x' ? !isxdigit((unsigned char)*bytes) : *bytes != *row))
			return false;
	}
	/* nor does a longer row begin so */
	return !size || (!isalnum((unsigned char)*bytes) && *bytes != ':' &&
				(*bytes != '-' || size < 2 || !isxdigit((unsigned char)bytes[1])));
}

static bool is_pseudonym(
	const struct igd_redactor *redactor, enum igd_private kind, const char *text)
{
	size_t i;

	for (i = 0; i < redactor->count; i++) {
		if (redactor->values[i].kind == (unsigned)kind && redactor->values[i].pseudonym &&
			strcmp(redactor->values[i].pseudonym, text) == 0)
			return true;
	}
	return igd_value_find(redactor, IGD_LEFT, text, strlen(text)) != 0;
}

/* Nobody's, as in redact_shape_number, and those of no address at all. */
static bool is_special(enum igd_private kind, const char *text)
{
	if (kind == IGD_PRIVATE_UUID)
		return igd_uuid_is_known(text);
	return strcmp(text, "00:00:00:00:00:00") == 0 || strcmp(text, "ff:ff:ff:ff:ff:ff") == 0 ||
	       igd_starts_with(text, "01:") || igd_starts_with(text, "33:33");
}

static bool looks_digits(const struct igd_redactor *redactor, const char *bytes, size_t size,
	struct igd_survivor *ret)
{
	char text[40];
	size_t i, j;

	for (i = 0; i < sizeof(shapes) / sizeof(*shapes); i++) {
		if (!matches(shapes[i].row, bytes, size))
			continue;
		for (j = 0; shapes[i].row[j]; j++)
			text[j] = shapes[i].kind == IGD_PRIVATE_MAC && bytes[j] == '-'
					  ? ':'
					  : (char)tolower((unsigned char)bytes[j]);
		text[j] = '\0';
		ret->kind = shapes[i].kind;
		ret->size = j;
		return !is_special(ret->kind, text) && !is_pseudonym(redactor, ret->kind, text);
	}
	return false;
}

/* One that the whole world can reach. */
static bool looks_ipv4(const struct igd_redactor *redactor, const char *bytes, size_t size,
	struct igd_survivor *ret)
{
	unsigned char own[4];
	char text[16];
	size_t length = 0;

	while (length < sizeof(text) - 1 && length < size &&
		(isdigit((unsigned char)bytes[length]) || bytes[length] == '.'))
		length++;
	if (length < size &&
		(isalnum((unsigned char)bytes[length]) || strchr("-+_~.", bytes[length])))
		return false;
	while (length && bytes[length - 1] == '.')
		length--;
	memcpy(text, bytes, length);
	text[length] = '\0';
	if (inet_pton(AF_INET, text, own) != 1 || own[0] == 0 || own[0] == 10 || own[0] == 127 ||
		own[0] >= 224)
		return false;
	if ((own[0] == 172 && (own[1] & 0xf0) == 16) || (own[0] == 192 && own[1] == 168) ||
		(own[0] == 169 && own[1] == 254))
		return false;
	ret->kind = IGD_PRIVATE_IPV4;
	ret->size = length;
	return !is_pseudonym(redactor, IGD_PRIVATE_IPV4, text);
}

static bool is_start(const char *bytes, size_t at)
{
	return !at || (!isalnum((unsigned char)bytes[at - 1]) && !strchr(":-.", bytes[at - 1]));
}

bool igd_survey_looks(const struct igd_redactor *redactor, const char *bytes, size_t size,
	struct igd_survivor *ret)
{
	size_t at;

	*ret = (struct igd_survivor){ .spelling = "by its looks" };
	for (at = 0; at < size; at++) {
		if (!isxdigit((unsigned char)bytes[at]) || !is_start(bytes, at))
			continue;
		ret->offset = at;
		if (looks_digits(redactor, bytes + at, size - at, ret) ||
			(isdigit((unsigned char)bytes[at]) &&
				looks_ipv4(redactor, bytes + at, size - at, ret)))
			return true;
	}
	return false;
}
