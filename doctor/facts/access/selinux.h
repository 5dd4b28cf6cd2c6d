// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * selinux - whether SELinux has a say in what a VM of libvirt reads
 */
#ifndef IGD_FACTS_ACCESS_SELINUX_H
#define IGD_FACTS_ACCESS_SELINUX_H

#include "facts/access/reach.h"

enum igd_selinux {
	IGD_SELINUX_OFF,    /* not enforcing, or not used for QEMU: it is in nobody's way */
	IGD_SELINUX_DECIDES /* what its policy says is not read here */
};

/* The type in a label ("usr_t" of "system_u:object_r:usr_t:s0"), copied into ret; false for no such label. */
IGD_EXPORT bool igd_selinux_type(const char *label, char *ret, size_t room);

/*
 * *ret_hint: where it decides, what speaks for or against the file's type, in host memory. It is what policies usually
 * say and not what this host's does, so nobody concludes from it.
 */
IGD_EXPORT enum igd_selinux igd_selinux_qemu(
	struct igd_host *host, const struct igd_mode *file, const char **ret_hint);

#endif
