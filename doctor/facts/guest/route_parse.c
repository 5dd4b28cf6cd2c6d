// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * route_parse - the kernel's tables of routes and neighbours
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "facts/guest/route.h"

/* linux/route.h RTF_UP, RTF_GATEWAY, RTF_REJECT; linux/ipv6_route.h RTF_LOCAL */
#define FLAG_UP 0x1u
#define FLAG_GATEWAY 0x2u
#define FLAG_REJECT 0x200u
#define FLAG_LOCAL 0x80000000u
/* linux/if_arp.h ATF_COM */
#define FLAG_COMPLETE 0x2u

#define MAX_LINE 256 /* the longest, of IPv6, has 150 */

/* A line, cut, as sscanf() would look for the end of a whole table each time; false behind the last. */
static bool next_line(const char **at, char ret[MAX_LINE])
{
	size_t length = strcspn(*at, "\n");
	size_t kept = length < MAX_LINE ? length : MAX_LINE - 1;

	if (!**at)
		return false;
	memcpy(ret, *at, kept);
	ret[kept] = '\0';
	*at += length + ((*at)[length] == '\n');
	return true;
}

/* Bytes in the order of the wire, of a number that the kernel prints as its machine has it. */
static void as_bytes(unsigned number, unsigned char ret[4])
{
	memcpy(ret, &number, 4);
}

struct candidate {
	struct igd_route route;
	unsigned width, metric; /* the bits of its network */
};

/* The narrower network, then the lower metric. */
static bool is_better(const struct candidate *left, const struct candidate *right)
{
	if (right->route.kind == IGD_ROUTE_NONE || left->width != right->width)
		return right->route.kind == IGD_ROUTE_NONE || left->width > right->width;
	return left->metric < right->metric;
}

static bool is_in(const unsigned char *address, const unsigned char *network, unsigned width)
{
	unsigned whole = width / 8, rest = width % 8;

	if (memcmp(address, network, whole) != 0)
		return false;
	return !rest || (address[whole] ^ network[whole]) >> (8 - rest) == 0;
}

static unsigned width_of(const unsigned char mask[4])
{
	unsigned width = 0;

	while (width < 32 && mask[width / 8] & 0x80u >> width % 8)
		width++;
	return width;
}

/* Iface Destination Gateway Flags RefCnt Use Metric Mask */
static bool read_4(const char *line, const unsigned char address[4], struct candidate *ret)
{
	unsigned network, gateway, flags, mask;
	unsigned char bytes[4];

	if (sscanf(line, "%15s %8x %8x %8x %*d %*u %u %8x", ret->route.interface, &network,
		    &gateway, &flags, &ret->metric, &mask) != 6 ||
		!(flags & FLAG_UP) || flags & FLAG_REJECT)
		return false;
	as_bytes(mask, bytes);
	ret->width = width_of(bytes);
	as_bytes(network, bytes);
	if (!is_in(address, bytes, ret->width))
		return false;
	ret->route.kind = flags & FLAG_GATEWAY ? IGD_ROUTE_GATEWAY : IGD_ROUTE_DIRECT;
	as_bytes(gateway, bytes);
	if (flags & FLAG_GATEWAY)
		inet_ntop(AF_INET, bytes, ret->route.gateway, sizeof(ret->route.gateway));
	return true;
}

struct igd_route igd_route_parse_4(const char *table, const unsigned char address[4])
{
	struct candidate best = { .route = { .kind = IGD_ROUTE_NONE } };
	char line[MAX_LINE];

	if (address[0] == 127)
		return (struct igd_route){ .kind = IGD_ROUTE_LOOPBACK };
	while (next_line(&table, line)) {
		struct candidate found = { .width = 0 };

		if (read_4(line, address, &found) && is_better(&found, &best))
			best = found;
	}
	return best.route;
}

static bool read_bytes(const char *digits, unsigned char ret[16])
{
	unsigned i, byte;

	for (i = 0; i < 16; i++) {
		if (sscanf(digits + (size_t)2 * i, "%2x", &byte) != 1)
			return false;
		ret[i] = (unsigned char)byte;
	}
	return true;
}

/* destination width source width gateway metric refcount use flags interface; all hexadecimal */
static bool read_6(const char *line, const unsigned char address[16], struct candidate *ret)
{
	char network[33], gateway[33];
	unsigned char bytes[16];
	unsigned flags;

	if (sscanf(line, "%32[0-9a-f] %2x %*32[0-9a-f] %*2x %32[0-9a-f] %8x %*8x %*8x %8x %15s",
		    network, &ret->width, gateway, &ret->metric, &flags,
		    ret->route.interface) != 6 ||
		strlen(network) != 32 || strlen(gateway) != 32 || ret->width > 128)
		return false;
	if (!(flags & FLAG_UP) || flags & FLAG_REJECT || !read_bytes(network, bytes) ||
		!is_in(address, bytes, ret->width))
		return false;
	ret->route.kind = flags & FLAG_LOCAL	 ? IGD_ROUTE_LOOPBACK
			  : flags & FLAG_GATEWAY ? IGD_ROUTE_GATEWAY
						 : IGD_ROUTE_DIRECT;
	if (flags & FLAG_GATEWAY && read_bytes(gateway, bytes))
		inet_ntop(AF_INET6, bytes, ret->route.gateway, sizeof(ret->route.gateway));
	return true;
}

struct igd_route igd_route_parse_6(const char *table, const unsigned char address[16])
{
	struct candidate best = { .route = { .kind = IGD_ROUTE_NONE } };
	char line[MAX_LINE];

	while (next_line(&table, line)) {
		struct candidate found = { .width = 0 };

		if (read_6(line, address, &found) && is_better(&found, &best))
			best = found;
	}
	return best.route;
}

struct neighbour {
	char address[16], mac[IGD_NEIGHBOUR_MAC], interface[16];
	unsigned flags;
};

/* IP address, HW type, Flags, HW address, Mask, Device */
static bool read_neighbour(const char *line, struct neighbour *ret)
{
	return sscanf(line, "%15s %*x %x %23s %*s %15s", ret->address, &ret->flags, ret->mac,
		       ret->interface) == 4;
}

enum igd_neighbour igd_neighbour_parse(const char *table, const char *address,
	const char *interface, char ret_mac[IGD_NEIGHBOUR_MAC])
{
	enum igd_neighbour result = IGD_NEIGHBOUR_ABSENT;
	struct neighbour found;
	char line[MAX_LINE];

	*ret_mac = '\0';
	while (next_line(&table, line)) {
		if (!read_neighbour(line, &found) || strcmp(found.address, address) != 0 ||
			strcmp(found.interface, interface) != 0)
			continue;
		result = found.flags & FLAG_COMPLETE ? IGD_NEIGHBOUR_THERE : IGD_NEIGHBOUR_SILENT;
		snprintf(ret_mac, IGD_NEIGHBOUR_MAC, "%s",
			result == IGD_NEIGHBOUR_THERE ? found.mac : "");
	}
	return result;
}

const char *igd_neighbour_of(
	const char **at, const char *mac, char ret_address[16], char ret_interface[16])
{
	struct neighbour found;
	char line[MAX_LINE];

	while (next_line(at, line)) {
		if (!read_neighbour(line, &found) || strcasecmp(found.mac, mac) != 0 ||
			!(found.flags & FLAG_COMPLETE))
			continue;
		memcpy(ret_address, found.address, sizeof(found.address));
		memcpy(ret_interface, found.interface, sizeof(found.interface));
		return ret_address;
	}
	return NULL;
}

bool igd_route_parse_is_on(const char *table, const char *interface)
{
	unsigned network, gateway;
	char line[MAX_LINE], name[16];

	while (next_line(&table, line)) {
		if (sscanf(line, "%15s %8x %8x", name, &network, &gateway) == 3 && !gateway &&
			network && strcmp(name, interface) == 0)
			return true;
	}
	return false;
}
