// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_shape_ipv4 - addresses of four numbers, and versions that look like them
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "bundle/redact_private.h"

/* The letters that are "A.B.C.D"; 0 for none. */
static size_t length_of(const char *in, size_t size, unsigned char *ret)
{
	size_t at = 0, part, start, number;

	for (part = 0; part < 4; part++) {
		if (part && (at >= size || in[at++] != '.'))
			return 0;
		start = at;
		for (number = 0; at < size && at - start < 4 && isdigit((unsigned char)in[at]);
			at++)
			number = number * 10 + (size_t)(in[at] - '0');
		if (at == start || number > 255 || (in[start] == '0' && at - start > 1))
			return 0;
		ret[part] = (unsigned char)number;
	}
	return at;
}

/* Loopback, "this network", multicast, netmasks and what libvirt gives to every host's VMs: no one's. */
static bool is_of_none(const unsigned char *bytes)
{
	return bytes[0] == 0 || bytes[0] == 127 || bytes[0] >= 224 ||
	       (bytes[0] == 192 && bytes[1] == 168 && bytes[2] == 122);
}

/* Of 192.168.0.0/16 or 172.16.0.0/12: no program has such a version. */
static bool is_surely_address(const unsigned char *bytes)
{
	return (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16);
}

/* "QEMU emulator version 10.0.8.1", "libvirt 11.3.0.1" */
static bool is_behind_version(const struct igd_walk *walk)
{
	static const char *const words[] = { "version", "versions", "ver", "v", "rev", "revision",
		"release", "firmware", "fw", "bios", "qemu", "emulator", "libvirt", "kernel",
		"linux", "driver", "build", "gcc", "ld", "binutils", "ucode", "microcode", "dmc",
		"guc", "huc", "gsc", "api", "seabios", "mesa", "package", "vbios", "gop", "ovmf",
		"mei", "pve", "manager", "update", "patch" };
	size_t end = walk->at, start, i;

	while (end && walk->at - end < 4 && strchr(" \t=:(\"'[,", walk->in[end - 1]))
		end--;
	for (start = end; start && isalpha((unsigned char)walk->in[start - 1]);)
		start--;
	for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (strlen(words[i]) == end - start &&
			strncasecmp(words[i], walk->in + start, end - start) == 0)
			return true;
	}
	return false;
}

static bool joins(char letter)
{
	return letter && strchr("-_+~", letter);
}

/* "pc-10.0.8.1", "10.0.8.1-3"; a range of addresses is none */
static bool is_part_of_version(const struct igd_walk *walk, size_t length)
{
	const char *in = walk->in;
	size_t at = walk->at, end = at + length;
	unsigned char other[4];

	if (at > 1 && joins(in[at - 1]) && isalpha((unsigned char)in[at - 2]))
		return true;
	return end + 1 < walk->size && joins(in[end]) && igd_is_word(in[end + 1]) &&
	       !length_of(in + end + 1, walk->size - end - 1, other);
}

bool igd_shape_ipv4(struct igd_walk *walk, struct igd_shape *ret)
{
	unsigned char bytes[4];
	const char *in = walk->in + walk->at;
	size_t room = walk->size - walk->at, length = length_of(in, room, bytes);

	if (!length || (length < room && igd_is_word(in[length])))
		return false;
	if (length + 1 < room && in[length] == '.' && isdigit((unsigned char)in[length + 1]))
		return false;
	if (walk->at && walk->in[walk->at - 1] == '.')
		return false;
	memcpy(ret->text, in, length);
	ret->text[length] = '\0';
	ret->skip = 0;
	ret->size = length;
	ret->kind = IGD_PRIVATE_IPV4;
	if (is_of_none(bytes)) {
		ret->kind = IGD_LEFT;
	} else if (!is_surely_address(bytes) &&
		   (walk->place & IGD_PLACE_VERSION || is_behind_version(walk) ||
			   is_part_of_version(walk, length))) {
		ret->kind = IGD_LEFT;
		igd_value_add(walk->redactor, IGD_LEFT, ret->text, length);
	}
	return true;
}
