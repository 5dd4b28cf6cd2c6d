// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine.address - at which address is the VM?
 *
 * libvirt knows the leases of its own networks only, and the host's table of neighbours only whom it has spoken to
 * lately; the guest knows for sure, if its agent may be asked.
 */
#include <errno.h>

#include "checks/sunshine/area.h"
#include "facts/guest/agent.h"
#include "facts/guest/tried.h"

static enum igd_verdict conclude_found(
	struct igd_host *host, const struct igd_guest_address *address, struct igd_finding *ret)
{
	const char *source = igd_address_source_words(address->source);

	if (address->source == IGD_ADDRESS_OF_FORWARD)
		return igd_pass(ret, address->where, "%s, port %u: %s", address->text,
			address->port, source);
	return igd_pass(ret, address->where, "%s, by %s%s%s", address->text, source,
		address->link ? "; on " : "",
		address->link ? igd_link_words(host, address->link) : "");
}

static enum igd_verdict conclude_untold(
	struct igd_host *host, const struct igd_guest_address *address, struct igd_finding *ret)
{
	const struct igd_agent *agent = igd_agent_get(host);

	if (address->agent_error == ECANCELED || address->agent_error == ENODATA)
		igd_severity(ret, IGD_HINT);
	if (address->agent_error == ECANCELED && agent->state == IGD_AGENT_CONNECTED)
		igd_remedy(ret,
			"Have the guest asked: `igd-doctor --ask-guest`. Or name the address, "
			"as `ipconfig` in Windows shows it: `--vm-address ADDRESS`.");
	return igd_unknown(ret, address->where, "%s", igd_guest_address_why(host, address));
}

static enum igd_verdict run(struct igd_host *host, struct igd_finding *ret)
{
	const struct igd_vm *vm = igd_tried_vm(host, ret);
	const struct igd_guest_address *address;

	if (!vm)
		return IGD_NA;
	address = igd_guest_address_get(host);
	switch (address->state) {
	case IGD_ADDRESS_FOUND:
		return conclude_found(host, address, ret);
	case IGD_ADDRESS_INWARD:
		return igd_na(ret, address->where,
			"a user network gives it none that could be reached (see sunshine.route)");
	case IGD_ADDRESS_NO_CARD:
		igd_remedy(ret,
			"Add a network card to the VM: one on a NAT network of libvirt's, as "
			"`virsh attach-interface VM network default --model virtio --config` "
			"does, is what Moonlight on this host needs.");
		return igd_fail(ret, address->where, "the VM has no network card");
	case IGD_ADDRESS_LINK_LOCAL:
		igd_remedy(ret,
			"Look into the guest: the card's driver, and whether it asks a DHCP "
			"server; in libvirt's network, whether that has `<dhcp>`.");
		return igd_fail(ret, address->where,
			"the guest has only %s, which it gave itself: no DHCP server answered it",
			address->text);
	case IGD_ADDRESS_BAD:
		igd_remedy(ret, "Give `--vm-address` an IPv4 or IPv6 address.");
		return igd_unknown(ret, address->where, "`%s` is no address", address->text);
	case IGD_ADDRESS_UNTOLD:
		break;
	}
	return conclude_untold(host, address, ret);
}

const struct igd_check igd_check_sunshine_address = {
	.id = "sunshine.address",
	.title = "The VM's address is known",
	.why = "Moonlight has to be told an address. Until it is known, nobody can look whether Sunshine answers there.",
	.remedy =
		"Install the QEMU guest agent in the guest (it is on the virtio-win ISO) and give the VM its channel, "
		"then run `igd-doctor --ask-guest`; or name the address, as `ipconfig` in Windows shows it: "
		"`--vm-address ADDRESS`.",
	.severity = IGD_BLOCKER,
	.run = run,
};
