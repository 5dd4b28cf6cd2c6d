// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine.route - can this host reach the VM at all? (S119, S120)
 *
 * By how the VM's card is attached, before anything is sent; then by the kernel's routes. What is impossible by
 * construction has its reason here, and not as ports that time out.
 */
#include <string.h>

#include "checks/sunshine/area.h"
#include "facts/guest/route_judge.h"
#include "facts/guest/tried.h"

/* The card that has the address; where that is not known, the one by which it is likeliest to be reached. */
static const struct igd_link *choose(
	const struct igd_links *links, const struct igd_guest_address *address)
{
	static const enum igd_vm_answer order[] = { IGD_VM_YES, IGD_VM_UNKNOWN, IGD_VM_NO };
	size_t i, j;

	if (address->link || address->state == IGD_ADDRESS_FOUND)
		return address->link;
	for (i = 0; i < sizeof(order) / sizeof(*order); i++)
		for (j = 0; j < links->count; j++)
			if (igd_link_reaches_host(&links->list[j]) == order[i])
				return &links->list[j];
	return NULL;
}

static enum igd_verdict judge_card(const struct igd_route_scene *it)
{
	const struct igd_link *link = it->link;

	if (link->nic->is_unplugged) {
		igd_fix(it->ret, NULL);
		igd_remedy(it->ret, "Plug it in: `virsh domif-setlink VM %s up`.",
			link->nic->mac ? link->nic->mac : "MAC");
		return igd_route_shut(it, it->vm->where,
			"the VM's network card is unplugged (<link state='down'/>)");
	}
	if (link->is_active == IGD_VM_NO)
		return igd_route_inactive(it);
	switch (link->kind) {
	case IGD_LINK_MACVTAP:
		return igd_route_macvtap(it);
	case IGD_LINK_SLIRP:
	case IGD_LINK_PASST:
		return igd_route_user(it);
	case IGD_LINK_UNKNOWN:
	case IGD_LINK_NAT:
	case IGD_LINK_ROUTED:
	case IGD_LINK_OPEN:
	case IGD_LINK_ISOLATED:
	case IGD_LINK_BRIDGE:
	case IGD_LINK_TAP:
	case IGD_LINK_PASSED:
		break;
	}
	return it->address->state == IGD_ADDRESS_FOUND ? igd_route_to_address(it)
						       : igd_route_to_network(it);
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	struct igd_route_scene it = { .host = host, .ret = ret, .vm = igd_tried_vm(host, ret) };
	const struct igd_links *links;

	if (!it.vm)
		return IGD_NA;
	links = igd_links_get(host);
	it.address = igd_guest_address_get(host);
	it.link = choose(links, it.address);
	if (it.link)
		return judge_card(&it);
	if (it.address->state == IGD_ADDRESS_FOUND)
		return igd_route_to_address(&it);
	igd_fix(ret, NULL);
	return igd_na(ret, it.vm->where,
		it.address->state == IGD_ADDRESS_NO_CARD
			? "the VM has no network card (see sunshine.address)"
			: "the VM's address is not known (see sunshine.address)");
}

static const char *const references[] = { "https://libvirt.org/formatnetwork.html",
	"https://wiki.libvirt.org/TroubleshootMacvtapHostFail.html", NULL };

const struct igd_check igd_check_sunshine_route = {
	.id = "sunshine.route",
	.title = "This host can reach the VM's network",
	.why = "Moonlight on this host talks to the VM over the network. Some ways to attach a VM keep it from its own host "
	       "by design, while everybody else can reach it: then no setting in Windows helps.",
	.remedy =
		"Give the VM a second network card on a NAT network of libvirt's: this host has an address in it.",
	.severity = IGD_BLOCKER,
	.fix = "network.reach",
	.references = references,
	.run = run,
};
