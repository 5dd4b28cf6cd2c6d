// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * route_judge - for sunshine.route: the ways to the VM, each judged by itself
 */
#ifndef IGD_FACTS_GUEST_ROUTE_JUDGE_H
#define IGD_FACTS_GUEST_ROUTE_JUDGE_H

#include "core/check.h"
#include "facts/guest/address.h"
#include "facts/guest/route.h"

struct igd_route_scene {
	struct igd_host *host;
	struct igd_finding *ret;
	const struct igd_vm *vm;
	const struct igd_link *link;
	const struct igd_guest_address *address;
};

/*
 * Whether something at the address has answered, although what the card is attached to speaks against it ("the VM's card is a
 * macvtap"); *ret_verdict is then what to return: PASS where it can be told to be the VM, else UNKNOWN.
 */
IGD_EXPORT bool igd_route_answers(
	const struct igd_route_scene *it, const char *although, enum igd_verdict *ret_verdict);
/* Fails for that reason, unless something has answered. */
IGD_EXPORT enum igd_verdict igd_route_shut(
	const struct igd_route_scene *it, const char *where, const char *reason);
/* Whether another card than the VM's answers for the address, on that network of this host's. */
IGD_EXPORT bool igd_route_is_others(const struct igd_route_scene *it, const struct igd_route *route,
	enum igd_verdict *ret_verdict);

/* The network that the card is on is not active, or not there. */
IGD_EXPORT enum igd_verdict igd_route_inactive(const struct igd_route_scene *it);
IGD_EXPORT enum igd_verdict igd_route_macvtap(const struct igd_route_scene *it);
/* SLIRP and passt: what is forwarded. */
IGD_EXPORT enum igd_verdict igd_route_user(const struct igd_route_scene *it);
/* By the kernel's routes; link may be NULL. */
IGD_EXPORT enum igd_verdict igd_route_to_address(const struct igd_route_scene *it);
/* The address is not known, only the network. */
IGD_EXPORT enum igd_verdict igd_route_to_network(const struct igd_route_scene *it);

#endif
