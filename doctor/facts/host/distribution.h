// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * distribution - which distribution this is, which init runs it, and what its commands are
 */
#ifndef IGD_FACTS_HOST_DISTRIBUTION_H
#define IGD_FACTS_HOST_DISTRIBUTION_H

#include "core/host.h"

enum igd_init {
	IGD_INIT_UNKNOWN,
	IGD_INIT_SYSTEMD,
	IGD_INIT_OPENRC,
	IGD_INIT_RUNIT,
	IGD_INIT_S6,
	IGD_INIT_DINIT,
	IGD_INIT_SYSV
};

enum igd_family {
	IGD_FAMILY_UNKNOWN,
	IGD_FAMILY_DEBIAN,
	IGD_FAMILY_PROXMOX,
	IGD_FAMILY_ARCH,
	IGD_FAMILY_FEDORA,
	IGD_FAMILY_ATOMIC, /* rpm-ostree */
	IGD_FAMILY_SUSE,
	IGD_FAMILY_ALPINE,
	IGD_FAMILY_VOID,
	IGD_FAMILY_GENTOO,
	IGD_FAMILY_NIXOS /* and Guix: what is written by hand is overwritten */
};

struct igd_distribution {
	const char *id;	  /* os-release ID: "artix"; "" if unknown */
	const char *name; /* os-release PRETTY_NAME; "an unknown distribution" */
	enum igd_family family;
	enum igd_init init;
	bool is_declarative; /* configuration is generated (NixOS, Guix) */
};

/* Never NULL. Nothing of it sticks: what cannot be read is unknown. */
IGD_EXPORT const struct igd_distribution *igd_distribution_get(struct igd_host *host);
/* "OpenRC", "systemd" ... */
IGD_EXPORT const char *igd_init_name(enum igd_init init);
/*
 * The command that restarts a service under the running init ("rc-service libvirtd restart"); host memory. NULL
 * where the init is not known.
 */
IGD_EXPORT const char *igd_service_restart(struct igd_host *host, const char *service);

/*
 * A value of an os-release text, unquoted (os-release(5)); "" for none, the first where there are several. The
 * caller frees it.
 */
IGD_EXPORT IGD_MALLOC char *igd_os_release_value(const char *text, const char *key);

#endif
