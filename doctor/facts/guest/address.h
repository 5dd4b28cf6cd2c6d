// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address - at which address the VM under examination can be tried, and who says so
 *
 * What the person gave (`--vm-address`) is taken. Else the guest itself is believed first, if it was asked through its
 * agent, then libvirt's DHCP server, then the host's table of neighbours. Of several addresses the one is taken that this
 * host can reach by construction, IPv4 before IPv6 (Sunshine listens at IPv4 alone unless it is told otherwise: its
 * setting address_family), on a network of this host's before one behind a gateway, a neighbour before a lease that no
 * neighbour has, private before public. Loopback, link-local and multicast addresses are none.
 */
#ifndef IGD_FACTS_GUEST_ADDRESS_H
#define IGD_FACTS_GUEST_ADDRESS_H

#include "facts/guest/network.h"

enum igd_address_state {
	IGD_ADDRESS_UNTOLD, /* nobody who was asked knows */
	IGD_ADDRESS_FOUND,
	IGD_ADDRESS_NO_CARD, /* the VM has no network card, nor a device of the host's that may be one */
	IGD_ADDRESS_LINK_LOCAL, /* the guest itself says that it has nothing but link-local ones */
	IGD_ADDRESS_INWARD, /* of a user network into which nothing is forwarded: none that could be reached */
	IGD_ADDRESS_BAD /* what was given is none */
};

enum igd_address_source {
	IGD_ADDRESS_GIVEN,
	IGD_ADDRESS_OF_AGENT,
	IGD_ADDRESS_OF_LEASE,
	IGD_ADDRESS_OF_NEIGHBOUR,
	IGD_ADDRESS_OF_FORWARD /* this host's own, from which ports lead into the VM */
};

struct igd_guest_address {
	enum igd_address_state state;
	enum igd_address_source source;
	const char *
		text; /* FOUND: as inet_ntop(3) writes it; LINK_LOCAL and BAD: the one that there is */
	const char *where; /* who says so, for a finding */
	const char *
		others; /* private ones of the VM's as well, "10.10.0.5, fd00::5"; "" for none; not of GIVEN */
	unsigned port;	   /* IGD_SUNSHINE_PORT, or the one that is_forwarded */
	bool is_forwarded; /* the port is this host's, and leads to Sunshine's in the VM */
	/* The card that has it, or behind which a given one is by this host's routes; NULL: not known, or none of them. */
	const struct igd_link *link;
	/*
	 * An errno: why the agent did not tell (IGD_GUEST_DIR), and libvirt (IGD_LIBVIRT_DIR/domain/NAME/addresses); 0: it
	 * told, or was not needed. Errors that mean that nobody was asked, or that there is nobody to ask, do not stick.
	 */
	int agent_error, libvirt_error;
};

/* Of the VM under examination, which has to run. Never NULL. */
IGD_EXPORT const struct igd_guest_address *igd_guest_address_get(struct igd_host *host);

/* "the guest agent", "libvirt's DHCP lease"; for ever. */
IGD_EXPORT const char *igd_address_source_words(enum igd_address_source source);

/* UNTOLD: why, as a clause; memory of the host. */
IGD_EXPORT const char *igd_guest_address_why(
	struct igd_host *host, const struct igd_guest_address *address);

/* What an address is good for. */
enum igd_address_class {
	IGD_ADDRESS_IS_NONE, /* no address, or one that no machine has: any, multicast */
	IGD_ADDRESS_IS_LOOPBACK,
	IGD_ADDRESS_IS_LINK_LOCAL, /* 169.254.0.0/16, fe80::/10 */
	IGD_ADDRESS_IS_USABLE
};
IGD_EXPORT enum igd_address_class igd_address_classify(const char *text);

/* Of those that belong to nobody in particular (RFC 1918, 6598, 4193), of IPv4 or IPv6. */
IGD_EXPORT bool igd_address_is_private(const char *text);

/* As inet_ntop(3) writes it, with the scope that it has: "FD00:0::5" is "fd00::5"; memory of the host. What is none stays. */
IGD_EXPORT const char *igd_address_spell(struct igd_host *host, const char *text);

/*
 * The next line "MAC ADDRESS SOURCE" of IGD_LIBVIRT_DIR/domain/NAME/addresses; false behind the last. at: where to look
 * on. What is no such line is passed over.
 */
struct igd_address_line {
	char mac[18], address[46];
	bool is_lease;
};
IGD_EXPORT bool igd_address_line(const char **at, struct igd_address_line *ret);

#endif
