// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * listening - where Sunshine in Windows listens, and whether Windows' firewall lets anybody in there
 */
#ifndef IGD_FACTS_GUEST_LISTENING_H
#define IGD_FACTS_GUEST_LISTENING_H

#include "facts/guest/windows.h"

enum igd_listening {
	IGD_LISTENING,
	IGD_LISTENING_PARTLY,  /* some of its ports are not open */
	IGD_LISTENING_LOCALLY, /* only Windows itself reaches them */
	IGD_LISTENING_NOT,
	IGD_LISTENING_NOBODY, /* there is no such process */
	IGD_LISTENING_UNTOLD /* Windows did not say which processes there are, or what they listen at */
};

/* Its service, the one that runs before others; NULL for none. */
IGD_EXPORT const struct igd_windows_service *igd_sunshine_service(
	const struct igd_windows *windows);

/*
 * Sunshine's port, from which the others are counted: that with the HTTPS port 5 below, the web UI 1 above and RTSP 21
 * above it (Sunshine src/nvhttp.h, confighttp.h, rtsp.h; 47989 unless it is set otherwise). 0 in *ret_port: not known. What only Windows itself reaches does not count.
 */
IGD_EXPORT enum igd_listening igd_sunshine_listening(
	const struct igd_windows *windows, uint16_t *ret_port);

/* "127.0.0.1", "::1": only Windows itself reaches it. */
IGD_EXPORT bool igd_listening_is_local(const char *address);

enum igd_firewall {
	IGD_FIREWALL_OPEN,   /* a rule lets the protocol in, or nothing is kept out */
	IGD_FIREWALL_BLOCKS, /* a rule keeps it out */
	IGD_FIREWALL_OFF_RULE, /* there is a rule that lets it in, but it is off, or for another kind of network */
	IGD_FIREWALL_NO_RULE, /* no rule of Sunshine's; one for its ports may be there */
	IGD_FIREWALL_UNTOLD
};

/* What is wrong, as a sentence; NULL for nothing. */
IGD_EXPORT const char *igd_listening_words(enum igd_listening listening);

/* What the firewall does with "TCP" or "UDP" to Sunshine, on the kinds of network that Windows is in. */
IGD_EXPORT enum igd_firewall igd_sunshine_firewall(
	const struct igd_windows *windows, const char *protocol);

/* What it does with the protocol, as a sentence; NULL for what is well. */
IGD_EXPORT const char *igd_firewall_words(
	struct igd_host *host, enum igd_firewall firewall, const char *protocol);

#endif
