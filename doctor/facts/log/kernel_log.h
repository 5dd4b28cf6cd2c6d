// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * kernel_log - what the kernel has said since it was booted
 *
 * /dev/kmsg first (root, or dmesg_restrict=0); where that is refused or absent, the files that syslog daemons
 * and init scripts leave of the *running* boot: /var/log/dmesg (Void: dmesg.log), kern.log, messages.
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

/* How a log is written. */
enum igd_log_form {
	IGD_LOG_KMSG, /* records of /dev/kmsg: "6,342,1234567,-;text", what belongs to them indented */
	IGD_LOG_DMESG, /* what dmesg(1) prints, with or without times; every line is the kernel's */
	IGD_LOG_SYSLOG /* the file of a syslog daemon; lines that are not the kernel's are left out */
};

/* A parsed log. Lines point into memory, which igd_log_done() releases. */
struct igd_log {
	struct igd_log_line *lines;
	size_t count;
	bool is_complete;
	char *memory;
};

/*
 * Takes a log apart; never fails: what is no line of the kernel's is left out. A file may hold several boots:
 * what stands before the last "Linux version" line is not of this one, and is left out. NUL bytes become
 * blanks. (Linux Documentation/ABI/testing/dev-kmsg.)
 */
IGD_EXPORT void igd_log_parse(
	struct igd_log *ret, const void *bytes, size_t size, enum igd_log_form form);
IGD_EXPORT void igd_log_done(struct igd_log *log);

/* Never NULL. What could not be read sticks only if no source at all could be read. */
IGD_EXPORT const struct igd_kernel_log *igd_kernel_log_get(struct igd_host *host);
/* The first line that holds the text, cited; NULL for none. */
IGD_EXPORT const struct igd_log_line *igd_kernel_log_find(struct igd_host *host, const char *text);

#endif
