// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * letter - which characters of a stranger's text can be shown as they stand
 */
#include "reports/letter.h"

#include "core/util.h"

/* The character at text, which is a valid sequence of this length. */
static uint32_t decode(const unsigned char *text, size_t length)
{
	static const unsigned char first[] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	uint32_t character = text[0] & first[length];
	size_t i;

	for (i = 1; i < length; i++)
		character = character << 6 | (text[i] & 0x3fu);
	return character;
}

/* Characters that take no column but change how others look: Unicode 15, General_Category Cf, Zl and Zp. */
static bool is_trickery(uint32_t character)
{
	return character == 0xad || character == 0x61c || character == 0x180e ||
	       (character >= 0x200b && character <= 0x200f) ||
	       (character >= 0x2028 && character <= 0x202e) ||
	       (character >= 0x2060 && character <= 0x206f) || character == 0xfeff ||
	       (character >= 0xfff9 && character <= 0xfffb) ||
	       (character >= 0xe0000 && character <= 0xe0fff);
}

/* Unicode 15, 23.1 and 23.7: C0, DEL and C1; the last two of every plane, and 32 of Arabic Presentation Forms. */
static bool is_control_or_none(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
	       (character & 0xfffe) == 0xfffe || (character >= 0xfdd0 && character <= 0xfdef);
}

size_t igd_letter(const unsigned char *text, size_t size, uint32_t *ret)
{
	size_t length = igd_utf8_length(text, size);
	uint32_t character = length ? decode(text, length) : 0;

	if (!length || is_control_or_none(character) || is_trickery(character))
		return 0;
	*ret = character;
	return length;
}
