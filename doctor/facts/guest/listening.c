// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * listening - where Sunshine in Windows listens, and whether Windows' firewall lets anybody in there
 */
#include "facts/guest/listening.h"

#include <string.h>
#include <strings.h>

#include "facts/guest/network.h"

/* Of the others, counted from Sunshine's port: HTTPS, HTTP, web UI, RTSP. */
static const int offsets[] = { -5, 0, 1, 21 };
#define OFFSETS (sizeof(offsets) / sizeof(*offsets))

const struct igd_windows_service *igd_sunshine_service(const struct igd_windows *windows)
{
	size_t i;

	for (i = 0; i < windows->service_count; i++) {
		if (strcasecmp(windows->services[i].state, "Running") == 0)
			return &windows->services[i];
	}
	return windows->service_count ? &windows->services[0] : NULL;
}

bool igd_listening_is_local(const char *address)
{
	return igd_starts_with(address, "127.") || strcmp(address, "::1") == 0 ||
	       strcmp(address, "[::1]") == 0;
}

static bool has_port(const struct igd_windows *windows, int number)
{
	size_t i;

	for (i = 0; i < windows->port_count; i++) {
		if (!windows->ports[i].is_udp && windows->ports[i].port == number &&
			!igd_listening_is_local(windows->ports[i].address))
			return true;
	}
	return false;
}

static unsigned count_ports(const struct igd_windows *windows, int base)
{
	unsigned count = 0;
	size_t i;

	for (i = 0; i < OFFSETS; i++)
		count += has_port(windows, base + offsets[i]);
	return count;
}

/* The base that the port may be counted from, if more of its four ports are open than *ret_count; one alone tells nothing. */
static void try_port(const struct igd_windows *windows, const struct igd_windows_port *port,
	unsigned *ret_count, uint16_t *ret_base)
{
	unsigned count;
	int base;
	size_t i;

	for (i = 0; i < OFFSETS; i++) {
		base = port->port - offsets[i];
		count = base > 0 && base <= UINT16_MAX ? count_ports(windows, base) : 0;
		if (count < 2 || count <= *ret_count)
			continue;
		*ret_count = count;
		*ret_base = (uint16_t)base;
	}
}

enum igd_listening igd_sunshine_listening(const struct igd_windows *windows, uint16_t *ret_port)
{
	unsigned count = count_ports(windows, IGD_SUNSHINE_PORT);
	bool is_anywhere = false, is_outside = false;
	size_t i;

	*ret_port = 0;
	if (!windows->process_count)
		return igd_windows_is_told(windows, IGD_WINDOWS_PROCESSES) ? IGD_LISTENING_NOBODY
									   : IGD_LISTENING_UNTOLD;
	if (count)
		*ret_port = IGD_SUNSHINE_PORT;
	for (i = 0; i < windows->port_count; i++) {
		if (windows->ports[i].is_udp)
			continue;
		is_anywhere = true;
		is_outside |= !igd_listening_is_local(windows->ports[i].address);
		try_port(windows, &windows->ports[i], &count, ret_port);
	}
	if (count == OFFSETS)
		return IGD_LISTENING;
	if (is_outside)
		return IGD_LISTENING_PARTLY;
	if (is_anywhere)
		return IGD_LISTENING_LOCALLY;
	return igd_windows_is_told(windows, IGD_WINDOWS_PORTS) ? IGD_LISTENING_NOT
							       : IGD_LISTENING_UNTOLD;
}

/* "DomainAuthenticated" is a network of the profile "Domain". */
static bool is_in(const struct igd_windows *windows, const char *profile)
{
	size_t i;

	for (i = 0; i < windows->network_count; i++) {
		if (strncasecmp(windows->networks[i].category, profile, strlen(profile)) == 0)
			return true;
	}
	return false;
}

/* "Any", "Private, Public" */
static bool is_for(const struct igd_windows_rule *rule, const char *profile)
{
	return strcasecmp(rule->profiles, "Any") == 0 || strcasestr(rule->profiles, profile);
}

static bool is_of(const struct igd_windows_rule *rule, const char *protocol)
{
	return strcasecmp(rule->protocol, "Any") == 0 || strcasecmp(rule->protocol, protocol) == 0;
}

/* A rule that blocks goes before one that allows. */
static enum igd_firewall judge_profile(const struct igd_windows *windows,
	const struct igd_windows_profile *profile, const char *protocol)
{
	enum igd_firewall state = profile->blocks ? IGD_FIREWALL_NO_RULE : IGD_FIREWALL_OPEN;
	size_t i;

	for (i = 0; i < windows->rule_count; i++) {
		const struct igd_windows_rule *rule = &windows->rules[i];
		bool counts = rule->is_on && is_for(rule, profile->name);

		if (!is_of(rule, protocol))
			continue;
		if (counts && !rule->allows)
			return IGD_FIREWALL_BLOCKS;
		if (counts)
			state = IGD_FIREWALL_OPEN;
		else if (rule->allows && state == IGD_FIREWALL_NO_RULE)
			state = IGD_FIREWALL_OFF_RULE;
	}
	return state;
}

enum igd_firewall igd_sunshine_firewall(const struct igd_windows *windows, const char *protocol)
{
	enum igd_firewall worst = IGD_FIREWALL_UNTOLD, state;
	size_t i;

	if (!igd_windows_is_told(windows, IGD_WINDOWS_RULES))
		return IGD_FIREWALL_UNTOLD;
	for (i = 0; i < windows->profile_count; i++) {
		const struct igd_windows_profile *profile = &windows->profiles[i];

		if (!*profile->name || !is_in(windows, profile->name))
			continue;
		state = profile->is_on ? judge_profile(windows, profile, protocol)
				       : IGD_FIREWALL_OPEN;
		/* Which of several networks the VM is reached through is not known: one that is open will do. */
		if (worst == IGD_FIREWALL_UNTOLD || state == IGD_FIREWALL_OPEN)
			worst = state;
	}
	return worst;
}

const char *igd_listening_words(enum igd_listening listening)
{
	static const char *const words[] = {
		[IGD_LISTENING] = NULL,
		[IGD_LISTENING_PARTLY] =
			"Sunshine listens at some of its ports only: another program may have the rest",
		[IGD_LISTENING_LOCALLY] = "Sunshine listens for Windows itself only",
		[IGD_LISTENING_NOT] =
			"Sunshine runs, but does not listen: it is still trying out its encoders, which "
			"hangs where the GPU's driver does",
		[IGD_LISTENING_NOBODY] =
			"the service runs, but not sunshine.exe, which it starts: that ends again and "
			"again",
		[IGD_LISTENING_UNTOLD] =
			"the service runs, but Windows did not say what Sunshine listens at",
	};

	return words[listening];
}

const char *igd_firewall_words(
	struct igd_host *host, enum igd_firewall firewall, const char *protocol)
{
	switch (firewall) {
	case IGD_FIREWALL_BLOCKS:
		return igd_host_print(
			host, "a rule of Windows' firewall blocks Sunshine's %s", protocol);
	case IGD_FIREWALL_OFF_RULE:
		return igd_host_print(host,
			"the rule of Windows' firewall for Sunshine's %s is off, or not for the kind of "
			"network that Windows is in",
			protocol);
	case IGD_FIREWALL_NO_RULE:
		return igd_host_print(host,
			"Sunshine runs, but no rule of its own lets %s in through Windows' firewall; "
			"`sunshine.ports` tells whether another does",
			protocol);
	case IGD_FIREWALL_OPEN:
	case IGD_FIREWALL_UNTOLD:
		break;
	}
	return NULL;
}
