// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * markers_make - markers of each kind, and the ways in which they are written
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tests/redact/markers.h"

uint32_t marker_chance(struct trial *trial, uint32_t limit)
{
	/* xorshift64*, Vigna 2016 */
	trial->state ^= trial->state >> 12;
	trial->state ^= trial->state << 25;
	trial->state ^= trial->state >> 27;
	return (uint32_t)((trial->state * 0x2545f4914f6cdd1dull) >> 33) % limit;
}

static void letters(struct trial *trial, const char *alphabet, size_t count, char *ret)
{
	size_t i;

	for (i = 0; i < count; i++)
		ret[i] = alphabet[marker_chance(trial, (uint32_t)strlen(alphabet))];
	ret[count] = '\0';
}

static void make_bytes(struct trial *trial, struct marker *marker, size_t count)
{
	size_t i;

	marker->byte_count = count;
	for (i = 0; i < count; i++)
		marker->bytes[i] = (unsigned char)(1 + marker_chance(trial, 254));
}

static void make_mac(struct trial *trial, struct marker *marker)
{
	static const unsigned char virtual[] = { 0x52, 0x54, 0x00 };
	unsigned char *own = marker->bytes;

	make_bytes(trial, marker, 6);
	own[0] &= 0xfe;
	if (marker_chance(trial, 2))
		memcpy(own, virtual, sizeof(virtual));
	snprintf(marker->text, sizeof(marker->text), "%02x:%02x:%02x:%02x:%02x:%02x", own[0],
		own[1], own[2], own[3], own[4], own[5]);
}

static void make_uuid(struct trial *trial, struct marker *marker)
{
	unsigned char *own = marker->bytes;

	make_bytes(trial, marker, 16);
	own[6] = (unsigned char)(0x40 | (own[6] & 15));
	own[8] = (unsigned char)(0x80 | (own[8] & 63));
	snprintf(marker->text, sizeof(marker->text),
		"%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", own[0],
		own[1], own[2], own[3], own[4], own[5], own[6], own[7], own[8], own[9], own[10],
		own[11], own[12], own[13], own[14], own[15]);
}

static void make_text(struct trial *trial, struct marker *marker)
{
	static const char lower[] = "abcdefghijklmnopqrstuvwxyz",
			  upper[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
	static const char any[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
	char own[48];

	if (marker->kind == SERIAL) {
		letters(trial, upper, 9 + marker_chance(trial, 6), marker->text);
	} else if (marker->kind == TOKEN) {
		letters(trial, any, 36, own);
		snprintf(marker->text, sizeof(marker->text), "ghp_%s", own);
	} else if (marker->kind == PASSWORD) {
		letters(trial, any, 12, marker->text);
	} else if (marker->kind == MAIL) {
		letters(trial, lower, 12, own);
		snprintf(marker->text, sizeof(marker->text), "%.5s.%.2s@mail%.5s.net", own, own + 5,
			own + 7);
	} else {
		letters(trial, lower, 9 + marker_chance(trial, 4), marker->text);
	}
}

static void make_address(struct trial *trial, struct marker *marker)
{
	static const unsigned char nets[][2] = { { 192, 168 }, { 10, 77 }, { 172, 20 }, { 93, 184 },
		{ 203, 0 } };
	const unsigned char *net = nets[marker_chance(trial, 5)];
	unsigned char *own = marker->bytes;

	make_bytes(trial, marker, 16);
	if (marker->kind == IPV4) {
		marker->byte_count = 0;
		snprintf(marker->text, sizeof(marker->text), "%u.%u.%u.%u", net[0], net[1],
			130u + own[0] % 100u, own[1] % 253u + 1u);
		return;
	}
	own[0] = 0x20;
	own[1] = 0x01;
	own[11] = 1; /* not made of a MAC */
	inet_ntop(AF_INET6, own, marker->text, sizeof(marker->text));
}

void marker_make(struct trial *trial, size_t index)
{
	struct marker *marker = &trial->markers[index];

	marker->kind = (enum kind)(index % KINDS);
	if (marker->kind == MAC)
		make_mac(trial, marker);
	else if (marker->kind == UUID)
		make_uuid(trial, marker);
	else if (marker->kind == IPV4 || marker->kind == IPV6)
		make_address(trial, marker);
	else
		make_text(trial, marker);
}

static char *with_case(const char *text, int (*change)(int letter))
{
	char *copy = igd_strdup(text), *at;

	for (at = copy; *at; at++)
		*at = (char)change((unsigned char)*at);
	return copy;
}

char *marker_grouped(const struct marker *marker, size_t group, const char *separator)
{
	struct igd_text text = { 0 };
	size_t i;

	for (i = 0; i < marker->byte_count; i++)
		igd_text_printf(
			&text, "%s%02x", i && i % group == 0 ? separator : "", marker->bytes[i]);
	return text.text;
}

char *marker_base64(const char *text)
{
	static const char alphabet[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	struct igd_text out = { 0 };
	size_t size = strlen(text), i, j;
	uint32_t bits;

	for (i = 0; i < size; i += 3) {
		for (bits = 0, j = 0; j < 3; j++)
			bits = bits << 8 | (i + j < size ? (unsigned char)text[i + j] : 0u);
		for (j = 0; j < 4; j++)
			igd_text_add(
				&out, i + j > size ? "=" : &alphabet[bits >> (18 - 6 * j) & 63], 1);
	}
	return out.text;
}

char *marker_percent(const char *text)
{
	struct igd_text out = { 0 };

	for (; *text; text++) {
		if (isalnum((unsigned char)*text) || strchr("._-", *text))
			igd_text_add(&out, text, 1);
		else
			igd_text_printf(&out, "%%%02X", (unsigned char)*text);
	}
	return out.text;
}

char *marker_eui64(const struct marker *marker)
{
	const unsigned char *own = marker->bytes;
	unsigned char address[16] = { 0xfe, 0x80 };
	char text[INET6_ADDRSTRLEN];

	memcpy(address + 8,
		(unsigned char[]){ own[0] ^ 2, own[1], own[2], 0xff, 0xfe, own[3], own[4], own[5] },
		8);
	return igd_strdup(inet_ntop(AF_INET6, address, text, sizeof(text)));
}

char *marker_spelled(struct trial *trial, const struct marker *marker, unsigned use)
{
	static const char *const before[] = { "", "x", "xy" };
	IGD_AUTOFREE char *inner = NULL;

	switch (use % MARKER_USES) {
	case 0:
		return igd_strdup(marker->text);
	case 1:
		return marker->kind == TOKEN || marker->kind == PASSWORD || marker->kind == MAIL
			       ? igd_strdup(marker->text)
			       : with_case(marker->text, toupper);
	case 2:
		inner = igd_printf("%s file=/srv/%s value=%s end", before[marker_chance(trial, 3)],
			before[marker_chance(trial, 3)], marker->text);
		return marker_base64(inner);
	case 3:
		return marker_percent(marker->text);
	case 4:
		return marker->kind == MAC    ? marker_grouped(marker, 1, "-")
		       : marker->kind == UUID ? marker_grouped(marker, 16, "")
					      : igd_strdup(marker->text);
	default:
		if (marker->kind == MAC)
			return marker_chance(trial, 2) ? marker_grouped(marker, 2, ".")
						       : marker_eui64(marker);
		return igd_strdup(marker->text);
	}
}
