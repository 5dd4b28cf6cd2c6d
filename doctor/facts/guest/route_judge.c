// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * route_judge - what the way a card is attached lets through, and what it never does
 */
#include "facts/guest/route_judge.h"

#include <string.h>

enum igd_verdict igd_route_inactive(const struct igd_route_scene *it)
{
	const char *name = it->link->network;

	if (it->link->is_defined == IGD_VM_NO) {
		igd_fix(it->ret, NULL);
		igd_remedy(it->ret,
			"Define it again, or put the VM's card on one that there is (`virsh net-list "
			"--all`), then shut the VM down and start it.");
		return igd_route_shut(it, IGD_LIBVIRT_DIR "/networks",
			igd_host_print(it->host,
				"libvirt has no network %s (any more), which the VM's card is on",
				name));
	}
	igd_remedy(it->ret,
		"Start it: `virsh net-start %s`, and at boot: `virsh net-autostart %s`. Then shut the VM down "
		"and start it: its card hangs from a bridge that is gone.",
		name, name);
	return igd_route_shut(it, IGD_LIBVIRT_DIR "/networks",
		igd_host_print(it->host, "the network %s, which the VM's card is on, is not active",
			name));
}

/* By which of its cards this host sends to the VM; NULL: not known. */
static const char *way_out(const struct igd_route_scene *it)
{
	struct igd_route route;

	if (it->address->state == IGD_ADDRESS_FOUND) {
		route = igd_route_get(it->host, it->address->text);
		return route.kind == IGD_ROUTE_DIRECT || route.kind == IGD_ROUTE_GATEWAY
			       ? igd_host_print(it->host, "%s", route.interface)
			       : NULL;
	}
	return it->link->interface && igd_route_is_on(it->host, it->link->interface) ? it->link->interface : NULL;
}

/* Another card of the VM's that this host reaches by construction, on a network of libvirt's; NULL for none. */
static const struct igd_link *other_card(const struct igd_route_scene *it)
{
	const struct igd_links *links = igd_links_get(it->host);
	size_t i;

	for (i = 0; i < links->count; i++)
		if (links->list[i].network && igd_link_reaches_host(&links->list[i]) == IGD_VM_YES)
			return &links->list[i];
	return NULL;
}

/* That one would do, if it had an address: another card is not what is missing. */
static void advise_other_card(const struct igd_route_scene *it, const struct igd_link *other)
{
	igd_fix(it->ret, NULL);
	igd_remedy(it->ret,
		"In Windows look whether that card (MAC %s, model %s) has a driver, which for virtio is NetKVM of the "
		"virtio-win ISO, and whether it asks a DHCP server (`ipconfig /all`); on this host, whether one answered: "
		"`virsh net-dhcp-leases %s`.",
		other->nic->mac ? other->nic->mac : "not told",
		other->nic->model ? other->nic->model : "not told", other->network);
}

/* The macvtap is on another card than this host sends by. */
static enum igd_verdict conclude_other_side(
	const struct igd_route_scene *it, const struct igd_link *other)
{
	const char *card = it->link->interface;

	igd_fix(it->ret, NULL);
	igd_remedy(it->ret,
		"If it cannot be reached, give the VM a second network card on a NAT network of libvirt's, which this "
		"host has an address in.");
	if (other)
		advise_other_card(it, other);
	return igd_unknown(it->ret, it->vm->where,
		"the VM's card is a macvtap on %s, and this host is not seen to use that card: whether the switch "
		"brings them together is not known",
		card ? card : "a card that is not known");
}

enum igd_verdict igd_route_macvtap(const struct igd_route_scene *it)
{
	const char *card = it->link->interface, *out;
	const struct igd_link *other = other_card(it);
	enum igd_verdict verdict;

	if (igd_route_answers(it, "the VM's card is a macvtap", &verdict))
		return verdict;
	out = way_out(it);
	if (!card || !out || strcmp(card, out) != 0)
		return conclude_other_side(it, other);
	if (!other)
		return igd_fail(it->ret, it->vm->where,
			"the VM's card is a macvtap on %s%s%s: by design this host and the VM do not see each "
			"other on it, while all others see both",
			card, it->link->mode ? ", mode " : "",
			it->link->mode ? it->link->mode : "");
	advise_other_card(it, other);
	return igd_fail(it->ret, it->vm->where,
		"the VM has a card on %s, but no address on it is known, and its other is a macvtap on %s, on which "
		"this host and the VM do not see each other",
		igd_link_words(it->host, other), card);
}

/* Sunshine's ports, as they are counted from that for HTTP (Sunshine src/nvhttp.h, rtsp.h, stream.h). */
static const struct {
	int offset;
	bool is_udp;
} wanted[] = { { -5, false }, { 0, false }, { 21, false }, { 9, true }, { 10, true },
	{ 11, true } };

/*
 * What of Sunshine's is not forwarded into the VM by its own number, which Sunshine tells and Moonlight takes (HttpsPort of
 * serverinfo, the URL of RTSP, the ports that RTSP agrees on): "TCP 48010, UDP 47998"; "" for nothing.
 */
static const char *missing_of(const struct igd_route_scene *it, unsigned base)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	const char *address;
	unsigned port;
	size_t i;

	igd_text_add(&text, "", 0);
	for (i = 0; i < sizeof(wanted) / sizeof(*wanted); i++) {
		port = base + (unsigned)wanted[i].offset;
		if (igd_link_forward(it->link, wanted[i].is_udp, port, &address) != port)
			igd_text_printf(&text, "%s%s %u", text.size ? ", " : "",
				wanted[i].is_udp ? "UDP" : "TCP", port);
	}
	return igd_host_print(it->host, "%s", text.text);
}

static void advise_forwards(const struct igd_route_scene *it)
{
	igd_fix(it->ret, NULL);
	if (it->link->kind == IGD_LINK_PASST)
		igd_remedy(it->ret,
			"Put into the VM's `<interface>`, and shut the VM down and start it: `<portForward "
			"proto='tcp'><range start='47984'/><range start='47989' end='47990'/><range "
			"start='48010'/></portForward><portForward proto='udp'><range start='47998' "
			"end='48000'/></portForward>`. Or give it a card on a NAT network of libvirt's.");
	else
		igd_remedy(it->ret,
			"Give the VM a card on a NAT network of libvirt's, or a bridge. QEMU's user network takes in "
			"only what `hostfwd=` of its `-netdev user` names, each port by itself: "
			"`hostfwd=tcp::47984-:47984` and so for TCP 47989, 47990, 48010 and UDP 47998 to 48000.");
}

enum igd_verdict igd_route_user(const struct igd_route_scene *it)
{
	const char *words = igd_link_words(it->host, it->link), *missing;
	unsigned base = igd_link_sunshine(it->link);

	if (!base) {
		advise_forwards(it);
		return igd_route_shut(it, it->vm->where,
			igd_host_print(it->host,
				"the VM's card is on %s, which lets nobody in: Sunshine's ports are not "
				"forwarded",
				words));
	}
	missing = missing_of(it, base);
	if (*missing) {
		advise_forwards(it);
		return igd_fail(it->ret, it->vm->where,
			"%s does not forward all of Sunshine's ports by their own numbers; missing: %s",
			words, missing);
	}
	return igd_pass(it->ret, it->vm->where, "%s forwards all of Sunshine's ports%s", words,
		igd_link_reaches_lan(it->link) == IGD_VM_NO ? ", from this machine only" : "");
}
