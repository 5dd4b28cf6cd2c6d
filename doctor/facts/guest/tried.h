// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * tried - what the checks of a Sunshine have in common: a VM that runs on this machine, and where it is tried
 */
#ifndef IGD_FACTS_GUEST_TRIED_H
#define IGD_FACTS_GUEST_TRIED_H

#include "core/check.h"
#include "facts/guest/stream.h"
#include "facts/guest/sunshine_guest.h"

/* The VM under examination, if it runs on this machine; else NULL, and *ret says why it is NA. */
IGD_EXPORT const struct igd_vm *igd_tried_vm(struct igd_host *host, struct igd_finding *ret);

/* Where its Sunshine is tried, and what came of it. */
struct igd_tried {
	const struct igd_guest_address *address;
	struct igd_sunshine_guest guest;
	unsigned port;
	struct igd_stream stream;
};

/* The port to try, from which the others are counted: as it is forwarded, or as the guest says. */
IGD_EXPORT unsigned igd_tried_port(struct igd_host *host, const struct igd_guest_address *address);

/* False where it was not tried; *ret_verdict is then what to return. */
IGD_EXPORT bool igd_tried_get(struct igd_host *host, struct igd_finding *ret,
	struct igd_tried *ret_scene, enum igd_verdict *ret_verdict);

#endif
