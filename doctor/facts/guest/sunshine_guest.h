// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sunshine_guest - what Windows in the VM tells of the Sunshine in it, for who finds its ports shut
 */
#ifndef IGD_FACTS_GUEST_SUNSHINE_GUEST_H
#define IGD_FACTS_GUEST_SUNSHINE_GUEST_H

#include "facts/guest/listening.h"

enum igd_sunshine_state {
	IGD_SUNSHINE_UNTOLD,  /* Windows was not asked, or did not tell */
	IGD_SUNSHINE_ABSENT,  /* no service of its names, no process */
	IGD_SUNSHINE_STOPPED, /* there is a service, and it does not run */
	IGD_SUNSHINE_NOT_LISTENING, /* it runs, and nobody outside could reach it by a port that is known for its own */
	IGD_SUNSHINE_BLOCKED, /* it listens, and Windows' firewall lets nobody in, as far as Sunshine's own rules go */
	IGD_SUNSHINE_LISTENING
};

struct igd_sunshine_guest {
	enum igd_sunshine_state state;
	enum igd_listening listening;
	enum igd_firewall firewall; /* of TCP */
	const char *name;	    /* of the service, "SunshineService"; NULL: none */
	const char
		*category; /* "Public", what Windows takes its first network for; "" if not told */
	bool has_several_networks; /* of which one that is open will do */
	bool has_ipv6;		   /* it listens at IPv6 as well */
	unsigned port; /* from which the others are counted, as far as it listens; else 47989 */
};

/* Never fails; nothing sticks. */
IGD_EXPORT struct igd_sunshine_guest igd_sunshine_guest_get(struct igd_host *host);

/* The same from Windows' answer; its texts live as long as that. */
IGD_EXPORT struct igd_sunshine_guest igd_sunshine_guest_judge(const struct igd_windows *windows);

#endif
