// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * last_run - what a program wrote when it ran last, out of a file that holds all its runs
 *
 * libvirt appends to /var/log/libvirt/qemu/NAME.log for years. Only what follows its last "starting up libvirt version"
 * line tells of the VM as it is now, and of a file of any size only the end is read. The command line that libvirt writes
 * there is left out: it is no message, and holds addresses and identifiers.
 */
#ifndef IGD_FACTS_LOG_LAST_RUN_H
#define IGD_FACTS_LOG_LAST_RUN_H

#include "core/host.h"

/* As much of a file's end is read. */
#define IGD_RUN_MAX_BYTES ((size_t)1 << 20)

enum igd_run_state {
	IGD_RUN_ABSENT, /* there is no such file */
	IGD_RUN_EMPTY,	/* there is nothing in it */
	IGD_RUN_WHOLE,	/* text is all of the last run */
	IGD_RUN_CUT	/* text is its end; what stood before is beyond what was read */
};

struct igd_run {
	enum igd_run_state state;
	const char *
		text; /* never NULL; a line of the command line is an empty one, so that lines count as in the file */
	size_t size;
};

/* How a file says that a run begins. */
enum igd_run_form {
	IGD_RUN_OF_LIBVIRT, /* "...: starting up libvirt version ..." (libvirt 11.3 src/qemu/qemu_process.c) */
	IGD_RUN_ALONE /* the file holds one run: whoever writes it empties it first */
};

/*
 * The last run, recorded as what was derived from the file and not as the file. False where it cannot be read, which
 * sticks. path is absolute; the text lives as long as the host.
 */
IGD_EXPORT bool igd_run_get(
	struct igd_host *host, const char *path, enum igd_run_form form, struct igd_run *ret);

/*
 * The last run out of the end of a file, as a text for igd_run_parse(). is_whole: the bytes are the whole file. NUL
 * bytes become blanks.
 */
IGD_EXPORT void igd_run_extract(const char *bytes, size_t size, bool is_whole,
	enum igd_run_form form, struct igd_text *ret);
/* Takes such a text apart, which has to live as long; false for a malformed one. */
IGD_EXPORT bool igd_run_parse(const char *text, struct igd_run *ret);

#endif
