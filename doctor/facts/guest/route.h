// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * route - by which way this host sends to an address, and whether somebody is there
 *
 * From the tables that the kernel shows as files: the main routing table, of IPv4 as /proc/net/route and of IPv6 as
 * /proc/net/ipv6_route, and IPv4's neighbours, /proc/net/arp (Linux 7.1 net/ipv4/fib_trie.c fib_route_seq_show(),
 * net/ipv6/route.c rt6_route_seq_show(), net/ipv4/arp.c arp_seq_show()). Rules and other tables are not looked at.
 */
#ifndef IGD_FACTS_GUEST_ROUTE_H
#define IGD_FACTS_GUEST_ROUTE_H

#include "core/host.h"

enum igd_route_kind {
	IGD_ROUTE_UNTOLD, /* the table could not be read, which sticks, or was not recorded; or the address is none */
	IGD_ROUTE_NONE,
	IGD_ROUTE_LOOPBACK, /* this machine itself */
	IGD_ROUTE_DIRECT,   /* on the interface's own network */
	IGD_ROUTE_GATEWAY
};

enum igd_neighbour {
	IGD_NEIGHBOUR_UNTOLD, /* of IPv6, or not read */
	IGD_NEIGHBOUR_ABSENT, /* nothing has been sent to it lately */
	IGD_NEIGHBOUR_SILENT, /* it was asked for, and nobody answered */
	IGD_NEIGHBOUR_THERE
};

struct igd_route {
	enum igd_route_kind kind;
	char interface[16]; /* DIRECT, GATEWAY */
	char gateway[46];
};

/* address: as inet_pton(3) reads it; what stands behind a '%' names the interface of a link-local one. */
IGD_EXPORT struct igd_route igd_route_get(struct igd_host *host, const char *address);

/* What the kernel knows of who has this address, on that interface; THERE: and with which MAC, else "". */
#define IGD_NEIGHBOUR_MAC 24
IGD_EXPORT enum igd_neighbour igd_neighbour_get(struct igd_host *host, const char *address,
	const char *interface, char ret_mac[IGD_NEIGHBOUR_MAC]);

/* Whether the interface has a network of its own, as the main table of IPv4 has it: then the host has an address there. */
IGD_EXPORT bool igd_route_is_on(struct igd_host *host, const char *interface);

/* The same from the tables' texts; address is of 4 or 16 bytes. */
IGD_EXPORT struct igd_route igd_route_parse_4(const char *table, const unsigned char address[4]);
IGD_EXPORT struct igd_route igd_route_parse_6(const char *table, const unsigned char address[16]);
IGD_EXPORT bool igd_route_parse_is_on(const char *table, const char *interface);
IGD_EXPORT enum igd_neighbour igd_neighbour_parse(const char *table, const char *address,
	const char *interface, char ret_mac[IGD_NEIGHBOUR_MAC]);

/* The next address in a table of neighbours that has this MAC (case does not count); NULL for none. at: where to look
 * on, to begin with the table itself. */
IGD_EXPORT const char *igd_neighbour_of(
	const char **at, const char *mac, char ret_address[16], char ret_interface[16]);

#endif
