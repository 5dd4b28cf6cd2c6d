// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * source_live_guest_errno - in a child: what libvirt says went wrong with a guest, as an errno of host.h
 */
#ifndef IGD_CORE_SOURCE_LIVE_GUEST_ERRNO_H
#define IGD_CORE_SOURCE_LIVE_GUEST_ERRNO_H

#include <libvirt/virterror.h>
#include <stdbool.h>

/*
 * An errno of IGD_GUEST_DIR for libvirt's error; NULL: it told none. is_late: what it was said of took all the time that
 * it was given.
 */
int igd_guest_errno(const virError *error, bool is_late);

#endif
