// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_spelling - in which ways a value may be written
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_needle.h"

size_t igd_hex_bytes(const char *text, char *ret, size_t room)
{
	char digits[3] = "";
	size_t count = 0;

	for (; *text && count < room; text++) {
		if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]))
			continue;
		memcpy(digits, text++, 2);
		ret[count++] = (char)strtol(digits, NULL, 16);
	}
	return count;
}

static void turn(char *bytes, size_t size)
{
	size_t i;
	char byte;

	for (i = 0; i < size / 2; i++) {
		byte = bytes[i];
		bytes[i] = bytes[size - 1 - i];
		bytes[size - 1 - i] = byte;
	}
}

void igd_uuid_turn(char *bytes)
{
	turn(bytes, 4);
	turn(bytes + 4, 2);
	turn(bytes + 6, 2);
}

/* The digits alone, and the bytes. */
static void add_digits(struct igd_spelleds *needles, const struct igd_value *value, size_t index)
{
	struct igd_spelled like = { .value = index, .form = FORM_DIGITS, .bound = BOUND_DIGIT };
	char bytes[16] = "", digits[33] = "";
	size_t count = igd_hex_bytes(value->original, bytes, sizeof(bytes)), i;

	for (i = 0; i < count; i++)
		snprintf(digits + 2 * i, 3, "%02x", (unsigned char)bytes[i]);
	igd_spelled_put(needles, &like, digits, count * 2);
	if (value->kind == IGD_PRIVATE_MACHINE_ID)
		return;
	like.bound = BOUND_NONE;
	like.form = FORM_BYTES;
	igd_spelled_put(needles, &like, bytes, count);
	/* Its looks alone do not show it where letters stand right before or behind. */
	like.form = FORM_TEXT;
	igd_spelled_put(needles, &like, value->original, value->size);
	if (value->kind != IGD_PRIVATE_UUID)
		return;
	igd_uuid_turn(bytes);
	like.form = FORM_BYTES_LE;
	igd_spelled_put(needles, &like, bytes, count);
}

/* "fe800000000000005054...": as /proc/net/if_inet6 has it */
static void add_ipv6(struct igd_spelleds *needles, const struct igd_value *value, size_t index)
{
	struct igd_spelled like = { .value = index, .form = FORM_DIGITS, .bound = BOUND_DIGIT };
	unsigned char bytes[16];
	char digits[33];
	size_t i;

	if (inet_pton(AF_INET6, value->original, bytes) != 1)
		return;
	for (i = 0; i < 16; i++)
		snprintf(digits + 2 * i, 3, "%02x", bytes[i]);
	igd_spelled_put(needles, &like, digits, 32);
}

static enum igd_spelled_bound bound_of(const struct igd_value *value)
{
	if (value->is_common)
		return BOUND_MEANT;
	if (value->kind == IGD_PRIVATE_SERIAL || value->kind == IGD_PRIVATE_SECRET)
		return value->size >= 8 ? BOUND_NONE : BOUND_NAME;
	return value->size < 4 ? BOUND_WORD : BOUND_NAME;
}

/* What a letter is in XML, in JSON, in an option of QEMU's, in a name of udev's; NULL: itself. */
enum escape { ESCAPE_XML, ESCAPE_XML_NUMBER, ESCAPE_JSON, ESCAPE_COMMA, ESCAPE_UDEV, ESCAPE_NONE };

static const char *escaped(enum escape escape, char letter)
{
	static const struct {
		char letter;
		const char *forms[ESCAPE_NONE];
	} rows[] = { { '&', { "&amp;", "&#38;", NULL, NULL, "\\x26" } },
		{ '<', { "&lt;", "&#60;", NULL, NULL, "\\x3c" } },
		{ '>', { "&gt;", "&#62;", NULL, NULL, "\\x3e" } },
		{ '\'', { "&apos;", "&#39;", NULL, NULL, "\\x27" } },
		{ '"', { "&quot;", "&#34;", "\\\"", NULL, "\\x22" } },
		{ '\\', { NULL, NULL, "\\\\", NULL, "\\x5c" } },
		{ '/', { NULL, NULL, "\\/", NULL, NULL } },
		{ ',', { NULL, NULL, NULL, ",,", NULL } },
		{ ' ', { NULL, NULL, NULL, NULL, "\\x20" } },
		{ '-', { NULL, NULL, NULL, NULL, "\\x2d" } } };
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (rows[i].letter == letter)
			return rows[i].forms[escape];
	}
	return NULL;
}

static void add_escaped(struct igd_spelleds *needles, const struct igd_spelled *like,
	const struct igd_value *value, enum escape escape)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const char *form;
	size_t i;

	for (i = 0; i < value->size; i++) {
		form = escaped(escape, value->original[i]);
		igd_text_add(&text, form ? form : value->original + i, form ? strlen(form) : 1);
	}
	if (text.size != value->size)
		igd_spelled_put(needles, like, text.text, text.size);
}

/* Letters beyond ASCII as "\u00fc"; those of two and three bytes of UTF-8. */
static void add_unicode(
	struct igd_spelleds *needles, const struct igd_spelled *like, const struct igd_value *value)
{
	const unsigned char *bytes = (const unsigned char *)value->original;
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i, length;

	for (i = 0; i < value->size; i += length) {
		length = igd_utf8_length(bytes + i, value->size - i);
		if (length == 2)
			igd_text_printf(
				&text, "\\u%04x", (bytes[i] & 31u) << 6 | (bytes[i + 1] & 63u));
		else if (length == 3)
			igd_text_printf(&text, "\\u%04x",
				(bytes[i] & 15u) << 12 | (bytes[i + 1] & 63u) << 6 |
					(bytes[i + 2] & 63u));
		else
			igd_text_add(&text, bytes + i, length = length ? length : 1);
	}
	if (text.size != value->size)
		igd_spelled_put(needles, like, text.text, text.size);
}

static void add_text(struct igd_spelleds *needles, const struct igd_value *value, size_t index)
{
	struct igd_spelled like = { .value = index, .form = FORM_TEXT, .bound = bound_of(value) };
	enum escape escape;

	igd_spelled_put(needles, &like, value->original, value->size);
	for (escape = ESCAPE_XML; escape < ESCAPE_NONE; escape++)
		add_escaped(needles, &like, value, escape);
	add_unicode(needles, &like, value);
}

void igd_spelleds_add(struct igd_redactor *redactor, size_t index)
{
	const struct igd_value *value = &redactor->values[index - 1];
	struct igd_spelleds *needles = redactor->needles;

	if (!needles || value->kind == IGD_LEFT ||
		igd_value_find(redactor, IGD_LEFT, value->original, value->size))
		return;
	switch (value->kind) {
	case IGD_PRIVATE_MAC:
	case IGD_PRIVATE_UUID:
	case IGD_PRIVATE_MACHINE_ID:
		add_digits(needles, value, index);
		break;
	case IGD_PRIVATE_IPV6:
		add_ipv6(needles, value, index);
		break;
	case IGD_PRIVATE_IPV4:
		break; /* found by its looks alone */
	default:
		add_text(needles, value, index);
		break;
	}
}
