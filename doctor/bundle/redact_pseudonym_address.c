// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * redact_pseudonym_address - what stands for an address: of the same kind, in the same network
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle/redact_private.h"

static struct igd_ordinal *find(struct igd_ordinals *ordinals, uint64_t scope, uint64_t key)
{
	size_t i;

	for (i = 0; i < ordinals->count; i++) {
		if (ordinals->list[i].scope == scope && ordinals->list[i].key == key)
			return &ordinals->list[i];
	}
	return NULL;
}

/* The key's number within the scope; a new one is next, as far as is_free() has nothing against it. */
static uint64_t ordinal(struct igd_redactor *redactor, uint64_t scope, uint64_t key,
	bool (*is_free)(const struct igd_redactor *redactor, uint64_t scope, uint64_t number))
{
	struct igd_ordinals *ordinals = &redactor->ordinals;
	struct igd_ordinal *own = find(ordinals, scope, key);
	uint64_t number = 0;
	size_t i;

	if (own)
		return own->number;
	for (i = 0; i < ordinals->count; i++) {
		if (ordinals->list[i].scope == scope && ordinals->list[i].number > number)
			number = ordinals->list[i].number;
	}
	for (number++; is_free && !is_free(redactor, scope, number);)
		number++;
	ordinals->list = igd_regrow(ordinals->list, ordinals->count + 1, sizeof(*ordinals->list));
	ordinals->list[ordinals->count++] = (struct igd_ordinal){ scope, key, number };
	return number;
}

enum scope { SCOPE_MAKER = 1, SCOPE_CARD, SCOPE_NET4, SCOPE_HOST4, SCOPE_NET6, SCOPE_HOST6 };

static uint64_t scope_of(enum scope scope, uint64_t part)
{
	return (uint64_t)scope << 56 | (part & 0xffffffffffffff);
}

static uint64_t number_of(const unsigned char *bytes, size_t size)
{
	uint64_t number = 0;

	while (size--)
		number = number << 8 | *bytes++;
	return number;
}

static size_t bytes_of(const char *text, unsigned char *ret, size_t room)
{
	char digits[3] = "";
	size_t count = 0;

	for (; *text && count < room; text++) {
		if (!isxdigit((unsigned char)text[0]) || !isxdigit((unsigned char)text[1]))
			continue;
		memcpy(digits, text++, 2);
		ret[count++] = (unsigned char)strtol(digits, NULL, 16);
	}
	return count;
}

/* A card's three bytes are free if no MAC that was found has them. */
static bool is_card_free(const struct igd_redactor *redactor, uint64_t scope, uint64_t number)
{
	unsigned char bytes[6];
	size_t i;

	(void)scope;
	for (i = 0; i < redactor->count; i++) {
		if (redactor->values[i].kind != IGD_PRIVATE_MAC)
			continue;
		bytes_of(redactor->values[i].original, bytes, 6);
		if (number_of(bytes + 3, 3) == number)
			return false;
	}
	return true;
}

/* Who administers it, and whether it is one for many, are the two lowest bits of the first byte (IEEE 802, 8.2). */
static void pseudonym_mac_bytes(struct igd_redactor *redactor, unsigned char *bytes)
{
	IGD_AUTOFREE char *maker = igd_printf("%02x:%02x:%02x", bytes[0], bytes[1], bytes[2]);
	uint64_t card =
		ordinal(redactor, scope_of(SCOPE_CARD, 0), number_of(bytes + 3, 3), is_card_free);
	uint64_t number;

	if (!igd_mac_is_virtual(maker)) {
		number = ordinal(
			redactor, scope_of(SCOPE_MAKER, bytes[0] & 3u), number_of(bytes, 3), NULL);
		bytes[0] = (unsigned char)(bytes[0] & 3u);
		bytes[1] = (unsigned char)(number >> 8);
		bytes[2] = (unsigned char)number;
	}
	bytes[3] = (unsigned char)(card >> 16);
	bytes[4] = (unsigned char)(card >> 8);
	bytes[5] = (unsigned char)card;
}

char *igd_pseudonym_mac(struct igd_redactor *redactor, const char *original)
{
	unsigned char bytes[6] = { 0 };

	bytes_of(original, bytes, sizeof(bytes));
	pseudonym_mac_bytes(redactor, bytes);
	return igd_printf("%02x:%02x:%02x:%02x:%02x:%02x", bytes[0], bytes[1], bytes[2], bytes[3],
		bytes[4], bytes[5]);
}

/* The first three bytes of a pseudo network of that kind. */
static void net4(uint64_t scope, uint64_t number, unsigned char *ret)
{
	/* RFC 5737, RFC 2544 */
	static const unsigned char documents[][3] = { { 192, 0, 2 }, { 198, 51, 100 },
		{ 203, 0, 113 } };
	unsigned block = (unsigned)(scope & 0xff);
	unsigned char low = (unsigned char)number, high = (unsigned char)(number >> 8);

	if (block == 10 || block == 100)
		memcpy(ret,
			(unsigned char[]){ (unsigned char)block, block == 100 ? 64 : high, low },
			3);
	else if (block == 172)
		memcpy(ret, (unsigned char[]){ 172, (unsigned char)(16 | (high & 15)), low }, 3);
	else if (block == 192)
		memcpy(ret, (unsigned char[]){ 192, 168, low }, 3);
	else if (block == 169)
		memcpy(ret, (unsigned char[]){ 169, 254, low }, 3);
	else if (number <= 3)
		memcpy(ret, documents[number - 1], 3);
	else
		memcpy(ret, (unsigned char[]){ 198, (unsigned char)(18 | (high & 1)), low }, 3);
}

static bool is_net4_free(const struct igd_redactor *redactor, uint64_t scope, uint64_t number)
{
	unsigned char net[3];
	char text[16];
	size_t i, length;

	net4(scope, number, net);
	if (net[0] == 192 && net[1] == 168 && net[2] == 122)
		return false;
	length = (size_t)snprintf(text, sizeof(text), "%u.%u.%u.", net[0], net[1], net[2]);
	for (i = 0; number < 1024 && i < redactor->count; i++) {
		if (redactor->values[i].kind == IGD_PRIVATE_IPV4 &&
			strncmp(redactor->values[i].original, text, length) == 0)
			return false;
	}
	return true;
}

/* Which of the blocks it is in: RFC 1918, RFC 6598, RFC 3927; 0 for a public one */
static unsigned block4(const unsigned char *bytes)
{
	if (bytes[0] == 10 || (bytes[0] == 192 && bytes[1] == 168) ||
		(bytes[0] == 172 && (bytes[1] & 0xf0) == 16) ||
		(bytes[0] == 100 && (bytes[1] & 0xc0) == 64) ||
		(bytes[0] == 169 && bytes[1] == 254))
		return bytes[0];
	return 0;
}

char *igd_pseudonym_ipv4(struct igd_redactor *redactor, const char *original)
{
	unsigned char bytes[4] = { 0 }, net[3];
	uint64_t scope, number, host;

	if (inet_pton(AF_INET, original, bytes) != 1)
		return igd_strdup("192.0.2.255");
	scope = scope_of(SCOPE_NET4, block4(bytes));
	number = ordinal(redactor, scope, number_of(bytes, 3), is_net4_free);
	net4(scope, number, net);
	host = bytes[3];
	if (host != 0 && host != 255)
		host = ordinal(redactor, scope_of(SCOPE_HOST4, number_of(bytes, 3)), host, NULL);
	return igd_printf("%u.%u.%u.%u", net[0], net[1], net[2], (unsigned)host);
}

static bool is_eui64(const unsigned char *bytes)
{
	return bytes[11] == 0xff && bytes[12] == 0xfe;
}

/* A part of the interface is the MAC (RFC 4291, appendix A), with the bit of who administers it turned around. */
static void host6(struct igd_redactor *redactor, unsigned char *bytes)
{
	unsigned char mac[6];
	uint64_t number;

	if (is_eui64(bytes)) {
		memcpy(mac, bytes + 8, 3);
		memcpy(mac + 3, bytes + 13, 3);
		mac[0] ^= 2;
		pseudonym_mac_bytes(redactor, mac);
		mac[0] ^= 2;
		memcpy(bytes + 8, mac, 3);
		memcpy(bytes + 13, mac + 3, 3);
		return;
	}
	number = number_of(bytes + 8, 8);
	if (!number)
		return;
	number = ordinal(redactor, scope_of(SCOPE_HOST6, number_of(bytes, 8)), number, NULL);
	memset(bytes + 8, 0, 8);
	bytes[14] = (unsigned char)(number >> 8);
	bytes[15] = (unsigned char)number;
}

char *igd_pseudonym_ipv6(struct igd_redactor *redactor, const char *original)
{
	static const unsigned char documents[4] = { 0x20, 0x01, 0x0d, 0xb8 }; /* RFC 3849 */
	unsigned char bytes[16] = { 0 };
	char text[INET6_ADDRSTRLEN];
	uint64_t net;

	inet_pton(AF_INET6, original, bytes);
	host6(redactor, bytes);
	if (bytes[0] != 0xfe) {
		net = ordinal(redactor, scope_of(SCOPE_NET6, bytes[0] & 0xe0u), number_of(bytes, 8),
			NULL);
		memset(bytes + 4, 0, 4);
		if ((bytes[0] & 0xfe) == 0xfc)
			memcpy(bytes, "\xfd\0\0", 4);
		else
			memcpy(bytes, documents, 4);
		bytes[6] = (unsigned char)(net >> 8);
		bytes[7] = (unsigned char)net;
	}
	return igd_strdup(inet_ntop(AF_INET6, bytes, text, sizeof(text)));
}
