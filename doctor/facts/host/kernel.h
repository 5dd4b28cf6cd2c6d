// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel - the running kernel's release and configuration
 */
#ifndef IGD_FACTS_HOST_KERNEL_H
#define IGD_FACTS_HOST_KERNEL_H

#include "core/host.h"

/* /proc/sys/kernel/osrelease, e.g. "6.12.107+deb13-amd64"; NULL if unreadable. */
IGD_EXPORT const char *igd_kernel_release(struct igd_host *host);
/* Whether the running kernel is at least major.minor. False if its release is unreadable (which sticks). */
IGD_EXPORT bool igd_kernel_is_at_least(struct igd_host *host, unsigned major, unsigned minor);

enum igd_config {
	IGD_CONFIG_UNKNOWN,
	IGD_CONFIG_OFF,
	IGD_CONFIG_MODULE,
	IGD_CONFIG_BUILTIN,
	IGD_CONFIG_VALUE
};

/*
 * What the kernel was built with: "CONFIG_VFIO_PCI_IGD". From /proc/config.gz, /boot/config-RELEASE or
 * /lib/modules/RELEASE/config (or build/.config), the first that is there. UNKNOWN where there is none of
 * them; that alone does not stick. Cites the line. Only options that igd_kernel_config_select() keeps are known;
 * any other is UNKNOWN.
 */
IGD_EXPORT enum igd_config igd_kernel_config(struct igd_host *host, const char *option);
/* Where igd_kernel_config() reads; NULL where there is none. */
IGD_EXPORT const char *igd_kernel_config_path(struct igd_host *host);

/* The parts, for tests: each looks at bytes only. */

/* Takes "6.12.107+deb13-amd64" apart. False for a text that is no release. */
IGD_EXPORT bool igd_kernel_release_parse(
	const char *release, unsigned *ret_major, unsigned *ret_minor);
/* Adds what a gzip stream holds to ret. 0, EBADMSG for one that is none or is cut off, EFBIG beyond 4 MiB. */
IGD_EXPORT int igd_kernel_config_inflate(const void *bytes, size_t size, struct igd_text *ret);
/*
 * Adds to ret the lines "CONFIG_NAME=value" of a kernel configuration whose names bear on passthrough. 0, or
 * EBADMSG for a text without a single "CONFIG_" line.
 */
IGD_EXPORT int igd_kernel_config_select(const char *text, size_t size, struct igd_text *ret);
/* The value of an option in a configuration's text; NULL for one that is not set. Up to the line's end. */
IGD_EXPORT const char *igd_kernel_config_find(const char *text, const char *option);

#endif
