// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ports_judge - for sunshine.ports: why no port answers
 */
#ifndef IGD_FACTS_GUEST_PORTS_JUDGE_H
#define IGD_FACTS_GUEST_PORTS_JUDGE_H

#include "facts/guest/tried.h"

/* None of the ports is open. */
IGD_EXPORT enum igd_verdict igd_ports_shut(
	struct igd_host *host, const struct igd_tried *it, struct igd_finding *ret);

#endif
