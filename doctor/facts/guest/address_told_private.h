// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_told - who can be asked for a VM's addresses, and what they say
 */
#ifndef IGD_FACTS_GUEST_ADDRESS_TOLD_PRIVATE_H
#define IGD_FACTS_GUEST_ADDRESS_TOLD_PRIVATE_H

#include "facts/guest/address.h"

/* An address that somebody told. */
struct igd_told {
	const char *mac, *text, *where;
	enum igd_address_source source;
	bool is_sure; /* not of a lease that nobody is known to use */
};

struct igd_listener {
	void (*hear)(void *context, const struct igd_told *told);
	void *context;
};

/* 0, or an errno of IGD_GUEST_DIR; nothing sticks. */
int igd_told_by_agent(struct igd_host *host, const struct igd_listener *listener);
/* 0, or an errno of IGD_LIBVIRT_DIR/domain/NAME/addresses; nothing sticks. Leases come before neighbours. */
int igd_told_by_libvirt(
	struct igd_host *host, const struct igd_vm *vm, const struct igd_listener *listener);
/* By this host's own table, of the cards that have a MAC. Nothing sticks. */
void igd_told_by_neighbours(
	struct igd_host *host, const struct igd_links *links, const struct igd_listener *listener);

#endif
