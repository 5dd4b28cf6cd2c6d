// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_libvirt - what libvirt tells of the VMs it keeps; host.h says what that looks like (IGD_LIBVIRT_DIR)
 */
#ifndef IGD_CORE_SOURCE_LIVE_LIBVIRT_H
#define IGD_CORE_SOURCE_LIVE_LIBVIRT_H

#include "core/child.h"
#include "core/source_private.h"

#pragma GCC visibility push(default) /* for the program and its tests; not part of the SDK */

#define IGD_LIBVIRT_TIMEOUT_MS 5000u
#define IGD_LIBVIRT_MAX_DOMAINS 256
#define IGD_LIBVIRT_MAX_ASKED 32     /* running VMs whose addresses are asked for: two calls each */
#define IGD_LIBVIRT_MAX_ADDRESSES 64 /* of a VM from one source */
#define IGD_LIBVIRT_MAX_NETWORKS 64
#define IGD_LIBVIRT_MAX_XML ((size_t)1 << 20)
#define IGD_LIBVIRT_MAX_ALL ((size_t)16 << 20)
/* How long addresses are waited for, once the VMs are told; then networks; then versions and the emulator. */
#define IGD_LIBVIRT_EXTRAS_MS 500
#define IGD_LIBVIRT_MAX_WORDS 1000 /* of an error */

struct igd_live_libvirt {
	const char *library;   /* NULL: libvirt.so.0 */
	const char *directory; /* where the system's daemons listen; NULL: /run/libvirt */
	size_t max_all;	       /* bytes of XML; 0: IGD_LIBVIRT_MAX_ALL */
	bool is_known;	       /* it was asked, and answers holds what came of it */
	char *uri;	       /* that was asked */
	struct igd_child child;
	struct igd_tree answers;
};

/*
 * The URI of the libvirt of this machine that has a socket, the system's before the caller's; NULL for none. directory is
 * where the system's daemons listen; NULL: /run/libvirt.
 */
const char *igd_live_libvirt_find(const char *directory);

/*
 * Asks, without waiting for the answer. uri is the person's; NULL: the system's libvirt, or the caller's where there is
 * none. Does nothing the second time.
 */
void igd_live_libvirt_ask(struct igd_live_libvirt *libvirt, const char *uri);

/* Answers a question below IGD_LIBVIRT_DIR; asks if that has not been done. */
void igd_source_live_libvirt(struct igd_live_libvirt *libvirt, const char *uri,
	const struct igd_question *question, struct igd_answer *ret);

void igd_live_libvirt_done(struct igd_live_libvirt *libvirt);

/* What the child is to do. */
struct igd_libvirt_order {
	const char *library, *uri;
	size_t max_all;
};

/* Where the child tells, a line each, what of addresses and networks it will tell next: what is missing was cut off. */
#define IGD_LIBVIRT_PLAN "plan"

/* In the child: asks libvirt as the order in context says, and writes its answers as a .tree. The exit status. */
int igd_libvirt_tell(void *context, int out);

#pragma GCC visibility pop

#endif
