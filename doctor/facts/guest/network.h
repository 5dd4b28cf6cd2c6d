// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * network - how the cards of the VM under examination are attached, and who can reach it by them
 *
 * By construction, before anything is sent: a macvtap and the host's own stack on the same card do not see each other
 * (Linux drivers/net/macvlan.c: what goes out is sent by the lower device, and not looped back to it), and SLIRP takes in
 * what QEMU was told to forward and nothing else.
 */
#ifndef IGD_FACTS_GUEST_NETWORK_H
#define IGD_FACTS_GUEST_NETWORK_H

#include "facts/vm/vm.h"

/* Sunshine's port for HTTP, from which the others are counted (Sunshine src/nvhttp.h PORT_HTTP, its setting `port`). */
#define IGD_SUNSHINE_PORT 47989u

enum igd_link_kind {
	IGD_LINK_UNKNOWN,
	IGD_LINK_NAT, /* these four are libvirt's own virtual networks: the host has an address in them */
	IGD_LINK_ROUTED,
	IGD_LINK_OPEN,
	IGD_LINK_ISOLATED,
	IGD_LINK_BRIDGE, /* a bridge of the host's */
	IGD_LINK_TAP,	 /* whatever has been done with its interface */
	IGD_LINK_MACVTAP,
	IGD_LINK_SLIRP, /* QEMU's user network */
	IGD_LINK_PASST,
	IGD_LINK_PASSED /* a card, or a function of one, that the VM has for itself */
};

struct igd_link {
	enum igd_link_kind kind;
	const struct igd_vm_nic *nic;
	const char *network; /* libvirt's name of it; NULL: it is on none */
	const char *
		interface; /* of the host: the bridge, or what the macvtap is on; NULL: not known */
	const char *mode;  /* of a macvtap: "vepa", "bridge", "private", "passthrough"; else NULL */
	/* Of the network: UNKNOWN where libvirt did not tell, and where there is none. */
	enum igd_vm_answer is_defined, is_active;
};

struct igd_links {
	struct igd_link *list; /* as vm.nics */
	size_t count;
	/* UNREADABLE: an errno of IGD_LIBVIRT_DIR/networks (ENODATA: the recording does not say); nothing sticks. */
	int error;
};

/* Of the VM under examination; none where there is no VM. Never NULL. */
IGD_EXPORT const struct igd_links *igd_links_get(struct igd_host *host);

/* Whether this host can reach the VM by it: NO and YES by construction, else UNKNOWN. */
IGD_EXPORT enum igd_vm_answer igd_link_reaches_host(const struct igd_link *link);

/* Whether the other machines of the host's network can. */
IGD_EXPORT enum igd_vm_answer igd_link_reaches_lan(const struct igd_link *link);

/* "the NAT network default", "macvtap on eno1", "the bridge br0"; memory of the host. */
IGD_EXPORT const char *igd_link_words(struct igd_host *host, const struct igd_link *link);

/*
 * The port of this host that leads to that port of the VM; 0 for none. An address of "0.0.0.0", "::" or none is this
 * machine's loopback, 127.0.0.1; *ret_address is memory of the VM's, or for ever.
 */
IGD_EXPORT unsigned igd_link_forward(
	const struct igd_link *link, bool is_udp, unsigned port, const char **ret_address);

/*
 * Sunshine's port in the VM (its setting `port`) as what is forwarded shows it: IGD_SUNSHINE_PORT if that is, else one that
 * is forwarded with those for HTTPS and RTSP that are counted from it; 0 for none.
 */
IGD_EXPORT unsigned igd_link_sunshine(const struct igd_link *link);

/* A network as libvirt defines it. */
struct igd_network {
	enum igd_link_kind kind; /* UNKNOWN: a forward mode that is not known */
	char interface[16];	 /* bridge or card, IFNAMSIZ; "" if not said */
	char mode[16];		 /* of macvtap; "" */
	bool has_dhcp; /* an <ip> with <dhcp>: the host is in it, and gives the VMs addresses */
};

/*
 * From `virsh net-dumpxml` (libvirt 11.3 docs/formatnetwork.rst). -EBADMSG with the reason in reterr where it is no
 * network.
 */
IGD_EXPORT int igd_network_parse(
	const char *text, size_t size, struct igd_network *ret, struct igd_error *reterr);

#endif
