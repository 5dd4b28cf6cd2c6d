// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ports_judge - why no port answers, as far as it can be told from here, and with the guest's help
 */
#include "facts/guest/ports_judge.h"

#include <errno.h>
#include <string.h>

#include "facts/guest/windows.h"

static const char *by_listening(
	struct igd_host *host, const struct igd_sunshine_guest *guest, struct igd_finding *ret)
{
	if (guest->listening == IGD_LISTENING_LOCALLY)
		igd_remedy(
			ret, "Take `bind_address` out of sunshine.conf, and restart the service.");
	else
		igd_remedy(ret,
			"Look into Sunshine's log in Windows: it opens its ports when it has looked for an "
			"encoder, and ends where it cannot open one.");
	/* Why it does not, or what it does with a port that is none of Sunshine's, is not known. */
	if (guest->listening == IGD_LISTENING_NOT || guest->listening == IGD_LISTENING_PARTLY)
		return "Windows says that it runs, and listens at none of its ports";
	return igd_host_print(host, "Windows says that %s", igd_listening_words(guest->listening));
}

static const char *by_firewall(
	struct igd_host *host, const struct igd_sunshine_guest *guest, struct igd_finding *ret)
{
	const char *category = *guest->category ? guest->category : "network that is not told";

	igd_remedy(ret,
		guest->firewall == IGD_FIREWALL_BLOCKS
			? "In Windows delete the rules that block sunshine.exe (wf.msc, Inbound Rules): they go before "
			  "those that allow."
			: "In Windows, as administrator, run `add-firewall-rule.bat` of Sunshine's folder "
			  "`scripts`, or call the network private.");
	if (guest->firewall == IGD_FIREWALL_NO_RULE)
		return igd_host_print(host,
			"Windows says that it listens, and that its firewall has no rule for it in a %s network",
			category);
	return igd_host_print(host, "Windows says that it listens, and that %s (%s)",
		igd_firewall_words(host, guest->firewall, "TCP"), category);
}

/* Windows sees nothing that would keep it. */
static const char *by_way(
	const struct igd_sunshine_guest *guest, bool is_ipv6, struct igd_finding *ret)
{
	if (is_ipv6 && !guest->has_ipv6) {
		igd_remedy(ret,
			"Name an IPv4 address of the VM's (`--vm-address`), or set `address_family = both` in "
			"sunshine.conf and restart the service.");
		return "Windows says that it listens at IPv4 alone (its setting address_family)";
	}
	igd_remedy(ret,
		"Look for another firewall: one in Windows that is not Microsoft's, or rules of this "
		"host (`nft list ruleset`).");
	return guest->has_several_networks
		       ? "Windows says that it listens and that its own firewall lets it in one of its "
			 "networks at least"
		       : "Windows says that it listens and that its own firewall lets it";
}

/* Not where nobody tried to ask Windows, which is what the check's own remedy advises. */
static bool was_asked(int error)
{
	return error != ECANCELED && error != ENODATA && error != ENOENT;
}

/* What the guest says of it, if it was asked; UNTOLD is left. */
static const char *by_guest(
	struct igd_host *host, const struct igd_tried *it, bool is_ipv6, struct igd_finding *ret)
{
	const struct igd_sunshine_guest *guest = &it->guest;
	const char *name = guest->name ? guest->name : "SunshineService";
	int error = 0;

	switch (guest->state) {
	case IGD_SUNSHINE_ABSENT:
		igd_remedy(ret, "Install Sunshine in the VM.");
		return "Windows has no Sunshine: neither service nor process";
	case IGD_SUNSHINE_STOPPED:
		igd_remedy(ret, "Start it in Windows: `net start %s`; its log says why it ended.",
			name);
		return igd_host_print(host, "Windows says that its service %s does not run", name);
	case IGD_SUNSHINE_NOT_LISTENING:
		return by_listening(host, guest, ret);
	case IGD_SUNSHINE_BLOCKED:
		return by_firewall(host, guest, ret);
	case IGD_SUNSHINE_LISTENING:
		return by_way(guest, is_ipv6, ret);
	case IGD_SUNSHINE_UNTOLD:
		if (igd_windows_get(host, &error) || was_asked(error))
			igd_remedy(ret,
				"See in Windows whether Sunshine runs (service `SunshineService`), and whether its "
				"firewall has the two rules named Sunshine: `add-firewall-rule.bat` in Sunshine's folder "
				"`scripts` makes them. `guest.sunshine` says why Windows did not tell it itself.");
		break;
	}
	return NULL;
}

/*
 * Where Sunshine may be instead (Sunshine src/config.cpp: port, and address_family, which is ipv4 unless it is set
 * otherwise).
 */
static const char *elsewhere(bool is_ipv6)
{
	return is_ipv6 ? "listens at IPv4 alone or at other ports (its settings address_family and port)"
		       : "listens at other ports (its setting port)";
}

/* The VM may be reached at another of its addresses, as a clause; "" for none. */
static const char *others_of(struct igd_host *host, const struct igd_guest_address *address)
{
	if (!*address->others)
		return "";
	return igd_host_print(
		host, "; the VM also has %s, not tried (`--vm-address`)", address->others);
}

/* Something refused it, or nothing came back. */
static enum igd_verdict conclude_silent(
	struct igd_host *host, const struct igd_tried *it, struct igd_finding *ret)
{
	const struct igd_stream *stream = &it->stream;
	bool is_ipv6 = strchr(it->address->text, ':');
	const char *cause = by_guest(host, it, is_ipv6, ret),
		   *others = others_of(host, it->address);

	if (igd_stream_count(stream, IGD_PORT_REFUSED))
		return igd_fail(ret, it->address->text, "TCP %s refused: %s%s",
			igd_stream_numbers(host, stream, IGD_PORT_REFUSED),
			cause ? cause
			      : igd_host_print(host,
					"something there refuses: the guest, in which Sunshine does not run "
					"or %s, or a firewall on the way",
					elsewhere(is_ipv6)),
			others);
	return igd_fail(ret, it->address->text, "no answer from TCP %s: %s%s",
		igd_stream_numbers(host, stream, IGD_PORT_TIMEOUT),
		cause ? cause
		      : igd_host_print(host,
				"Sunshine does not run or %s, or a firewall keeps it; from here these look "
				"alike",
				elsewhere(is_ipv6)),
		others);
}

enum igd_verdict igd_ports_shut(
	struct igd_host *host, const struct igd_tried *it, struct igd_finding *ret)
{
	const struct igd_stream *stream = &it->stream;

	if (igd_stream_count(stream, IGD_PORT_DENIED)) {
		igd_remedy(ret,
			"Look at `nft list ruleset` for what rejects or drops traffic to the VM.");
		return igd_fail(
			ret, it->address->text, "this host's own firewall forbids to send to it");
	}
	if (igd_stream_count(stream, IGD_PORT_UNREACHABLE)) {
		igd_remedy(ret,
			"Look whether the guest is up and the address is its own still (sunshine.address).");
		return igd_fail(ret, it->address->text,
			"nobody answers for this address: the guest is not up, or it is an old one%s",
			others_of(host, it->address));
	}
	if (igd_stream_count(stream, IGD_PORT_FAILED) == IGD_STREAM_PORT_COUNT) {
		igd_remedy(ret, "Look at `ip route get %s`.", it->address->text);
		return igd_fail(ret, it->address->text, "it cannot be sent to from here: %s",
			igd_errno_text(stream->ports[IGD_STREAM_HTTP].error));
	}
	return conclude_silent(host, it, ret);
}
