// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_view - what is encoded is decoded, redacted, and encoded again in the same way
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"

#define MIN_BASE64 8u /* letters of a run without padding; of a short one all must be text */
#define MIN_BASE64_ANYWHERE 12u /* of one that may begin anywhere in the run */
#define MIN_BASE64_STRETCH 6u	/* and how much of it must be text */
#define MIN_UTF16 3u

static int hex_of(char digit)
{
	if (isdigit((unsigned char)digit))
		return digit - '0';
	return isxdigit((unsigned char)digit) ? tolower((unsigned char)digit) - 'a' + 10 : -1;
}

static struct igd_walk inner_of(const struct igd_walk *walk)
{
	return (struct igd_walk){
		.redactor = walk->redactor, .depth = walk->depth + 1, .is_binary = walk->is_binary
	};
}

/* Learns from the decoded text, or adds it redacted to ret; whether something was to be replaced. */
static bool redact(const struct igd_walk *walk, const struct igd_text *plain, struct igd_text *ret)
{
	struct igd_walk inner = inner_of(walk);

	return igd_walk_text(&inner, plain->text, plain->size, walk->out ? ret : NULL) && walk->out;
}

/* Percent-encoding: RFC 3986, and core/query.h */

static bool is_plain(char letter)
{
	return isalnum((unsigned char)letter) || (letter && strchr("._+~-", letter));
}

static void percent_encode(const struct igd_text *plain, bool is_lower, struct igd_text *ret)
{
	size_t i;

	for (i = 0; i < plain->size; i++) {
		if (is_plain(plain->text[i]))
			igd_text_add(ret, plain->text + i, 1);
		else
			igd_text_printf(
				ret, is_lower ? "%%%02x" : "%%%02X", (unsigned char)plain->text[i]);
	}
}

/* A run of letters with "%XX" among them, decoded; its size. */
static size_t percent_run(const struct igd_walk *walk, struct igd_text *ret, bool *ret_is_lower)
{
	const char *in = walk->in;
	size_t at = walk->at, codes = 0;
	char letter;

	for (; at < walk->size; at++) {
		letter = in[at];
		if (letter == '%' && at + 2 < walk->size && hex_of(in[at + 1]) >= 0 &&
			hex_of(in[at + 2]) >= 0) {
			letter = (char)(hex_of(in[at + 1]) * 16 + hex_of(in[at + 2]));
			*ret_is_lower |= islower((unsigned char)in[at + 1]) ||
					 islower((unsigned char)in[at + 2]);
			at += 2;
			codes++;
		} else if (!is_plain(letter)) {
			break;
		}
		igd_text_add(ret, &letter, 1);
	}
	return codes ? at - walk->at : 0;
}

static bool look_percent(struct igd_walk *walk)
{
	IGD_AUTOTEXT struct igd_text plain = { 0 };
	IGD_AUTOTEXT struct igd_text redacted = { 0 };
	IGD_AUTOTEXT struct igd_text encoded = { 0 };
	bool is_lower = false;
	size_t size = percent_run(walk, &plain, &is_lower);

	walk->percent_end = walk->at + (size ? size : plain.size);
	if (!size || !redact(walk, &plain, &redacted))
		return false;
	percent_encode(&redacted, is_lower, &encoded);
	igd_walk_emit(walk, size, encoded.text, encoded.size);
	return true;
}

/* Base64: RFC 4648 */

/* -1 for a letter that is none of base64's */
static const signed char base64_values[256] = { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, 62, -1, -1, -1, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, -1,
	-1, -1, -1, -1, -1, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18,
	19, 20, 21, 22, 23, 24, 25, -1, -1, -1, -1, -1, -1, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
	36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1,
	-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 };

static int base64_of(char letter)
{
	return base64_values[(unsigned char)letter];
}

/* ASCII's letters, and Latin ones of two bytes */
static bool is_text(unsigned char byte, unsigned char before)
{
	if (byte >= 0x80)
		return (byte & 0xfc) == 0xc0 || ((byte & 0xc0) == 0x80 && (before & 0xfc) == 0xc0);
	return (byte >= ' ' && byte != 0x7f) || byte == '\n';
}

/* Decodes; returns the longest stretch of it that is text. */
static size_t base64_decode(const char *in, size_t size, unsigned char *ret, size_t *ret_size)
{
	uint32_t bits = 0;
	size_t i, have = 0, stretch = 0, longest = 0, count = 0;
	unsigned char byte;

	for (i = 0; i < size; i++) {
		bits = bits << 6 | (uint32_t)base64_of(in[i]);
		have += 6;
		if (have < 8)
			continue;
		have -= 8;
		byte = (unsigned char)(bits >> have);
		stretch = is_text(byte, count ? ret[count - 1] : 0) ? stretch + 1 : 0;
		longest = stretch > longest ? stretch : longest;
		ret[count++] = byte;
	}
	*ret_size = count;
	return longest;
}

static void base64_encode(const struct igd_text *plain, bool is_padded, struct igd_text *ret)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *bytes = (const unsigned char *)plain->text;
	size_t i, j, count;
	uint32_t bits;

	for (i = 0; i < plain->size; i += 3) {
		count = plain->size - i < 3 ? plain->size - i : 3;
		for (bits = 0, j = 0; j < 3; j++)
			bits = bits << 8 | (j < count ? bytes[i + j] : 0u);
		for (j = 0; j <= count; j++)
			igd_text_add(ret, &letters[bits >> (18 - 6 * j) & 63], 1);
		for (; is_padded && j < 4; j++)
			igd_text_add(ret, "=", 1);
	}
}

/* A run of base64's letters, and the padding behind it. */
struct run {
	size_t size, padding;
};

static struct run base64_run(const struct igd_walk *walk)
{
	const char *in = walk->in + walk->at;
	size_t room = walk->size - walk->at;
	struct run run = { 0 };

	while (run.size < room && base64_of(in[run.size]) >= 0)
		run.size++;
	while (run.padding < 2 && run.size + run.padding < room &&
		in[run.size + run.padding] == '=')
		run.padding++;
	if (run.padding &&
		((run.size + run.padding) % 4 != 0 ||
			(run.size + run.padding < room && igd_is_word(in[run.size + run.padding]))))
		run.padding = 0;
	return run;
}

/* The first phase letters of a run may belong to something else, such as a path before it. */
static bool base64_redact(
	struct igd_walk *walk, const struct run *run, size_t phase, unsigned char *room)
{
	const char *in = walk->in + walk->at;
	size_t size = run->size - phase, longest, count;
	IGD_AUTOTEXT struct igd_text plain = { 0 };
	IGD_AUTOTEXT struct igd_text redacted = { 0 };
	IGD_AUTOTEXT struct igd_text encoded = { 0 };

	if (size % 4 == 1)
		size--;
	longest = base64_decode(in + phase, size, room, &count);
	if (run->size < MIN_BASE64_ANYWHERE ? longest != count
					    : longest < MIN_BASE64_STRETCH && longest != count)
		return false;
	igd_text_add(&plain, room, count);
	if (!redact(walk, &plain, &redacted))
		return false;
	igd_text_add(&encoded, in, phase);
	base64_encode(&redacted, run->padding || run->size % 4 == 0, &encoded);
	igd_walk_emit(walk, run->size + run->padding, encoded.text, encoded.size);
	return true;
}

static bool look_base64(struct igd_walk *walk)
{
	struct run run = base64_run(walk);
	size_t phase, phases = run.size < MIN_BASE64_ANYWHERE ? 1 : 4;
	unsigned char few[512];
	IGD_AUTOFREE unsigned char *many = NULL;

	walk->base64_end = walk->at + run.size;
	if (run.size < MIN_BASE64 && !(run.padding && run.size >= 4))
		return false;
	if (run.size > sizeof(few))
		many = igd_zalloc(run.size);
	for (phase = 0; phase < phases; phase++) {
		if (base64_redact(walk, &run, phase, many ? many : few))
			return true;
	}
	return false;
}

/* UTF-16, little-endian, as firmware and Windows write it */

/* The unit at that place; 0 for one that is no letter of Latin script. */
static unsigned unit_at(const struct igd_walk *walk, size_t at)
{
	unsigned unit;

	if (at + 1 >= walk->size)
		return 0;
	unit = (unsigned)(unsigned char)walk->in[at] | (unsigned)(unsigned char)walk->in[at + 1]
							       << 8;
	return (unit >= ' ' && unit < 0x7f) || (unit >= 0xa0 && unit < 0x250) ? unit : 0;
}

static void narrow(const struct igd_walk *walk, size_t units, struct igd_text *ret)
{
	unsigned unit;
	size_t i;

	for (i = 0; i < units; i++) {
		unit = unit_at(walk, walk->at + i * 2);
		if (unit >= 0x80)
			igd_text_add(ret,
				(char[]){ (char)(0xc0 | unit >> 6), (char)(0x80 | (unit & 63)) },
				2);
		else
			igd_text_add(ret, &(char){ (char)unit }, 1);
	}
}

static void widen(const struct igd_text *plain, struct igd_text *ret)
{
	unsigned unit;
	size_t i;

	for (i = 0; i < plain->size; i++) {
		unit = (unsigned char)plain->text[i];
		if ((unit & 0xe0) == 0xc0 && i + 1 < plain->size)
			unit = (unit & 31) << 6 | ((unsigned char)plain->text[++i] & 63u);
		igd_text_add(ret, (char[]){ (char)(unit & 255), (char)(unit >> 8) }, 2);
	}
}

static bool look_utf16(struct igd_walk *walk)
{
	IGD_AUTOTEXT struct igd_text plain = { 0 };
	IGD_AUTOTEXT struct igd_text redacted = { 0 };
	IGD_AUTOTEXT struct igd_text wide = { 0 };
	struct igd_walk inner = inner_of(walk);
	size_t units = 0;

	while (unit_at(walk, walk->at + units * 2))
		units++;
	if (units < MIN_UTF16)
		return false;
	narrow(walk, units, &plain);
	if (igd_walk_text(&inner, plain.text, plain.size, walk->out ? &redacted : NULL) &&
		walk->out) {
		widen(&redacted, &wide);
		igd_walk_emit(walk, units * 2, wide.text, wide.size);
		return true;
	}
	walk->at += units * 2;
	return true;
}

static bool begins_utf16(const struct igd_walk *walk)
{
	const char *in = walk->in + walk->at;

	return walk->has_nul && walk->size - walk->at >= (size_t)MIN_UTF16 * 2 && *in && !in[1] &&
	       in[2] && !in[3] && unit_at(walk, walk->at);
}

bool igd_view_look(struct igd_walk *walk)
{
	char letter = walk->in[walk->at];

	if (begins_utf16(walk) && look_utf16(walk))
		return true;
	if (walk->has_percent && walk->at >= walk->percent_end &&
		(letter == '%' || is_plain(letter)) && look_percent(walk))
		return true;
	return walk->at >= walk->base64_end && base64_of(letter) >= 0 && look_base64(walk);
}
