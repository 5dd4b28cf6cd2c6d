// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * apparmor - what libvirt's AppArmor profile lets every VM read
 */
#ifndef IGD_FACTS_ACCESS_APPARMOR_H
#define IGD_FACTS_ACCESS_APPARMOR_H

#include "core/host.h"

/* Where libvirt keeps what is allowed to all VMs (libvirt 11.3 src/security/apparmor/libvirt-qemu). */
#define IGD_APPARMOR_QEMU "/etc/apparmor.d/abstractions/libvirt-qemu"

/*
 * Whether a path matches a pattern of apparmor.d(5): ? * [...] {a,b} stop at a slash, ** does not. A pattern with
 * a variable ("@{HOME}") matches nothing. Bounded in time whatever the pattern is: one that branches too much
 * does not match.
 */
IGD_EXPORT bool igd_apparmor_match(const char *pattern, const char *path);

/* What rules say of reading a file. */
struct igd_apparmor_answer {
	bool is_allowed, is_denied;
	bool may_be_allowed; /* by a rule for the owner, or one whose variables are not known */
};

/* Adds what a text of rules says; the last word of a rule is its permissions. */
IGD_EXPORT void igd_apparmor_judge(
	const char *rules, const char *path, struct igd_apparmor_answer *answer);

/* The same of another permission than reading, 'w'. */
IGD_EXPORT void igd_apparmor_judge_for(
	const char *rules, const char *path, char permission, struct igd_apparmor_answer *answer);

enum igd_apparmor {
	IGD_APPARMOR_OFF, /* not in this kernel, switched off, or not used for QEMU */
	IGD_APPARMOR_ALLOWS,
	IGD_APPARMOR_REFUSES,
	IGD_APPARMOR_UNDECIDED /* only a rule that may not be counted speaks for it */
};

/* Whether a VM of libvirt's may read the file, which belongs to nothing that libvirt itself adds to its profile. */
IGD_EXPORT enum igd_apparmor igd_apparmor_qemu(struct igd_host *host, const char *path);
/* Whether it may read and write it. */
IGD_EXPORT enum igd_apparmor igd_apparmor_qemu_to_write(struct igd_host *host, const char *path);

#endif
