// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_binary - private values in what is no text: EDID, SMBIOS tables, PCI configuration space
 */
#include <string.h>

#include "bundle/redact_private.h"

#define EDID_SIZE 128u
#define EDID_SERIAL 12u /* VESA E-EDID 1.4, 3.4: four bytes */
#define EDID_DETAILS                                                                               \
	54u /* 3.10: four descriptors of 18 bytes; 00 00 00 ff: a serial number as text */
#define EDID_DETAIL_SIZE 18u

bool igd_is_binary(const char *path, const char *bytes, size_t size)
{
	return memchr(bytes, '\0', size) && !igd_ends_with(path, "/cmdline") &&
	       !igd_ends_with(path, "/environ");
}

/* The next EDID at or behind bytes; NULL for none. */
static const char *next_edid(const char *bytes, const char *end)
{
	static const char head[] = "\0\xff\xff\xff\xff\xff\xff";

	bytes = memmem(bytes, (size_t)(end - bytes), head, sizeof(head));
	return bytes && (size_t)(end - bytes) >= EDID_SIZE ? bytes : NULL;
}

static void learn_edid(struct igd_redactor *redactor, const char *edid)
{
	static const char tag[] = { 0, 0, 0, '\xff' };
	const char *detail, *text;
	size_t i, size;

	for (i = 0; i < 4; i++) {
		detail = edid + EDID_DETAILS + i * EDID_DETAIL_SIZE;
		if (memcmp(detail, tag, sizeof(tag)) != 0)
			continue;
		text = detail + 5;
		for (size = 0; size < 13 && text[size] && text[size] != '\n';)
			size++;
		igd_value_add(redactor, IGD_PRIVATE_SERIAL, text, size);
	}
}

static unsigned char sum_of(const char *bytes)
{
	unsigned char sum = 0;
	size_t i;

	for (i = 0; i < EDID_SIZE; i++)
		sum = (unsigned char)(sum + (unsigned char)bytes[i]);
	return sum;
}

/* SMBIOS structures (DMTF DSP0134 3.7, 6.1, 7): where the numbers of a type's private strings stand */
static const struct {
	unsigned char type, at;
} strings[] = { { 1, 7 }, { 2, 7 }, { 2, 8 }, { 3, 7 }, { 3, 8 }, { 4, 0x20 }, { 4, 0x21 },
	{ 17, 0x18 }, { 17, 0x19 }, { 22, 7 } };

/* The string of that number behind a structure; its size, 0 for none. */
static size_t string_of(const char *at, const char *end, unsigned number, const char **ret)
{
	const char *stop;

	for (; number; number--) {
		stop = at < end ? memchr(at, '\0', (size_t)(end - at)) : NULL;
		if (!stop || stop == at)
			return 0;
		*ret = at;
		if (number == 1)
			return (size_t)(stop - at);
		at = stop + 1;
	}
	return 0;
}

static void learn_uuid(struct igd_redactor *redactor, const unsigned char *own)
{
	IGD_AUTOFREE char *uuid =
		igd_printf("%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x",
			own[3], own[2], own[1], own[0], own[5], own[4], own[7], own[6], own[8],
			own[9], own[10], own[11], own[12], own[13], own[14], own[15]);

	if (!igd_uuid_is_known(uuid))
		igd_value_add(redactor, IGD_PRIVATE_UUID, uuid, strlen(uuid));
}

static void learn_structure(struct igd_redactor *redactor, const char *own, const char *end)
{
	unsigned char type = (unsigned char)own[0], length = (unsigned char)own[1];
	const char *text = NULL;
	size_t i, size;

	for (i = 0; i < sizeof(strings) / sizeof(*strings); i++) {
		if (strings[i].type != type || strings[i].at >= length)
			continue;
		size = string_of(own + length, end, (unsigned char)own[strings[i].at], &text);
		while (size && text[size - 1] == ' ')
			size--;
		if (size)
			igd_value_add(redactor, IGD_PRIVATE_SERIAL, text, size);
	}
	if (type == 1 && length >= 0x18)
		learn_uuid(redactor, (const unsigned char *)own + 8);
}

static void learn_smbios(struct igd_redactor *redactor, const char *at, const char *end)
{
	static const char stop[2];

	while (end - at > 4 && (unsigned char)at[1] >= 4 && (unsigned char)at[1] <= end - at) {
		learn_structure(redactor, at, end);
		at = memmem(at + (unsigned char)at[1], (size_t)(end - at) - (unsigned char)at[1],
			stop, 2);
		if (!at)
			return;
		at += 2;
	}
}

void igd_binary_learn(struct igd_redactor *redactor, const char *path, const char *in, size_t size)
{
	const char *end = in + size, *edid;

	if (igd_ends_with(path, "/dmi/tables/DMI") ||
		(strstr(path, "/dmi/entries/") && igd_ends_with(path, "/raw")))
		learn_smbios(redactor, in, end);
	for (edid = next_edid(in, end); edid; edid = next_edid(edid + EDID_SIZE, end))
		learn_edid(redactor, edid);
}

/* PCI Express 6.0, 7.9.3: Device Serial Number, which a network card makes of its MAC */
static void clear_device_serial(char *bytes, size_t size)
{
	const unsigned char *in = (const unsigned char *)bytes;
	size_t at = 0x100, guard;

	for (guard = 0; guard < 128 && at >= 0x100 && at + 12 <= size; guard++) {
		if (in[at] == 3 && in[at + 1] == 0)
			memset(bytes + at + 4, 0, 8);
		at = (size_t)in[at + 2] >> 4 | (size_t)in[at + 3] << 4;
		at &= ~(size_t)3;
	}
}

static void replace_edid(const char *original, char *edid)
{
	bool was_right = sum_of(original) == 0;

	memset(edid + EDID_SERIAL, 0, 4);
	if (was_right)
		edid[EDID_SIZE - 1] = (char)((unsigned char)edid[EDID_SIZE - 1] - sum_of(edid));
}

void igd_binary_replace(const char *path, const char *original, char *bytes, size_t size)
{
	const char *end = original + size, *edid;

	if (igd_starts_with(path, "/sys/") && igd_ends_with(path, "/config"))
		clear_device_serial(bytes, size);
	for (edid = next_edid(original, end); edid; edid = next_edid(edid + EDID_SIZE, end))
		replace_edid(edid, bytes + (edid - original));
}
