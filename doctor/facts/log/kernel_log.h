// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel_log - what the kernel has said since it was booted
 *
 * /dev/kmsg first (root, or dmesg_restrict=0); where that is refused or absent, the files that syslog daemons
 * and init scripts leave of the *running* boot: /var/log/dmesg, /var/log/kern.log, /var/log/messages.
 */
#ifndef IGD_FACTS_LOG_KERNEL_LOG_H
#define IGD_FACTS_LOG_KERNEL_LOG_H

#include "core/host.h"

struct igd_log_line {
	double seconds;	  /* since boot; negative where the source does not tell */
	const char *text; /* without time and priority */
};

struct igd_kernel_log {
	const char *path; /* where it was read; NULL if it could not be read at all */
	/*
	 * Whether the first line of this boot is there. If not (the ring buffer has wrapped, or only a file
	 * with the end is left), that a line is missing means nothing.
	 */
	bool is_complete;
	struct igd_log_line *lines;
	size_t count;
};

/* Never NULL. What could not be read sticks only if no source at all could be read. */
IGD_EXPORT const struct igd_kernel_log *igd_kernel_log_get(struct igd_host *host);
/* The first line that holds the text, cited; NULL for none. */
IGD_EXPORT const struct igd_log_line *igd_kernel_log_find(struct igd_host *host, const char *text);

#endif
