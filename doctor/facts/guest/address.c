// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address - at which address the VM under examination can be tried, and who says so
 */
#include "facts/guest/address.h"

#include <errno.h>
#include <string.h>
#include <strings.h>

#include "facts/guest/address_told_private.h"
#include "facts/guest/route.h"
#include "facts/vm/view.h"

#define MAX_HEARD 8u /* addresses; one card of IPv6 may have more, that nobody reads */

struct search {
	struct igd_host *host;
	const struct igd_vm *vm;
	const struct igd_links *links;
	struct igd_guest_address *best; /* .text NULL: none yet */
	unsigned score;
	bool is_sure;		/* of the best: that it is the VM's now */
	const char *link_local; /* one that the guest says it has */
	const char *given;	/* the one that is looked for; NULL: the best is */
	const char *heard[MAX_HEARD];
	size_t heard_count;
};

static const struct igd_link *link_of(const struct search *search, const char *mac)
{
	size_t i;

	for (i = 0; i < search->links->count; i++) {
		const struct igd_link *link = &search->links->list[i];

		if (link->nic->mac && strcasecmp(link->nic->mac, mac) == 0)
			return link;
	}
	return NULL;
}

static bool is_user(const struct igd_link *link)
{
	return link && (link->kind == IGD_LINK_SLIRP || link->kind == IGD_LINK_PASST);
}

static enum igd_vm_answer reaches(const struct igd_link *link)
{
	return link ? igd_link_reaches_host(link) : IGD_VM_UNKNOWN;
}

/*
 * First whether this host reaches the card by construction, then whether Sunshine listens at such an address unless it is
 * told otherwise, then whether the host is on the same network, whether it is the VM's for sure, and whether it is one of
 * those that are knocked at.
 */
static unsigned score_of(
	const struct search *search, const struct igd_told *told, const struct igd_link *link)
{
	enum igd_vm_answer answer = reaches(link);
	unsigned score = answer == IGD_VM_YES ? 2 : answer == IGD_VM_UNKNOWN;

	score = score * 2 + !strchr(told->text, ':');
	score = score * 2 +
		(answer == IGD_VM_UNKNOWN &&
			igd_route_get(search->host, told->text).kind == IGD_ROUTE_DIRECT);
	score = score * 2 + told->is_sure;
	return 1 + score * 2 + igd_address_is_private(told->text);
}

static void take(struct search *search, const struct igd_told *told, const struct igd_link *link)
{
	unsigned score = score_of(search, told, link);

	if (score <= search->score)
		return;
	search->score = score;
	search->is_sure = told->is_sure;
	search->best->state = IGD_ADDRESS_FOUND;
	search->best->source = told->source;
	search->best->text = igd_host_print(search->host, "%s", told->text);
	search->best->where = told->where;
	search->best->link = link;
}

/* Others than private ones would not be knocked at. */
static void note_heard(struct search *search, const char *text)
{
	size_t i;

	if (!igd_address_is_private(text))
		return;
	for (i = 0; i < search->heard_count; i++)
		if (strcmp(search->heard[i], text) == 0)
			return;
	if (search->heard_count < MAX_HEARD)
		search->heard[search->heard_count++] = igd_host_print(search->host, "%s", text);
}

/* "10.10.0.5, fd00::5": what else was heard of; "" for nothing. */
static const char *others_of(const struct search *search)
{
	IGD_AUTOTEXT struct igd_text text = { 0 };
	size_t i;

	igd_text_add(&text, "", 0);
	for (i = 0; i < search->heard_count; i++)
		if (strcmp(search->heard[i], search->best->text) != 0)
			igd_text_printf(&text, "%s%s", text.size ? ", " : "", search->heard[i]);
	return igd_host_print(search->host, "%s", text.text);
}

/* IPv4's says most: each IPv6 interface has one, whatever else it has. */
static void note_link_local(struct search *search, const char *text)
{
	if (!search->link_local || (strchr(search->link_local, ':') && !strchr(text, ':')))
		search->link_local = igd_host_print(search->host, "%s", text);
}

/* One of a card that is not the VM's is a VPN's, or of a network inside the guest; unless the model knows of no card. */
static void consider(void *context, const struct igd_told *told)
{
	struct search *search = context;
	const struct igd_link *link = link_of(search, told->mac);
	enum igd_address_class class = igd_address_classify(told->text);

	if (search->given) {
		if (strcmp(told->text, search->given) == 0 && !search->best->link)
			search->best->link = link;
		return;
	}
	if ((!link && search->links->count) || is_user(link))
		return;
	if (class == IGD_ADDRESS_IS_LINK_LOCAL && told->source == IGD_ADDRESS_OF_AGENT)
		note_link_local(search, told->text);
	if (class != IGD_ADDRESS_IS_USABLE)
		return;
	note_heard(search, told->text);
	take(search, told, link);
}

static bool is_settled(const struct search *search)
{
	return search->best->text && search->is_sure && reaches(search->best->link) == IGD_VM_YES;
}

static void ask_agent(struct search *search)
{
	const struct igd_listener listener = { consider, search };

	search->best->agent_error = igd_told_by_agent(search->host, &listener);
}

static void ask_libvirt(struct search *search)
{
	const struct igd_listener listener = { consider, search };

	search->best->libvirt_error = igd_told_by_libvirt(search->host, search->vm, &listener);
}

static void ask_neighbours(struct search *search)
{
	const struct igd_listener listener = { consider, search };

	igd_told_by_neighbours(search->host, search->links, &listener);
}

/* The port of this host that leads to Sunshine's; 0 for none. */
static unsigned own_port(const struct igd_link *link, const char **ret_address)
{
	unsigned port = igd_link_sunshine(link);

	return port ? igd_link_forward(link, false, port, ret_address) : 0;
}

/* This host's own address, where a port of it leads to Sunshine's. */
static void take_forward(struct search *search)
{
	size_t i;

	for (i = 0; i < search->links->count; i++) {
		const struct igd_link *link = &search->links->list[i];
		struct igd_told told = { NULL, NULL, search->vm->where, IGD_ADDRESS_OF_FORWARD,
			true };
		unsigned port = is_user(link) ? own_port(link, &told.text) : 0;

		if (!port || is_settled(search))
			continue;
		search->score = 0;
		take(search, &told, link);
		search->best->port = port;
		search->best->is_forwarded = true;
	}
}

/*
 * A device of the host's that is a network card, or may be: one of PCI (base class 02h, PCI Code and ID Assignment 1.11), what
 * hangs from a controller of USB (0C03h), what is on USB, and what is not told, as by a mapping of Proxmox VE's.
 */
static bool may_have_passed_card(struct igd_host *host, const struct igd_vm *vm)
{
	size_t count, i;
	const struct igd_pci_device *devices = igd_host_pci(host, &count);

	for (i = 0; i < count; i++)
		if ((devices[i].class_code >> 8 == 0x02 || devices[i].class_code == 0x0c03) &&
			igd_vm_hostdev(vm, devices[i].address))
			return true;
	for (i = 0; i < vm->hostdev_count; i++)
		if (!vm->hostdevs[i].host &&
			!igd_vm_property(&vm->hostdevs[i].properties, "sysfsdev"))
			return true;
	return vm->has_host_usb;
}

static bool is_all_inward(const struct search *search)
{
	size_t i;

	for (i = 0; i < search->links->count; i++)
		if (!is_user(&search->links->list[i]))
			return false;
	return search->links->count != 0;
}

static void explain(struct search *search)
{
	struct igd_guest_address *best = search->best;

	best->where = search->vm->where;
	if (!search->links->count && !may_have_passed_card(search->host, search->vm)) {
		best->state = IGD_ADDRESS_NO_CARD;
	} else if (is_all_inward(search)) {
		best->state = IGD_ADDRESS_INWARD;
	} else if (search->link_local) {
		best->state = IGD_ADDRESS_LINK_LOCAL;
		best->text = search->link_local;
		best->where = "the guest agent";
	}
}

/*
 * Whether what is sent there comes to a user network. SLIRP's own is 10.0.2.0/24 (QEMU 10.0 qemu-options.hx, -netdev user,
 * net=); else it is this host's own address that leads into one, which the table of routes shows as a neighbour's.
 */
static bool is_into(const struct igd_link *link, const char *text, const struct igd_route *route)
{
	const char *own = NULL;
	unsigned port = own_port(link, &own);

	if (route->kind == IGD_ROUTE_LOOPBACK || (port && strcmp(text, own) == 0))
		return true;
	if (route->kind == IGD_ROUTE_DIRECT)
		return port || link->kind == IGD_LINK_PASST;
	return link->kind == IGD_LINK_SLIRP && igd_starts_with(text, "10.0.2.");
}

/* The card behind which the address is by this host's routes; NULL: none is, as of a VPN's in the guest. */
static const struct igd_link *link_by_route(const struct search *search, const char *text)
{
	struct igd_route route = igd_route_get(search->host, text);
	size_t i;

	for (i = 0; i < search->links->count; i++) {
		const struct igd_link *link = &search->links->list[i];

		if (is_user(link) ? is_into(link, text, &route)
				  : route.kind == IGD_ROUTE_DIRECT && link->interface &&
					    strcmp(route.interface, link->interface) == 0)
			return link;
	}
	return NULL;
}

/* It need not be of one of the cards that the VM is known to have. */
static void find_card(struct search *search)
{
	struct igd_guest_address *best = search->best;
	const char *address;
	unsigned port;

	search->given = best->text;
	ask_libvirt(search);
	ask_neighbours(search);
	ask_agent(search);
	if (!best->link)
		best->link = link_by_route(search, best->text);
	port = is_user(best->link) ? own_port(best->link, &address) : 0;
	if (!port)
		return;
	best->port = port;
	best->is_forwarded = true;
}

static void take_given(struct search *search, const char *given)
{
	struct igd_guest_address *best = search->best;

	best->source = IGD_ADDRESS_GIVEN;
	best->text = given;
	best->where = "--vm-address";
	best->state = IGD_ADDRESS_BAD;
	if (igd_address_classify(given) == IGD_ADDRESS_IS_NONE)
		return;
	best->state = IGD_ADDRESS_FOUND;
	best->text = igd_address_spell(search->host, given);
	find_card(search);
}

static void read_address(struct igd_host *host, void *ret)
{
	const char *given = igd_host_given(host, "address");
	struct search search = { .host = host, .vm = igd_vm_view(host)->vm, .best = ret };

	search.best->port = IGD_SUNSHINE_PORT;
	search.best->where = "--vm";
	search.best->others = "";
	if (!search.vm)
		return;
	search.links = igd_links_get(host);
	if (given) {
		take_given(&search, given);
		return;
	}
	ask_agent(&search);
	if (!is_settled(&search))
		ask_libvirt(&search);
	if (!is_settled(&search))
		ask_neighbours(&search);
	if (!is_settled(&search))
		take_forward(&search);
	if (!search.best->text)
		explain(&search);
	else
		search.best->others = others_of(&search);
}

const struct igd_guest_address *igd_guest_address_get(struct igd_host *host)
{
	static const struct igd_fact fact = { "guest-address", sizeof(struct igd_guest_address),
		read_address, NULL };

	return igd_host_fact(host, &fact);
}
