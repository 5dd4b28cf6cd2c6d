// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * reach - whether the user that runs QEMU gets at a file: owners and modes on the way, and who that user is
 */
#ifndef IGD_FACTS_ACCESS_REACH_H
#define IGD_FACTS_ACCESS_REACH_H

#include "core/host.h"

#define IGD_QEMU_CONF "/etc/libvirt/qemu.conf"

/* A line of igd_host_modes(). */
struct igd_mode {
	char type; /* 'd', 'f', 'c', 'o' */
	unsigned mode, uid, gid;
	bool has_acl; /* an access control list says more than the mode */
	uint64_t size;
	char label[128]; /* of SELinux; "" for none */
	char path[1024];
};

/* Reads one line, which ends at a line feed or NUL; false for a malformed one. */
IGD_EXPORT bool igd_mode_parse(const char *line, struct igd_mode *ret);

/* The file itself, behind all links: the last line. False for a malformed one, or none. */
IGD_EXPORT bool igd_reach_file(const char *modes, struct igd_mode *ret);

/* A user and its groups. */
struct igd_user {
	char name[64];
	unsigned uid;
	unsigned gids[64];
	size_t gid_count;
};

/* From the texts of /etc/passwd and /etc/group; false if there is no such user. */
IGD_EXPORT bool igd_user_find(
	const char *passwd, const char *group, const char *name, struct igd_user *ret);

/* Whether this user may read the file, or search the directory. Root may everything. */
IGD_EXPORT bool igd_mode_allows(const struct igd_mode *mode, const struct igd_user *user);
/* Whether everybody may. */
IGD_EXPORT bool igd_mode_allows_all(const struct igd_mode *mode);

/* The first on the way to the file that not everybody may pass; false if there is none. */
IGD_EXPORT bool igd_reach_obstacle(const char *modes, struct igd_mode *ret);
/* The first that this user may not pass. */
IGD_EXPORT bool igd_reach_obstacle_for(
	const char *modes, const struct igd_user *user, struct igd_mode *ret);

/* The same for a thing that has to be written as well; *ret is what is in the way. NULL: that everybody may. */
IGD_EXPORT bool igd_reach_obstacle_to_writing(
	const char *modes, const struct igd_user *user, struct igd_mode *ret);

/*
 * The user as which libvirt runs QEMU: what qemu.conf says, or else the one that distributions make for it
 * ("libvirt-qemu", "qemu"). Proxmox VE runs QEMU as root. NULL where neither is there, or the user is not known.
 */
IGD_EXPORT const struct igd_user *igd_qemu_user(struct igd_host *host);

/* A user of this host by number, with its groups; false where there is none, or it is not known. */
IGD_EXPORT bool igd_user_of_uid(struct igd_host *host, unsigned uid, struct igd_user *ret);

/* A value of qemu.conf without its quotes ("none" of security_driver); NULL if it is not set. */
IGD_EXPORT const char *igd_qemu_conf(struct igd_host *host, const char *key);

#endif
