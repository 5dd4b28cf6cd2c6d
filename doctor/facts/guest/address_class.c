// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_class - what an address is good for, and how it is spelled
 */
#include <arpa/inet.h>
#include <string.h>

#include "facts/guest/address.h"

/* The text is without a scope. */
static enum igd_address_class classify(const char *text)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1) {
		if (bytes[0] == 127)
			return IGD_ADDRESS_IS_LOOPBACK;
		if (bytes[0] == 169 && bytes[1] == 254)
			return IGD_ADDRESS_IS_LINK_LOCAL;
		return bytes[0] == 0 || bytes[0] >= 224 ? IGD_ADDRESS_IS_NONE
							: IGD_ADDRESS_IS_USABLE;
	}
	if (inet_pton(AF_INET6, text, bytes) != 1 || bytes[0] == 0xff)
		return IGD_ADDRESS_IS_NONE;
	if (bytes[0] == 0xfe && (bytes[1] & 0xc0) == 0x80)
		return IGD_ADDRESS_IS_LINK_LOCAL;
	if (memcmp(bytes, &in6addr_loopback, 16) == 0)
		return IGD_ADDRESS_IS_LOOPBACK;
	return memcmp(bytes, &in6addr_any, 16) == 0 ? IGD_ADDRESS_IS_NONE : IGD_ADDRESS_IS_USABLE;
}

/* What stands behind a '%' can be the name of an interface (Linux net/core/dev.c dev_valid_name()). */
static bool is_scope(const char *text)
{
	size_t length = strlen(text), i;

	for (i = 0; i < length; i++)
		if (text[i] <= ' ' || text[i] >= 0x7f || strchr("/%", text[i]))
			return false;
	return length && length < 16;
}

enum igd_address_class igd_address_classify(const char *text)
{
	const char *scope = strchr(text, '%');
	char plain[46] = "";
	enum igd_address_class class;

	if (!scope)
		return classify(text);
	if ((size_t)(scope - text) >= sizeof(plain) || !is_scope(scope + 1))
		return IGD_ADDRESS_IS_NONE;
	memcpy(plain, text, (size_t)(scope - text));
	class = classify(plain);
	return class == IGD_ADDRESS_IS_LINK_LOCAL ? class : IGD_ADDRESS_IS_NONE;
}

bool igd_address_is_private(const char *text)
{
	unsigned char bytes[16];

	if (inet_pton(AF_INET, text, bytes) == 1)
		return bytes[0] == 10 || (bytes[0] == 172 && (bytes[1] & 0xf0) == 16) ||
		       (bytes[0] == 192 && bytes[1] == 168) ||
		       (bytes[0] == 100 && (bytes[1] & 0xc0) == 64);
	return inet_pton(AF_INET6, text, bytes) == 1 && (bytes[0] & 0xfe) == 0xfc;
}

const char *igd_address_spell(struct igd_host *host, const char *text)
{
	const char *scope = strchr(text, '%');
	IGD_AUTOFREE char *plain = igd_strndup(text, strcspn(text, "%"));
	int family = strchr(plain, ':') ? AF_INET6 : AF_INET;
	char spelled[INET6_ADDRSTRLEN];
	unsigned char bytes[16];

	if (inet_pton(family, plain, bytes) != 1 ||
		!inet_ntop(family, bytes, spelled, sizeof(spelled)))
		return text;
	return igd_host_print(host, "%s%s", spelled, scope ? scope : "");
}
