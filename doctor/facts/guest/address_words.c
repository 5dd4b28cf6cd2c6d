// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * address_words - who told a VM's address, and why nobody did, in words
 */
#include <errno.h>

#include "facts/guest/address.h"
#include "facts/guest/agent.h"

const char *igd_address_source_words(enum igd_address_source source)
{
	static const char *const words[] = { [IGD_ADDRESS_GIVEN] = "`--vm-address`",
		[IGD_ADDRESS_OF_AGENT] = "the guest agent",
		[IGD_ADDRESS_OF_LEASE] = "a lease of libvirt's DHCP server",
		[IGD_ADDRESS_OF_NEIGHBOUR] = "this host's table of neighbours",
		[IGD_ADDRESS_OF_FORWARD] = "the ports that are forwarded to the VM" };

	return words[source];
}

/* Why the guest did not tell, as a clause. */
static const char *agent_words(const struct igd_agent *agent, int error)
{
	if (agent->state == IGD_AGENT_NO_CHANNEL)
		return "the VM has no channel for the guest agent";
	if (!agent->place)
		return "igd-doctor asks the guest agents of libvirt's VMs alone";
	if (agent->state == IGD_AGENT_DISCONNECTED)
		return "no guest agent runs in it";
	if (error == ECANCELED)
		return "the guest was not asked";
	if (error == ENODATA)
		return "the recording does not say what the guest told";
	if (error == ETIME || error == EBUSY)
		return "libvirt did not come to ask the guest in time";
	if (error == EINTR || error == EHOSTDOWN)
		return error == EINTR ? "the VM is paused" : "the guest sleeps";
	return error ? "the guest agent did not tell" : "the guest agent tells of none";
}

/* What libvirt and this host know, as a clause. */
static const char *libvirt_words(struct igd_host *host, int error)
{
	const char *what = "libvirt did not say what its DHCP server knows";

	if (!error)
		return "neither libvirt's DHCP server nor this host's table of neighbours knows one";
	if (error == ETIMEDOUT)
		what = "libvirt did not say in time what its DHCP server knows";
	/* Of a recording, or of a libvirt that is too old to be asked. */
	if (error == ENODATA)
		what = "what libvirt's DHCP server knows was not told";
	return igd_host_print(host, "%s, this host's table of neighbours knows none", what);
}

const char *igd_guest_address_why(struct igd_host *host, const struct igd_guest_address *address)
{
	const struct igd_agent *agent = igd_agent_get(host);

	return igd_host_print(host, "%s, and %s",
		agent->place ? libvirt_words(host, address->libvirt_error)
			     : "this host's table of neighbours knows none",
		agent_words(agent, address->agent_error));
}
