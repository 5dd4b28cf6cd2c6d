// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * way_in - how a person still gets at the host when its iGPU has gone to a VM
 *
 * Each function answers with what was seen, worded to be shown, or NULL for nothing. None claims that the way
 * in works, or that it will be there after the next boot.
 */
#ifndef IGD_FACTS_HOST_WAY_IN_H
#define IGD_FACTS_HOST_WAY_IN_H

#include "core/host.h"

/*
 * Another display adapter that a host driver runs; with a monitor connected, where its driver tells (the
 * connectors of its DRM device). Lives as long as the host.
 */
IGD_EXPORT const char *igd_way_in_display(struct igd_host *host);
/* An SSH server: TCP port 22 open to other machines, or the process id file of sshd or dropbear. */
IGD_EXPORT const char *igd_way_in_login(struct igd_host *host);
/* A serial console on the kernel command line, or a getty for one in /etc/inittab. */
IGD_EXPORT const char *igd_way_in_serial(struct igd_host *host);

/*
 * Adds to ret each port of a /proc/net/tcp or tcp6 text at which something listens on another address than
 * loopback, one a line. (Linux net/ipv4/tcp_ipv4.c get_tcp4_sock(): addresses are the bytes in memory.)
 */
IGD_EXPORT void igd_listeners_parse(const char *text, size_t size, struct igd_text *ret);

#endif
