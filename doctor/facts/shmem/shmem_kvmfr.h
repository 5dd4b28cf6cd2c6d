// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * shmem_kvmfr - the kernel module behind /dev/kvmfr0: its configuration, and who gets at its devices
 */
#ifndef IGD_FACTS_SHMEM_SHMEM_KVMFR_H
#define IGD_FACTS_SHMEM_SHMEM_KVMFR_H

#include "core/host.h"

/*
 * The size in MiB of device number index in static_size_mb=64,32: one number for each device, at most ten
 * (LookingGlass module/kvmfr.c static_size_mb, KVMFR_MAX_DEVICES). False where it is not given, or is no size.
 */
IGD_EXPORT bool igd_kvmfr_static_size(const char *value, unsigned index, uint64_t *ret_mib);

/*
 * What the module is configured to make device number index as large as; 0 where it is not configured. *ret_origin:
 * where it stands. The running module does not tell: its parameter has no file in /sys (permissions 0000), and its
 * size is only told to an ioctl(). So it may have been loaded with another.
 */
IGD_EXPORT uint64_t igd_kvmfr_configured(
	struct igd_host *host, unsigned index, const char **ret_origin);

/* Why there is no /dev/kvmfrN, as "the module kvmfr is not loaded", and what to do. Texts live as long as the host. */
struct igd_kvmfr_absence {
	const char *why, *remedy;
};
IGD_EXPORT struct igd_kvmfr_absence igd_kvmfr_absence(struct igd_host *host, uint64_t bytes);

/* What to do so that the module makes a device of that size at each boot. */
IGD_EXPORT const char *igd_kvmfr_load(struct igd_host *host, uint64_t bytes);

/* What a rule of udev(7) does with kvmfr's devices. */
struct igd_kvmfr_rule {
	bool is_there;
	char file[128];		 /* its path */
	char group[64], mode[8]; /* "" where it does not set them */
	bool has_uaccess;	 /* gives the person at the screen access */
};

/* Adds what one file's text says; the last rule that sets something counts. */
IGD_EXPORT void igd_kvmfr_rule_parse(
	const char *file, const char *text, struct igd_kvmfr_rule *rule);

/* Of this host: every file of /etc/udev/rules.d, and of /usr/lib those that are named after kvmfr or Looking Glass. */
IGD_EXPORT const struct igd_kvmfr_rule *igd_kvmfr_rule(struct igd_host *host);

/* Whether the rule's tag "uaccess" comes too late: its file does not sort before 73-seat-late.rules (S127). */
IGD_EXPORT bool igd_kvmfr_rule_is_late(const struct igd_kvmfr_rule *rule);

#endif
