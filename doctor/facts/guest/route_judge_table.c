// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * route_judge_table - what the kernel's routes say of the way to the VM
 */
#include <errno.h>
#include <string.h>

#include "facts/guest/route_judge.h"

/*
 * A network of libvirt's own, in which this host has the bridge. Where libvirt did not tell its networks, the bridge alone
 * says so: of a VM that runs, a card on a bridge of the host's shows as <interface type='bridge'> (libvirt 11.3
 * src/conf/domain_conf.c virDomainNetDefFormat(), publicActual).
 */
static bool is_virtual(const struct igd_link *link)
{
	if (!link || !link->interface)
		return false;
	return link->kind == IGD_LINK_NAT || link->kind == IGD_LINK_ROUTED ||
	       link->kind == IGD_LINK_OPEN || link->kind == IGD_LINK_ISOLATED ||
	       (link->kind == IGD_LINK_UNKNOWN && link->network);
}

static const char *for_others(const struct igd_route_scene *it)
{
	if (!it->link || igd_link_reaches_lan(it->link) != IGD_VM_NO)
		return "";
	return "; other machines cannot, so Moonlight has to run on this one";
}

static const char *of_neighbour(const struct igd_route_scene *it, const struct igd_route *route)
{
	char mac[IGD_NEIGHBOUR_MAC];

	switch (igd_neighbour_get(it->host, it->address->text, route->interface, mac)) {
	case IGD_NEIGHBOUR_THERE:
		return ", where it is known";
	case IGD_NEIGHBOUR_SILENT:
		return ", where nobody answers for it just now: it may be an old address";
	case IGD_NEIGHBOUR_UNTOLD:
	case IGD_NEIGHBOUR_ABSENT:
		break;
	}
	return "";
}

static enum igd_verdict conclude_astray(
	const struct igd_route_scene *it, const struct igd_route *route)
{
	const char *bridge = it->link->interface;

	igd_fix(it->ret, NULL);
	igd_remedy(it->ret,
		"Look at `ip route get %s` and `ip address show %s`: the network's addresses must be the host's on that "
		"bridge, and on no other card. `virsh net-destroy %s` and `virsh net-start %s` set the bridge up anew "
		"(then shut the VM down and start it); `virsh net-edit` gives the network addresses of its own.",
		it->address->text, bridge, it->link->network ? it->link->network : "NAME",
		it->link->network ? it->link->network : "NAME");
	return igd_route_shut(it, "/proc/net/route",
		igd_host_print(it->host, "this host sends to %s by %s, and the VM is on %s",
			it->address->text, route->interface, bridge));
}

static enum igd_verdict conclude_none(const struct igd_route_scene *it)
{
	igd_fix(it->ret, NULL);
	igd_remedy(it->ret,
		"Give this host an address in the VM's network: `ip address` shows those that it has. A bridge of your own "
		"needs one, unless a router leads there.");
	return igd_route_shut(it,
		strchr(it->address->text, ':') ? "/proc/net/ipv6_route" : "/proc/net/route",
		igd_host_print(it->host, "this host has no route to %s", it->address->text));
}

enum igd_verdict igd_route_to_address(const struct igd_route_scene *it)
{
	const char *text = it->address->text;
	struct igd_route route = igd_route_get(it->host, text);
	enum igd_verdict verdict;

	if ((route.kind == IGD_ROUTE_DIRECT || route.kind == IGD_ROUTE_GATEWAY) &&
		is_virtual(it->link) && strcmp(route.interface, it->link->interface) != 0)
		return conclude_astray(it, &route);
	if (igd_route_is_others(it, &route, &verdict))
		return verdict;
	switch (route.kind) {
	case IGD_ROUTE_NONE:
		return conclude_none(it);
	case IGD_ROUTE_LOOPBACK:
		return igd_pass(it->ret, it->address->where, "%s is this machine's own", text);
	case IGD_ROUTE_DIRECT:
		return igd_pass(it->ret, "/proc/net/route", "%s is on %s%s%s", text,
			route.interface, of_neighbour(it, &route), for_others(it));
	case IGD_ROUTE_GATEWAY:
		return igd_pass(it->ret, "/proc/net/route", "%s is reached by way of %s on %s",
			text, route.gateway, route.interface);
	case IGD_ROUTE_UNTOLD:
		break;
	}
	igd_severity(it->ret, IGD_HINT);
	return igd_unknown(it->ret, "/proc/net/route", "the routes of this host are not known");
}

enum igd_verdict igd_route_to_network(const struct igd_route_scene *it)
{
	const char *words = igd_link_words(it->host, it->link), *bridge = it->link->interface;

	igd_fix(it->ret, NULL);
	if (it->address->libvirt_error && it->address->libvirt_error != ENODATA)
		return igd_unknown(it->ret, it->vm->where, "the VM's address could not be read: %s",
			igd_errno_text(it->address->libvirt_error));
	if (bridge && igd_route_is_on(it->host, bridge))
		return igd_pass(it->ret, "/proc/net/route",
			"this host has an address on %s, and the VM is on it by %s%s", bridge,
			words, for_others(it));
	igd_severity(it->ret, IGD_HINT);
	igd_remedy(it->ret, "See sunshine.address: with the VM's address it can be told.");
	return igd_unknown(it->ret, it->vm->where,
		"the VM's card is on %s; whether this host reaches it there depends on its address, which is not "
		"known",
		words);
}
