// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine_guest - what Windows in the VM tells of the Sunshine in it
 */
#include "facts/guest/sunshine_guest.h"

#include <string.h>
#include <strings.h>

#include "facts/guest/network.h"

static bool is_running(const struct igd_windows *windows, const struct igd_windows_service *service)
{
	return windows->process_count || (service && strcasecmp(service->state, "Running") == 0);
}

/* Whether one of its ports can be reached by IPv6. */
static bool has_ipv6(const struct igd_windows *windows)
{
	size_t i;

	for (i = 0; i < windows->port_count; i++)
		if (!windows->ports[i].is_udp && strchr(windows->ports[i].address, ':') &&
			!igd_listening_is_local(windows->ports[i].address))
			return true;
	return false;
}

static enum igd_sunshine_state state_of(
	const struct igd_windows *windows, const struct igd_sunshine_guest *guest, bool has_port)
{
	const struct igd_windows_service *service = igd_sunshine_service(windows);

	if (!service && !windows->process_count)
		return igd_windows_is_told(windows, IGD_WINDOWS_SERVICES) ? IGD_SUNSHINE_ABSENT
									  : IGD_SUNSHINE_UNTOLD;
	if (!is_running(windows, service))
		return IGD_SUNSHINE_STOPPED;
	if (!has_port)
		return igd_windows_is_told(windows, IGD_WINDOWS_PORTS) ? IGD_SUNSHINE_NOT_LISTENING
								       : IGD_SUNSHINE_UNTOLD;
	return guest->firewall == IGD_FIREWALL_OPEN || guest->firewall == IGD_FIREWALL_UNTOLD
		       ? IGD_SUNSHINE_LISTENING
		       : IGD_SUNSHINE_BLOCKED;
}

struct igd_sunshine_guest igd_sunshine_guest_judge(const struct igd_windows *windows)
{
	const struct igd_windows_service *service = igd_sunshine_service(windows);
	struct igd_sunshine_guest guest = { .category = "" };
	uint16_t port;

	guest.listening = igd_sunshine_listening(windows, &port);
	guest.firewall = igd_sunshine_firewall(windows, "TCP");
	guest.state = state_of(windows, &guest, port != 0);
	guest.port = port ? port : IGD_SUNSHINE_PORT;
	guest.has_ipv6 = has_ipv6(windows);
	guest.has_several_networks = windows->network_count > 1;
	if (service)
		guest.name = service->name;
	if (windows->network_count)
		guest.category = windows->networks[0].category;
	return guest;
}

struct igd_sunshine_guest igd_sunshine_guest_get(struct igd_host *host)
{
	struct igd_sunshine_guest guest = {
		.state = IGD_SUNSHINE_UNTOLD, .category = "", .port = IGD_SUNSHINE_PORT
	};
	int error;
	const struct igd_windows *windows = igd_windows_get(host, &error);

	return windows ? igd_sunshine_guest_judge(windows) : guest;
}
