// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * route_judge_answer - who is at the VM's address: what answers there goes before what the way there lets expect, if it is
 * the VM
 */
#include <strings.h>

#include "facts/guest/route_judge.h"
#include "facts/guest/tried.h"

static bool is_of_vm(const struct igd_route_scene *it, const char *mac)
{
	const struct igd_links *links = igd_links_get(it->host);
	size_t i;

	for (i = 0; i < links->count; i++)
		if (links->list[i].nic->mac && strcasecmp(links->list[i].nic->mac, mac) == 0)
			return true;
	return false;
}

/* Whether the card that answers for the address is the VM's; UNKNOWN where either MAC is not known. */
static enum igd_vm_answer is_its(const struct igd_route_scene *it, const struct igd_route *route,
	char ret_mac[IGD_NEIGHBOUR_MAC])
{
	*ret_mac = '\0';
	if (route->kind != IGD_ROUTE_DIRECT || !it->link || !it->link->nic->mac ||
		igd_neighbour_get(it->host, it->address->text, route->interface, ret_mac) !=
			IGD_NEIGHBOUR_THERE)
		return IGD_VM_UNKNOWN;
	return is_of_vm(it, ret_mac) ? IGD_VM_YES : IGD_VM_NO;
}

static enum igd_verdict conclude_others(
	const struct igd_route_scene *it, const struct igd_route *route, const char *mac)
{
	igd_fix(it->ret, NULL);
	igd_remedy(it->ret,
		"Look for the machine with that MAC (`ip neighbour show %s`). If two have the address, give one of them "
		"another; if the VM has another by now, name it: `--vm-address ADDRESS`. If a router answers in the VM's "
		"place (proxy ARP), all is well.",
		it->address->text);
	return igd_unknown(it->ret, "/proc/net/arp",
		"another card, MAC %s, answers for %s on %s; the VM's has the MAC %s", mac,
		it->address->text, route->interface, it->link->nic->mac);
}

bool igd_route_is_others(const struct igd_route_scene *it, const struct igd_route *route,
	enum igd_verdict *ret_verdict)
{
	char mac[IGD_NEIGHBOUR_MAC];

	if (is_its(it, route, mac) != IGD_VM_NO)
		return false;
	*ret_verdict = conclude_others(it, route, mac);
	return true;
}

/* What libvirt and the neighbours tell may be of yesterday, and somebody else's by now. */
static bool is_trusted(const struct igd_guest_address *address)
{
	return address->source == IGD_ADDRESS_GIVEN || address->source == IGD_ADDRESS_OF_AGENT;
}

/* Something accepts connections there. */
static enum igd_verdict conclude_open(const struct igd_route_scene *it, const char *although)
{
	struct igd_route route = igd_route_get(it->host, it->address->text);
	char mac[IGD_NEIGHBOUR_MAC];
	enum igd_vm_answer answer = is_its(it, &route, mac);

	if (answer == IGD_VM_NO)
		return conclude_others(it, &route, mac);
	if (answer == IGD_VM_YES || is_trusted(it->address))
		return igd_pass(it->ret, it->address->text, "it answers, although %s", although);
	igd_fix(it->ret, NULL);
	return igd_unknown(it->ret, it->address->text,
		"something answers at %s, although %s: whether it is the VM is not known",
		it->address->text, although);
}

bool igd_route_answers(
	const struct igd_route_scene *it, const char *although, enum igd_verdict *ret_verdict)
{
	struct igd_stream stream;

	if (it->address->state != IGD_ADDRESS_FOUND)
		return false;
	stream = igd_stream_get(it->host, it->address->text, igd_tried_port(it->host, it->address));
	if (igd_stream_count(&stream, IGD_PORT_OPEN)) {
		*ret_verdict = conclude_open(it, although);
		return true;
	}
	if (!igd_stream_count(&stream, IGD_PORT_REFUSED))
		return false;
	igd_fix(it->ret, NULL);
	*ret_verdict = igd_unknown(it->ret, it->address->text,
		"something refuses connections to %s, although %s: the guest, or a firewall on the way",
		it->address->text, although);
	return true;
}

enum igd_verdict igd_route_shut(
	const struct igd_route_scene *it, const char *where, const char *reason)
{
	enum igd_verdict verdict;

	if (igd_route_answers(it, reason, &verdict))
		return verdict;
	return igd_fail(it->ret, where, "%s", reason);
}
