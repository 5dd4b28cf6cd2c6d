// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * log_clean - takes out of a log what terminals, Windows and forums have put in
 *
 * Escape sequences as ECMA-48 writes them: CSI ("ESC [ ... letter") and OSC ("ESC ] ... BEL", or ended by "ESC \").
 * A no-break space of UTF-8 (C2 A0) becomes a blank. UTF-16, which PowerShell's ">" writes, is told by its byte
 * order mark; of its characters only those of Latin-1 matter here, and dropping the NULs leaves just them.
 */
#include "facts/log/log_clean.h"

#include <string.h>

#define ESC '\033'
#define BEL '\007'

#define MARK 2
static const char mark[MARK] = "\xff\xfe";

enum state { PLAIN, ESCAPED, CSI, OSC, OSC_ESCAPED, AFTER_C2 };

/* Within an escape sequence: only a line's end, which ends one that was cut off, is kept. */
static size_t skip(struct igd_log_clean *clean, unsigned char byte, char *ret)
{
	bool is_over;

	if (clean->state == ESCAPED || clean->state == OSC_ESCAPED) {
		bool is_new = clean->state == ESCAPED;

		clean->state = is_new && byte == '[' ? CSI : PLAIN;
		if (is_new ? byte == ']' : byte != '\\')
			clean->state = OSC;
		return 0;
	}
	is_over = byte == '\n' || (clean->state == CSI ? byte >= 0x40 : byte == BEL);
	if (is_over)
		clean->state = PLAIN;
	else if (clean->state == OSC && byte == ESC)
		clean->state = OSC_ESCAPED;
	*ret = '\n';
	return byte == '\n';
}

static size_t after_c2(struct igd_log_clean *clean, unsigned char byte, char *ret)
{
	clean->state = PLAIN;
	ret[0] = byte == 0xa0 ? ' ' : (char)0xc2;
	ret[1] = (char)byte;
	return byte == 0xa0 ? 1 : 2;
}

/* One byte more; returns how many bytes it makes. */
static size_t step(struct igd_log_clean *clean, unsigned char byte, char *ret)
{
	if (clean->state == AFTER_C2)
		return after_c2(clean, byte, ret);
	if (clean->state != PLAIN)
		return skip(clean, byte, ret);
	if (byte == ESC || byte == 0xc2) {
		clean->state = byte == ESC ? ESCAPED : AFTER_C2;
		return 0;
	}
	*ret = (char)byte;
	return !(byte == '\0' && clean->is_utf16);
}

static bool is_plain(const struct igd_log_clean *clean, const char *bytes, size_t size)
{
	return clean->state == PLAIN && !clean->is_utf16 && !memchr(bytes, ESC, size) &&
	       !memchr(bytes, 0xc2, size);
}

size_t igd_log_clean(struct igd_log_clean *clean, const char *bytes, size_t size, char *ret)
{
	size_t written = 0, i;

	for (i = 0; i < size && clean->seen < MARK; i++, clean->seen++)
		clean->is_utf16 =
			(clean->is_utf16 || !clean->seen) && bytes[i] == mark[clean->seen];
	if (is_plain(clean, bytes, size)) {
		memcpy(ret, bytes, size);
		return size;
	}
	for (i = 0; i < size; i++)
		written += step(clean, (unsigned char)bytes[i], ret + written);
	return written;
}
