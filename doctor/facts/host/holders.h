// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * holders - the programs that hold a DRM device open
 *
 * The kernel keeps the list itself, in one file of debugfs (root only), so that the descriptors of all
 * processes, tens of thousands on a desktop, need not be looked at.
 */
#ifndef IGD_FACTS_HOST_HOLDERS_H
#define IGD_FACTS_HOST_HOLDERS_H

#include "core/host.h"

struct igd_holder {
	char name[24]; /* the program's comm, printable */
	uint32_t pid;
};

#define IGD_HOLDERS_MAX 32

struct igd_holders {
	struct igd_holder holders[IGD_HOLDERS_MAX]; /* each process once */
	size_t count;				    /* of holders, at most IGD_HOLDERS_MAX */
	size_t total;				    /* open files */
};

/*
 * Reads debugfs' dri/MINOR/clients: the program's name in the first 20 columns, then its pid (Linux 7.1
 * drivers/gpu/drm/drm_debugfs.c drm_clients_info()). -EBADMSG for another text, and then *ret is empty.
 */
IGD_EXPORT int igd_holders_parse(struct igd_holders *ret, const char *text, size_t size);

/*
 * Asks the kernel. nodes are the names in the PCI function's "drm" directory. The path of the list, or NULL
 * where it is not to be had (for anybody but root, or without debugfs), which does not stick.
 */
IGD_EXPORT const char *igd_holders_read(
	struct igd_host *host, const char *const *nodes, struct igd_holders *ret);

#endif
