// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * network_reach - who can reach a VM by the way one of its cards is attached, and how a person calls that
 */
#include <string.h>

#include "facts/guest/network.h"

/* Counted from the port for HTTP: those for HTTPS and RTSP (Sunshine src/nvhttp.h, rtsp.h). */
#define TO_HTTPS 5u
#define TO_RTSP 21u
#define MAX_TRIED 1024u /* ports of a range; Sunshine's are single ones */

static bool is_led_to(const struct igd_link *link, unsigned port)
{
	const char *address;

	return igd_link_forward(link, false, port, &address) != 0;
}

static unsigned find_in(const struct igd_link *link, const struct igd_vm_forward *forward)
{
	unsigned port = forward->to, i;

	for (i = 0; i <= forward->last - forward->first && i < MAX_TRIED; i++, port++)
		if (port > TO_HTTPS && is_led_to(link, port) && is_led_to(link, port - TO_HTTPS) &&
			is_led_to(link, port + TO_RTSP))
			return port;
	return 0;
}

unsigned igd_link_sunshine(const struct igd_link *link)
{
	unsigned found = is_led_to(link, IGD_SUNSHINE_PORT) ? IGD_SUNSHINE_PORT : 0;
	size_t i;

	for (i = 0; !found && i < link->nic->forward_count; i++) {
		const struct igd_vm_forward *forward = &link->nic->forwards[i];

		if (!forward->is_udp && !forward->is_excluded && forward->first)
			found = find_in(link, forward);
	}
	return found;
}

/* Of the modes only "private" and "bridge" are without doubt: a switch may send vepa's frames back, and with "passthrough"
 * the card is the VM's alone, so that the host is on another. */
static enum igd_vm_answer by_mode(const char *mode)
{
	return mode && (strcmp(mode, "bridge") == 0 || strcmp(mode, "private") == 0)
		       ? IGD_VM_NO
		       : IGD_VM_UNKNOWN;
}

enum igd_vm_answer igd_link_reaches_host(const struct igd_link *link)
{
	if (link->nic->is_unplugged || link->is_active == IGD_VM_NO)
		return IGD_VM_NO;
	switch (link->kind) {
	case IGD_LINK_NAT:
	case IGD_LINK_ROUTED:
	case IGD_LINK_OPEN:
	case IGD_LINK_ISOLATED:
		return IGD_VM_YES;
	case IGD_LINK_MACVTAP:
		return by_mode(link->mode);
	case IGD_LINK_SLIRP:
	case IGD_LINK_PASST:
		return igd_link_sunshine(link) ? IGD_VM_YES : IGD_VM_NO;
	case IGD_LINK_UNKNOWN:
	case IGD_LINK_BRIDGE:
	case IGD_LINK_TAP:
	case IGD_LINK_PASSED:
		break;
	}
	return IGD_VM_UNKNOWN;
}

/* A forward of "127.0.0.1" is for this machine alone. */
static enum igd_vm_answer forwards_to_lan(const struct igd_link *link)
{
	size_t i;

	for (i = 0; i < link->nic->forward_count; i++) {
		const char *address = link->nic->forwards[i].address;

		if (!link->nic->forwards[i].is_excluded &&
			(!address || !igd_starts_with(address, "127.")))
			return IGD_VM_YES;
	}
	return IGD_VM_NO;
}

enum igd_vm_answer igd_link_reaches_lan(const struct igd_link *link)
{
	switch (link->kind) {
	case IGD_LINK_NAT:
	case IGD_LINK_ISOLATED:
		return IGD_VM_NO;
	case IGD_LINK_MACVTAP:
		return IGD_VM_YES;
	case IGD_LINK_SLIRP:
	case IGD_LINK_PASST:
		return forwards_to_lan(link);
	case IGD_LINK_UNKNOWN:
	case IGD_LINK_ROUTED:
	case IGD_LINK_OPEN:
	case IGD_LINK_BRIDGE:
	case IGD_LINK_TAP:
	case IGD_LINK_PASSED:
		break;
	}
	return IGD_VM_UNKNOWN;
}

static const char *or_some(const char *text, const char *other)
{
	return text ? text : other;
}

const char *igd_link_words(struct igd_host *host, const struct igd_link *link)
{
	static const char *const kinds[] = { [IGD_LINK_UNKNOWN] = "the network",
		[IGD_LINK_NAT] = "the NAT network",
		[IGD_LINK_ROUTED] = "the routed network",
		[IGD_LINK_OPEN] = "the open network",
		[IGD_LINK_ISOLATED] = "the isolated network",
		[IGD_LINK_BRIDGE] = "the bridge",
		[IGD_LINK_TAP] = "the tap interface",
		[IGD_LINK_MACVTAP] = "macvtap",
		[IGD_LINK_SLIRP] = "QEMU's user network",
		[IGD_LINK_PASST] = "passt",
		[IGD_LINK_PASSED] = "a card that is passed through" };
	const char *interface = link->interface ? link->interface : link->nic->source;

	if (link->kind == IGD_LINK_MACVTAP)
		return igd_host_print(host, "macvtap on %s%s%s",
			or_some(link->interface, "a card of this host"),
			link->network ? ", by the network " : "", or_some(link->network, ""));
	if (link->kind == IGD_LINK_SLIRP || link->kind == IGD_LINK_PASST ||
		link->kind == IGD_LINK_PASSED)
		return kinds[link->kind];
	if (link->network)
		return igd_host_print(host, "%s %s", kinds[link->kind], link->network);
	if (link->kind == IGD_LINK_UNKNOWN)
		return "something that is not known here";
	return interface ? igd_host_print(host, "%s %s", kinds[link->kind], interface)
			 : kinds[link->kind];
}
