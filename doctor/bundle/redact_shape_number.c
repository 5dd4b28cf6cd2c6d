// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_shape_number - addresses and identities that consist of digits
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bundle/redact_private.h"

#define MAC_SIZE 17u
#define UUID_SIZE 36u
#define ID_SIZE 32u

/* Of makers of virtual machines: QEMU and its TAP devices, Proxmox, Xen, VMware, Hyper-V, VirtualBox */
static const char *const virtual_makers[] = { "52:54:00", "fe:54:00", "bc:24:11", "00:16:3e",
	"00:0c:29", "00:50:56", "00:15:5d", "08:00:27" };

bool igd_mac_is_virtual(const char *mac)
{
	size_t i;

	for (i = 0; i < sizeof(virtual_makers) / sizeof(*virtual_makers); i++) {
		if (strncasecmp(mac, virtual_makers[i], 8) == 0)
			return true;
	}
	return false;
}

static char letter_at(const struct igd_walk *walk, size_t offset)
{
	return walk->at + offset < walk->size ? walk->in[walk->at + offset] : '\0';
}

static size_t hex_run(const struct igd_walk *walk, size_t offset, size_t limit)
{
	size_t length = 0;

	while (length < limit && isxdigit((unsigned char)letter_at(walk, offset + length)))
		length++;
	return length;
}

static char lower(char letter)
{
	return (char)tolower((unsigned char)letter);
}

/* Nobody's: zeros, ones, and what is sent to many. */
static bool is_mac_of_none(const char *mac)
{
	return strcmp(mac, "00:00:00:00:00:00") == 0 || strcmp(mac, "ff:ff:ff:ff:ff:ff") == 0 ||
	       igd_starts_with(mac, "01:00:5e") || igd_starts_with(mac, "33:33:") ||
	       igd_starts_with(mac, "01:80:c2");
}

/* From twelve hexadecimal digits among the size letters. */
static bool give_mac(const struct igd_walk *walk, size_t skip, size_t size, struct igd_shape *ret)
{
	size_t i, length = 0;

	for (i = 0; i < size && length < MAC_SIZE; i++) {
		if (!isxdigit((unsigned char)letter_at(walk, skip + i)))
			continue;
		if (length % 3 == 2)
			ret->text[length++] = ':';
		ret->text[length++] = lower(letter_at(walk, skip + i));
	}
	ret->text[length] = '\0';
	ret->kind = is_mac_of_none(ret->text) ? IGD_LEFT : IGD_PRIVATE_MAC;
	ret->skip = skip;
	ret->size = size;
	return true;
}

/* How many pairs of digits stand here with that letter between them. */
static size_t count_pairs(const struct igd_walk *walk, char separator)
{
	size_t pairs = 1;

	while (pairs < 24 && letter_at(walk, pairs * 3 - 1) == separator &&
		hex_run(walk, pairs * 3, 3) == 2)
		pairs++;
	return pairs;
}

/* An EUI-64, such as PCI's "Device Serial Number": a MAC with ff-ff or ff-fe in the middle */
static bool give_eui64(const struct igd_walk *walk, struct igd_shape *ret)
{
	size_t i;

	for (i = 0; i < 23; i++)
		ret->text[i] = lower(letter_at(walk, i));
	ret->text[23] = '\0';
	if (strncmp(ret->text + 9, "ff", 2) != 0 ||
		(strncmp(ret->text + 12, "fe", 2) != 0 && strncmp(ret->text + 12, "ff", 2) != 0))
		return false;
	ret->kind = IGD_PRIVATE_SERIAL;
	ret->skip = 0;
	ret->size = 23;
	return true;
}

/* A firewall writes "MAC=", both addresses and a type in one row. */
static bool find_mac(const struct igd_walk *walk, struct igd_shape *ret)
{
	char separator = letter_at(walk, 2);
	size_t pairs = count_pairs(walk, separator), at = walk->at;
	bool is_second = at > 18 && igd_text_ends(walk->in, at - 18, "MAC=");
	bool is_inside = at > 1 && walk->in[at - 1] == separator &&
			 isxdigit((unsigned char)walk->in[at - 2]);

	if (igd_is_word(letter_at(walk, pairs * 3 - 1)) || (is_inside && !is_second))
		return false;
	if (pairs == 8 && !is_second)
		return give_eui64(walk, ret);
	if (pairs != 6 && !is_second && !(pairs == 14 && igd_text_ends(walk->in, at, "MAC=")))
		return false;
	return pairs >= 6 && give_mac(walk, 0, MAC_SIZE, ret);
}

/* "5254.00ab.cdef"; without a letter, or in a longer row, it is more likely a version, unless it is known. */
static bool find_mac_dots(const struct igd_walk *walk, struct igd_shape *ret)
{
	bool is_likely = false;
	size_t i;

	if (letter_at(walk, 9) != '.' || hex_run(walk, 5, 5) != 4 || hex_run(walk, 10, 5) != 4 ||
		igd_is_word(letter_at(walk, 14)))
		return false;
	for (i = 0; i < 14; i++)
		is_likely |= isalpha((unsigned char)letter_at(walk, i)) != 0;
	is_likely &= !(letter_at(walk, 14) == '.' && igd_is_word(letter_at(walk, 15))) &&
		     !(walk->at && walk->in[walk->at - 1] == '.');
	give_mac(walk, 0, 14, ret);
	return is_likely || igd_value_find(walk->redactor, IGD_PRIVATE_MAC, ret->text, MAC_SIZE);
}

/* Twelve digits alone may be anything; so only where they are called a MAC, or begin as those of VMs do. */
static bool find_mac_bare(const struct igd_walk *walk, struct igd_shape *ret)
{
	static const char *const before[] = { "MAC(", "MAC=", "MAC-", "MAC ",
		"macaddr=", "hwaddr=", "HWaddr ", "ether ", "mac: ", "lladdr ", "address " };
	size_t i;

	give_mac(walk, 0, 12, ret);
	if (igd_mac_is_virtual(ret->text))
		return true;
	for (i = 0; i < sizeof(before) / sizeof(*before); i++) {
		if (igd_text_ends(walk->in, walk->at, before[i]))
			return true;
	}
	return igd_value_find(walk->redactor, IGD_PRIVATE_MAC, ret->text, MAC_SIZE) != 0;
}

/* "enx525400abcdef", as udev names an interface by its MAC */
static bool find_mac_interface(const struct igd_walk *walk, struct igd_shape *ret)
{
	const char *in = walk->in + walk->at;

	if (walk->size - walk->at < 15 ||
		(strncmp(in, "enx", 3) != 0 && strncmp(in, "wlx", 3) != 0))
		return false;
	return hex_run(walk, 3, 13) == 12 && !igd_is_word(letter_at(walk, 15)) &&
	       give_mac(walk, 3, 12, ret);
}

/* A GUID that a vendor gave to a kind of thing: a variable, a file of a firmware volume, a WMI method */
static bool is_of_vendor(const struct igd_walk *walk)
{
	static const char *const before[] = { "FvFile(", "FvVol(", "Fv(", "VenHw(", "VenMsg(",
		"VenMedia(", "VenPcAnsi(", "/wmi/devices/", "/wmi/drivers/", "guid=" };
	size_t start = walk->at, i;

	for (i = 0; i < sizeof(before) / sizeof(*before); i++) {
		if (igd_text_ends(walk->in, walk->at, before[i]))
			return true;
	}
	while (start && walk->in[start - 1] != '/' && walk->at - start < 80)
		start--;
	return igd_text_ends(walk->in, start, "/efivars/") ||
	       igd_text_ends(walk->in, start, "/efi/vars/");
}

static bool find_uuid(const struct igd_walk *walk, struct igd_shape *ret)
{
	static const size_t dashes[] = { 8, 13, 18, 23 };
	size_t i, length = 0;

	for (i = 0; i < 4; i++) {
		if (letter_at(walk, dashes[i]) != '-' ||
			hex_run(walk, length, UUID_SIZE) != dashes[i] - length)
			return false;
		length = dashes[i] + 1;
	}
	if (hex_run(walk, length, 13) != 12 || igd_is_word(letter_at(walk, UUID_SIZE)))
		return false;
	for (i = 0; i < UUID_SIZE; i++)
		ret->text[i] = lower(letter_at(walk, i));
	ret->text[i] = '\0';
	ret->size = UUID_SIZE;
	ret->kind = IGD_PRIVATE_UUID;
	if (is_of_vendor(walk))
		igd_value_add(walk->redactor, IGD_LEFT, ret->text, UUID_SIZE);
	if (igd_uuid_is_known(ret->text) ||
		igd_value_find(walk->redactor, IGD_LEFT, ret->text, UUID_SIZE))
		ret->kind = IGD_LEFT;
	return true;
}

/* "20010db8...", as /proc/net/if_inet6 writes an address that is known */
static bool is_ipv6(const struct igd_walk *walk)
{
	unsigned char bytes[16] = { 0 };
	char digits[3] = "", text[INET6_ADDRSTRLEN];
	size_t i;

	for (i = 0; i < sizeof(bytes); i++) {
		memcpy(digits, walk->in + walk->at + i * 2, 2);
		bytes[i] = (unsigned char)strtol(digits, NULL, 16);
	}
	inet_ntop(AF_INET6, bytes, text, sizeof(text));
	return igd_value_find(walk->redactor, IGD_PRIVATE_IPV6, text, strlen(text));
}

/* A machine id, or a UUID without its dashes. */
static bool find_id(const struct igd_walk *walk, struct igd_shape *ret)
{
	static const unsigned char groups[] = { 8, 12, 16, 20, 32 };
	bool has_letter = false, has_digit = false;
	size_t i, length = 0, group = 0;

	for (i = 0; i < ID_SIZE; i++) {
		ret->text[i] = lower(letter_at(walk, i));
		has_letter |= isalpha((unsigned char)ret->text[i]) != 0;
		has_digit |= isdigit((unsigned char)ret->text[i]) != 0;
	}
	ret->size = ID_SIZE;
	ret->kind = IGD_PRIVATE_MACHINE_ID;
	for (i = 0; i < ID_SIZE; i++) {
		if (i == groups[group]) {
			ret->text[length++] = '-';
			group++;
		}
		ret->text[length++] = lower(letter_at(walk, i));
	}
	ret->text[length] = '\0';
	if (igd_value_find(walk->redactor, IGD_PRIVATE_UUID, ret->text, UUID_SIZE)) {
		ret->kind = IGD_PRIVATE_UUID;
		return true;
	}
	if (igd_uuid_is_known(ret->text))
		ret->kind = IGD_LEFT;
	for (i = 0; i < ID_SIZE; i++)
		ret->text[i] = lower(letter_at(walk, i));
	ret->text[ID_SIZE] = '\0';
	/* What stands there is a hash of a package (Nix manual, "Store Path"). */
	return has_letter && has_digit && !igd_text_ends(walk->in, walk->at, "/nix/store/") &&
	       !is_ipv6(walk);
}

/*
 * 2000::/3, fc00::/7 and fe80::/10; of the others none is anybody's, nor is the link-local net itself. A word of a
 * language with "::" in it is none.
 */
static bool is_ipv6_of_somebody(const unsigned char *bytes)
{
	static const unsigned char nobody[8] = { 0 };

	return (bytes[0] & 0xe0) == 0x20 || (bytes[0] & 0xfe) == 0xfc ||
	       (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80 &&
		       memcmp(bytes + 8, nobody, sizeof(nobody)) != 0);
}

static bool find_ipv6(struct igd_walk *walk, struct igd_shape *ret)
{
	unsigned char bytes[16];
	char text[INET6_ADDRSTRLEN];
	size_t length = 4;

	while (length < sizeof(text) - 1 && letter_at(walk, length) &&
		(letter_at(walk, length) == ':' ||
			isxdigit((unsigned char)letter_at(walk, length))))
		length++;
	if (igd_is_word(letter_at(walk, length)))
		return false;
	while (length && letter_at(walk, length - 1) == ':' && letter_at(walk, length - 2) != ':')
		length--;
	memcpy(text, walk->in + walk->at, length);
	text[length] = '\0';
	if (inet_pton(AF_INET6, text, bytes) != 1 || !is_ipv6_of_somebody(bytes))
		return false;
	inet_ntop(AF_INET6, bytes, ret->text, INET6_ADDRSTRLEN);
	ret->kind = IGD_PRIVATE_IPV6;
	ret->size = length;
	return true;
}

bool igd_shape_number(struct igd_walk *walk, struct igd_shape *ret)
{
	size_t digits = hex_run(walk, 0, 33);
	char next = letter_at(walk, digits);

	ret->skip = 0;
	switch (digits) {
	case 2:
		return (next == ':' || next == '-') && find_mac(walk, ret);
	case 4:
		return (next == '.' && find_mac_dots(walk, ret)) ||
		       (next == ':' && find_ipv6(walk, ret));
	case 8:
		return next == '-' && find_uuid(walk, ret);
	case 12:
		return !igd_is_word(next) && find_mac_bare(walk, ret);
	case 32:
		return !igd_is_word(next) && find_id(walk, ret);
	default:
		return digits <= 1 && find_mac_interface(walk, ret);
	}
}
